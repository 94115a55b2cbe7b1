"""What a right document is: data, in which {"any_of": [...]} stands for several right answers."""

from __future__ import annotations

from typing import Any

from readiness.judging.json_output.showing import kind
from readiness.judging.json_schema import Schema


def alternatives(expected: Any) -> list[Any]:
    """The right answers at one place: all of `any_of`, or the expected value itself."""
    if isinstance(expected, dict) and set(expected) == {"any_of"} and isinstance(expected["any_of"], list):
        return expected["any_of"]
    return [expected]


def schema_for(schema: Schema | None, expected: Any) -> Schema | None:
    """The schema that was asked for, or else the one that the expected values imply, if there are any."""
    return schema if schema is not None or expected is None else _implied(expected)


def _implied(expected: Any) -> dict[str, Any]:
    """Its keys and no other, and the types of its values.

    Where null is expected any single value may stand: an invented value is wrong, not ill-formed.
    """
    options = alternatives(expected)
    if options != [expected]:
        return {"anyOf": [_implied(option) for option in options]}
    if expected is None:
        return {"type": ["null", "string", "number", "boolean"]}
    if isinstance(expected, int) and not isinstance(expected, bool):
        return {"type": "integer"}
    if not isinstance(expected, dict):
        return {"type": kind(expected)}
    properties = {key: _implied(item) for key, item in expected.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
