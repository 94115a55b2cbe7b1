"""When a reply's parts came, from the stamps alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.endpoint.exchange import Exchange, Read
from readiness.endpoint.timing import timing

MS = 1_000_000


def exchange(*arrivals: tuple[int, bytes]) -> Exchange:
    """Pieces of a body and the millisecond at which each came."""
    reads, total = [], 0
    for at_ms, piece in arrivals:
        total += len(piece)
        reads.append(Read(at_ms * MS, total))
    body = b"".join(piece for _, piece in arrivals)
    done = 7 * MS + (arrivals[-1][0] * MS if arrivals else 0)
    return Exchange("POST", "u", b"", status=200, body=body, reads=tuple(reads), sent_ns=7 * MS, done_ns=done)


def event(**fields: Any) -> bytes:
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': fields}]})}\n\n".encode()


TEXT = event(content="word")


def test_stream() -> None:
    found = timing(
        exchange((1, b""), (5, event(role="assistant", content="")), (20, TEXT), (35, TEXT), (60, TEXT))
    )
    assert found.first_byte_s == 0.001
    assert found.first_token_s == 0.02
    assert found.gaps_s == pytest.approx((0.015, 0.025))
    assert found.total_s == 0.06


@pytest.mark.parametrize(
    "first",
    [
        event(content="x"),
        event(reasoning_content="x"),
        event(reasoning="x"),
        event(tool_calls=[{"index": 0, "function": {"arguments": "{"}}]),
    ],
)
def test_first_token_is_text_of_any_kind(first: bytes) -> None:
    assert timing(exchange((10, first), (20, TEXT))).first_token_s == 0.01


@pytest.mark.parametrize(
    "first",
    [
        b": ping\n\n",
        event(role="assistant"),
        event(content=None),
        event(content=""),
        event(tool_calls=[{"index": 0, "id": "a", "function": {"name": "f", "arguments": ""}}]),
        b'data: {"choices":[],"usage":{}}\n\n',
    ],
)
def test_first_token_is_no_empty_delta(first: bytes) -> None:
    assert timing(exchange((10, first), (20, TEXT))).first_token_s == 0.02


def test_event_counts_when_its_last_byte_came() -> None:
    assert timing(exchange((10, TEXT[:-1]), (20, TEXT[-1:]))).first_token_s == 0.02


def test_events_of_one_arrival_have_no_gap() -> None:
    assert timing(exchange((10, TEXT * 3), (30, TEXT))).gaps_s == pytest.approx((0.0, 0.0, 0.02))


def test_plain_body_has_no_first_token() -> None:
    found = timing(exchange((10, b'{"choices":[{"message":{"content":"x"}}]}')))
    assert (found.first_token_s, found.gaps_s, found.total_s) == (None, (), 0.01)


def test_no_answer_has_no_first_byte() -> None:
    assert timing(exchange()).first_byte_s is None
