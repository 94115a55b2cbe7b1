"""Numbers in Spanish text: 1.234,56 first, 1,234.56 where it cannot be anything else, and number words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_TOKEN = re.compile(
    r"(?<![\w.,])[-−]?\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?(?!\d)|[-−]?\d+(?:[.,]\d+)*"
)
_SMALL = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho "
    "diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis "
    "veintisiete veintiocho veintinueve"
)  # fmt: skip
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_VALUES: dict[str, int] = {
    **{word: value for value, word in enumerate(_SMALL.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 3)},
    **{word: 100 * value for value, word in enumerate(_HUNDREDS.split(), 1)},
    **{word[:-2] + "as": 100 * value for value, word in enumerate(_HUNDREDS.split(), 1) if value > 1},
    "cien": 100,
    "un": 1,
    "una": 1,
    "veintiun": 21,
    "veintiuna": 21,
}
_WORD = re.compile(r"[a-z]+")


def tokens(text: str) -> list[str]:
    """Every number in figures, as it is written."""
    return [token.strip() for token in _TOKEN.findall(text)]


def readings(token: str, *, american: bool = False) -> set[float]:
    """What a number in figures may mean. By Spanish convention a comma is decimal and a dot before three
    digits parts thousands; `american` takes a comma before three digits for thousands as well."""
    bare = re.sub(r"[ \u00a0\u202f']", "", token).replace("−", "-")
    if "," in bare and "." in bare:
        decimal = max(",", ".", key=bare.rfind)
        other = "." if decimal == "," else ","
        found = {bare.replace(other, "").replace(decimal, ".")}
    elif "," in bare:
        found = _one_kind(bare, ",", decimal_first=True)
        if american and re.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+", bare):
            found.add(bare.replace(",", ""))
    else:
        found = _one_kind(bare, ".", decimal_first=False)
    return {value for text in found if (value := _float(text)) is not None}


def _one_kind(text: str, mark: str, *, decimal_first: bool) -> set[str]:
    if text.count(mark) > 1:
        return {text.replace(mark, "")}
    whole, _, rest = text.partition(mark)
    grouped = len(rest) == 3 and whole.lstrip("-").lstrip("0") != "" and len(whole.lstrip("-")) <= 3
    return {whole + rest if grouped and not decimal_first else text.replace(mark, ".")}


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def last_number(text: str, *, american: bool = False) -> set[float]:
    """What the last number of a text may mean, in figures or, after them, in words; empty where there is none."""
    found = tokens(text)
    spelled = spelled_out(text.rpartition(found[-1])[2] if found else text)
    if spelled:
        return {float(spelled[-1])}
    return readings(found[-1], american=american) if found else set()


def spelled_out(text: str) -> list[int]:
    """Numbers in words up to 999,999; a lone article (un, una) is none."""
    plain = "".join(
        each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each)
    )
    found: list[int] = []
    run: list[str] = []
    for word in [*_WORD.findall(plain), ""]:
        if word in _VALUES or word == "mil" or (word == "y" and run):
            run.append(word)
            continue
        while run and run[-1] == "y":
            run.pop()
        if run and run not in (["un"], ["una"], ["uno"]):
            found.append(_value(run))
        run = []
    return found


def _value(run: Sequence[str]) -> int:
    total = current = 0
    for word in run:
        if word == "mil":
            total, current = total + 1000 * max(1, current), 0
        else:
            current += _VALUES.get(word, 0)
    return total + current


def same_digits(token: str, answer: str) -> bool:
    """Whether two numbers have the same digits, whatever parts them: one written or read by another convention."""
    one, other = (re.sub(r"\D", "", each).strip("0") for each in (token, answer))
    return one == other != ""
