"""Glossary terms in a text: which forms stand where, the longest first. Pure and total.

A form is looked for in text folded by NFKC, whatever its case, with or without blanks, hyphens and middle
dots, and a Latin form only as whole words ("ANC" is not in "ancient").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from readiness.judging.language.scripts import HAN, KANA
from readiness.judging.multilingual_copy.codes import defect
from readiness.judging.records import Defect

ACCEPTED, SOFT, BANNED, SOURCE = "accepted", "soft", "banned", "source"
Entry = Mapping[str, Any]
"""One glossary entry of a case: `key`, `accepted` and `soft` (language to forms), `banned` (language to form)."""
_CJK = re.compile(f"[{HAN}{KANA}]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place at which a term is named."""

    kind: str
    key: str
    form: int
    """Number of the accepted form, by its place in the glossary."""
    text: str
    span: tuple[int, int]


def fold(text: str) -> str:
    """NFKC, one kind of apostrophe."""
    return unicodedata.normalize("NFKC", text).replace("’", "'")


def mentions(text: str, terms: Sequence[Entry], lang: str) -> list[Mention]:
    """Every mention in a folded text, each place read once, as the longest form that stands there."""
    found = [
        Mention(kind, key, number, match[0], match.span())
        for kind, key, number, form in _forms(terms, lang)
        for match in _pattern(form).finditer(text)
    ]
    found.sort(key=lambda one: (one.span[0] - one.span[1], one.span))
    kept: list[Mention] = []
    for one in found:
        if all(one.span[1] <= other.span[0] or other.span[1] <= one.span[0] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.span)


def _forms(terms: Sequence[Entry], lang: str) -> Iterator[tuple[str, str, int, str]]:
    """Kind, key, number and spelling; accepted forms come first and win where two are equally long."""
    for term in terms:
        for number, form in enumerate(term["accepted"].get(lang, ())):
            for spelling in form.split("|"):
                yield ACCEPTED, term["key"], number, spelling
        for form in term["soft"].get(lang, ()):
            yield SOFT, term["key"], 0, form
        if lang != "zh":
            for form in term["banned"].values():
                yield BANNED, term["key"], 0, form
        others = ("zh", "ja") if lang == "en" else ("zh",) if lang == "ja" else ("ja",)
        for other in others:
            for form in term["accepted"].get(other, ()):
                for spelling in form.split("|"):
                    yield SOURCE, term["key"], 0, spelling


@cache
def _pattern(form: str) -> re.Pattern[str]:
    form = fold(form)
    if _CJK.search(form):
        return re.compile(r"[\s・‧·-]*".join(map(re.escape, re.sub(r"[\s・-]", "", form))), re.IGNORECASE)
    words = map(re.escape, re.split(r"[\s-]+", form))
    return re.compile(rf"(?<![A-Za-z]){r'[^A-Za-z0-9.,;:!?]{1,4}'.join(words)}s?(?![A-Za-z])", re.IGNORECASE)


def masked(text: str, found: Sequence[Mention]) -> str:
    """A folded text without the places at which terms are named."""
    for one in reversed(found):
        text = f"{text[: one.span[0]]} {text[one.span[1] :]}"
    return text


# --- what is wrong with the terms of one text ----------------------------------------------------


def term_defects(found: Sequence[Mention], terms: Sequence[Entry], lang: str) -> list[Defect]:
    """The defects of one text. A term that appears in no form at all is wrong: the brief demands it."""
    return [
        each for term in terms for each in _of_term(term, lang, [m for m in found if m.key == term["key"]])
    ]


def _of_term(term: Entry, lang: str, own: Sequence[Mention]) -> Iterator[Defect]:
    due = fixed(term, lang)
    banned = [one for one in own if one.kind == BANNED]
    left = [one for one in own if one.kind == SOURCE]
    for one in banned:
        yield defect("term_banned", due, one.text)
    for one in left:
        yield defect("term_untranslated", due, one.text)
    good = [one for one in own if one.kind in (ACCEPTED, SOFT)]
    if not good and not banned and not left:
        yield defect("term_wrong", due, "no form of the term")
    forms = {one.form: one.text for one in own if one.kind == ACCEPTED}
    if len(forms) > 1:
        yield defect("term_mixed", "one form in a text", " / ".join(forms.values()))


def fixed(term: Entry, lang: str) -> str:
    """The form that the brief gives."""
    forms = term["accepted"].get(lang) or ("",)
    return str(forms[0]).partition("|")[0]


def first_forms(found: Sequence[Mention]) -> dict[str, int]:
    """Term to the accepted form that the text uses first."""
    forms: dict[str, int] = {}
    for one in found:
        if one.kind == ACCEPTED:
            forms.setdefault(one.key, one.form)
    return forms
