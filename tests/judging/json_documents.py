"""Documents and schemas that the tests of the JSON judge share."""

from __future__ import annotations

import json
from typing import Any

from readiness.judging.json_output.text import TextVerdict

GOOD = '{"name": "张伟", "age": 30, "city": "北京"}'
BIO = {"name": "张伟", "age": 30, "city": "北京"}
BIO_SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "city": {"type": "string"}},
    "required": ["name", "age", "city"],
    "additionalProperties": False,
}
RICH_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "person": {
            "type": "object",
            "properties": {"first_name": {"type": "string"}, "age": {"type": "integer"}},
            "required": ["first_name", "age"],
            "additionalProperties": False,
        },
        "level": {"enum": ["低", "中", "高"]},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3},
        "born": {"type": "string", "format": "date"},
        "nickname": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "price": {"type": "number", "multipleOf": 0.01},
        "score": {"type": "integer", "minimum": 0, "maximum": 100},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "active": {"type": "boolean"},
    },
    "required": ["person"],
    "additionalProperties": False,
}
RICH = {"person": {"first_name": "Li", "age": 4}}


def codes(verdict: TextVerdict) -> list[str]:
    return [each.code.removeprefix("json_output.") for each in verdict.defects]


def rich(**fields: Any) -> str:
    return json.dumps({**RICH, **fields}, ensure_ascii=False)
