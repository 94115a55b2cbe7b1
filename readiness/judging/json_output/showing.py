"""How a judge shows what it saw: one short line, with whatever does not show spelled out."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from typing import Any

from readiness.judging.json_schema import Path

_SHOWN = 60
_TYPES = ((bool, "boolean"), (int | Decimal, "number"), (str, "string"), (list, "array"), (dict, "object"))


def quote(text: str, limit: int = _SHOWN) -> str:
    """The text on one line in quotes: shortened in the middle, whatever does not show spelled out."""
    if len(text) > limit:
        tail = limit // 3
        text = f"{text[: limit - tail]}…{text[len(text) - tail :]}"
    return f'"{"".join(map(_visible, text))}"'


def _visible(character: str) -> str:
    plain = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in plain:
        return plain[character]
    hidden = unicodedata.category(character)[0] == "C" or unicodedata.category(character) in ("Zl", "Zp")
    return f"\\u{ord(character):04x}" if hidden or character == "\u00a0" else character


def near(text: str, at: int) -> str:
    """The text around an offset, quoted."""
    start = max(0, at - _SHOWN // 3)
    return quote(text[start : at + _SHOWN // 3])


def kind(value: Any) -> str:
    """The JSON type of a document's value; integers are numbers."""
    return next((name for python, name in _TYPES if isinstance(value, python)), "null")


def show(value: Any) -> str:
    """A value on one short line, after its type."""
    if value is None or isinstance(value, bool):
        return compact(value)
    return f"{kind(value)} {quote(value) if isinstance(value, str) else compact(value)}"


def compact(value: Any) -> str:
    """Data as JSON on one short line."""
    return quote(json.dumps(value, ensure_ascii=False, default=str))[1:-1]


def where(path: Path) -> str:
    """A path as JSONPath writes it: $.address.city, $.items[0]."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{quote(step)[1:-1]}" for step in path)
    return "$" + "".join(steps)
