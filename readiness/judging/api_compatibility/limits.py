"""E05, E06, E11: what does not fit, and what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import Request, chat, user
from readiness.judging.api_compatibility.reading import (
    alive,
    count,
    envelope_problem,
    must_be_answered,
    refused,
    shown,
    sound,
)
from readiness.judging.api_compatibility.row import (
    PROBE,
    READY,
    Asked,
    Level,
    Row,
    Seen,
    Step,
    always,
    declined,
    miss,
)

WINDOW_NAMES = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
DEFAULT_WORDS = 140_000
"""More than a context of 128K tokens, and under the 1 MiB that a gateway takes by default."""
MOST_WORDS = 1_600_000
HUGE = 10_000_000
"""An answer limit that no context holds."""
_OWN_QUESTION = user("Reply with the word green.")
_MODELS = Request(method="GET", path="/models")


def long_prompt(words: int) -> Request:
    """A message of that many numbers: each costs at least one token in any tokenizer."""
    said = " ".join(str(number % 1000) for number in range(words))
    return chat(user(f"{said}\nReply with ok."), max_tokens=1)


def _next(asked: Sequence[Asked]) -> Step | None:
    """The model list says how long the context is, or 128K is assumed; ten times as much where that fits."""
    if asked[-1].step is not PROBE and len(asked) > 1:
        return PROBE
    if len(asked) == 1:
        window = _window(asked[0])
        return long_prompt(window * 5 // 4 if window else DEFAULT_WORDS)
    fitted = len(asked) == 3 and asked[1].exchange.status == 200 and not _window(asked[0])
    return long_prompt(MOST_WORDS) if fitted and _untouched(asked[1]) else None


def _window(asked: Asked) -> int | None:
    """Tokens of context as the model list tells, up to what a test can send."""
    try:
        value: Any = parse(asked.exchange.body)
    except NotJson:
        return None
    listed = value.get("data") if isinstance(value, dict) else None
    first = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
    found = [first.get(name) for name in WINDOW_NAMES] if isinstance(first, dict) else []
    windows = [number for number in found if type(number) is int and 0 < number <= MOST_WORDS]
    return windows[0] if windows else None


def words_sent(asked: Asked) -> int:
    """How many numbers the prompt holds."""
    return asked.exchange.request_body.count(b" ") - 1


def _untouched(asked: Asked) -> bool:
    """Whether the endpoint counts as many tokens as there were numbers."""
    try:
        counted = count(sound(asked), "prompt_tokens")
    except Seen:
        return False
    return counted is not None and counted >= 0.9 * words_sent(asked)


def _too_long(asked: Sequence[Asked]) -> Sequence[str]:
    notes: list[str] = []
    for each in asked[1:]:
        if each.step is PROBE:
            continue
        must_be_answered(each.exchange, crash_is_miss=True)
        if each.exchange.status == 200:
            if not _untouched(each):
                counted = count(sound(each), "prompt_tokens")
                got = f"HTTP 200 with prompt_tokens {counted} for {words_sent(each)} numbers"
                raise miss("silent_truncation", got, each.exchange)
            notes.append(f"a prompt of {words_sent(each)} numbers fits")
        else:
            notes += refused(each, (400,), "context_length_exceeded")
    alive(asked)
    return notes


def _clipped(asked: Sequence[Asked]) -> Sequence[str]:
    exchange = asked[0].exchange
    must_be_answered(exchange, crash_is_miss=True)
    notes: list[str] = []
    if exchange.status == 200:
        sound(asked[0], "envelope")
    else:
        notes = refused(asked[0], (400, 422))
    alive(asked)
    return notes


def _over_rate(asked: Sequence[Asked]) -> None:
    """Judged where the endpoint says 429 by itself; to provoke it takes the operator's consent."""
    limited = [each.exchange for each in asked if each.exchange.status == 429]
    if not limited:
        raise declined("no 429 came; to go over the limit on purpose takes the operator's consent")
    for exchange in limited:
        if not any(name.startswith(("retry-after", "x-ratelimit", "ratelimit")) for name in exchange.headers):
            got = f"429 without Retry-After and x-ratelimit headers: {shown(exchange)}"
            raise miss("no_retry_after", got, exchange)
        problem = envelope_problem(exchange)
        if problem is not None:
            raise miss("envelope", f"{problem}: {shown(exchange)}", exchange)


ROWS = (
    Row(
        "E05",
        "prompt-too-long",
        Level.MUST,
        "I",
        "a prompt longer than the context",
        "400 with the error envelope; neither 5xx nor an answer to a part of it",
        "retrieval and agents, which lose what they sent: Ollama, LM Studio users",
        always(_MODELS),
        _too_long,
        alone=True,
        follow=_next,
    ),
    Row(
        "E06",
        "limit-too-high",
        Level.MUST,
        "D",
        f"max_tokens {HUGE}",
        "400 with the error envelope, or an answer that is clipped",
        "clients that always ask for the most: Cline, Roo Code",
        always(chat(READY, max_tokens=HUGE)),
        _clipped,
        broken=True,
    ),
    Row(
        "E11",
        "over-the-rate",
        Level.SHOULD,
        "S (429), D",
        "a minimal chat four times, not tried again",
        "a 429 carries Retry-After or x-ratelimit headers, and the error envelope",
        "every SDK, which waits as long as it is told",
        always(*[chat(_OWN_QUESTION, send={"patient": False})] * 4),
        _over_rate,
    ),
)
