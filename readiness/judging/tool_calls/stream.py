"""Tool calls put together from the deltas of a stream (T15): nothing is merged that does not belong together.

A client tells calls apart by `index` alone. So an index that carries a second id or another name is a
defect, and its pieces stay apart here; a missing index is never read as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.chunks import Chunk, JsonObject, choices, delta, function_of, tool_deltas
from readiness.judging.json_output.showing import quote
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect

_SAID = ("content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call")


@dataclass(slots=True)
class Piece:
    """One call while it grows. Fields that never came are None."""

    index: int | None
    id: Any = None
    type: Any = None
    name: Any = None
    arguments: Any = None

    def grow(self, call: JsonObject) -> None:
        """Take in a delta; a repeated name is not put behind the first one."""
        function = function_of(call)
        self.id = _first(self.id, call.get("id"))
        self.name = _first(self.name, function.get("name"))
        kind = call.get("type")
        if kind not in (None, "", self.type):
            self.type = kind if self.type is None else f"{self.type}, then {kind}"
        fragment = function.get("arguments")
        if isinstance(fragment, str) and isinstance(self.arguments, str):
            self.arguments += fragment
        elif fragment is not None and (self.arguments is None or isinstance(self.arguments, str)):
            self.arguments = fragment


def _first(known: Any, new: Any) -> Any:
    return known if known not in (None, "") or new is None else new


@dataclass(slots=True)
class Joined:
    """The calls of a stream in the order in which they began, and what is wrong with the stream."""

    pieces: list[Piece] = field(default_factory=list)
    finish_reasons: list[str] = field(default_factory=list)
    legacy: bool = False
    """Whether a delta held the old `function_call`."""
    defects: list[Defect] = field(default_factory=list)

    @property
    def unnumbered(self) -> bool:
        """Whether a delta of a call came without an index."""
        return any(each.code.endswith(".index_missing") for each in self.defects)

    def add(self, choice: JsonObject) -> None:
        """Take in choice 0 of the next chunk: first what it says, then whether it ends."""
        piece = delta(choice)
        if self.finish_reasons and (late := [name for name in _SAID if piece.get(name)]):
            self._note("finish_twice", "no delta after the finish chunk", f"a delta with {late[0]}")
        self.legacy = self.legacy or bool(piece.get("function_call"))
        for call in tool_deltas(piece):
            self._add_call(call)
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.finish_reasons.append(reason)

    def _add_call(self, call: JsonObject) -> None:
        piece = self._piece_for(call)
        for known, again in ((piece.name, function_of(call).get("name")), (piece.id, call.get("id"))):
            if known not in (None, "") and again == known:
                self._note("name_repeated", "id and name once per index", f"{quote(str(again))} again")
        piece.grow(call)

    def _piece_for(self, call: JsonObject) -> Piece:
        """The call that a delta goes on with, or a new one."""
        index = call.get("index")
        if not isinstance(index, int) or isinstance(index, bool):
            self._note("index_missing", "an integer index in every delta of a call", f"index {index!r}")
            begins = call.get("id") or function_of(call).get("name") or not self.pieces
            return self._begun(None) if begins else self.pieces[-1]
        known = next((piece for piece in reversed(self.pieces) if piece.index == index), None)
        if known is None:
            return self._begun(index)
        second = _second(known, call)
        if second is None:
            return known
        self._note("index_shared", f"one call at index {index}", f"two, {second}")
        return self._begun(index)

    def _begun(self, index: int | None) -> Piece:
        self.pieces.append(Piece(index))
        return self.pieces[-1]

    def _note(self, word: str, expected: str, got: str) -> None:
        self.defects.append(defect(word, expected, got))


def _second(known: Piece, call: JsonObject) -> str | None:
    """What shows that a delta belongs to another call than the one at its index."""
    for what, first, now in (
        ("id", known.id, call.get("id")),
        ("name", known.name, function_of(call).get("name")),
    ):
        if first not in (None, "") and now not in (None, "", first):
            return f"with the {what}s {quote(str(first))} and {quote(str(now))}"
    return None


def join(chunks: Iterable[Chunk], *, done: bool) -> Joined:
    """The calls of choice 0. `done`: whether `[DONE]` was seen."""
    found = Joined()
    for chunk in chunks:
        for choice in choices(chunk.value):
            if choice.get("index") in (None, 0):
                found.add(choice)
    found.defects += _ends(found, done)
    return found


def _ends(found: Joined, done: bool) -> Iterator[Defect]:
    """What can be said once the stream is over."""
    if not done:
        yield defect("no_done", "data: [DONE] at the end", "a stream that ends without it")
    if len(found.finish_reasons) > 1:
        reasons = ", ".join(map(quote, found.finish_reasons[:4]))
        yield defect("finish_twice", "one finish chunk", f"{len(found.finish_reasons)}: {reasons}")
    indices = sorted({piece.index for piece in found.pieces if piece.index is not None})
    if not found.unnumbered and indices != list(range(len(indices))):
        yield defect("index_gap", f"the indices 0 to {len(indices) - 1}", ", ".join(map(str, indices)))
