"""How long a right answer will be: the document that a case expects, or one of its schema. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from readiness.endpoint.tokens import of_text

DEEP = 6


def document_tokens(value: Any) -> float:
    """Tokens of the document as most models write it: on one line, a blank after each colon and comma."""
    return of_text(json.dumps(value, ensure_ascii=False))


def sample(schema: Any, depth: int = 0) -> Any:
    """A document about as long as an answer in the form of `schema`: every property, one or two words a text."""
    if not isinstance(schema, Mapping) or depth > DEEP:
        return None
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return sample(schema[key][0], depth + 1)
    if schema.get("enum"):
        return schema["enum"][0]
    if "properties" in schema:
        return {name: sample(each, depth + 1) for name, each in schema["properties"].items()}
    if schema.get("items"):
        return [sample(schema["items"], depth + 1)] * max(2, schema.get("minItems", 0))
    kind = schema.get("type")
    return {"integer": 42, "number": 4.2, "boolean": True, "null": None}.get(str(kind), "some words")
