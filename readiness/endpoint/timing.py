"""When the parts of a reply came: pure functions of the stamps in an exchange."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from readiness.endpoint.chunks import JsonObject, choices, delta, function_of, read_chunks, tool_deltas
from readiness.endpoint.exchange import Exchange

TEXT_FIELDS = ("content", "reasoning_content", "reasoning")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds since the request was sent. None where it never came to that."""

    first_byte_s: float | None
    """Head of the response."""
    first_token_s: float | None
    """First event with text in content, reasoning or tool arguments (TTFT); a role alone does not count."""
    gaps_s: tuple[float, ...]
    """Between neighbouring events with text (ITL). Several tokens in one event are one gap."""
    total_s: float
    """Last byte, or the moment of the failure."""


def timing(exchange: Exchange) -> Timing:
    """The timing of `exchange`; a plain body has neither first token nor gaps."""
    times = list(token_times(exchange))
    return Timing(
        first_byte_s=exchange.reads[0].at_ns / 1e9 if exchange.reads else None,
        first_token_s=times[0] if times else None,
        gaps_s=tuple(later - earlier for earlier, later in pairwise(times)),
        total_s=(exchange.done_ns - exchange.sent_ns) / 1e9,
    )


def token_times(exchange: Exchange) -> Iterator[float]:
    """For each event with text: when the read that completed it returned, in seconds since sending."""
    totals = [read.total_bytes for read in exchange.reads]
    for chunk in read_chunks(exchange.body).chunks:
        position = bisect_left(totals, chunk.end)
        if position < len(totals) and has_text(chunk.value):
            yield exchange.reads[position].at_ns / 1e9


def has_text(chunk: JsonObject) -> bool:
    """Whether any choice of the chunk carries text: content, reasoning or tool arguments."""
    return any(_carries(delta(choice)) for choice in choices(chunk))


def _carries(piece: JsonObject) -> bool:
    if any(piece.get(name) for name in TEXT_FIELDS):
        return True
    return any(function_of(call).get("arguments") for call in tool_deltas(piece))
