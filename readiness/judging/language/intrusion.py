"""Foreign bits inside a text of another language, too small for any detector: letters, function words."""

from __future__ import annotations

import re

from readiness.judging.language.scripts import HAN, HANGUL, KANA

_RUN = 4
"""English function words in a row that no Spanish sentence has."""
_WORDS = """
the of and to in is are was were be been being that this these those it its which who whom whose what when
where why how with from by for on at into onto about as or but if then than not only also very can could
will would shall should may might must do does did have had you your yours we our ours they them their his
her hers she i my mine there here any some each every all both such more most other another between through
during before after because while until over under up down out off an so too just
"""
_ENGLISH = frozenset(_WORDS.split())
"""Function words, without those that are Spanish words too: a, he, has, me, no, son, once, sin, tan."""
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"|「[^」]*」|『[^』]*』|‘[^’\n]*’|\([^()\n]*\)")
_ODD = {
    "latin": re.compile(f"[{HAN}]{{2,}}|[{KANA}]|[{HANGUL}]"),
    "zh": re.compile(f"[{KANA}]|[{HANGUL}]"),
    "ja": re.compile(f"[{HANGUL}]"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def unquoted(text: str) -> str:
    """A text without what stands in quotation marks or brackets, where foreign words are cited."""
    return _QUOTED.sub(" ", text)


def foreign_letters(prose: str, asked: str) -> str:
    """Letters of a script that the language does not use (two Han in a row, any kana or Hangul); else empty."""
    found = _ODD.get(asked, _ODD["latin"]).search(unquoted(prose))
    return "" if found is None else prose_around(unquoted(prose), found.start())


def english_words(prose: str) -> str:
    """Four English function words in a row; empty where there are none."""
    run: list[str] = []
    for word in _WORD.findall(unquoted(prose)):
        run = [*run, word] if word.lower() in _ENGLISH else []
        if len(run) == _RUN:
            return " ".join(run)
    return ""


def intrusion(prose: str, asked: str) -> str:
    """What intrudes into prose of the language asked for; empty where nothing does."""
    return foreign_letters(prose, asked) or ("" if asked == "en" else english_words(prose))


def prose_around(text: str, at: int) -> str:
    """A few characters around a place, on one line."""
    return " ".join(text[max(0, at - 15) : at + 15].split())
