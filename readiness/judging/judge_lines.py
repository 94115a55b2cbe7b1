"""Our judges over records of one's own: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.judging import strict_json
from readiness.judging.json_output.text import judge_text
from readiness.judging.json_schema import BrokenSchema


class Unusable(ValueError):
    """Why a line cannot be judged; one sentence."""


def judge_json_lines(lines: Iterable[str]) -> Iterator[str]:
    """Judge each line's text as strict JSON.

    In: {"id", "text" or "base64", "schema"?}. Out: {"id", "outcome": "hit" | "miss", "findings": [codes]}.
    A line that is not usable gives {"id", "error": "line 3: ..."}; empty lines give nothing.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_judged(line, number), separators=(",", ":"))


def _judged(line: str, number: int) -> dict[str, Any]:
    name: str | int | None = None
    try:
        record = record_of(line)
        name = record_id(record)
        verdict = judge_text(_text(record), schema=_schema(record))
    except (Unusable, BrokenSchema) as error:
        what = f"schema: {error}" if isinstance(error, BrokenSchema) else str(error)
        return {"id": name, "error": f"line {number}: {what}"}
    outcome = "hit" if verdict.format_hit else "miss"
    return {"id": name, "outcome": outcome, "findings": [defect.code for defect in verdict.defects]}


def record_of(line: str) -> dict[str, Any]:
    """The object on a line; `Unusable` where there is none."""
    try:
        record = strict_json.read(line, 0)
    except strict_json.NotJson as error:
        raise Unusable(f"not JSON: {error}") from None
    if line[record.end :].strip():
        raise Unusable("more than one document on a line")
    if not isinstance(record.value, dict):
        raise Unusable('not an object; write {"id": ..., ...}')
    return record.value


def record_id(record: dict[str, Any]) -> str | int | None:
    """The record's id, null where it has none; `Unusable` for an id of another type."""
    name = record.get("id")
    if isinstance(name, str | int) or name is None:
        return name
    raise Unusable('"id" is neither a string nor an integer')


def _text(record: dict[str, Any]) -> str | bytes:
    if ("text" in record) == ("base64" in record):
        raise Unusable('give either "text" or "base64"')
    name = "text" if "text" in record else "base64"
    value = record[name]
    if not isinstance(value, str):
        raise Unusable(f'"{name}" is not a string')
    if name == "text":
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unusable(f'"base64" is none: {error}') from None


def _schema(record: dict[str, Any]) -> dict[str, Any] | bool | None:
    schema = record.get("schema")
    if schema is None or isinstance(schema, dict | bool):
        return schema
    raise Unusable('"schema" is neither an object nor true or false')
