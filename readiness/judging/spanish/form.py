"""Predicates of form: what a text must look like. Pure and total."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Demand = Mapping[str, Any]

_WORD = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"^\s*[-–—•*·]\s+\S", re.M)
_END = re.compile(r"[.!?…]+(?=[\"'»”’)*_]*(?:\s|$))")
_AROUND = " \t\n\r*_`\"'«»“”"


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _with(text: str, letters: str) -> int:
    return len({word for word in _words(text) if set(word) & set(letters)})


def _accents(text: str, demand: Demand) -> bool:
    return sum(bool(set(word) & set("áéíóú")) for word in _words(text)) >= int(demand["n"])


def _pairs(text: str, opening: str, closing: str, n: int) -> bool:
    return text.count(opening) == text.count(closing) == n and text.find(opening) < text.find(closing)


def _word_count(text: str, demand: Demand) -> bool:
    count = sum(any(map(str.isalnum, word)) for word in text.split())
    return bool(demand["n"] <= count <= demand["most"])


def _sentences(text: str, demand: Demand) -> bool:
    return len(_END.findall(text)) == int(demand["n"])


def _no_comma(text: str, _demand: Demand) -> bool:
    return not set(text) & set(",，、")


def _end_phrase(text: str, demand: Demand) -> bool:
    return text.rstrip(_AROUND).endswith(str(demand["phrase"]).rstrip(_AROUND))


def _capitals(text: str, _demand: Demand) -> bool:
    return any(map(str.isupper, text)) and not any(letter.islower() and letter not in "ªº" for letter in text)


PREDICATES: Mapping[str, Callable[[str, Demand], bool]] = {
    "accents": _accents,
    "enye": lambda text, demand: _with(text, "ñ") >= demand["n"],
    "dieresis": lambda text, demand: _with(text, "ü") >= demand["n"],
    "questions": lambda text, demand: _pairs(text, "¿", "?", demand["n"]),
    "exclamations": lambda text, demand: _pairs(text, "¡", "!", demand["n"]),
    "no_comma": _no_comma,
    "words": _word_count,
    "sentences": _sentences,
    "sentences_no_comma": lambda text, demand: _sentences(text, demand) and _no_comma(text, demand),
    "bullets": lambda text, demand: len(_BULLET.findall(text)) == demand["n"],
    "end_phrase": _end_phrase,
    "capitals": _capitals,
}


def holds(text: str, demand: Demand) -> bool:
    """Whether a text has the form that is demanded."""
    return PREDICATES[demand["predicate"]](unicodedata.normalize("NFC", text), demand)


_SAID: Mapping[str, str] = {
    "accents": "at least {n} words with an accent",
    "enye": "at least {n} different words with ñ",
    "dieresis": "at least {n} different words with ü",
    "questions": "{n} questions, each with ¿ and ?",
    "exclamations": "{n} exclamations, each with ¡ and !",
    "no_comma": "no comma",
    "words": "{n} to {most} words",
    "sentences": "{n} sentences",
    "sentences_no_comma": "{n} sentences, no comma",
    "bullets": "{n} bullets",
    "end_phrase": "the last words {phrase}",
    "capitals": "capitals throughout",
}


def wanted(demand: Demand) -> str:
    """The demand in a few words, its predicate first."""
    predicate = demand["predicate"]
    return f"{predicate}: {_SAID[predicate].format_map(demand)}"
