"""The schema judge: exact numbers, real format checks, no network, and no schema that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.judging.json_schema import BrokenSchema, formats_checked, violations
from readiness.judging.strict_json import parse


def broken(schema: Any, text: str) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(each.keyword, each.path) for each in violations(schema, parse(text).value)]


@pytest.mark.parametrize(
    ("schema", "text", "fits"),
    [
        ({"type": "number"}, "3", True),
        ({"type": "integer"}, "3", True),
        ({"type": "integer"}, "3.0", False),
        ({"type": "integer"}, "true", False),
        ({"type": "number"}, "true", False),
        ({"type": "integer"}, "9" * 5000, True),
        ({"multipleOf": 0.01}, "19.99", True),
        ({"multipleOf": 0.01}, "19.999", False),
        ({"multipleOf": 3}, "1e30", False),
        ({"multipleOf": 3}, "1e999999999", False),
        ({"const": 0.1}, "0.1", True),
        ({"enum": [1, "低"]}, '"低"', True),
        ({"enum": [1]}, "true", False),
        ({"maximum": 100}, "100.0", True),
        ({"format": "date"}, '"2024-02-29"', True),
        ({"format": "date"}, '"2023-02-29"', False),
        ({"format": "email"}, '"nobody"', False),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, "1", False),
        ({"prefixItems": [{"type": "string"}], "items": False}, '["a"]', True),
        ({"prefixItems": [{"type": "string"}], "items": False}, '["a", 1]', False),
        (True, "1", True),
        (False, "1", False),
    ],
)
def test_documents_fit_or_do_not(schema: Any, text: str, fits: bool) -> None:
    assert (broken(schema, text) == []) is fits


def test_the_branch_that_comes_closest_is_reported() -> None:
    schema = {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]}
    assert broken(schema, '{"a": "x"}') == [("type", ("a",))]


def test_where_no_branch_has_the_type_all_types_are_asked_for() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": ["null", "boolean"]}]}
    (violation,) = violations(schema, 5)
    assert (violation.keyword, violation.asked) == ("type", ["string", "null", "boolean"])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strnig"},
        {"properties": []},
        {"$ref": "#/nowhere"},
        {"$ref": "#/properties/a"},
        {"$ref": "http://localhost:9/schema.json"},
        {"pattern": "("},
        {"$ref": "#/properties/a/x", "x": {"type": 5}},
        {"$ref": "#/properties/b/x", "x": {"properties": ["a"]}},
    ],
)
def test_a_schema_that_cannot_be_used_is_said_in_one_sentence(schema: Any) -> None:
    with pytest.raises(BrokenSchema) as error:
        violations({"properties": {"a": schema, "b": schema}}, {"a": "text", "b": {"a": 1}})
    assert "\n" not in str(error.value)


def test_the_formats_of_the_extra_are_really_checked() -> None:
    assert {"date", "date-time", "duration", "uri", "idn-hostname", "json-pointer"} <= set(formats_checked())
