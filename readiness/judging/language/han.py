"""Which of Chinese and Japanese a Han character can be, by the national character sets.

A character of GB 2312 that JIS X 0208 lacks is one that only (simplified) Chinese writes: 动, 续, 这. One of
JIS X 0208 that neither GB 2312 nor Big5 holds only Japanese does: 発, 駅, 込. What both write says nothing.
"""

from __future__ import annotations

import functools
import re

from readiness.judging.language.scripts import HAN

_CHARACTER = re.compile(f"[{HAN}]")


@functools.cache
def simplified_only(character: str) -> bool:
    """Whether Chinese writes it and Japanese does not."""
    return _in(character, "gb2312") and not _in(character, "cp932")


@functools.cache
def japanese_only(character: str) -> bool:
    """Whether Japanese writes it and Chinese, simplified or traditional, does not."""
    return _in(character, "cp932") and not _in(character, "gb2312") and not _in(character, "big5")


def leaning(text: str) -> str:
    """`zh` or `ja` where more characters of only one of them stand in the text; else empty."""
    characters = _CHARACTER.findall(text)
    chinese, japanese = sum(map(simplified_only, characters)), sum(map(japanese_only, characters))
    if chinese == japanese:
        return ""
    return "zh" if chinese > japanese else "ja"


def _in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
