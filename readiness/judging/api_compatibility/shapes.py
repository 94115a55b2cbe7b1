"""The published shapes as data, and a strict reader: required fields present, types exact, more fields allowed.

The facts (names, required, nullable, enumerations) are those of the OpenAPI description that OpenAI publishes
as openai/openai-openapi (MIT licence), commit f85dbe2 of 2026-08-21; the notation is our own. Three fields
have rows of their own and are only named here: object (A04), created (A05), usage (A08).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.json_text import type_name
from readiness.judging.json_output.showing import compact

FINISH_REASONS = ("stop", "length", "tool_calls", "content_filter", "function_call")


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an object. `kind` is a JSON type, `integer`, or `any`; `items` are those of an array."""

    name: str
    kind: str = "any"
    required: bool = True
    nullable: bool = False
    one_of: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    filled: bool = False
    """Whether an empty string or array is wrong."""


TOOL_CALL = (
    Field("id", "string", filled=True),
    Field("type", "string", one_of=("function",)),
    Field("function", "object", fields=(Field("name", "string", filled=True), Field("arguments", "string"))),
)
_MESSAGE = (
    Field("role", "string", one_of=("assistant",)),
    Field("content", "string", nullable=True),
    Field("refusal", "string", required=False, nullable=True),
    Field("tool_calls", "array", required=False, nullable=True, fields=TOOL_CALL),
)
CORE = (
    Field("id", "string"),
    Field("object"),
    Field("created"),
    Field("model", "string", filled=True),
    Field(
        "choices",
        "array",
        filled=True,
        fields=(
            Field("index", "integer"),
            Field("finish_reason", "string", one_of=FINISH_REASONS),
            Field("message", "object", fields=_MESSAGE),
        ),
    ),
    Field("system_fingerprint", "string", required=False, nullable=True),
    Field("service_tier", "string", required=False, nullable=True),
)
"""A chat completion as clients need it."""
STRICT = (
    Field(
        "choices",
        "array",
        fields=(
            Field("logprobs", "object", nullable=True),
            Field("message", "object", fields=(Field("refusal", "string", nullable=True),)),
        ),
    ),
)
"""What the schema asks for beyond the core."""
USAGE = tuple(Field(name, "integer") for name in ("prompt_tokens", "completion_tokens", "total_tokens"))
CHUNK = (
    Field("id", "string", filled=True),
    Field("object", "string", one_of=("chat.completion.chunk",)),
    Field("created", "integer"),
    Field("model", "string", filled=True),
)
CHUNK_CHOICE = (
    Field("index", "integer"),
    Field(
        "delta",
        "object",
        fields=(
            Field("content", "string", required=False, nullable=True),
            Field("refusal", "string", required=False, nullable=True),
            Field("tool_calls", "array", required=False, nullable=True),
        ),
    ),
    Field("logprobs", "object", required=False, nullable=True),
)
# vLLM sends the HTTP status as `code`, a number where the schema says string or null. Every client in wide use
# takes it, so it is no MUST miss; the rows note it.
ERROR = (
    Field(
        "error",
        "object",
        fields=(
            Field("message", "string", filled=True),
            Field("type", "string"),
            Field("param", "string", nullable=True),
            Field("code", "string or integer", nullable=True),
        ),
    ),
)
MODEL = (
    Field("id", "string", filled=True),
    Field("object", "string", one_of=("model",)),
    Field("created", "integer"),
    Field("owned_by", "string"),
)
MODELS = (Field("object", "string", one_of=("list",)), Field("data", "array", fields=MODEL))

_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "string or integer": (str, int),
}


def first_problem(value: Any, fields: tuple[Field, ...], where: str = "") -> str | None:
    """The first thing in which `value` is not of the shape, in one line; None where it is."""
    return next(_problems(value, fields, where), None)


def _problems(value: Any, fields: tuple[Field, ...], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where.rstrip('.') or 'the body'} is a JSON {type_name(value)}, not an object"
        return
    for each in fields:
        yield from _member(value, each, f"{where}{each.name}")


def _member(holder: dict[str, Any], each: Field, where: str) -> Iterator[str]:
    if each.name not in holder:
        if each.required:
            yield f"{where} is absent"
        return
    value = holder[each.name]
    if each.kind == "any" or (value is None and each.nullable):
        return
    if not _is(value, each.kind):
        yield f"{where} is {_kind(value)}, not {_article(each.kind)}"
        return
    if each.one_of and value not in each.one_of:
        yield f"{where} is {compact(value)}, not {' or '.join(each.one_of)}"
    if each.filled and not value:
        yield f"{where} is empty"
    if each.fields and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _problems(item, each.fields, f"{where}[{number}].")
    elif each.fields:
        yield from _problems(value, each.fields, f"{where}.")


def _is(value: Any, kind: str) -> bool:
    """Whether the value has exactly that JSON type; booleans are no numbers."""
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _kind(value: Any) -> str:
    return "null" if value is None else f"{type_name(value)} {compact(value)}"


def _article(kind: str) -> str:
    return f"{'an' if re.match('[aeiou]', kind) else 'a'} {kind}"
