"""A24 to A31: what a request may hold: unknown fields, parts, roles, history, any character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readiness.endpoint.errors import error_message
from readiness.endpoint.request import MODEL, Request, chat, user
from readiness.judging.api_compatibility.reading import (
    clean,
    count,
    envelope_problem,
    must_be_answered,
    said,
    shown,
    sound,
    text,
)
from readiness.judging.api_compatibility.row import QUICK, READY, Asked, Level, Row, Step, always, miss
from readiness.judging.json_output.showing import quote

EXTRA = "x_foo"
WORD = "harbour"
NUMBER = "7391"
ECHO = "👩‍🚀 שלום 東京 é"
_PARTS = [
    {"type": "text", "text": "Reply with exactly this word:"},
    {"type": "text", "text": f" {WORD}"},
]
_HISTORY = [
    {"role": "system", "content": "You are a short-spoken assistant."},
    {"role": "user", "content": f"The number of my locker is {NUMBER}. Reply with ok."},
    {"role": "assistant", "content": "ok"},
    {"role": "user", "content": "What is the number of my locker? Reply with the number only."},
]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of one city for one day",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "City, as the user writes it"},
                "date": {"type": "string", "format": "date", "description": "Date: YYYY-MM-DD"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            },
            "required": ["city", "date", "unit"],
            "additionalProperties": False,
        },
    },
}


def _call(call_id: str) -> Mapping[str, Any]:
    arguments = '{"city":"Oslo","date":"2026-12-05","unit":"celsius"}'
    function = {"name": "get_weather", "arguments": arguments}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": call_id, "type": "function", "function": function}],
    }


def _tool_history(answered: str) -> list[Mapping[str, Any]]:
    question = "What will the temperature be in Oslo on 5 December 2026, in Celsius?"
    result = '{"temperature": 23, "condition": "cloudy"}'
    return [
        {"role": "user", "content": question},
        _call("call_1"),
        {"role": "tool", "tool_call_id": answered, "content": result},
    ]


def _unknown_field(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    must_be_answered(exchange, crash_is_miss=True)
    if exchange.status == 200:
        sound(asked[0])
    elif not clean(exchange) or EXTRA not in error_message(exchange) + exchange.body.decode(
        "utf-8", "replace"
    ):
        raise miss("broken_capability", f"a refusal that does not name {EXTRA}: {said(exchange)}")


def _parts(asked: Sequence[Asked]) -> None:
    plain, parts = sound(asked[0]), sound(asked[1], "parts_rejected")
    if WORD in text(plain).lower() and WORD not in text(parts).lower():
        got = f"{quote(text(parts))} where the string gives {quote(text(plain))}"
        raise miss("parts_rejected", got, asked[1].exchange)
    mine, other = count(parts, "prompt_tokens"), count(plain, "prompt_tokens")
    if mine is not None and other is not None and mine > 2 * other:
        got = f"{mine} prompt_tokens where the same text as a string takes {other}"
        raise miss("parts_rejected", got, asked[1].exchange)


def _history(asked: Sequence[Asked]) -> None:
    _used(asked, NUMBER)


def _tool_result(asked: Sequence[Asked]) -> None:
    _used(asked, "23")


def _used(asked: Sequence[Asked], wanted: str) -> None:
    """At least one answer uses what was said before: one flaky reply decides nothing."""
    answers = [text(sound(each, "role_rejected")) for each in asked]
    if not any(wanted in answer for answer in answers):
        raise miss("history_lost", f"no {wanted} in {', '.join(map(quote, answers))}")


def _twice(request: Request) -> Any:
    """Once in quick, else twice."""

    def steps(profile: str, _seed: int) -> Sequence[Step]:
        return [request] * (1 if profile == QUICK else 2)

    return steps


def _developer(asked: Sequence[Asked]) -> None:
    _accepted_or_refused(asked[0], "role_rejected")


def _accepted_or_refused(asked: Asked, word: str) -> None:
    exchange = asked.exchange
    must_be_answered(exchange, crash_is_miss=True)
    if exchange.status == 200:
        sound(asked)
    elif not clean(exchange):
        raise miss(word, f"{envelope_problem(exchange) or 'no refusal'}: {shown(exchange)}", exchange)


def _survives(asked: Sequence[Asked]) -> None:
    """Anything but a crash: 200, or any 4xx."""
    for each in asked:
        must_be_answered(each.exchange, crash_is_miss=True)


def _characters(asked: Sequence[Asked]) -> None:
    for each in asked:
        must_be_answered(each.exchange, crash_is_miss=True)
    echoed, zero, surrogate = asked
    found = text(sound(echoed, "encoding"))
    if ECHO not in found and ("\ufffd" in found or _similar(found)):
        raise miss("encoding", f"content {quote(found)} where {quote(ECHO)} was to be repeated")
    if zero.exchange.status == 200 and WORD not in text(sound(zero)).lower():
        got = f"for a word after an escaped NUL: content {quote(text(sound(zero)))}"
        raise miss("encoding", got, zero.exchange)
    if surrogate.exchange.status != 200 and not clean(surrogate.exchange):
        raise miss("encoding", f"for a lone surrogate: {shown(surrogate.exchange)}", surrogate.exchange)


def _similar(found: str) -> bool:
    """Whether it is the text with some of its characters spoilt, not another answer."""
    kept = sum(character in found for character in set(ECHO) if not character.isspace())
    return kept >= 4 and len(found) <= 3 * len(ECHO)


def _raw_text(escaped: str) -> Request:
    """A chat whose user text holds a JSON escape as it stands."""
    messages = f'[{{"role":"user","content":"Reply with exactly this word:{escaped} {WORD}"}}]'
    return Request(f'{{"model":"{MODEL}","messages":{messages}}}'.encode())


ROWS = (
    Row(
        "A24",
        "unknown-field",
        Level.SHOULD,
        "S",
        f"an unknown field {EXTRA}",
        "accepted, or 400 that names the field",
        "clients that send vendor fields: LiteLLM, Open WebUI",
        always(chat(READY, x_foo=1)),
        _unknown_field,
    ),
    Row(
        "A25",
        "text-parts",
        Level.MUST,
        "S",
        "a text as two parts, and as one string",
        "the same understanding of both",
        "LangChain, Vercel AI SDK, Cline, which send parts",
        always(
            chat(user(f"Reply with exactly this word: {WORD}")), chat([{"role": "user", "content": _PARTS}])
        ),
        _parts,
    ),
    Row(
        "A26",
        "history",
        Level.MUST,
        "S",
        "system, user, assistant, user",
        "an answer that uses the history",
        "every chat front end",
        _twice(chat(_HISTORY)),
        _history,
    ),
    Row(
        "A27",
        "developer-role",
        Level.SHOULD,
        "S",
        "a developer message",
        "accepted as system, or 400",
        "current OpenAI SDK code, Codex",
        always(chat([{"role": "developer", "content": "Be brief."}, *READY])),
        _developer,
    ),
    Row(
        "A28",
        "tool-history",
        Level.MUST,
        "S",
        "an assistant message with tool_calls and content null, then the tool's result",
        "an answer that uses the result",
        "every agent framework",
        _twice(chat(_tool_history("call_1"), tools=[WEATHER])),
        _tool_result,
    ),
    Row(
        "A29",
        "unknown-tool-call-id",
        Level.SHOULD,
        "D",
        "a tool message with an id that no call has",
        "400, or tolerated",
        "agents that trim their history",
        always(chat(_tool_history("call_unknown"), tools=[WEATHER])),
        _survives,
    ),
    Row(
        "A30",
        "unusual-messages",
        Level.SHOULD,
        "D",
        "a name field; an empty content; an assistant message at the end",
        "no 5xx",
        "AutoGen, which names its speakers; prefill",
        always(
            chat([{"role": "user", "name": "alice", "content": "Reply with ok."}]),
            chat([{"role": "user", "content": ""}]),
            chat([*user("Name a colour."), {"role": "assistant", "content": "The colour is"}]),
        ),
        _survives,
    ),
    Row(
        "A31",
        "characters",
        Level.SHOULD,
        "R",
        "joined emoji and right-to-left text to be repeated; an escaped NUL; a lone surrogate escape",
        "the text as it was; no 5xx; 400 for the surrogate",
        "clients in other scripts than Latin",
        always(
            chat(user(f"Reply with exactly this text and nothing else: {ECHO}"), temperature=0),
            _raw_text("\\u0000"),
            _raw_text("\\ud83d"),
        ),
        _characters,
    ),
)
