"""Whether a text is in the language that was asked for. Pure, but for loading the detectors once.

FOREIGN takes both detectors, and at least five words: they err apart, and neither can read less. A case in
which they differ stays in the language asked for; the third witness is then heard and printed, and decides
nothing. Where the letters alone settle it (Cyrillic for Spanish), nobody is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from readiness.judging.language import witnesses
from readiness.judging.language.cleaning import FEW_WORDS, cleaned
from readiness.judging.language.han import leaning
from readiness.judging.language.scripts import letters, words

_MOST = 2000
"""Characters that the detectors read of one text: more changes no answer and costs time."""
_OWN_SHARE = 0.5
"""Share of the letters that must be of the language's own script."""
_KANA, _KANA_OF_CJK, _CJK_OF_LETTERS = 4, 0.05, 0.15
"""What makes a text Japanese whatever the detectors say: so many kana, and these shares."""
_HAN_ONLY = 12
"""Han characters under which a text without kana may be Chinese or Japanese."""


class Reading(StrEnum):
    """What a text was found to be."""

    ASKED = "asked"
    FOREIGN = "foreign"
    TOO_SHORT = "too_short"
    """Under five words, or Han characters that both Chinese and Japanese write: nothing to tell it by."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The reading of one text, with what each witness said; empty where it was not asked."""

    reading: Reading
    words: int
    first: str = ""
    second: str = ""
    third: str = ""

    @property
    def differ(self) -> bool:
        """Whether the two witnesses that decide differ over the language asked for: a note, no verdict."""
        return bool(self.third)

    @property
    def foreign(self) -> bool:
        """Whether the text is in another language."""
        return self.reading is Reading.FOREIGN

    def __str__(self) -> str:
        named = zip(("lingua", "py3langid", "langdetect"), (self.first, self.second, self.third), strict=True)
        return ", ".join(f"{name} {said}" for name, said in named if said) or f"{self.words} words"


def read_language(reply: str, asked: str, drop: Iterable[str] = ()) -> Heard:
    """The language of a reply as it came. `asked`: es, en, ja, zh, or another code of `LANGUAGES`."""
    return read_clean(cleaned(reply, drop), asked)


def read_clean(text: str, asked: str) -> Heard:
    """The language of prose that was cleaned (`cleaning.cleaned`)."""
    text = text[:_MOST]
    count, found = words(text), letters(text)
    if count < FEW_WORDS:
        return Heard(Reading.TOO_SHORT, count)
    settled = _by_han(text, asked, found) if asked in ("ja", "zh") else None
    if settled is not None:
        return Heard(settled, count)
    if found["latin"] < _OWN_SHARE * found.total() and asked not in ("ja", "zh"):
        script = max(found, key=lambda name: found[name])
        return Heard(Reading.FOREIGN, count, script, script)
    return _witnessed(text, asked, count)


def _by_han(text: str, asked: str, found: Counter[str]) -> Reading | None:
    """What Han characters and kana settle between Chinese and Japanese, which the detectors confuse."""
    han, kana = found["han"], found["kana"]
    cjk, total = han + kana, found.total()
    if asked == "ja" and kana >= max(_KANA, _KANA_OF_CJK * cjk) and cjk >= _CJK_OF_LETTERS * total:
        return Reading.FOREIGN if found["hangul"] > cjk else Reading.ASKED
    if han < _OWN_SHARE * total or kana >= _KANA:
        return None
    lean = leaning(text)
    if lean:
        return Reading.ASKED if lean == asked else Reading.FOREIGN
    return Reading.TOO_SHORT if asked == "ja" or total < _HAN_ONLY else Reading.ASKED


def _witnessed(text: str, asked: str, count: int) -> Heard:
    first, second = witnesses.first(text), witnesses.second(text)
    if (first == asked) != (second == asked):
        return Heard(Reading.ASKED, count, first, second, witnesses.third(text) or "-")
    return Heard(Reading.ASKED if first == asked else Reading.FOREIGN, count, first, second)
