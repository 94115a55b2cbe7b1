"""Reading event streams strictly, byte by byte, with the time at which each event was complete."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.errors import message_of, one_line
from readiness.endpoint.event_stream import BOM, Event, read_events
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse, type_name
from readiness.judging.api_compatibility.reading import decoded, must_be_answered, said, shown
from readiness.judging.api_compatibility.row import Asked, miss, no_answer

JsonObject = Mapping[str, Any]
DONE = "[DONE]"
EVENT_STREAM = "text/event-stream"
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Chunk:
    """An event before `[DONE]` that is a JSON object."""

    value: JsonObject
    event: Event


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as it came. `problem`: the first event that is no JSON object, where there is one."""

    exchange: Exchange
    body: bytes
    chunks: tuple[Chunk, ...]
    done: bool
    after_done: bytes
    """What came after the first `[DONE]`, blank lines and comments left out."""
    problem: str | None
    error: str | None
    """The message of an error event."""

    def choices(self, index: int | None = 0) -> Iterator[tuple[Chunk, JsonObject]]:
        """The choices of that index, or all, each with its chunk."""
        for chunk in self.chunks:
            found = chunk.value.get("choices")
            for choice in found if isinstance(found, list) else ():
                if isinstance(choice, dict) and (index is None or choice.get("index") in (index, None)):
                    yield chunk, choice

    def deltas(self, index: int = 0) -> Iterator[JsonObject]:
        """The deltas of a choice."""
        for _, choice in self.choices(index):
            yield delta(choice)

    def text(self, index: int = 0) -> str:
        """All content of a choice."""
        return "".join(piece for each in self.deltas(index) if isinstance(piece := each.get("content"), str))

    def indices(self) -> list[int]:
        """The indices of all choices, in order."""
        found = {choice.get("index") for _, choice in self.choices(None) if type(choice.get("index")) is int}
        return sorted(index for index in found if isinstance(index, int))

    def usages(self) -> list[tuple[Chunk, JsonObject]]:
        """Every chunk that holds a usage object."""
        return [
            (chunk, found) for chunk in self.chunks if isinstance(found := chunk.value.get("usage"), dict)
        ]

    def times_s(self) -> list[float]:
        """When each chunk was complete, in seconds since the request was sent."""
        totals = [read.total_bytes for read in self.exchange.reads]
        places = [bisect_left(totals, chunk.event.end) for chunk in self.chunks]
        return [self.exchange.reads[place].at_ns / 1e9 for place in places if place < len(totals)]


def delta(choice: JsonObject) -> JsonObject:
    """The delta of a choice, or an empty one."""
    found = choice.get("delta")
    return found if isinstance(found, dict) else {}


def read(asked: Asked, rejected: str = "shape", *, whole: bool = True) -> Stream:
    """The stream that answers a streamed request; raises where there is none to judge.

    A stream that breaks off with an error event is no answer: what must come then is the matter of S15.
    `whole`: it must not be a plain body.
    """
    exchange = asked.exchange
    must_be_answered(exchange)
    if exchange.status != 200:
        raise miss(rejected, said(exchange), exchange)
    stream = split(exchange)
    if stream.error is not None:
        word = "error_then_done" if stream.done else "transport"
        raise no_answer(f"the stream broke with an error event: {one_line(stream.error)}", exchange, word)
    if whole and not stream.chunks:
        raise miss("no_done", f"no stream of events: {shown(exchange)}", exchange)
    return stream


def split(exchange: Exchange) -> Stream:
    """Any body, as the events that a client sees."""
    body = decoded(exchange)
    chunks: list[Chunk] = []
    problem: str | None = None
    error: str | None = None
    done_at: int | None = None
    for event in read_events(body).events:
        if event.data.strip() == DONE:
            done_at = event.end
            break
        value, wrong = _object(event)
        if wrong is not None:
            problem = problem or wrong
            continue
        found = message_of(value) if "choices" not in value or value.get("error") else None
        error = error or found or ("an event named error" if event.name == "error" else None)
        chunks.append(Chunk(value, event))
    rest = b"" if done_at is None else _said_after(body[done_at:])
    return Stream(exchange, body, tuple(chunks), done_at is not None, rest, problem, error)


def _object(event: Event) -> tuple[JsonObject, str | None]:
    if not event.complete:
        return {}, "the last event has no blank line after it"
    if not event.utf8:
        return {}, "an event is not UTF-8"
    try:
        value = parse(event.data)
    except NotJson as error:
        return {}, f"an event is {error}: {one_line(event.data, 60)!r}"
    if not isinstance(value, dict):
        return {}, f"an event is a JSON {type_name(value)}, not an object"
    return value, None


def _said_after(rest: bytes) -> bytes:
    lines = (line for line in _LINE_END.split(rest) if line and not line.startswith(b":"))
    return b"\n".join(lines)


def lines(body: bytes) -> list[tuple[bytes, bytes]]:
    """Each line with its end; the last one may have none."""
    start = len(BOM) if body.startswith(BOM) else 0
    found: list[tuple[bytes, bytes]] = []
    for end in _LINE_END.finditer(body, start):
        found.append((body[start : end.start()], end[0]))
        start = end.end()
    return [*found, (body[start:], b"")] if start < len(body) else found
