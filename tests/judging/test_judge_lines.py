"""`readiness judge json`: records in, verdicts out, line by line."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from readiness.judging.judge_lines import judge_json_lines


def judged(*records: Any) -> list[dict[str, Any]]:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    return [json.loads(line) for line in judge_json_lines(lines)]


def test_texts_and_bytes_are_judged_in_order() -> None:
    encoded = base64.b64encode(b'\xef\xbb\xbf{"a": 1}').decode()
    assert judged(
        {"id": "one", "text": "{}"}, {"id": 2, "base64": encoded}, {"text": "```json\n{}\n```"}
    ) == [
        {"id": "one", "outcome": "hit", "findings": []},
        {"id": 2, "outcome": "miss", "findings": ["json_output.bom"]},
        {"id": None, "outcome": "miss", "findings": ["json_output.fence"]},
    ]


def test_output_is_compact_ascii_and_one_line() -> None:
    assert list(judge_json_lines(['{"id": "名\\ud800\\n", "text": "[]"}\n'])) == [
        '{"id":"\\u540d\\ud800\\n","outcome":"hit","findings":[]}'
    ]


def test_a_schema_is_held_against_the_text() -> None:
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    assert judged(
        {"id": 1, "text": '{"age": 3}', "schema": schema},
        {"id": 2, "text": '{"age": "3"}', "schema": schema},
        {"id": 3, "text": "3", "schema": False},
        {"id": 4, "text": '{"age": 1, "age": 1}', "schema": schema},
        {"id": 5, "text": '{"age": 1, "age": 1}'},
    ) == [
        {"id": 1, "outcome": "hit", "findings": []},
        {"id": 2, "outcome": "miss", "findings": ["json_output.number_as_string"]},
        {"id": 3, "outcome": "miss", "findings": ["json_output.constraint"]},
        {"id": 4, "outcome": "miss", "findings": ["json_output.duplicate_key"]},
        {"id": 5, "outcome": "hit", "findings": ["json_output.duplicate_key"]},
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("not json", "line 1: not JSON: Expecting value at 0"),
        ("[1]", "line 1: not an object"),
        ('{"id": 7}', 'line 1: give either "text" or "base64"'),
        ('{"id": 7, "text": "{}", "base64": ""}', 'line 1: give either "text" or "base64"'),
        ('{"id": 7, "text": 5}', 'line 1: "text" is not a string'),
        ('{"id": 7, "base64": "%%%"}', 'line 1: "base64" is none'),
        ('{"id": 7, "text": "{}", "schema": "x"}', 'line 1: "schema" is neither'),
        ('{"id": 7, "text": "{}", "schema": {"type": "strnig"}}', "line 1: schema: at /type"),
        ('{"id": 7, "text": "{}", "schema": {"$ref": "#/nowhere"}}', "line 1: schema:"),
        ('{"id": 7, "text": "{}", "schema": {"$ref": "#"}}', "line 1: schema: it refers to itself"),
        ('{"id": 7, "text": "{}", "schema": {"$ref": "http://localhost:9/x"}}', "line 1: schema:"),
        ('{"id": 7, "text": "\\"x\\"", "schema": {"pattern": "("}}', "line 1: schema:"),
        ('{"id": 7, "text": "{}", "schema": {"$ref": "#/x", "x": {"required": 5}}}', "line 1: schema:"),
        ('{"id": [7], "text": "{}"}', 'line 1: "id" is neither'),
        ("[" * 100_000, "line 1: not JSON: nested deeper"),
        ('{"id": 7, "text": "{}"} x', "line 1: more than one document"),
    ],
)
def test_a_line_that_is_not_usable_says_why(line: str, error: str) -> None:
    (shown,) = judged(line)
    assert shown["error"].startswith(error)
    assert "outcome" not in shown


def test_a_bad_line_does_not_stop_the_rest_and_keeps_its_number() -> None:
    shown = judged({"id": 1, "text": "{}"}, "", "oops", {"id": 4, "text": "{}"})
    assert [(line["id"], line.get("error", "")[:7]) for line in shown] == [
        (1, ""),
        (None, "line 3:"),
        (4, ""),
    ]


def test_a_text_of_lone_surrogates_has_a_verdict() -> None:
    assert judged('{"id": "\\udfff", "text": "\\ud800"}')[0]["outcome"] == "miss"


def test_deep_documents_are_followed_through_a_recursive_schema() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}}, "additionalProperties": False}
    (shallow, deep) = judged(
        {"text": '{"a":' * 30 + "{}" + "}" * 30, "schema": schema},
        {"text": '{"a":' * 200 + "{}" + "}" * 200, "schema": schema},
    )
    assert shallow["outcome"] == "hit"
    assert deep["outcome"] in ("hit", "miss")
