"""The judge of one reply: what came, in which field, how it ends, and then the text itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import Reply
from readiness.judging import strict_json
from readiness.judging.json_output.codes import defect, ordered
from readiness.judging.json_output.showing import quote
from readiness.judging.json_output.text import TextVerdict, judge_text
from readiness.judging.json_output.transport import declined, judge_bad_request, undelivered
from readiness.judging.json_output.wrapper import peel
from readiness.judging.json_schema import Schema
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.thinking import budget_eaten

BAD_REQUEST = "bad_request"
TRUNCATION = "truncation"


@dataclass(frozen=True, slots=True)
class Question:
    """What a case asked for, as far as the judge of its reply must know."""

    family: str
    streamed: bool = False
    """Whether the request asked for an event stream."""
    asked_format: bool = False
    """Whether the request carries a `response_format`, which a server may decline."""
    schema: Schema | None = None
    expected: Any = None
    keyword: str | None = None
    """Family keyword: the schema keyword that the natural answer breaks."""
    source: str | None = None
    """The conversation, as text: marks that it holds are no leak when they come back in a string."""


def judge_reply(exchange: Exchange, reply: Reply, said: str, question: Question) -> Outcome:
    """The outcome of one exchange. `said` is the server's own message where the status is not 200.

    A wrong value alone is a miss whose figures still say `format` 1: the two are counted apart.
    """
    if question.family == BAD_REQUEST:
        return judge_bad_request(exchange, reply, said)
    early = declined(exchange, said, question.asked_format, question.keyword) or undelivered(exchange, said)
    if early is not None:
        return early
    misplaced = list(_misplaced(reply, question.streamed))
    if question.family == TRUNCATION:
        return _honest_about_length(reply, misplaced)
    if {each.code for each in misplaced} <= {"json_output.empty"} and budget_eaten(exchange, reply):
        spent = defect(
            "budget_eaten", "an answer within the token budget", "only thinking, finish_reason length"
        )
        return Outcome(Kind.ERROR, (spent,))
    if misplaced:
        return Outcome(Kind.MISS, ordered(misplaced), {"format": 0.0, "legal": 0.0})
    return _judged(reply, question)


def _misplaced(reply: Reply, streamed: bool) -> Iterator[Defect]:
    """Why there is no content to judge."""
    one_text = "one JSON document in choices[0].message.content"
    if reply.error is not None:
        yield defect("error_body_200", one_text, f"HTTP 200 with an error: {quote(reply.error)}")
    elif reply.malformed is not None:
        yield defect("malformed_body", "a chat completion", quote(reply.malformed, 120)[1:-1])
    elif reply.streamed is not streamed:
        kinds = {True: "an event stream", False: "a plain body"}
        yield defect("malformed_body", f"{kinds[streamed]}, as asked", kinds[reply.streamed])
    elif reply.content_type not in ("string", "null", "absent"):
        yield defect("not_text", "content that is a string", f"content that is a JSON {reply.content_type}")
    elif not (reply.content or "").strip(strict_json.WHITESPACE):
        word, got = _instead(reply)
        if word is not None:
            yield defect(word, one_text, got)


def _instead(reply: Reply) -> tuple[str | None, str]:
    """What came in place of content; None leaves white space to the judge of the text."""
    if reply.reasoning:
        got = f"empty content, reasoning {quote(reply.reasoning)}, finish_reason {reply.finish_reason}"
        swallowed = _holds_document(reply.reasoning, whole=reply.finish_reason == "length")
        return ("wrong_field" if swallowed else "empty"), got
    if reply.refusal:
        return "refusal_field", f"empty content, refusal {quote(reply.refusal)}"
    if reply.tool_calls:
        return "in_tool_calls", f"empty content, {len(reply.tool_calls)} tool call(s)"
    return (None, "") if reply.content else ("empty", f"content is {reply.content_type}, {_finish(reply)}")


def _holds_document(text: str, whole: bool) -> bool:
    """Whether a text is a JSON document (`whole`), or at least holds an object."""
    try:
        return isinstance(strict_json.parse(text).value, dict | list)
    except strict_json.NotJson as refusal:
        document = None if whole or "{" not in text else peel(text, refusal).document
        return document is not None and isinstance(document.value, dict)


def _honest_about_length(reply: Reply, misplaced: list[Defect]) -> Outcome:
    """Family truncation: whatever the text, the reply must say that it was cut off."""
    broken = [each for each in misplaced if each.code.endswith((".error_body_200", ".malformed_body"))]
    if broken:
        return Outcome(Kind.MISS, tuple(broken))
    if reply.finish_reason == "length":
        return Outcome(Kind.HIT)
    got = f"{_finish(reply)} after {quote(reply.content or '')}"
    return Outcome(Kind.MISS, (defect("length_hidden", "finish_reason length", got),))


def _judged(reply: Reply, question: Question) -> Outcome:
    content = reply.content or ""
    verdict = judge_text(content, schema=question.schema, expected=question.expected, source=question.source)
    defects = ordered([*verdict.defects, *_ending(reply, verdict)])
    format_hit = verdict.format_hit and len(defects) == len(verdict.defects)
    if question.keyword is not None and verdict.schema_valid is False:
        asked = f"{question.keyword} obeyed, or an error that names it"
        defects = (
            defect("keyword_ignored", asked, f"HTTP 200, {defects[0].expected}: {defects[0].got}"),
            *defects,
        )
    figures = {"format": float(format_hit), **_figures(verdict, content, reply.usage.completion_tokens)}
    return Outcome(Kind.MISS if defects else Kind.HIT, defects, figures)


def _ending(reply: Reply, verdict: TextVerdict) -> Iterator[Defect]:
    """A complete document must come with `stop`; one that was cut off says so."""
    if reply.finish_reason == "stop":
        return
    if reply.finish_reason == "length" and not verdict.legal_after_unfencing:
        yield defect("truncated", "the whole document", f"{_finish(reply)}, {quote(reply.content or '')}")
    else:
        yield defect("finish_reason", "finish_reason stop", _finish(reply))


def _finish(reply: Reply) -> str:
    return (
        "no finish_reason"
        if reply.finish_reason is None
        else f"finish_reason {quote(reply.finish_reason, 30)}"
    )


def _figures(verdict: TextVerdict, content: str, completion_tokens: int | None) -> Mapping[str, float]:
    """What the gate adds up; a figure that does not apply is absent."""
    figures: dict[str, float | None] = {
        "legal": verdict.legal,
        "legal_after_unfencing": verdict.legal_after_unfencing,
        "schema_valid": verdict.schema_valid,
        "value": verdict.value_right,
        "max_whitespace_run": verdict.whitespace_run,
        "edge_whitespace": verdict.edge_whitespace,
        "characters": len(content),
        "completion_tokens": completion_tokens,
    }
    return {name: float(value) for name, value in figures.items() if value is not None}
