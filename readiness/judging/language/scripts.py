"""Which script each letter of a text belongs to."""

from __future__ import annotations

import re
from collections import Counter

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_SCRIPTS = {
    "han": re.compile(f"[{HAN}]"),
    "kana": re.compile(f"[{KANA}]"),
    "hangul": re.compile(f"[{HANGUL}]"),
    "latin": re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿＡ-Ｚａ-ｚ]"),
}
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")
_CJK = re.compile(f"[{HAN}{KANA}]")


def letters(text: str) -> Counter[str]:
    """How many letters of each script: `latin`, `han`, `kana`, `hangul`, `other`."""
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()})
    counts["other"] = max(0, len(LETTER.findall(text)) - counts.total())
    return counts


def words(text: str) -> int:
    """How many words; two Chinese or Japanese characters count as one, since they are not spaced."""
    spaced = WORD.findall(_CJK.sub(" ", text))
    return len(spaced) + len(_CJK.findall(text)) // 2
