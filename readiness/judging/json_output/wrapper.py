"""What stands around the document: thinking, fences, prose, a second document, marks that do not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.judging import strict_json
from readiness.judging.json_output import lexis
from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.lexis import FENCE, INVISIBLE, SPECIAL
from readiness.judging.json_output.showing import near, quote
from readiness.judging.records import Defect
from readiness.judging.strict_json import Document, NotJson
from readiness.judging.thinking import TAG, closes

_HIDDEN = re.compile(rf"^[{INVISIBLE}]+|[{INVISIBLE}]+\Z")
_BRACKET = re.compile(r"[{\[]")
_WIDE_BRACKET = re.compile(r"[｛［]")
_SETS_OUT = re.compile(r"""[{\[｛［]\s*(?:["'“‘\[{\\]|\Z)|[{｛]\s*[\w$]+\s*[:：]""")
_MAX_PLACES = 50
_NOTHING = "nothing but the document"


@dataclass(frozen=True, slots=True)
class Peeled:
    """A text that is no document: the one found inside, if any, and what is wrong with the whole."""

    document: Document | None
    defects: tuple[Defect, ...]

    @property
    def only_fenced(self) -> bool:
        """Whether a code fence is all that is wrong."""
        return self.document is not None and {each.code for each in self.defects} == {"json_output.fence"}


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of text that is a document, or set out to be one."""

    start: int
    end: int
    opener: str
    document: Document | None
    defects: tuple[Defect, ...] = ()

    @property
    def structured(self) -> bool:
        """Whether it is an object, or a list of some: prose may well hold "[1]"."""
        value = self.document.value if self.document else None
        items = value if isinstance(value, list) else [value]
        return any(isinstance(item, dict) for item in items)


def peel(text: str, refusal: NotJson) -> Peeled:
    """Name what makes `text` more, or less, than one document; `refusal` is what the parser said.

    Nothing found here is scored: the verdict stands before.
    """
    thought = _end_of_thinking(text)
    place = _best(list(_places(text, thought)))
    if place is None:
        return Peeled(None, tuple(_without_document(text, thought)))
    found = [*_before(text[:thought]), *_before(text[thought : place.start]), *place.defects]
    found += _after(text[place.end :])
    if not found:
        found.append(defect("syntax", "the grammar of JSON", f"{refusal.why}: {near(text, refusal.at)}"))
    return Peeled(place.document, tuple(found))


def _end_of_thinking(text: str) -> int:
    """The offset after a leading stretch of thinking, told by its closing tag."""
    if text.lstrip().startswith(("{", "[{", '["')):
        return 0
    for tag in TAG.finditer(text):
        if closes(tag):
            return tag.end()
    return 0


def _places(text: str, start: int) -> Iterator[_Place]:
    """The documents in a text, whole or broken; a bracket in prose is none, unless it opens the text."""
    begin = strict_json.skip_space(text, start)
    for _ in range(_MAX_PLACES):
        bracket = _BRACKET.search(text, start) or _WIDE_BRACKET.search(text, start)
        if bracket is None:
            return
        place = _place(text, bracket.start())
        start = bracket.end()
        if place.document or bracket.start() == begin or _SETS_OUT.match(text, bracket.start()):
            yield place
            start = max(start, place.end)


def _place(text: str, start: int) -> _Place:
    try:
        document = strict_json.read(text, start)
    except NotJson as refusal:
        reading = lexis.read(text, start)
        why = defect("syntax", "the grammar of JSON", f"{refusal.why}: {near(text, refusal.at)}")
        return _Place(start, reading.end, text[start], None, reading.defects or (why,))
    return _Place(document.start, document.end, text[start], document)


def _best(places: list[_Place]) -> _Place | None:
    """A whole object first, then a broken one, then any other document."""
    return min(places, key=_preference, default=None)


def _preference(place: _Place) -> int:
    if place.document is None:
        return 1 if place.opener == "{" else 3
    return 0 if place.structured else 2


def _before(piece: str) -> Iterator[Defect]:
    rest, found = _peeled_off(piece)
    yield from found
    if rest.strip():
        yield defect("prose_before", _NOTHING, quote(rest.strip()))


def _after(piece: str) -> Iterator[Defect]:
    rest, found = _peeled_off(piece)
    yield from found
    places = list(_places(rest, 0))
    begins = rest.strip(" \t\r\n,;")[:1] in ("{", "[")
    if places and (begins or any(place.structured for place in places)):
        yield defect("two_documents", "one document", f"another: {quote(rest[places[0].start :])}")
        for place in reversed(places):
            rest = rest[: place.start] + rest[place.end :]
        rest = rest.strip(" \t\r\n,;")
    if rest.strip():
        yield defect("prose_after", _NOTHING, quote(rest.strip()))


def _peeled_off(piece: str) -> tuple[str, list[Defect]]:
    """The prose of a piece, and what else stood in it."""
    found = []
    if TAG.search(piece):
        found.append(defect("think_leak", "no thinking in the content", quote(piece.strip())))
        piece = _without_thinking(piece)
    if FENCE.search(piece) or piece.strip() == "`":
        found.append(defect("fence", "no code fence", quote(piece.strip(strict_json.WHITESPACE))))
        piece = FENCE.sub("", piece).strip("`")
    special = SPECIAL.search(piece)
    if special:
        found.append(defect("special_token", "no token of the chat template", quote(special[0])))
        piece = SPECIAL.sub("", piece)
    piece = piece.strip(strict_json.WHITESPACE)
    if _HIDDEN.search(piece) or (piece and not piece.strip()):
        found.append(defect("bom", "no invisible character around the document", quote(piece)))
        piece = _HIDDEN.sub("", piece)
    return piece, found


def _without_thinking(piece: str) -> str:
    """The piece without its thinking: between the tags, before a lone closing one, after a lone opening one."""
    kept = ""
    at = 0
    inside = False
    for tag in TAG.finditer(piece):
        closing = closes(tag)
        if not closing and not inside:
            kept += piece[at : tag.start()]
        elif closing and not inside:
            kept = ""
        inside = not closing
        at = tag.end()
    return kept if inside else kept + piece[at:]


def _without_document(text: str, thought: int) -> Iterator[Defect]:
    """A text without any bracket: a broken scalar, or prose all through."""
    yield from _before(text[:thought])
    rest, found = _peeled_off(text[thought:])
    yield from found
    bare = rest.strip()
    reading = lexis.read(bare, 0)
    named = [each for each in reading.defects if not each.code.endswith(".bare_key")]
    if bare and reading.end == len(bare) and named:
        yield from reading.defects
    elif bare or not found:
        yield defect("prose_before", "one JSON document", quote(bare))
