"""Bodies taken apart: a plain completion, or the chunks of a stream joined into what a plain one holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.chunks import (
    Chunk,
    JsonObject,
    choices,
    delta,
    function_of,
    read_chunks,
    tool_deltas,
)
from readiness.endpoint.errors import message_of, page_title
from readiness.endpoint.json_text import NotJson, parse, type_name

JOINED_TEXTS = ("content", "reasoning_content", "reasoning", "refusal")
EMPTY = "the body is empty"
ORDINARY_EVENTS = ("", "message")


@dataclass(slots=True)
class Completion:
    """The parts of a completion, types not yet checked. `problem` is the first thing wrong with its form."""

    whole: JsonObject
    choice: JsonObject
    """Choice 0."""
    message: JsonObject
    problem: str | None
    error: str | None
    choices: int
    done: bool = False


def plain(body: bytes) -> Completion:
    """A body that should be one JSON object."""
    whole, problem = _document(body)
    error = message_of(whole)
    if problem is None and error is None:
        problem = _choices_problem(whole)
    found = choices(whole)
    choice = next((each for each in found if each.get("index") == 0), found[0] if found else {})
    message = choice.get("message")
    if found and not isinstance(message, dict):
        problem = problem or f"message is {_kind(message, 'message' in choice)}, not an object"
    return Completion(whole, choice, message if isinstance(message, dict) else {}, problem, error, len(found))


def _document(body: bytes) -> tuple[JsonObject, str | None]:
    """The JSON object that the body is, or an empty one and what the body is instead."""
    start = body.lstrip()[:100]
    if not start:
        return {}, EMPTY
    if start.startswith(b"<"):
        title = page_title(body)
        return {}, f"an HTML page: {title}" if title else "an HTML page"
    try:
        value = parse(body)
    except NotJson as error:
        return {}, f"the body is {error}"
    if not isinstance(value, dict):
        return {}, f"the body is a JSON {type_name(value)}, not an object"
    return value, None


def _choices_problem(whole: JsonObject) -> str | None:
    found = whole.get("choices")
    if not isinstance(found, list):
        return f"choices is {_kind(found, 'choices' in whole)}, not an array"
    if not found:
        return "choices is empty"
    return _item_problem(found)


def _item_problem(found: list[Any]) -> str | None:
    wrong = next((item for item in found if not isinstance(item, dict)), found)
    return None if wrong is found else f"a choice is a JSON {type_name(wrong)}, not an object"


def _kind(value: object, present: bool) -> str:
    return f"a JSON {type_name(value)}" if present else "absent"


def joined(body: bytes) -> Completion:
    """The chunks of an event stream, the deltas of choice 0 joined."""
    stream = read_chunks(body)
    parts = _Parts()
    for chunk in stream.chunks:
        parts.add(chunk)
    problem = stream.problem or parts.problem
    if problem is None and parts.error is None and not parts.indices:
        problem = "the stream holds no chunk with a choice" if body.strip() else EMPTY
    return Completion(
        parts.whole, parts.choice, parts.message(), problem, parts.error, len(parts.indices), stream.done
    )


@dataclass(slots=True)
class _Parts:
    """A stream while it is joined."""

    whole: dict[str, Any] = field(default_factory=dict)
    choice: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    """Fields that should be text and came as something else."""
    calls: dict[int, dict[str, Any]] = field(default_factory=dict)
    indices: set[int] = field(default_factory=set)
    problem: str | None = None
    error: str | None = None

    def add(self, chunk: Chunk) -> None:
        """Take in the next chunk; one that is no JSON object is left out."""
        value = chunk.value
        if chunk.problem is not None:
            return
        found = message_of(value)
        if found is None and chunk.name == "error":
            found = "an event named error"
        self.error = self.error or found
        for name in ("model", "usage"):
            if value.get(name) is not None:
                self.whole[name] = value[name]
        if found is None:
            self.problem = self.problem or _chunk_problem(chunk)
        for choice in choices(value):
            self._add_choice(choice)

    def _add_choice(self, choice: JsonObject) -> None:
        index = choice.get("index", 0)
        self.indices.add(index if isinstance(index, int) else 0)
        if index != 0:
            return
        if choice.get("finish_reason") is not None:
            self.choice["finish_reason"] = choice["finish_reason"]
        piece = delta(choice)
        for name in JOINED_TEXTS:
            if name in piece:
                self._add_text(name, piece[name])
        for call in tool_deltas(piece):
            self._add_call(call)

    def _add_text(self, name: str, value: Any) -> None:
        pieces = self.texts.setdefault(name, [])
        if isinstance(value, str):
            pieces.append(value)
        elif value is not None:
            self.others[name] = value

    def _add_call(self, piece: JsonObject) -> None:
        index = piece.get("index")
        if not isinstance(index, int):
            self.problem = self.problem or "a tool call in a delta has no index"
            index = len(self.calls) - (0 if piece.get("id") or not self.calls else 1)
        call = self.calls.setdefault(index, {"function": {}})
        for name in ("id", "type"):
            if piece.get(name) is not None:
                call.setdefault(name, piece[name])
        for name in ("name", "arguments"):
            value, known = function_of(piece).get(name), call["function"].get(name)
            if value is not None:
                both = isinstance(value, str) and isinstance(known, str)
                call["function"][name] = known + value if both else value

    def message(self) -> dict[str, Any]:
        """The message that a plain answer would have held; text that never came is null."""
        message: dict[str, Any] = {name: "".join(pieces) or None for name, pieces in self.texts.items()}
        message.update(self.others)
        if self.calls:
            message["tool_calls"] = [self.calls[index] for index in sorted(self.calls)]
        return message


def _chunk_problem(chunk: Chunk) -> str | None:
    """A chunk must have choices, but for one that only counts tokens and events of another name."""
    found = chunk.value.get("choices")
    if isinstance(found, list):
        return _item_problem(found)
    if found is not None:
        return f"choices of a chunk is a JSON {type_name(found)}, not an array"
    if chunk.value.get("usage") is not None or chunk.name not in ORDINARY_EVENTS:
        return None
    return "a chunk has no choices"
