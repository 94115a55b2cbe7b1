"""Keys of an object that are missing, added, renamed, or one level away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.expectation import alternatives
from readiness.judging.json_output.showing import kind, quote
from readiness.judging.json_schema import Violation
from readiness.judging.records import Defect

_SHORTEST_PART = 3
_ALIKE = 0.7  # of SequenceMatcher.ratio: "adress" and "address" are, "city" and "country" are not


def key_defects(violation: Violation, expected: Any, place: str) -> Iterator[Defect]:
    """What is wrong with the keys of one object; `expected` is the right object there, if known."""
    value: Mapping[str, Any] = violation.instance
    schema = violation.schema if isinstance(violation.schema, Mapping) else {}
    known = dict(schema.get("properties") or {})
    required = [key for key in schema.get("required") or [] if key not in value]
    unknown = [key for key in value if key not in known and not _matches_pattern(key, schema)]
    wrapper = _wrapper(value, required, unknown)
    if wrapper is not None:
        whole = place == "$" and not any(key in value for key in schema.get("required") or [])
        word = "wrong_root" if whole else "extra_nesting"
        yield defect(word, f"{place}: {_names(required)} here", f"one level down, in {quote(wrapper)}")
        return
    absent = [key for key in {**known, **dict.fromkeys(required)} if key not in value]
    renamed = _renamed(absent, unknown, value, expected)
    for key, other in renamed.items():
        yield defect("renamed_key", f"{place}: key {quote(key)}", f"key {quote(other)}")
    missing = [key for key in required if key not in renamed]
    if missing:
        yield defect("missing_field", f"{place}: {_names(missing)}", f"keys {_names(value)}")
    extra = [key for key in unknown if key not in renamed.values()]
    if extra and _is_closed(schema):
        yield defect("extra_field", f"{place}: no key but {_names(known)}", f"also {_names(extra)}")


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False


def _matches_pattern(key: str, schema: Mapping[str, Any]) -> bool:
    return any(re.search(pattern, key) for pattern in schema.get("patternProperties") or {})


def _names(keys: Any) -> str:
    return ", ".join(quote(key, 20) for key in list(keys)[:6]) or "none"


def _wrapper(value: Mapping[str, Any], required: list[str], unknown: list[str]) -> str | None:
    """The key under which all that is missing here stands one level down."""
    for key in [*unknown, *(key for key in value if key not in unknown)]:
        inner = value[key]
        if isinstance(inner, list) and len(inner) == 1:
            inner = inner[0]
        if required and isinstance(inner, dict) and set(required) <= set(inner):
            return key
    return None


def _renamed(
    absent: list[str], unknown: list[str], value: Mapping[str, Any], expected: Any
) -> dict[str, str]:
    """Key as asked for -> key that stands in its place."""
    found: dict[str, str] = {}
    for fits in (_same_value, _alike, _translated):
        for key in absent:
            free = [other for other in unknown if other not in found.values()]
            other = next((other for other in free if fits(key, other, value, expected)), None)
            if key not in found and other is not None:
                found[key] = other
    return found


def _same_value(key: str, other: str, value: Mapping[str, Any], expected: Any) -> bool:
    wanted = alternatives(expected.get(key)) if isinstance(expected, dict) else []
    return any(
        each not in (None, "", [], {}) and kind(each) == kind(value[other]) and each == value[other]
        for each in wanted
    )


def _alike(key: str, other: str, _value: Mapping[str, Any], _expected: Any) -> bool:
    one, two = _bare(key), _bare(other)
    if not one or not two:
        return False
    contained = min(len(one), len(two)) >= _SHORTEST_PART and (one in two or two in one)
    return contained or SequenceMatcher(None, one, two).ratio() >= _ALIKE


def _bare(key: str) -> str:
    plain = unicodedata.normalize("NFKC", key).casefold()
    return "".join(character for character in plain if character.isalnum())


def _translated(key: str, other: str, _value: Mapping[str, Any], _expected: Any) -> bool:
    return key.isascii() != other.isascii()
