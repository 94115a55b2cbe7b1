"""Documents that meet a schema, and tokens that meet the text."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from filling import fill
from tokens import count, pieces

SCHEMAS: list[dict[str, Any]] = [
    {},
    {"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a", "b"]},
    {"type": "object", "minProperties": 2},
    {"type": "object", "properties": {"a": {"type": ["integer", "null"]}}, "additionalProperties": False},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
    {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 3},
    {"type": "integer", "minimum": 12, "multipleOf": 5},
    {"type": "integer", "maximum": -3},
    {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "string", "minLength": 9, "maxLength": 9},
    {"type": "string", "maxLength": 2},
    {"type": "string", "pattern": r"^[A-Z]{2}-\d{4}$"},
    {"type": "string", "pattern": r"^(foo|bar)[^a-z]+\w?x*$"},
    {"const": {"a": [None]}},
    {"enum": ["高", "低"]},
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
    {"allOf": [{"type": "object", "required": ["a"]}, {"properties": {"a": {"type": "integer"}}}]},
    {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    {
        "$ref": "#/$defs/node",
        "$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}},
    },
    *(
        {"type": "string", "format": name}
        for name in ("date", "date-time", "time", "email", "uuid", "uri", "ipv4")
    ),
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_document_meets_its_schema(schema: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(fill(schema))


@pytest.mark.parametrize(
    "text", ["", "The boat, 3 of them!\n\n\t", "三条船 ok。", "👩‍👩‍👧\u200d\ufeff x", "a" * 1000]
)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The boats came home late and nobody asked why. " * 50, 3.5, 5),
        ("三条船都回来得很晚没有人问为什么。" * 50, 1.3, 2),
    ],
)
def test_characters_a_token(text: str, low: float, high: float) -> None:
    assert low <= len(text * 50) / count(text * 50) <= high
