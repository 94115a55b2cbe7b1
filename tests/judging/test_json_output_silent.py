"""What the text judge must let pass: healthy documents, and marks inside strings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.json_output.text import judge_text
from tests.judging.json_documents import BIO, BIO_SCHEMA, GOOD, RICH_SCHEMA, codes, rich

SILENT: list[tuple[str | bytes, Any, Any]] = [
    (GOOD, BIO_SCHEMA, BIO),
    (f"\n  {GOOD} \r\n", BIO_SCHEMA, BIO),
    (json.dumps(BIO, indent=4), BIO_SCHEMA, BIO),
    (json.dumps(BIO, indent="\t").replace("\n", "\r\n"), None, BIO),
    (json.dumps(BIO), None, BIO),
    (GOOD.encode(), None, BIO),
    ('{"city": "北京", "age": 30, "name": "张伟"}', BIO_SCHEMA, BIO),
    ('{"name":"\\u5f20\\u4f1f","age":30,"city":"\\u5317\\u4eac"}', None, BIO),
    ('{"x": "café"}', None, {"x": "cafe\u0301"}),
    ('{"x": 1.50}', None, {"x": 1.5}),
    ('{"x": 1E21}', None, {"x": 1e21}),
    ('{"x": 3}', None, {"x": 3.0}),
    ('{"x": 0.1}', None, {"x": 0.1}),
    ('{"x": 19.99}', {"properties": {"x": {"type": "number", "multipleOf": 0.01}}}, None),
    ('{"x": 1.1e3}', {"properties": {"x": {"type": "number", "maximum": 1100}}}, None),
    ('{"x": 9007199254740993}', None, {"x": 9007199254740993}),
    ('{"x": null}', {"properties": {"x": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}, None),
    ('{"x": 1, "more": 2}', {"properties": {"x": {"type": "integer"}}, "required": ["x"]}, None),
    (rich(level="中", tags=["a"], born="1990-02-28", nickname=None, price=19.99, score=0), RICH_SCHEMA, None),
    ('{"md": "```json\\n{\\"a\\": 1}\\n```"}', None, None),
    ('{"x": "NaN // Infinity True None \'q\' #c /* */ ,} trailing,]"}', None, None),
    ('{"x": "“引号”：全角，标点。｛｝"}', None, None),
    ('{"x": "<think>not leaked</think> <|im_end|> </s>"}', None, None),
    ('{"x": "a \\" b \\\\ c \\/ \\u2028 \\ud83d\\ude00"}', None, None),
    ('{"x": "\u2028\u200b\ufeff\u00a0"}', None, None),
    ('{"x": "' + " " * 200 + '"}', None, None),
    ('{"x": "------------------------------------------------------------------------"}', None, None),
    ('{"x": "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈"}', None, None),
    ('{"x": "| --- | --- | --- | --- | --- | --- |"}', None, None),
    ('{"x": "' + "No, no, no. " * 4 + '"}', None, None),
    (json.dumps({"x": [0] * 1000, "y": [[0, 0, 1]] * 100, "z": ["neg"] * 80}), None, None),
    (json.dumps({"x": [{"a": [1.5, 2.5]}] * 20}), None, None),
    ('"text"', None, None),
    ("-0", None, None),
    ("[]", None, None),
    ("1e400", None, None),
    ("9" * 5000, {"type": "integer"}, None),
    ('{"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}}}}', None, None),
]


@pytest.mark.parametrize(("text", "schema", "expected"), SILENT, ids=[repr(row[0])[:60] for row in SILENT])
def test_a_right_reply_raises_no_alarm(text: str | bytes, schema: Any, expected: Any) -> None:
    assert codes(judge_text(text, schema=schema, expected=expected)) == []


@pytest.mark.parametrize("indent", [2, 4, "\t"])
def test_deep_pretty_printing_is_no_whitespace_run(indent: int | str) -> None:
    value: Any = "leaf"
    for level in range(12):
        value = {f"level_{level}": value}
    assert judge_text(json.dumps(value, indent=indent)).defects == ()


ECHOED = [
    '{"x": "quote <|im_end|> and <think>"}',
    '{"x": "```json"}',
]


@pytest.mark.parametrize("text", ECHOED)
def test_marks_that_the_source_holds_are_no_leak(text: str) -> None:
    assert judge_text(text, source="please quote <|im_end|> and <think> and ```json").defects == ()


def test_a_loop_that_the_source_holds_is_none() -> None:
    song = "la la la, " * 30
    assert judge_text(json.dumps({"x": song}), expected={"x": song}, source=song).defects == ()
    assert codes(judge_text(json.dumps({"x": song}))) == ["loop"]


def test_a_long_list_of_one_and_the_same_text_is_a_loop() -> None:
    assert codes(judge_text(json.dumps({"x": ["the same thing"] * 200}))) == ["loop"]
