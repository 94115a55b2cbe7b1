"""The text judge on legal documents that are not what was asked for: shape, types, values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.json_output.text import judge_text
from tests.judging.json_documents import BIO, BIO_SCHEMA, GOOD, RICH_SCHEMA, codes, rich

AGAINST_BIO = [
    ('{"name": "张伟", "age": 31, "age": 30, "city": "北京"}', ["duplicate_key"]),
    (f"[{GOOD}]", ["wrong_root"]),
    (f'{{"result": {GOOD}}}', ["wrong_root"]),
    (f'{{"status": "ok", "data": {GOOD}}}', ["wrong_root"]),
    (f'{{"people": [{GOOD}]}}', ["wrong_root"]),
    ("null", ["wrong_root"]),
    ("30", ["wrong_root"]),
    (json.dumps(GOOD), ["object_as_string"]),
    (json.dumps(BIO_SCHEMA), ["schema_echo"]),
    (json.dumps({"name": "bio", "strict": True, "schema": BIO_SCHEMA}), ["schema_echo"]),
    (json.dumps(BIO_SCHEMA["properties"]), ["schema_echo"]),
    ('{"name": "张伟", "age": 30}', ["missing_field"]),
    ("{}", ["missing_field"]),
    ('{"name": "张伟", "age": 30, "city": "北京", "gender": "male"}', ["extra_field"]),
    ('{"name": "张伟", "age": 30, "country": "中国"}', ["missing_field", "extra_field"]),
    ('{"Name": "张伟", "age": 30, "city": "北京"}', ["renamed_key"]),
    ('{"full_name": "张伟", "age": 30, "city": "北京"}', ["renamed_key"]),
    ('{"nmae": "张伟", "age": 30, "city": "北京"}', ["renamed_key"]),
    ('{"姓名": "张伟", "年龄": 30, "城市": "北京"}', ["renamed_key"]),
    ('{"nombre": "张伟", "edad": 30, "ciudad": "北京"}', ["renamed_key"]),
    ('{"name": ["a", "b"], "age": 30, "city": "北京"}', ["wrong_type"]),
    ('{"name": 7, "age": 30, "city": "北京"}', ["wrong_type"]),
    ('{"name": "张伟", "age": "三十", "city": "北京"}', ["wrong_type"]),
    ('{"name": "张伟", "age": "30", "city": "北京"}', ["number_as_string"]),
    ('{"name": "张伟", "age": true, "city": "北京"}', ["bool_as_int"]),
    ('{"name": "张伟", "age": 30, "city": null}', ["null_required"]),
    ('{"name": "张伟", "age": 30.0, "city": "北京"}', ["float_for_int"]),
    ('{"name": "张伟", "age": [30], "city": "北京"}', ["wrong_type"]),
    ('{"name": {"value": "张伟"}, "age": 30, "city": "北京"}', ["extra_nesting"]),
    ('{"name": "", "age": 30, "city": "北京"}', ["blank_value"]),
    ('{"name": "张伟张伟张伟张伟张伟张伟", "age": 30, "city": "北京"}', ["loop"]),
    ('{"name": "å¼\xa0ä¼Ÿ", "age": 30, "city": "北京"}', ["corrupt_text"]),
    ('{"name": "??", "age": 30, "city": "北京"}', ["corrupt_text"]),
    ('{"name": "张\ufffd", "age": 30, "city": "北京"}', ["surrogate", "corrupt_text"]),
    ('{"name": "王芳", "age": 30, "city": "北京"}', ["wrong_value"]),
    ('{"name": "张伟", "age": 31, "city": "北京"}', ["wrong_value"]),
    ('{"name": "张伟", "age": 30, "city": "北京市"}', ["wrong_value"]),
    ('{"name": "张伟", "age": 30, "city": "南京"}', ["wrong_value"]),
    (f"```json\n{GOOD.replace('30', '31')}\n```", ["fence", "wrong_value"]),
    (f"```json\n{GOOD.replace('30', chr(34) + '30' + chr(34))}\n```", ["fence", "number_as_string"]),
]


@pytest.mark.parametrize(("text", "expected"), AGAINST_BIO, ids=[repr(row[0])[:60] for row in AGAINST_BIO])
@pytest.mark.parametrize("schema", [None, BIO_SCHEMA], ids=["expected", "schema"])
def test_a_legal_document_is_held_against_what_was_asked(
    text: str, expected: list[str], schema: dict[str, Any] | None
) -> None:
    assert codes(judge_text(text, schema=schema, expected=BIO)) == expected


AGAINST_SCHEMA = [
    ('{"person": {"person": {"first_name": "Li", "age": 4}}}', ["extra_nesting"]),
    ('{"person": [{"first_name": "Li", "age": 4}]}', ["extra_nesting"]),
    ('{"data": {"person": {"first_name": "Li", "age": 4}}}', ["wrong_root"]),
    ('{"person": "{\\"first_name\\": \\"Li\\", \\"age\\": 4}"}', ["object_as_string"]),
    ('{"person": {"firstName": "Li", "age": 4}}', ["renamed_key"]),
    ('{"person": {"First Name": "Li", "age": 4}}', ["renamed_key"]),
    ('{"person": {"first_name": "Li", "age": 4, "x": 1}}', ["extra_field"]),
    (rich(Level="高"), ["renamed_key"]),
    (rich(level="高级"), ["constraint"]),
    (rich(tags=[]), ["constraint"]),
    (rich(tags=["a", "b", "c", "d"]), ["constraint"]),
    (rich(tags="a, b"), ["wrong_type"]),
    (rich(born="1990-02-30"), ["constraint"]),
    (rich(born="1990/02/03"), ["constraint"]),
    (rich(nickname=5), ["wrong_type"]),
    (rich(price=19.999), ["constraint"]),
    (rich(score=101), ["constraint"]),
    (rich(score=7.5), ["float_for_int"]),
    (rich(code="abc"), ["constraint"]),
    (rich(active="true"), ["wrong_type"]),
    (rich(active=1), ["wrong_type"]),
]


@pytest.mark.parametrize(("text", "expected"), AGAINST_SCHEMA, ids=[row[0][:60] for row in AGAINST_SCHEMA])
def test_a_document_that_breaks_its_schema_says_how(text: str, expected: list[str]) -> None:
    verdict = judge_text(text, schema=RICH_SCHEMA)
    assert (codes(verdict), verdict.schema_valid) == (expected, False)


SOURCE = (
    "Her file: José's café, São Paulo. The token <|im_end|> and <think> are quoted here. 张晓明, 欧阳娜娜."
)
VALUES = [
    ("José", "Jose", "corrupt_text"),
    ("José", "JosÃ©", "corrupt_text"),
    ("Li's", "Li’s", "corrupt_text"),
    ('say "hi"', "say “hi”", "corrupt_text"),
    ("张晓明", "张小明", "corrupt_text"),
    ("欧阳娜娜", "欧阳娜", "corrupt_text"),
    ("San Francisco", "San Fransisco", "corrupt_text"),
    ("one\ntwo", "one\\ntwo", "corrupt_text"),
    ("A&B", "A&amp;B", "corrupt_text"),
    ("ABC-12", "ＡＢＣ-12", "corrupt_text"),
    ("Xi'an", "Xian", "corrupt_text"),
    ("广州", "杭州", "wrong_value"),
    ("Hunan", "hunan", "wrong_value"),
    ("engineer", "engineers", "wrong_value"),
    ("Beijing", "Beijing, China", "wrong_value"),
    ("2024-05-01", "2024-05-02", "wrong_value"),
    (["a", "b"], ["b", "a"], "wrong_value"),
    (["a", "b"], [], "blank_value"),
    ("text", "   ", "blank_value"),
    (9007199254740993, 9007199254740992, "precision"),
    (12345678901234567890, 12345678901234567000, "precision"),
    (1234567890, 1234567936, "precision"),
    (36.6, 36.599998474121094, "precision"),
    (1234567890, 1234567891, "wrong_value"),
    (3.14159265, 3.14159, "precision"),
    (36.6, 37.0, "wrong_value"),
    (True, False, "wrong_value"),
    (None, "unknown", "wrong_value"),
    ("x", "x <|im_start|>", "special_token"),
    ("x", "<thinking>x", "think_leak"),
]


@pytest.mark.parametrize(("right", "got", "word"), VALUES, ids=[f"{row[0]!r}-{row[1]!r}" for row in VALUES])
def test_a_value_that_differs_is_damaged_or_another(right: Any, got: Any, word: str) -> None:
    verdict = judge_text(json.dumps({"x": got}), expected={"x": right}, source=SOURCE)
    assert codes(verdict)[0] == word


def test_a_wrong_value_leaves_the_format_right() -> None:
    verdict = judge_text('{"x": 2}', expected={"x": 3})
    assert (verdict.format_hit, verdict.schema_valid, verdict.value_right) == (True, True, False)


def test_any_of_several_right_answers_will_do() -> None:
    expected = {"x": {"any_of": ["北京", "北京市"]}, "y": {"any_of": [1, None]}}
    assert judge_text('{"x": "北京市", "y": null}', expected=expected).defects == ()
    assert codes(judge_text('{"x": "上海", "y": 1}', expected=expected)) == ["wrong_value"]
