"""Numbers and dates in running text, in the spellings of two languages, as plain values. Pure and total."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SCALES = {
    **dict.fromkeys(("thousand", "k", "tsd", "mil", "千"), 1e3),
    **dict.fromkeys(("万", "萬"), 1e4),
    **dict.fromkeys(("million", "millions", "mio", "mn", "mln", "m", "millones", "百万"), 1e6),
    "千万": 1e7,
    **dict.fromkeys(("亿", "億"), 1e8),
    **dict.fromkeys(("billion", "bn", "b", "十亿"), 1e9),
}
_SCALE = "|".join(sorted((re.escape(scale) for scale in _SCALES), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_.])(\d{{1,3}}(?:[,.'’\u00a0\u202f ]\d{{3}})+(?:[.,]\d+)?|\d{{1,15}}(?:[.,]\d{{1,9}})?)"
    rf"(?:[ \u00a0-]?({_SCALE})(?![A-Za-z]))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<{{}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = (
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('name')},? (?P<y>\d{{4}})", re.I),
    re.compile(rf"{_MONTH.format('name')} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})", re.I),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]"),
)


def folded(text: str) -> str:
    """Full-width signs and ligatures in their plain form, dashes as one."""
    return re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text))


def numbers(text: str) -> Iterator[tuple[str, frozenset[float]]]:
    """Each number of a folded text as it stands there, and every value that it may mean."""
    for found in _NUMBER.finditer(text):
        plain = set(_values(found[1]))
        scale = _SCALES.get((found[2] or "").lower(), 1.0)
        yield found[0], frozenset(plain | {round(value * scale, 6) for value in plain})


def _values(text: str) -> Iterator[float]:
    """`1,234` is 1234 or 1.234: both readings count."""
    grouped = re.fullmatch(r"\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+", text)
    if grouped:
        yield float(re.sub(r"\D", "", text))
    bare = re.sub(r"[,.'’\u00a0\u202f ](?=\d{3}(?:\D|$))", "", text) if not grouped else text
    try:
        yield float(bare.replace(",", "."))
    except ValueError:
        return


def values(text: str) -> frozenset[float]:
    """Everything that the numbers of a folded text may mean."""
    return frozenset(value for _, meant in numbers(text) for value in meant)


def dates(text: str) -> Iterator[tuple[str, str]]:
    """Each whole date of a folded text as it stands there, and as `YYYY-MM-DD`."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            part = found.groupdict()
            month = _MONTHS.index(part["name"].lower()) + 1 if part.get("name") else int(part["m"])
            yield found[0], f"{part['y']}-{month:02d}-{int(part['d']):02d}"
