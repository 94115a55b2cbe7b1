"""A legal document against its schema: each broken keyword gets the word that says what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from readiness.judging import strict_json
from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.keys import key_defects
from readiness.judging.json_output.showing import compact, kind, show, where
from readiness.judging.json_schema import Path, Schema, Violation, violations
from readiness.judging.records import Defect

_KEY_KEYWORDS = frozenset({"required", "additionalProperties", "unevaluatedProperties"})
_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,_]*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


def structure(value: Any, schema: Schema, expected: Any) -> Iterator[Defect]:
    """What keeps a document from meeting its schema. `expected` helps to tell a renamed key."""
    found = violations(schema, value)
    if found and _is_echo(value, schema):
        yield defect("schema_echo", "a document that meets the schema", f"the schema: {show(value)}")
        return
    done: set[tuple[Path, int]] = set()
    for violation in found:
        place = (violation.path, id(violation.schema))
        if violation.keyword not in _KEY_KEYWORDS:
            yield _one(violation)
        elif place not in done:
            done.add(place)
            named = list(key_defects(violation, _at(expected, violation.path), where(violation.path)))
            yield from named or [_constraint(violation)]


def _at(expected: Any, path: Path) -> Any:
    """What is expected at a path; None where nothing is known."""
    for step in path:
        try:
            expected = expected[step]
        except (LookupError, TypeError):
            return None
    return expected


def _is_echo(value: Any, schema: Schema) -> bool:
    """The schema itself, whole or its properties one by one, where a document was asked for."""
    if not isinstance(value, dict) or not isinstance(schema, Mapping):
        return False
    names = set(schema.get("properties") or ())
    for key in {"json_schema", "schema"} - names:
        if isinstance(value.get(key), dict):
            return _is_echo(value[key], schema)
    if "properties" not in names and isinstance(value.get("properties"), dict):
        return True
    described = [value.get(name) for name in names]
    return bool(names) and all(isinstance(each, dict) and each.get("type") in _TYPES for each in described)


def _one(violation: Violation) -> Defect:
    if violation.keyword != "type":
        return _constraint(violation)
    asked = [violation.asked] if isinstance(violation.asked, str) else list(dict.fromkeys(violation.asked))
    word = _type_word(violation.instance, set(asked), root=not violation.path)
    return defect(word, f"{where(violation.path)}: {' or '.join(asked)}", show(violation.instance))


def _constraint(violation: Violation) -> Defect:
    asked = f"{where(violation.path)}: {violation.keyword} {compact(violation.asked)}"
    return defect("constraint", asked, show(violation.instance))


def _type_word(value: Any, asked: set[str], root: bool) -> str:
    numeric = bool(asked & {"integer", "number"})
    inner = _document_in(value)
    if kind(inner) in asked & {"object", "array"}:
        return "object_as_string"
    if root:
        return "wrong_root"
    if value is None:
        return "null_required"
    if isinstance(value, bool) and numeric:
        return "bool_as_int"
    if isinstance(value, str) and numeric and _NUMBER.fullmatch(value.strip()):
        return "number_as_string"
    if isinstance(value, Decimal) and "integer" in asked:
        return "float_for_int"
    return "extra_nesting" if _is_wrapped(value, asked) else "wrong_type"


def _document_in(value: Any) -> Any:
    """The document that a string holds; None where it holds none."""
    if not isinstance(value, str):
        return None
    try:
        return strict_json.parse(value).value
    except strict_json.NotJson:
        return None


def _is_wrapped(value: Any, asked: set[str]) -> bool:
    """One value of the right type in an object of its own, or one object in a list."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if len(inner) != 1 or (isinstance(value, list) and not isinstance(inner[0], dict)):
        return False
    name = kind(inner[0])
    return name in asked or (name == "number" and "integer" in asked)
