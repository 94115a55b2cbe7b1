"""Numbers with units in a text of any of the three languages, as canonical pairs. Pure and total.

Read are figures and small numbers in words, in front of a unit of the table below, IP classes, and Bluetooth
versions. Not read: figures that belong to a name (3D, 4K), marks of lists, and counts up to nine without a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from readiness.judging.json_output.showing import quote
from readiness.judging.multilingual_copy.codes import defect
from readiness.judging.records import Defect

Pair = tuple[str, str]
"""Number as its shortest decimal, canonical unit."""
UNITS: Mapping[str, str] = {
    "ms": "毫秒|ミリ秒|milliseconds?|msec|ms",
    "h": "个小时|小时|時間|hours?|hrs?|h",
    "min": "分钟|分間|分(?![贝之享])|minutes?|mins?",
    "s": "秒钟|秒間|秒|seconds?|secs?",
    "kg": "公斤|千克|キログラム|キロ|kilograms?|kg",
    "g": "克|グラム|grams?|g",
    "mm": "毫米|ミリメートル|ミリ|millimeters?|millimetres?|mm",
    "cm": "厘米|センチメートル|センチ|centimeters?|centimetres?|cm",
    "m": "米|メートル|meters?|metres?|m",
    "cny": "人民元|中国元|人民币|元|块钱|块|chinese yuan|yuan|cny|rmb|renminbi",
    "jpy": "日元|円|yen|jpy",
    "usd": "美元|ドル|dollars?|usd",
    "eur": "欧元|ユーロ|euros?|eur",
    "mah": "毫安时|mah",
    "db": "分贝|デシベル|decibels?|db",
    "khz": "千赫|khz",
    "hz": "赫兹|赫|hz",
    "%": "%|percent|パーセント",
    "x": "倍|times|x",
    "day": "天|日間|日|days?",
    "week": "周|週間|weeks?",
    "month": "个月|か月|ヶ月|months?",
    "year": "年|years?",
    "deg": "度|°|degrees?",
    "in": "英寸|インチ|inch(?:es)?",
    "w": "瓦|ワット|watts?|w",
    "people": "万人|人|users|customers|people",
}
"""Canonical unit to its words."""
_UNIT_OF = {unit: re.compile(rf"(?:{words})\Z", re.IGNORECASE) for unit, words in UNITS.items()}
_PARTS = sorted({part for words in UNITS.values() for part in words.split("|")}, key=len, reverse=True)
_UNIT = "|".join(part + ("(?![A-Za-z])" if re.match(r"[a-z]", part) else "") for part in _PARTS)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?"
_BETWEEN = r"(?:\s*(?:(?:full|total|whole|straight|continuous|uninterrupted|non-?stop|solid|mere)\b|整))?"
_CODES = "cny|rmb|usd|eur|jpy"
_MONEY = rf"(?:(?P<money>cn¥|¥|人民币|us\$|\$|€|£|{_CODES})\s*|(?<![A-Za-z0-9.]))"
_NUMBER = re.compile(
    rf"{_MONEY}(?P<number>{_DIGITS})(?P<plus>\s*\+(?!\s*\d))?(?P<rest>{_BETWEEN}[\s\u2010-\u2013-]{{0,2}}(?P<unit>{_UNIT}))?",
    re.IGNORECASE,
)
_MONEY_UNITS = {
    "¥": "cny",
    "cn¥": "cny",
    "cny": "cny",
    "rmb": "cny",
    "人民币": "cny",
    "$": "usd",
    "us$": "usd",
}
_MONEY_UNITS |= {"usd": "usd", "€": "eur", "eur": "eur", "£": "gbp", "jpy": "jpy"}
_IP = re.compile(r"IP[\s-]?([X\d])[\s-]?(\d)", re.IGNORECASE)
_BLUETOOTH = re.compile(
    r"(?:bluetooth|蓝牙|ブルートゥース)[^\d\n。、，,.;；!！?？]{0,12}(?P<after>\d+(?:\.\d+)?)(?!\d)(?!\s*(?:小时|分钟|時間|分|hours?|min|g\b|克|ms|毫秒|ミリ))"
    r"|(?<![\d.])(?P<before>\d+\.\d+)\s*(?:版本|版|バージョン|version)?\s*(?:的|の)?\s*(?:bluetooth|蓝牙|ブルートゥース)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:[#>*•·-]+\s*)?\(?\d{1,2}(?:[.)、](?!\d)|\ufe0f?\u20e3)", re.M)
_NAME = re.compile(
    r"(?<![A-Za-z\d])(?:(?!(?i:cny|rmb|usd|eur|jpy)\d)[A-Za-z]+-?\d+[A-Za-z]*"
    r"|\d+(?:D|K|G|Gbps)(?![A-Za-z]))"
)
_RANKED = re.compile(
    r"\bNo\.?\s*1\b|(?:业界|行业|销量|全球)第一|(?:業界|世界|販売)(?:第一位|No\.?\s*1|ナンバーワン)", re.I
)
_OVER = re.compile(
    r"(?:(?<!no )(?<!not )(?:more than|over|beyond|at least|exceeding)|(?<!不)(?<!未)(?:超过|逾|至少|超))\s*\Z",
    re.I,
)
_OVER_AFTER = re.compile(r"\s*(?:\+(?!\s*\d)|以上|を?超え|を上回|or more)", re.I)
_NO_OVER = ("ip", "bt")
_SMALL = 9
"""Largest count without a unit that says nothing of the product: "two earbuds", "3 reasons"."""
_ONE_IS_A_PHRASE = ("s", "day", "week", "month", "year", "x", "min", "deg", "people")
"""Units with which one is a phrase, not a figure: one day, one second, 1人ひとり."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text; `unit` is empty where it has none that is known. `over`: stated as a minimum."""

    number: str
    unit: str
    shown: str
    over: bool = False


def figures(text: str) -> list[Figure]:
    """Every figure of a folded text from which brand and terms were taken."""
    text = _LISTED.sub(" ", text)
    found: list[Figure] = []

    def take(pattern: re.Pattern[str], unit: str, text: str) -> str:
        for match in pattern.finditer(text):
            number = "".join(filter(None, match.groups())).upper()
            found.append(Figure(number, unit, match[0].strip()))
        return pattern.sub(" ", text)

    text = take(_IP, "ip", text)
    text = take(_BLUETOOTH, "bt", text)
    for match in _RANKED.finditer(text):
        found.append(Figure("1", "rank", match[0]))
    text = _NAME.sub(lambda match: match[0] if _unit_of(re.sub(r"^\d+", "", match[0])) else " ", text)
    return [*found, *_plain(_spelled(text))]


def _plain(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        number = _decimal(match["number"])
        unit = _unit_of(match["unit"] or "") or _MONEY_UNITS.get((match["money"] or "").lower(), "")
        phrase = number == "1" and unit in _ONE_IS_A_PHRASE
        if phrase or (not unit and "." not in number and len(number) == 1):
            continue
        over = bool(
            match["plus"] or _OVER.search(text[: match.start()]) or _OVER_AFTER.match(text[match.end() :])
        )
        yield Figure(number, unit, match[0].strip(), over)


def _unit_of(text: str) -> str:
    return next((unit for unit, words in _UNIT_OF.items() if words.match(text)), "") if text else ""


def _decimal(text: str) -> str:
    """The shortest decimal of digits with a comma or point in them."""
    plain = re.sub(r",(?=\d{3}(?!\d))", "", text).replace(",", ".")
    return f"{Decimal(plain).normalize():f}"


# --- numbers in words ----------------------------------------------------------------------------

_HAN = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMBER = re.compile(
    r"([一二两三四五六七八九十百零〇]{1,6})(?=\s*(?:个?小时|時間|分钟|分間|毫秒|ミリ秒|グラム|克(?!服|制|拉)|(?<=百)元|(?<=十)元))"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_WORD_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[\s-]({'|'.join(_ONES[:9])}))?|({'|'.join(sorted(_ONES, key=len, reverse=True))}))"
    r"(?=[\s-](?:\w+[\s-])?(?:hours?|minutes?|milliseconds?|grams?|yuan)\b)",
    re.IGNORECASE,
)


def _spelled(text: str) -> str:
    """With numbers in words before a unit as figures; a lone one stays a word."""
    text = _HAN_NUMBER.sub(lambda match: _han(match[1]) or match[0], text)
    return _WORD_NUMBER.sub(_english, text)


def _han(text: str) -> str:
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * {"十": 10, "百": 100}[character]
            digit = 0
        else:
            digit = _HAN[character]
    number = total + digit
    return str(number) if number > 1 else ""


def _english(match: re.Match[str]) -> str:
    tens, ones, alone = match.groups()
    if alone:
        return match[0] if alone.lower() == "one" else str(_ONES.index(alone.lower()) + 1)
    return str(20 + 10 * _TENS.index(tens.lower()) + (_ONES.index(ones.lower()) + 1 if ones else 0))


# --- what is wrong with the facts of one text ----------------------------------------------------


def fact_defects(found: Sequence[Figure], due: Sequence[Pair]) -> list[Defect]:
    """The defects against the pairs of the brief: changed, without their unit, or never briefed."""
    have = {(one.number, one.unit) for one in found}
    missing = [pair for pair in due if pair not in have]
    extra = [one for one in found if (one.number, one.unit) not in due]
    defects = []
    for number, unit in missing:
        near = next((one for one in extra if one.number == number), None)
        word = "unit_lost" if near else "number_changed"
        near = near or next((one for one in extra if one.unit == unit), None)
        defects.append(defect(word, f"{number} {unit}", quote(near.shown) if near else "left out"))
        extra = [one for one in extra if near is None or (one.number, one.unit) != (near.number, near.unit)]
    known = {number for number, _ in due}
    new = dict.fromkeys(one.shown for one in extra if one.unit or one.number not in known)
    new |= dict.fromkeys(
        one.shown for one in found if one.over and one.unit not in _NO_OVER and one not in extra
    )
    return [*defects, *(defect("new_claim", "only figures of the brief", quote(shown)) for shown in new)]


def right_pairs(found: Sequence[Figure], due: Sequence[Pair]) -> int:
    """How many pairs of the brief stand in the text."""
    have = {(one.number, one.unit) for one in found}
    return sum(pair in have for pair in due)
