"""E15: a valid body, spoilt in many ways by a fixed seed. Whatever it becomes, no server may crash on it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from readiness.endpoint.request import MODEL, Request
from readiness.judging.api_compatibility.inputs import WEATHER
from readiness.judging.api_compatibility.reading import alive, must_be_answered, without_probes
from readiness.judging.api_compatibility.row import FULL, QUICK, READY, Asked, Level, Row, Step

PER_SEED = 25
SEEDS_IN_FULL = 3
IN_QUICK = 5
HANG_S = 30.0
DEEP = 500
_VALID: dict[str, Any] = {
    "model": MODEL,
    "messages": READY,
    "max_tokens": 16,
    "temperature": 0.5,
    "top_p": 0.9,
    "stop": ["END"],
    "seed": 1,
    "stream": False,
    "user": "readiness",
    "tools": [WEATHER],
    "tool_choice": "none",
    "response_format": {"type": "text"},
}
_STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e308,
    0.1,
    "",
    "\u0000",
    "a" * 5000,
    [],
    {},
    [[]],
    [None],
    {"": None},
    "\u202e\U0001f9ff",
    -(2**63),
    2**64,
)
_TOKENS = (b"NaN", b"-Infinity", b"1e999", b"0x10", b"'single'", b"undefined", b'"\\ud800"', b'"\\x00"')


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _strange_field(chance: random.Random) -> bytes:
    """One field has a value of another type or out of all range."""
    return _dumped({**_VALID, chance.choice(list(_VALID)): chance.choice(_STRANGE)})


def _strange_message(chance: random.Random) -> bytes:
    """One part of the message is something else."""
    message: dict[str, Any] = {
        **READY[0],
        chance.choice(("role", "content", "name", "tool_calls", "tool_call_id")): chance.choice(_STRANGE),
    }
    return _dumped({**_VALID, "messages": [message]})


def _strange_messages(chance: random.Random) -> bytes:
    """The list of messages holds something that is no message."""
    return _dumped({**_VALID, "messages": [*READY, chance.choice(_STRANGE)]})


def _strange_tool(chance: random.Random) -> bytes:
    """One part of the tool is something else."""
    spoilt = {**WEATHER, chance.choice(("type", "function")): chance.choice(_STRANGE)}
    return _dumped({**_VALID, "tools": [spoilt], "tool_choice": chance.choice(("auto", "none", "required"))})


def _strange_format(chance: random.Random) -> bytes:
    """The response format is something else."""
    inner = {"type": "json_schema", "json_schema": chance.choice(_STRANGE)}
    return _dumped({**_VALID, "response_format": chance.choice((inner, {"type": chance.choice(_STRANGE)}))})


def _field_gone(chance: random.Random) -> bytes:
    """One field is missing."""
    gone = chance.choice(list(_VALID))
    return _dumped({name: value for name, value in _VALID.items() if name != gone})


def _token(chance: random.Random) -> bytes:
    """A value is a token that JSON does not have."""
    return _dumped({**_VALID, "temperature": "@"}).replace(b'"@"', chance.choice(_TOKENS))


def _cut(chance: random.Random) -> bytes:
    """The body ends early."""
    body = _dumped(_VALID)
    return body[: chance.randrange(1, len(body))]


def _one_byte(chance: random.Random) -> bytes:
    """One byte is another."""
    body = bytearray(_dumped(_VALID))
    body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _doubled(chance: random.Random) -> bytes:
    """One key stands twice, or something stands behind the document."""
    body = _dumped(_VALID)
    return chance.choice((body[:-1] + b',"messages":null}', body + b"}", body + body, b"[" + body + b"]"))


def _encoded(chance: random.Random) -> bytes:
    """The text is in another encoding, or begins with a mark."""
    text = _dumped(_VALID).decode()
    return chance.choice(
        (text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe\xfd", b"", b"null")
    )


def _deep(chance: random.Random) -> bytes:
    """Something is nested very deeply."""
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    return _dumped({**_VALID, "metadata": "@"}).replace(b'"@"', opening * DEEP + b"1" + closing * DEEP)


_WAYS: tuple[Callable[[random.Random], bytes], ...] = (
    _strange_field,
    _strange_message,
    _strange_messages,
    _cut,
    _strange_tool,
    _token,
    _strange_format,
    _field_gone,
    _one_byte,
    _doubled,
    _encoded,
    _deep,
)


def mutations(seed: int, number: int) -> list[bytes]:
    """So many spoilt bodies, the same for the same seed; the ways take turns."""
    chance = random.Random(f"{seed}")  # noqa: S311
    return [_WAYS[place % len(_WAYS)](chance) for place in range(number)]


def _steps(profile: str, seed: int) -> Sequence[Step]:
    seeds = SEEDS_IN_FULL if profile == FULL else 1
    number = IN_QUICK if profile == QUICK else PER_SEED
    bodies = [body for each in range(seed, seed + seeds) for body in mutations(each, number)]
    return [Request(body, deadline_s=HANG_S) for body in bodies]


def _judge(asked: Sequence[Asked]) -> None:
    for each in without_probes(asked):
        must_be_answered(each.exchange, crash_is_miss=True)
    alive(asked)


ROWS = (
    Row(
        "E15",
        "mutations",
        Level.MUST,
        "F",
        f"{PER_SEED} mutations of a valid body, one at a time",
        f"no 5xx, nothing that hangs for more than {HANG_S:g} s, a healthy server after each",
        "everybody else on the same server",
        _steps,
        _judge,
        broken=True,
    ),
)
