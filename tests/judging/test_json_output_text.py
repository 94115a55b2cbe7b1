"""The text judge on examples: what each defect is called, and what must stay silent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.judging.json_output.codes import ORDER
from readiness.judging.json_output.text import TextVerdict, judge_text

SUITE = Path(__file__).resolve().parents[3] / "shared" / "data" / "json_test_suite"

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


# --- whatever is not exactly one legal document ---------------------------------------------------

ILLEGAL = [
    ("", ["empty"]),
    (" \n\t", ["empty"]),
    (" " * 500, ["empty", "whitespace_run"]),
    (f"<think>\n\n</think>\n\n{GOOD}", ["think_leak"]),
    (f"<think>the user wants {{name, age}}</think>{GOOD}", ["think_leak"]),
    (f'<think>maybe {{"name": "A"}}?</think>{GOOD}', ["think_leak"]),
    (f"I should answer with JSON.</think>\n{GOOD}", ["think_leak"]),
    (f"{GOOD}\n</think>", ["think_leak"]),
    ("<think>The user wants a document with", ["think_leak"]),
    (f"<reasoning>x</reasoning>{GOOD}", ["think_leak"]),
    (f"```json\n{GOOD}\n```", ["fence"]),
    (f"```\n{GOOD}\n```", ["fence"]),
    (f"```json\n{GOOD}", ["fence"]),
    (f"{GOOD}\n```", ["fence"]),
    (f"```json {GOOD}```\n", ["fence"]),
    (f"~~~json\n{GOOD}\n~~~", ["fence"]),
    (f"'''json\n{GOOD}\n'''", ["fence"]),
    (f"`{GOOD}`", ["fence"]),
    (f"Here it is:\n```json\n{GOOD}\n```\nAnything else?", ["fence", "prose_before", "prose_after"]),
    (f"Here is the JSON: {GOOD}", ["prose_before"]),
    (f"好的，结果如下：{GOOD}", ["prose_before"]),
    (f"As in [1], with {{name}} set: {GOOD}", ["prose_before"]),
    (f"\x1b[0m{GOOD}", ["prose_before"]),
    (f"Use {{ and }}, see [here: {GOOD}", ["prose_before"]),
    ("As {name} says: {'a': 1}", ["prose_before", "single_quotes"]),
    (f"json\n{GOOD}", ["prose_before"]),
    ("Sorry, I cannot do that.", ["prose_before"]),
    ("对不起，我不能回答。", ["prose_before"]),
    (f"{GOOD}\n\nI hope this helps!", ["prose_after"]),
    (f"{GOOD}\n\nSee [1].", ["prose_after"]),
    (f"{GOOD}。", ["prose_after"]),
    (f"{GOOD}}}", ["prose_after"]),
    (f"{GOOD};", ["prose_after"]),
    (f"{GOOD}{GOOD}", ["two_documents"]),
    (f"{GOOD}\n{GOOD}\n", ["two_documents"]),
    (f"{GOOD},\n{GOOD}", ["two_documents"]),
    ('{"a": 1}\n{"a": 2}\n{"a": 3}', ["two_documents"]),
    (f'{GOOD}\n{{"name": "李', ["two_documents"]),
    ("[1] [2]", ["two_documents"]),
    (f"{GOOD}\nor shorter:\n{GOOD}", ["prose_after", "two_documents"]),
    ("\ufeff" + GOOD, ["bom"]),
    (GOOD + "\u200b", ["bom"]),
    ("\u2060" + GOOD, ["bom"]),
    (GOOD + "\u00a0", ["bom"]),
    (b"\xef\xbb\xbf{}", ["bom"]),
    (f"{GOOD}<|im_end|>", ["special_token"]),
    (f"<|im_start|>assistant\n{GOOD}", ["special_token"]),
    (f"{GOOD}</s>", ["special_token"]),
    (f"{GOOD}<｜end▁of▁sentence｜>", ["special_token"]),
    ('{"name": "张', ["truncated"]),
    ('{"name": "张伟", "age": 3', ["truncated"]),
    ('{"name": "张伟", "age":', ["truncated"]),
    ('{"name": "张伟", "ok": tr', ["truncated"]),
    ('{"name": "a\\', ["truncated"]),
    ('{"a": {"b": 1}', ["truncated"]),
    ('{"a": [1, 2}', ["truncated"]),
    ('```json\n{"a": [1, 2\n```', ["fence", "truncated"]),
    ('Here: {"a": "x', ["prose_before", "truncated"]),
    ('{"a": 1' + "\n" * 200, ["truncated", "whitespace_run"]),
    ('{"a": [' + '"spam and eggs", ' * 60, ["truncated", "loop"]),
    ('{"a": 1,}', ["trailing_comma"]),
    ('{"a": [1, 2, ], "b": {"c": 1}}', ["trailing_comma"]),
    ('{"a": {"b": 1},}', ["trailing_comma"]),
    ("[1,,2]", ["trailing_comma"]),
    ("{'name': 'Tom', 'age': 30}", ["single_quotes"]),
    ("{'name': \"O'Brien\", 'ok': True, 'x': None}", ["single_quotes", "python_literal"]),
    ('{"ok": True}', ["python_literal"]),
    ('{"x": None, "y": False}', ["python_literal"]),
    ('{"x": undefined, "y": tRue}', ["python_literal"]),
    ('{"x": (1, 2)}', ["python_literal"]),
    ('{"x": NaN}', ["nan"]),
    ('{"x": -Infinity}', ["nan"]),
    ("NaN", ["nan"]),
    ('{"a": 1} // done', ["prose_after"]),
    ('{"a": 1, // the first\n"b": 2}', ["comment"]),
    ('{"a": /* one */ 1}', ["comment"]),
    ('{"a": 1 # one\n}', ["comment"]),
    ('{name: "Tom"}', ["bare_key"]),
    ('{"name": Tom}', ["bare_key"]),
    ('{1: "Tom"}', ["bare_key"]),
    ('{"path": "C:\\work"}', ["bad_escape"]),
    ('{"it": "don\\\'t"}', ["bad_escape"]),
    ('{"u": "\\u12g4"}', ["bad_escape"]),
    ('{\\"name\\": \\"x\\"}', ["bad_escape"]),
    ('{\\n "a": 1\\n}', ["bad_escape"]),
    ('{"a": "two\nlines"}', ["bad_escape"]),
    ('{"a": "tab\there"}', ["bad_escape"]),
    ('{"a": "the "big" one"}', ["bad_escape"]),
    ("{“name”: “张伟”}", ["fullwidth"]),
    ('{"name"："张伟"，"age"：30}', ["fullwidth"]),
    ('｛"name"："张伟"｝', ["fullwidth"]),
    ('{"age": ３０}', ["fullwidth"]),
    ('{"a": 1,\u3000"b": 2}', ["fullwidth"]),
    ('{"a":\u00a01}', ["bom"]),
    ('{"a":\u20031}', ["bom"]),
    ('{"age": 030}', ["number_form"]),
    ('{"population": 1,234,567, "year": 2020}', ["number_form"]),
    ('{"age": +30}', ["number_form"]),
    ('{"age": 0x1E}', ["number_form"]),
    ('{"a": .5, "b": 5.}', ["number_form"]),
    ('{"a": 1_000}', ["number_form"]),
    ('{"age": 30岁}', ["number_form"]),
    ('{"a": "\\ud83d"}', ["surrogate"]),
    ('{"a": "\ud83d"}', ["surrogate"]),
    ('{"a": "\ufffd"}', ["surrogate"]),
    (b'{"a": "\xff"}', ["surrogate"]),
    ('{"a" 1}', ["syntax"]),
    ('{"a": 1 "b": 2}', ["syntax"]),
    ('{"a": }', ["syntax"]),
    ('{"note": "```", "a": 1,}', ["trailing_comma"]),
    ('{"note": "<think> // NaN \'x\' ：", "a": True}', ["python_literal"]),
    ("[" * 100_000, ["loop"]),
    ("[" * 300 + "]" * 300, ["loop"]),
    ("{" * 50_000 + "]" * 50_000, ["loop"]),
]


@pytest.mark.parametrize(("text", "expected"), ILLEGAL, ids=[repr(row[0])[:40] for row in ILLEGAL])
def test_an_illegal_text_is_a_miss_and_says_why(text: str | bytes, expected: list[str]) -> None:
    verdict = judge_text(text)
    assert (codes(verdict), verdict.format_hit) == (expected, False)


# --- legal documents that are not what was asked for -----------------------------------------------

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
    ('{"name": "张伟", "age": [30], "city": "北京"}', ["extra_nesting"]),
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


# --- what must not alarm ----------------------------------------------------------------------------

SILENT: list[tuple[str | bytes, Any, Any]] = [
    (GOOD, BIO_SCHEMA, BIO),
    (f"\n  {GOOD} \r\n", BIO_SCHEMA, BIO),
    (json.dumps(BIO, indent=4), BIO_SCHEMA, BIO),
    (json.dumps(BIO, indent="\t").replace("\n", "\r\n"), None, BIO),
    (json.dumps(BIO), None, BIO),
    (GOOD.encode(), None, BIO),
    ('{"city": "北京", "age": 30, "name": "张伟"}', BIO_SCHEMA, BIO),
    ('{"name":"\\u5f20\\u4f1f","age":30,"city":"\\u5317\\u4eac"}', None, BIO),
    ('{"x": "cafe\\u0301"}', None, {"x": "café"}),
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


def test_white_space_without_end_is_a_miss_even_where_the_document_is_legal() -> None:
    verdict = judge_text('{"a": 1' + " " * 65 + "}")
    assert (codes(verdict), verdict.format_hit, verdict.whitespace_run) == (["whitespace_run"], False, 65)
    assert judge_text('{"a": 1' + " " * 64 + "}").defects == ()


def test_a_repeated_key_is_noted_but_legal_where_only_legality_is_asked() -> None:
    verdict = judge_text('{"a": 1, "a": 1}')
    assert (codes(verdict), verdict.format_hit) == (["duplicate_key"], True)
    assert not judge_text('{"a": 1, "a": 1}', schema={"type": "object"}).format_hit


def test_edge_whitespace_is_a_figure_not_a_defect() -> None:
    assert judge_text("\n{}\n").edge_whitespace == 2


@pytest.mark.parametrize(
    ("text", "legal", "unfenced"),
    [
        (GOOD, True, True),
        (f"```json\n{GOOD}\n```", False, True),
        (f"Sure:\n```json\n{GOOD}\n```", False, False),
        ('```json\n{"a": 1,}\n```', False, False),
    ],
)
def test_unfencing_is_shown_beside_the_verdict(text: str, legal: bool, unfenced: bool) -> None:
    verdict = judge_text(text)
    assert (verdict.legal, verdict.legal_after_unfencing) == (legal, unfenced)


def test_got_shows_the_raw_text_on_one_short_line() -> None:
    got = judge_text(f"{GOOD}\n\x1b[31mand\u202e then " + "much " * 100).defects[0].got
    assert "\\u001b[31mand\\u202e then" in got
    assert "\n" not in got
    assert len(got) < 140


# --- every text ---------------------------------------------------------------------------------------


@pytest.mark.skipif(not SUITE.is_dir(), reason="the shared data is not here")
def test_the_json_test_suite_is_judged_by_its_file_names() -> None:
    verdicts = {path.name: judge_text(path.read_bytes()) for path in SUITE.glob("[yn]_*")}
    wrong = [name for name, verdict in verdicts.items() if verdict.format_hit != name.startswith("y_")]
    assert wrong == []


WORDS = '{"a": {"x":1} } [ ] , " \' \\ // ``` <think> </think> NaN 1e999 “ ： <|im_end|> /* - x \ud800 \ufffd \ufeff'
PIECES = st.sampled_from([*WORDS.split(), "\u3000", " " * 70])
TEXTS = st.one_of(st.text(), st.binary(), st.lists(PIECES, max_size=12).map("".join))
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(text=TEXTS, expected=st.none() | DATA, source=st.none() | st.text(max_size=10))
@settings(deadline=None, max_examples=300)
def test_every_text_has_a_verdict(text: str | bytes, expected: Any, source: str | None) -> None:
    verdict = judge_text(text, expected=expected, source=source)
    assert set(codes(verdict)) <= set(ORDER)
    assert verdict.legal or not verdict.format_hit


@given(DATA.filter(lambda value: "any_of" not in json.dumps(value)))
@settings(deadline=None, max_examples=150)
def test_every_document_that_says_what_is_expected_is_a_hit(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert judge_text(text, expected=value, source=text).defects == ()
