"""Explanation around copy: an opening or closing line that speaks of the text instead of being it. Pure and total."""

from __future__ import annotations

import re

from readiness.judging.language.scripts import letters

_MOST = 200
"""Characters of a line that is an explanation."""
_EDGE = 2
"""Lines at either end that may be one."""
_ABOUT = {
    "en": r"\bhere(?:'s| is| are)\b.{0,60}\b(?:copy|version|translation|text|rewrite|draft)\b"
    r"|\b(?:english|japanese|chinese) (?:version|translation|copy|text)\b|\btranslat(?:ed|ion)\b"
    r"|\blet me know\b|\bfeel free\b|\bhope this\b|\bi(?:'ve| have) (?:kept|translated|used|written)\b"
    r"|^\W*(?:please )?note\b"
    r"|\bas requested\b|^\W*(?:sure|certainly|of course|absolutely|okay)\b",
    "zh": r"以下(?:是|为)|如下\s*[:。]|(?:英文|日文|日语|英语|中文|双语)(?:版|文案|翻译|版本|译文)|译文"
    r"|^\W*(?:好的|当然)[,。!:]"
    r"|希望(?:对您|这[段版份])|如需(?:修改|调整)|如果您?(?:需要|有).{0,12}(?:修改|调整)|^\W*(?:说明|注)\s*:|根据您的",
    "ja": r"以下(?:は|に|が|の通り)|(?:日本語|英語|中国語)(?:版|訳|の(?:コピー|文案|文章|翻訳))"
    r"|翻訳(?:文|は|しました|です)"
    r"|^\W*(?:承知|かしこまり|了解)|ご(?:確認|要望)|お知らせください|^\W*注\s*:",
}
_FOREIGN = re.compile("|".join(_ABOUT.values()), re.IGNORECASE)
_OWN = re.compile(
    rf"(?:{'|'.join(_ABOUT.values())}).*:\W*\Z|以下は.*です。\W*\Z|^\W*(?:sure|certainly|of course)[!,].*\bhere\b"
    r"|^\W*(?:承知(?:いた)?しました|かしこまりました)。|^\W*好的[,!].*:",
    re.IGNORECASE,
)


def without_preface(text: str, lang: str) -> tuple[str, str]:
    """A folded text without its explanation, and the first line of that; empty where there is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    told = ""
    if lines and ":" in lines[0]:
        opening, _, rest = lines[0].partition(":")
        if rest.strip() and _explains(f"{opening}:", lang):
            told, lines = opening, [rest, *lines[1:]]
    kept = []
    for number, line in enumerate(lines):
        at_edge = number < _EDGE or number >= len(lines) - _EDGE
        if at_edge and _explains(line, lang):
            told = told or line.strip()
        else:
            kept.append(line)
    return "\n".join(kept), told


def _explains(line: str, lang: str) -> bool:
    """In another language any word about the text will do; in its own only an announcement."""
    if len(line) > _MOST:
        return False
    return bool(_OWN.search(line) or (_script(line) != lang and _FOREIGN.search(line)))


def _script(line: str) -> str:
    found = letters(line)
    if found["kana"]:
        return "ja"
    return "zh" if found["han"] * 4 > found["latin"] else "en"
