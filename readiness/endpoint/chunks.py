"""The chunks of a streamed completion: events read as JSON, in order, nothing joined yet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.event_stream import Event, read_events
from readiness.endpoint.json_text import NotJson, parse, type_name

DONE = "[DONE]"
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One event before `[DONE]`: its JSON object, or why it is none."""

    value: JsonObject
    end: int
    """Offset in the body just past the event."""
    name: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Chunks:
    """A stream up to `[DONE]`; `problem` is the first thing wrong with the stream itself."""

    chunks: tuple[Chunk, ...]
    done: bool
    problem: str | None


def read_chunks(body: bytes) -> Chunks:
    """The chunks of an event stream. What follows `[DONE]` is not read, as no client reads it."""
    stream = read_events(body)
    chunks: list[Chunk] = []
    done = False
    for event in stream.events:
        if event.data.strip() == DONE:
            done = True
            break
        chunks.append(_chunk(event))
    problem = next((chunk.problem for chunk in chunks if chunk.problem), None)
    if problem is None and any("{" in stray for stray in stream.strays):
        problem = "a line with JSON that does not start with 'data:'"
    if problem is None and stream.too_long:
        problem = "a line of the event stream is too long"
    if problem is None and stream.cut and not done:
        problem = "the stream was cut inside an event"
    return Chunks(tuple(chunks), done, problem)


def _chunk(event: Event) -> Chunk:
    problem = None
    value: Any = None
    if not event.complete:
        problem = "the stream was cut inside an event"
    elif not event.utf8:
        problem = "an event is not UTF-8"
    try:
        value = parse(event.data)
    except NotJson as error:
        problem = problem or f"an event is {error}"
    else:
        if not isinstance(value, dict):
            problem = problem or f"an event is a JSON {type_name(value)}, not an object"
    return Chunk(value if isinstance(value, dict) else {}, event.end, event.name, problem)


def choices(value: JsonObject) -> list[JsonObject]:
    """The choices of a chunk or a plain completion that are objects."""
    found = value.get("choices")
    return [choice for choice in found if isinstance(choice, dict)] if isinstance(found, list) else []


def delta(choice: JsonObject) -> JsonObject:
    """The delta of a chunk's choice; empty where there is none."""
    found = choice.get("delta")
    return found if isinstance(found, dict) else {}


def tool_deltas(piece: JsonObject) -> list[JsonObject]:
    """The tool calls of a delta that are objects."""
    found = piece.get("tool_calls")
    return [call for call in found if isinstance(call, dict)] if isinstance(found, list) else []


def function_of(call: JsonObject) -> JsonObject:
    """The `function` object of a tool call; empty where there is none."""
    found = call.get("function")
    return found if isinstance(found, dict) else {}
