"""The judge of a text that should be exactly one JSON document. Pure and total: every text has a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readiness.judging import strict_json
from readiness.judging.json_output.codes import defect, ordered
from readiness.judging.json_output.degeneration import degenerate, whitespace_run
from readiness.judging.json_output.expectation import schema_for
from readiness.judging.json_output.lexis import SPECIAL
from readiness.judging.json_output.showing import near, quote
from readiness.judging.json_output.structure import structure
from readiness.judging.json_output.values import differences
from readiness.judging.json_output.wrapper import Peeled, peel
from readiness.judging.json_schema import Schema
from readiness.judging.records import Defect
from readiness.judging.strict_json import WHITESPACE, Document, NotJson
from readiness.judging.thinking import TAG

_DAMAGE = re.compile("[\ud800-\udfff\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE = "whole characters in UTF-8"


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """What a text is worth. `defects[0]` decides; the later ones are notes."""

    defects: tuple[Defect, ...]
    format_hit: bool
    """Nothing is wrong but, at most, a value (or, where only legality was asked, a repeated key)."""
    legal: bool
    """Exactly one document by the grammar, white space around it allowed."""
    legal_after_unfencing: bool
    """Beside the verdict, never part of it: legal, or legal once a code fence is taken off."""
    schema_valid: bool | None
    """None where nothing says what the document must look like, or there is no legal one."""
    value_right: bool | None
    """None where no values are expected, or there is no legal document."""
    whitespace_run: int
    """Longest run of white space outside strings, characters."""
    edge_whitespace: int
    """White space before and after the document, characters: legal, worth a note."""


def judge_text(
    text: str | bytes, *, schema: Schema | None = None, expected: Any = None, source: str | None = None
) -> TextVerdict:
    """Judge one reply.

    `schema`: JSON Schema 2020-12 that it must meet; `BrokenSchema` is raised where that is none.
    `expected`: the right document, several right answers written {"any_of": [...]}; without a schema
    its keys and types are asked for too. `source`: what the reply was drawn from; marks and loops that
    it holds are no defect in a string.
    """
    shown, damage = _readable(text)
    expected = strict_json.exact(expected)
    asked = schema_for(schema, expected)
    peeled = _peeled(shown)
    document = peeled.document
    legal = document is not None and not peeled.defects and not damage
    ill_formed = list(structure(document.value, asked, expected)) if document and asked is not None else []
    wrong = _wrong_values(document.value, expected, source, ill_formed) if document else []
    tokens = list(_marks(document, source)) if document else []
    ran_away = degenerate(shown, document.value if document else None, legal, source)
    defects = ordered([*damage, *peeled.defects, *tokens, *ill_formed, *wrong, *ran_away])
    tolerated = {"json_output.wrong_value"} | ({"json_output.duplicate_key"} if asked is None else set())
    return TextVerdict(
        defects=defects,
        format_hit=all(each.code in tolerated for each in defects),
        legal=legal,
        legal_after_unfencing=legal or peeled.only_fenced,
        schema_valid=not ill_formed if legal and asked is not None else None,
        value_right=not ill_formed and not wrong if legal and expected is not None else None,
        whitespace_run=whitespace_run(shown),
        edge_whitespace=len(shown) - len(shown.strip(WHITESPACE)),
    )


def _readable(text: str | bytes) -> tuple[str, list[Defect]]:
    """The text with what UTF-8 cannot carry replaced, and the defect if there was any."""
    try:
        shown = strict_json.decode(text)
    except NotJson as error:
        assert isinstance(text, bytes)
        got = f"{text[error.at : error.at + 8]!r} at byte {error.at}"
        return text.decode("utf-8", "replace"), [defect("surrogate", _WHOLE, got)]
    broken = _SURROGATE.search(shown)
    if broken is None:
        return shown, []
    return _SURROGATE.sub("\ufffd", shown), [defect("surrogate", _WHOLE, near(shown, broken.start()))]


def _peeled(text: str) -> Peeled:
    """The document that the text is, or the one inside it and what is wrong with the rest."""
    try:
        return Peeled(strict_json.parse(text), ())
    except NotJson as refusal:
        if text.strip(WHITESPACE):
            return peel(text, refusal)
        return Peeled(None, (defect("empty", "a JSON document", quote(text, 20)),))


def _wrong_values(value: Any, expected: Any, source: str | None, ill_formed: list[Defect]) -> list[Defect]:
    """Where the values differ; none where another thing than the document came."""
    elsewhere = {"json_output.schema_echo", "json_output.wrong_root"} & {each.code for each in ill_formed}
    if expected is None or elsewhere:
        return []
    return list(differences(value, expected, source or "", whole=not ill_formed))


def _marks(document: Document, source: str | None) -> Iterator[Defect]:
    """What no string should hold, unless the source does; and keys that stand twice."""
    if document.duplicates:
        yield defect("duplicate_key", "each key once in an object", f"{quote(document.duplicates[0])} twice")
    for text in strict_json.strings(document.value):
        broken = _DAMAGE.search(text)
        if broken and broken[0] not in (source or ""):
            yield defect("surrogate", _WHOLE, near(text, broken.start()))
        if source is None:
            continue
        for word, pattern in (("special_token", SPECIAL), ("think_leak", TAG)):
            mark = pattern.search(text)
            if mark and mark[0] not in source:
                yield defect(word, "text of the source only", quote(text))
