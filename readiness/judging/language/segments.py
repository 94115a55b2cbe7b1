"""A text in pieces that are long enough to have a language: one piece in another language is a switch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.judging.language import witnesses
from readiness.judging.language.intrusion import unquoted
from readiness.judging.language.scripts import words
from readiness.judging.language.verdict import Heard, read_clean

LEAST_WORDS = 12
NEAR = {"es": ("pt", "ca", "it")}
NEAR_WORDS = 20
"""One Portuguese word makes a short Spanish sentence Portuguese for every detector."""
_SENTENCE = re.compile(r".*?(?:[.!?…:;](?=\s)|[。！？]|\n|$)", re.S)


def segments(prose: str) -> Iterator[str]:
    """Groups of whole sentences of at least 12 words each; a short rest goes with the last one."""
    group = ""
    for sentence in filter(str.strip, _SENTENCE.findall(prose)):
        if words(sentence) >= LEAST_WORDS > words(group):
            yield sentence.strip()
            continue
        group = f"{group} {sentence.strip()}".strip()
        if words(group) >= LEAST_WORDS:
            yield group
            group = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """A piece in another language."""

    piece: str
    heard: Heard
    share: float
    """Of the words in all pieces, those in foreign pieces."""


def switched(prose: str, asked: str) -> Switch | None:
    """The first piece in another language than the one asked for; None where a text has one piece only."""
    pieces = list(segments(unquoted(prose)))
    if len(pieces) < 2:
        return None
    heard = [(piece, read_clean(piece, asked)) for piece in pieces]
    foreign = [(piece, found) for piece, found in heard if found.foreign and _sure(piece, found, asked)]
    if not foreign:
        return None
    share = sum(found.words for _, found in foreign) / sum(found.words for _, found in heard)
    return Switch(*foreign[0], share)


def _sure(piece: str, heard: Heard, asked: str) -> bool:
    """The third witness, which knows no neighbours, must agree; a near language takes a longer piece."""
    if heard.words < NEAR_WORDS and not {heard.first, heard.second}.isdisjoint(NEAR.get(asked, ())):
        return False
    return witnesses.third(piece) != asked
