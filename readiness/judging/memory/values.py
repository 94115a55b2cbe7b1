"""Which values of a kind a reply names, whatever they look like: codes, amounts, dates, names, numbers, choices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

CODE, AMOUNT, DATE, PERSON, COUNT = "code", "amount", "date", "person", "count"

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
_CODE = re.compile(r"(?<![A-Z])([A-Z]{2})[\s-]*(\d{4})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?!\d)|(?<![\d,])\d+(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_HAN_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_HAN = "〇零一二两三四五六七八九十"


def folded(text: str) -> str:
    """NFKC, one kind of dash, no typographic quotes."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).replace("’", "'")


def named(kind: str, text: str, known: Iterable[str] = ()) -> list[str]:
    """Every value of the kind in a reply, canonical, each once, in its order. `known` are the names to look for."""
    plain = folded(text)
    if kind in (PERSON, "choice"):
        return _known(plain, known)
    found = {CODE: _codes, AMOUNT: _amounts, DATE: _dates, COUNT: _counts}[kind](plain)
    return list(dict.fromkeys(found))


def _codes(text: str) -> Iterator[str]:
    return (f"{match[1]}-{match[2]}" for match in _CODE.finditer(text.upper()))


def _amounts(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[,.' \u00a0\u202f](?=\d{3}(?!\d))", "", match[0])
        whole, _, cents = digits.partition(".")
        if not cents.strip("0"):
            yield whole.lstrip("0") or "0"
        else:
            yield digits


def _dates(text: str) -> Iterator[str]:
    """Canonical `MM-DD`. The years are not looked at; day and month in figures are told apart by days over 12."""
    lower = text.lower()
    for match in re.finditer(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}", lower):
        yield _date(_month(match[2]), int(match[1]))
    for match in re.finditer(rf"\b{_MONTH}\s*(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)", lower):
        yield _date(_month(match[1]), int(match[2]))
    for match in re.finditer(rf"([\d{_HAN}]{{1,3}})\s*月\s*([\d{_HAN}]{{1,3}})\s*[日号]?", text):
        yield _date(_figure(match[1]), _figure(match[2]))
    for match in re.finditer(r"(?<!\d)(?:\d{4}[-/.])?(\d{1,2})[-/.](\d{1,2})(?:[-/.]\d{4})?(?!\d)", text):
        first, second = int(match[1]), int(match[2])
        yield _date(second, first) if first > 12 else _date(first, second)


def _date(month: int, day: int) -> str:
    return f"{month:02d}-{day:02d}"


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _figure(text: str) -> int:
    """A number up to 99 in Arabic or Chinese figures."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_HAN_DIGITS.get(character, 0)) for character in text))
    return 10 * (_HAN_DIGITS.get(tens, 1) if tens else 1) + (_HAN_DIGITS.get(ones, 0) if ones else 0)


def _counts(text: str) -> Iterator[str]:
    for match in re.finditer(
        rf"\d+|\b(?:{'|'.join(_WORDS)})\b|[{_HAN}]{{1,3}}(?=[\s样件种个项。，]|$)", text.lower()
    ):
        word = match[0]
        yield str(_WORDS.index(word)) if word in _WORDS else str(_figure(word))


def _known(text: str, names: Iterable[str]) -> list[str]:
    """Known names in a text. Of a person the last name alone will do where nobody else has it."""
    lower = text.casefold()
    whole = [name for name in names if folded(name).casefold() in lower]
    if whole:
        return sorted(whole, key=lambda name: lower.index(folded(name).casefold()))
    short = [name for name in names if _bare(name) != name.casefold()]
    return [name for name in short if re.search(rf"\b{re.escape(_bare(name))}\b", lower)]


def _bare(name: str) -> str:
    """A name without its first word: the last name, or a thing without its article."""
    return name.casefold().partition(" ")[2] or name.casefold()
