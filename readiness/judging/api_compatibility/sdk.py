"""A02, S02, E16: what the unmodified openai SDK makes of the same bytes.

The SDK validates little, so its silence proves little: the raw bytes decide in the other rows. Here it must
not raise on a good answer, must say what the bytes say, and must raise the right class on a refusal. What
it takes without a word although the bytes are wrong is named as tolerated.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness.endpoint.errors import message_of
from readiness.endpoint.exchange import TransportError
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import Auth, user
from readiness.endpoint.sdk_call import SdkCall, SdkKind, SdkResult, replayed
from readiness.judging.api_compatibility import answers, streaming
from readiness.judging.api_compatibility.errors import UNKNOWN_MODEL
from readiness.judging.api_compatibility.inputs import WEATHER
from readiness.judging.api_compatibility.reading import (
    clean,
    completion,
    decoded,
    message,
    must_be_answered,
    said,
    shown,
    text,
)
from readiness.judging.api_compatibility.row import QUICK, READY, Asked, Level, Row, Seen, Step, miss
from readiness.judging.api_compatibility.stream import read, split
from readiness.judging.api_compatibility.tools import calls, names
from readiness.judging.json_output.showing import compact, quote
from readiness.judging.records import Kind

CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
_UNREADABLE = (TransportError.BAD_HTTP, TransportError.CLOSED_EARLY)
_WORD = user('Reply with a JSON object that has the one key "word" and a greeting as its value.')
_WEATHER = user("What will the weather be in Oslo on 5 December 2026, in Celsius? Use the tool.")


def _call(asked: Asked) -> SdkCall:
    assert isinstance(asked.step, SdkCall)
    return asked.step


def _made(asked: Asked) -> SdkResult:
    """What the SDK makes of it, where its HTTP library could read it at all."""
    exchange = asked.exchange
    if exchange.error in _UNREADABLE:
        raise miss("sdk_exception", f"{_call(asked).shown}: {shown(exchange)}", exchange)
    must_be_answered(exchange)
    return replayed(exchange, _call(asked))


def _raised(asked: Asked, made: SdkResult) -> Seen:
    got = f"{_call(asked).shown} raised {made.error}: {made.message[:120]}"
    return miss("sdk_exception", got, asked.exchange)


def _chat(asked: Sequence[Asked]) -> Sequence[str]:
    notes: list[str] = []
    for each in asked:
        call, made = _call(each), _made(each)
        if (call.kind is SdkKind.PARSE or "tools" in call.body) and clean(each.exchange):
            continue
        if call.kind is SdkKind.PARSE:
            _parsed(each, made)
            continue
        if made.error is not None:
            raise _raised(each, made)
        value = completion(each)
        if "tools" in call.body:
            _tools(each, made, names(calls(value)))
        elif not isinstance(made.content, str) or made.content != text(value):
            raw = compact(message(value).get("content"))
            got = f"{call.shown} gives the content {compact(made.content)}, the bytes hold {raw}"
            raise miss("sdk_exception", got, each.exchange)
        notes += _tolerated(
            each, answers.ROWS, ("A01", "A04", "A05", "A08") if "tools" not in call.body else ()
        )
    return notes


def _parsed(asked: Asked, made: SdkResult) -> None:
    """The SDK must parse what is right; whether the model's JSON is right is another row's matter."""
    content = text(completion(asked))
    try:
        value = parse(content)
    except NotJson:
        return
    right = isinstance(value, dict) and isinstance(value.get("word"), str)
    if right and (made.error is not None or made.content != value["word"]):
        raise _raised(asked, made)


def _tools(asked: Asked, made: SdkResult, wanted: Sequence[str]) -> None:
    if [name for name, _ in made.tools] != list(wanted):
        got = f"{_call(asked).shown} gives {compact([name for name, _ in made.tools])}, the bytes {compact(wanted)}"
        raise miss("sdk_exception", got, asked.exchange)


def _stream(asked: Sequence[Asked]) -> Sequence[str]:
    notes: list[str] = []
    for each in asked:
        made = _made(each)
        if made.error is not None and split(each.exchange).error is None:
            raise _raised(each, made)
        stream = read(each)
        if not made.content or made.content != stream.text():
            got = f"{_call(each).shown} gives {compact(made.content)}, the bytes hold {quote(stream.text())}"
            raise miss("sdk_exception", got, each.exchange)
        notes += _tolerated(each, streaming.ROWS, ("S01", "S03", "S04", "S05", "S09"))
    return notes


def _tolerated(asked: Asked, rows: Sequence[Row], wanted: Sequence[str]) -> list[str]:
    """Rows that the same bytes miss although the SDK said nothing."""
    found = []
    for row in rows:
        if row.id in wanted:
            outcome = row.outcome([asked])
            if outcome.kind is Kind.MISS:
                found.append(f"{_call(asked).shown} tolerates a miss of {row.id}")
    return found


def _errors(asked: Sequence[Asked]) -> None:
    for each in asked:
        call, exchange = _call(each), each.exchange
        made = _made(each)
        status = exchange.status or 0
        if status == 200 and call.auth is not Auth.OWN:
            continue  # no key is asked for, or E07 says so
        wanted = CLASSES.get(status)
        if wanted is None or made.error != wanted:
            got = f"{call.shown} got {said(exchange)} and raised {made.error or 'nothing'}"
            raise miss("sdk_exception", got, exchange)
        told = _message(each)
        if not told or told not in made.message:
            raise miss(
                "sdk_exception",
                f"{made.error} says {quote(made.message)}, the body {shown(exchange)}",
                exchange,
            )


def _message(asked: Asked) -> str | None:
    try:
        value = parse(decoded(asked.exchange))
    except NotJson:
        return None
    error = value.get("error") if isinstance(value, dict) else None
    return message_of(value) if isinstance(error, dict) and error.get("message") else None


def _chat_steps(profile: str, _seed: int) -> Sequence[Step]:
    both = [SdkCall(SdkKind.CREATE, READY), SdkCall(SdkKind.CREATE, READY, asynchronous=True)]
    if profile == QUICK:
        return both
    tools = {"tools": [WEATHER], "tool_choice": "required"}
    return [*both, SdkCall(SdkKind.CREATE, _WEATHER, tools), SdkCall(SdkKind.PARSE, _WORD)]


def _stream_steps(profile: str, _seed: int) -> Sequence[Step]:
    both = [SdkCall(SdkKind.STREAM, READY), SdkCall(SdkKind.STREAM, READY, asynchronous=True)]
    return both if profile == QUICK else [*both, SdkCall(SdkKind.HELPER, READY)]


def _error_steps(_profile: str, _seed: int) -> Sequence[Step]:
    return [
        SdkCall(SdkKind.CREATE, READY, model=UNKNOWN_MODEL),
        SdkCall(SdkKind.CREATE, READY, {"temperature": 5}),
        SdkCall(SdkKind.STREAM, READY, {"temperature": 5}, asynchronous=True),
        SdkCall(SdkKind.CREATE, READY, auth=Auth.WRONG),
    ]


ROWS = (
    Row(
        "A02",
        "sdk-chat",
        Level.MUST,
        "D",
        "a minimal chat through the openai SDK, sync and async; tools; parse",
        "no exception, and what the bytes say",
        "the openai SDK, and what is built on it",
        _chat_steps,
        _chat,
    ),
    Row(
        "S02",
        "sdk-stream",
        Level.MUST,
        "D",
        "a minimal chat streamed through the openai SDK, sync and async, and its stream helper",
        "an iterator that ends without exception, its text that of the bytes and not empty",
        "the openai SDK, and what is built on it",
        _stream_steps,
        _stream,
    ),
    Row(
        "E16",
        "sdk-errors",
        Level.SHOULD,
        "D",
        "an unknown model, a bad value and a wrong key through the openai SDK",
        "the exception of the status, with the text of error.message",
        "programs that catch NotFoundError, BadRequestError, AuthenticationError",
        _error_steps,
        _errors,
        alone=True,
    ),
)
