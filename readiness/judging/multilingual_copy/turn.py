"""The judge of one turn: language, then terms, brand and facts. Pure and total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from readiness.judging.json_output.showing import quote
from readiness.judging.language.cleaning import without_thinking
from readiness.judging.multilingual_copy.codes import defect
from readiness.judging.multilingual_copy.facts import Pair, fact_defects, figures, right_pairs
from readiness.judging.multilingual_copy.language import NAMES, Read, read_title, read_turn
from readiness.judging.multilingual_copy.preface import without_preface
from readiness.judging.multilingual_copy.terms import (
    ACCEPTED,
    SOFT,
    first_forms,
    fold,
    masked,
    mentions,
    term_defects,
)
from readiness.judging.records import Defect

Expect = Mapping[str, Any]
MIXED = "mixed"
_PARTLY = ("intrusion", "simplified_leak")
"""Defects of language that leave a text whose terms and facts can be judged."""
_ALIKE = 0.85
"""Similarity from which a Latin word is the brand, misspelt (Ratcliff and Obershelp, by difflib)."""
_LABEL = re.compile(r"^\W*(?:title|headline|タイトル|見出し|标题)\s*:\s*", re.IGNORECASE)
_BODY_LABEL = re.compile(
    r"^\W*(?:body|本文|正文)\W*:?\W*$|^\W*(?:body|本文|正文)\s*:\s*", re.IGNORECASE | re.M
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One turn: its defects, and what they count against."""

    defects: tuple[Defect, ...] = ()
    abstained: bool = False
    in_language: bool = True
    forms: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


def judge_turn(turn: Expect, expect: Expect, reply: str) -> Judged:
    """The judgement of a reply's content. `expect` is the case's: brand, terms, facts."""
    lang, place, terms = turn["lang"], turn["place"], expect["terms"]
    text = without_thinking(reply)
    title, text = _title(text) if place == MIXED else ("", text)
    body, told = without_preface(fold(text), lang)
    if not re.search(r"\w", body):
        return _wrong([defect("empty", f"copy in {NAMES[lang]}", quote(text))])
    notes = [defect("preface", "the copy only", quote(told))] if told else []
    named = mentions(body, terms, lang)
    bare = masked(body, named).replace(expect["brand"], " ")
    read = _language(bare, lang, place, title if place == MIXED else None)
    found = notes
    if read.word:
        found = [defect(read.word, f"copy in {NAMES[lang]}", read.got or quote(body)), *notes]
    if read.word and read.word not in _PARTLY:
        return _wrong(found)
    whole = f"{title}\n{text}"
    due: Sequence[Pair] = [(number, unit) for number, unit in expect["facts"]]
    given = figures(fold(title).replace(expect["brand"], " ")) if title else []
    given += figures(bare)
    on_terms = [*term_defects(named, terms, lang), *_brand(whole, expect["brand"])]
    on_facts = fact_defects(given, due)
    counted = {
        "mentions": float(max(len(named) + 1, len(on_terms))),
        "texts": float(any(one.kind == ACCEPTED for one in named)),
        "texts_mixed": float(any(each.code.endswith(".term_mixed") for each in on_terms)),
        "soft": float(sum(one.kind == SOFT for one in named)),
        "pairs": float(len(due)),
        "pairs_right": float(right_pairs(given, due)),
    }
    return Judged((*found, *on_terms, *on_facts), read.abstained, not read.word, first_forms(named), counted)


def _wrong(found: Sequence[Defect]) -> Judged:
    return Judged(tuple(found), in_language=False)


def _language(bare: str, lang: str, place: str, title: str | None) -> Read:
    if title is not None:
        read = read_title(fold(title))
        if read.word:
            return read
    return read_turn(bare, lang, place)


def _title(text: str) -> tuple[str, str]:
    """The first line without its label, and the rest."""
    first, _, rest = text.strip().partition("\n")
    return _LABEL.sub("", first), _BODY_LABEL.sub("", rest, count=1)


def _brand(text: str, brand: str) -> list[Defect]:
    """The brand must stand there byte for byte, and nothing that is almost the brand."""
    near = [word for word in re.findall(r"[A-Za-z]+", text) if word != brand and _is_like(word, brand)]
    if brand in text and not near:
        return []
    return [defect("brand_altered", brand, near[0] if near else "left out")]


def _is_like(word: str, brand: str) -> bool:
    if word.lower() == brand.lower():
        return True
    close = abs(len(word) - len(brand)) <= 1
    return close and SequenceMatcher(None, word.lower(), brand.lower()).ratio() >= _ALIKE
