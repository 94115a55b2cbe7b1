"""The arguments of one call: a string, in it one JSON object, which meets the schema of the tool (T08-T12, T20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.json_text import type_name
from readiness.judging import strict_json
from readiness.judging.json_output.degeneration import degenerate
from readiness.judging.json_output.showing import compact, kind, near, quote, show, where
from readiness.judging.json_schema import Schema, Violation, violations
from readiness.judging.records import Defect
from readiness.judging.strict_json import Document, NotJson
from readiness.judging.tool_calls.codes import DIMENSION, defect
from readiness.judging.tool_calls.turn import Call

_OPEN_KEYWORDS = frozenset(
    {"additionalProperties", "unevaluatedProperties", "patternProperties", "$ref", "allOf", "anyOf", "oneOf"}
)
"""Keywords by which a schema may take keys that `properties` does not list."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call's arguments are worth. `value` is None where there is no JSON object."""

    value: Mapping[str, Any] | None
    defects: tuple[Defect, ...]


def judge_arguments(call: Call, schema: Schema | None, source: str) -> Arguments:
    """Judge the arguments; `schema` is None where the tool is not declared. Raises `BrokenSchema`."""
    text = call.arguments
    if not isinstance(text, str):
        return Arguments(None, (_no_string(text),))
    if not text.strip(strict_json.WHITESPACE):
        empty = defect(
            "arguments_empty", 'a JSON object, "{}" where there is nothing to say', quote(text, 20)
        )
        return Arguments(None, (empty, *_ran_away(text, None, source)))
    try:
        document = strict_json.parse(text)
    except NotJson as refusal:
        return Arguments(None, (_illegal(text, refusal), *_ran_away(text, None, source)))
    found = [*_document(document), *_ran_away(text, document, source)]
    if not isinstance(document.value, dict):
        return Arguments(None, tuple(found))
    if schema is not None:
        found += _against(schema, document.value)
    return Arguments(document.value, tuple(found))


def _no_string(value: Any) -> Defect:
    expected = "arguments as a string that holds JSON"
    if value is None:
        return defect("arguments_null", expected, "null or nothing")
    return defect("arguments_object", expected, f"a JSON {type_name(value)}: {compact(value)}")


def _illegal(text: str, refusal: NotJson) -> Defect:
    try:
        first = strict_json.read(text, 0)
    except NotJson:
        first = None
    if first is not None and text[first.end :].lstrip(strict_json.WHITESPACE)[:1] in ("{", "[", '"'):
        return defect("arguments_doubled", "one JSON document", f"another after it: {near(text, first.end)}")
    return defect("arguments_illegal", "legal JSON", f"{refusal.why}: {near(text, refusal.at)}")


def _ran_away(text: str, document: Document | None, source: str) -> Iterator[Defect]:
    value = document.value if document else None
    for found in degenerate(text, value, document is not None, source):
        yield Defect(f"{DIMENSION}.{found.code.partition('.')[2]}", found.expected, found.got)


def _document(document: Document) -> Iterator[Defect]:
    if document.duplicates:
        yield defect("duplicate_key", "each parameter once", f"{quote(document.duplicates[0])} twice")
    if not isinstance(document.value, dict):
        yield defect("arguments_root", "a JSON object", show(document.value))


def _against(schema: Schema, value: Mapping[str, Any]) -> Iterator[Defect]:
    found = violations(schema, value)
    for violation in found:
        yield from _named(violation)
    if isinstance(schema, Mapping) and "properties" in schema and not _OPEN_KEYWORDS & schema.keys():
        undeclared = [key for key in value if key not in schema["properties"]]
        if undeclared:
            yield _extra("$", undeclared, schema["properties"])


def _named(violation: Violation) -> Iterator[Defect]:
    """The word for a broken keyword, at any depth."""
    place = where(violation.path)
    if violation.keyword == "required":
        lost = [key for key in violation.asked if key not in violation.instance]
        yield defect("lost_parameter", f"{place}: {_names(violation.asked)}", f"no {_names(lost)}")
    elif violation.keyword in ("additionalProperties", "unevaluatedProperties"):
        known = violation.schema.get("properties") or {}
        yield _extra(place, [key for key in violation.instance if key not in known], known)
    elif violation.keyword in ("enum", "const"):
        yield defect("enum", f"{place}: {compact(violation.asked)}", show(violation.instance))
    elif violation.keyword == "type":
        asked = [violation.asked] if isinstance(violation.asked, str) else violation.asked
        yield defect("wrong_type", f"{place}: {' or '.join(asked)}", _typed(violation.instance))
    else:
        asked = f"{violation.keyword} {compact(violation.asked)}"
        yield defect("schema", f"{place}: {asked}", show(violation.instance))


def _extra(place: str, keys: list[str], known: Mapping[str, Any]) -> Defect:
    return defect("extra_parameter", f"{place}: no parameter but {_names(known)}", f"also {_names(keys)}")


def _names(keys: Any) -> str:
    return ", ".join(quote(str(key), 30) for key in list(keys)[:6]) or "none"


def _typed(value: Any) -> str:
    return "null" if value is None else f"{kind(value)} {compact(value)}"
