"""Strict JSON: the grammar of RFC 8259 over bytes or text, and nothing more generous.

`json.loads` does the work; what it accepts beyond the standard (NaN, Infinity, a byte order mark,
UTF-16) is refused here, and what it cannot survive (huge integers, deep nesting) is bounded, so that
every input has an answer: a `Document`, or `NotJson`. Agrees with JSONTestSuite.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

WHITESPACE = " \t\n\r"
MAX_DEPTH = 256
"""Deeper documents are refused (RFC 8259, section 9, allows a limit), whatever stack is left."""

MAX_INTEGER_DIGITS = 4000  # Python's own limit starts at 4,300 and depends on its settings
_MAX_EXPONENT_DIGITS = 5
_SPACE = re.compile(f"[{WHITESPACE}]*")
_NESTING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJson(ValueError):
    """Why a text is no JSON document; `at` counts characters (bytes where it is no UTF-8)."""

    def __init__(self, why: str, at: int) -> None:
        super().__init__(f"{why} at {at}")
        self.why = why
        self.at = at


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON document. Numbers are `int`, or `Decimal` where they carry a fraction or an exponent.

    Numbers beyond 10^99999 become an infinite `Decimal`. `duplicates` names the keys that stand
    twice in one object: legal grammar, the last one counts. `start` and `end` are offsets in characters.
    """

    value: Any
    duplicates: tuple[str, ...]
    start: int
    end: int


def parse(data: bytes | str) -> Document:
    """The one document that `data` is, white space around it allowed. Raises nothing but `NotJson`."""
    text = decode(data)
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise NotJson("a lone surrogate, which UTF-8 cannot carry", surrogate.start())
    document = read(text, 0)
    end = skip_space(text, document.end)
    if end != len(text):
        raise NotJson("more text after the document", end)
    return document


def decode(data: bytes | str) -> str:
    """The text of UTF-8 bytes; a text stays as it is."""
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJson("a byte that is no UTF-8", error.start) from None


def read(text: str, start: int) -> Document:
    """The document that starts at `start`, white space before it skipped; what follows is not looked at."""
    start = skip_space(text, start)
    if _too_deep(text, start):
        raise NotJson(f"nested deeper than {MAX_DEPTH}", start)
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(items)
        if len(members) != len(items):
            duplicates.extend(_repeated(items))
        return members

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_constant=_refuse_constant, parse_int=_integer, parse_float=_decimal
    )
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise NotJson(error.msg, error.pos) from None
    return Document(value, tuple(duplicates), start, end)


def skip_space(text: str, start: int) -> int:
    """The offset of the first character from `start` on that is no JSON white space."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _too_deep(text: str, start: int) -> bool:
    if text.count("[", start) + text.count("{", start) <= MAX_DEPTH:
        return False
    depth = 0
    for token in _NESTING.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            return True
        if depth <= 0:
            return False
    return False


def _repeated(items: list[tuple[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for key, _ in items:
        if key in seen:
            yield key
        seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no JSON", name, 0)


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= MAX_INTEGER_DIGITS else Decimal(text)


def _decimal(text: str) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    if len(exponent.lstrip("+-0")) <= _MAX_EXPONENT_DIGITS:
        return Decimal(text)
    if exponent.startswith("-") or not mantissa.strip("-.0"):
        return Decimal(0)
    return Decimal("-Infinity" if mantissa.startswith("-") else "Infinity")


def exact(value: Any) -> Any:
    """The same data with every float as the decimal that its shortest text names: 0.1 is 0.1."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact(item) for item in value]
    return value


def strings(value: Any) -> Iterator[str]:
    """Every string of a document, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
