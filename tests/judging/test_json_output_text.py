"""The text judge on texts that are no document: each is a miss, and says why. Every text has a verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.judging.json_output.codes import ORDER
from readiness.judging.json_output.text import judge_text
from tests.judging.json_documents import GOOD, codes

SUITE = Path(__file__).resolve().parents[3] / "shared" / "data" / "json_test_suite"

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
