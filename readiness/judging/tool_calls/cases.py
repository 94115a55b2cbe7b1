"""The judge of one case: from all that came back to one outcome. Pure and total.

`figures` of an outcome, where they apply, 0 or 1: `format`, `value`, `abstained`, `used` (the answer uses
the tool's result), `obeyed` (tool_choice), `tolerated` (a bad request, with 200), `ids_reused`, `lost` (a
parameter). `sent_ms` is when the first request left, in milliseconds of the monotonic clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply
from readiness.judging import strict_json
from readiness.judging.json_output.showing import kind, quote
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.thinking import budget_eaten
from readiness.judging.tool_calls.arguments import judge_arguments
from readiness.judging.tool_calls.arrival import (
    DROPPED,
    HANGS,
    NOT_ABOUT_THE_BODY,
    arrived,
    declines_tools,
    no_answer,
    refusal,
    rejects_history,
)
from readiness.judging.tool_calls.codes import FORMAT, VALUE, defect, ordered, words
from readiness.judging.tool_calls.due import Due, Question
from readiness.judging.tool_calls.message import read_calls
from readiness.judging.tool_calls.rounds import Step, judge_step, next_messages, steps
from readiness.judging.tool_calls.turn import Turn, read_turn
from readiness.judging.tool_calls.values import Read, paired

WARNINGS = frozenset({"id_reused"})
"""Words that do not make a miss by themselves."""
USE = frozenset({"roundtrip_rejected", "recall_loop", "result_unused"})


def judge_case(question: Question, exchanges: Sequence[Exchange]) -> Outcome:
    """The outcome of a case. Raises `BrokenSchema` where a tool of the bank has none that can be used."""
    last = exchanges[-1]
    sent = {"sent_ms": exchanges[0].sent_ns / 1e6}
    if question.expect.get("status"):
        return _negative(last, sent)
    if not arrived(last):
        return _not_arrived(question, exchanges, sent)
    turns = [read_turn(exchange) for exchange in exchanges]
    if not turns[-1].broken and budget_eaten(last, read_reply(last)):
        eaten = defect("budget_eaten", "a call or an answer", "only thinking, cut off at the token limit")
        return Outcome(Kind.ERROR, (eaten,), sent, len(turns) - 1)
    return _judged(question, exchanges, turns, sent)


def _negative(exchange: Exchange, figures: Mapping[str, float]) -> Outcome:
    """A request that is wrong by intention: 4xx is right, 200 is tolerated, and noted in the figures."""
    status = exchange.status or 0
    got = no_answer(exchange).got
    declined = declines_tools(exchange)
    if declined is not None:
        return Outcome(Kind.UNSUPPORTED, (declined,), figures)
    if exchange.error in HANGS:
        return Outcome(Kind.MISS, (defect("negative_hang", "HTTP 4xx", got),), figures)
    if exchange.error in DROPPED or (exchange.error is None and status >= 500):
        return Outcome(Kind.MISS, (defect("negative_5xx", "HTTP 4xx", got),), figures)
    refused = 400 <= status < 500 and status not in NOT_ABOUT_THE_BODY
    if exchange.error is not None or not (status == 200 or refused):
        return Outcome(Kind.ERROR, (no_answer(exchange),), figures)
    return Outcome(Kind.HIT, (), {**figures, "tolerated": float(status == 200)})


def _not_arrived(question: Question, exchanges: Sequence[Exchange], figures: Mapping[str, float]) -> Outcome:
    """No completion at the end: an error, unless the server declined, or took its own call not back."""
    last, number = exchanges[-1], len(exchanges) - 1
    if number:
        rejected = rejects_history(last)
        if rejected is not None:
            return Outcome(Kind.MISS, (rejected,), {**figures, "format": 0.0, "used": 0.0}, number)
    else:
        declined = refusal(last, question.body)
        if declined is not None:
            return Outcome(Kind.UNSUPPORTED, (declined,), figures)
    return Outcome(Kind.ERROR, (no_answer(last),), figures, number)


def _judged(
    question: Question, exchanges: Sequence[Exchange], turns: Sequence[Turn], figures: Mapping[str, float]
) -> Outcome:
    """The outcome of a case whose replies all arrived. A conversation ends at its first broken reply."""
    planned = steps(question)[: len(turns)]
    found: list[tuple[int, Defect]] = []
    for number, (step, turn) in enumerate(zip(planned, turns, strict=False)):
        before = next_messages(question, exchanges[:number]) or question.messages
        found += ((number, each) for each in judge_step(turn, step, before))
        if question.twin_of is not None and step.due is not None:
            found += ((number, each) for each in _unlike_twin(turn, step.due))
    found += _reused_ids(turns)
    defects = ordered(each for _, each in found)
    said = words(defects)
    where = next(
        (number for number, each in found if defects and each.code == defects[0].code), len(turns) - 1
    )
    missed = bool(said - WARNINGS)
    own = {**figures, **_figures(planned, turns, said)}
    if "choice" in question.expect:
        own["obeyed"] = float(not missed)
    return Outcome(Kind.MISS if missed else Kind.HIT, defects, own, where)


def _figures(planned: Sequence[Step], turns: Sequence[Turn], said: set[str]) -> dict[str, float]:
    """What the gate adds up, as 0 or 1."""
    due = planned[0].due
    silent = due is not None and due.silent
    badly_formed = said & set(FORMAT) - ({"no_call"} if silent else set())
    figures = {"format": float(not badly_formed)}
    if silent:
        figures["abstained"] = float(not (turns[0].calls or turns[0].legacy or turns[0].silent))
    elif not badly_formed and due is not None and due.calls is not None:
        figures["value"] = float(not said & set(VALUE))
    if any(step.due is None for step in planned):
        figures["used"] = float(not said & USE)
    figures["lost"] = float("lost_parameter" in said)
    figures["ids_reused"] = float("id_reused" in said)
    return figures


def _reused_ids(turns: Sequence[Turn]) -> Iterator[tuple[int, Defect]]:
    """An id of an earlier turn again, in one conversation: some clients then answer the wrong call."""
    seen: set[str] = set()
    for number, turn in enumerate(turns):
        ids = {call.id for call in turn.calls if isinstance(call.id, str)}
        for each in sorted(ids & seen):
            yield number, defect("id_reused", "another id in each turn of a conversation", quote(each))
        seen |= ids


def _unlike_twin(turn: Turn, due: Due) -> Iterator[Defect]:
    """Tools, keys and types of a streamed reply against the call that its prompt asks for, streamed or not (T17)."""
    if turn.broken or due.calls is None:
        return
    calls = read_calls(turn.calls, [judge_arguments(call, None, due.source) for call in turn.calls])
    wanted = Counter(call.name for call in due.calls)
    if Counter(call.name for call in calls) != wanted:
        came = ", ".join(call.name for call in calls) or "no readable call"
        yield defect("stream_differs", ", ".join(wanted.elements()), came)
        return
    for mine, other in paired(calls, due.calls):
        call, right = calls[mine], due.calls[other]
        unlike = [key for key, accepted in right.arguments.items() if not _alike(call, key, accepted)]
        if unlike:
            yield defect(
                "stream_differs", f"the parameters {', '.join(right.arguments)}, of their types", _typed(call)
            )


def _alike(call: Read, key: str, accepted: Sequence[object]) -> bool:
    if key not in call.arguments:
        return None in accepted
    return kind(call.arguments[key]) in {kind(strict_json.exact(each)) for each in accepted}


def _typed(call: Read) -> str:
    return ", ".join(f"{quote(key)[1:-1]} {kind(value)}" for key, value in call.arguments.items()) or "none"
