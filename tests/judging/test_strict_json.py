"""The strict parser: the whole grammar, nothing but the grammar, and an answer to every input."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.judging.strict_json import MAX_DEPTH, NotJson, exact, parse, strings

SUITE = Path(__file__).resolve().parents[3] / "shared" / "data" / "json_test_suite"


def accepts(data: bytes | str) -> bool:
    try:
        parse(data)
    except NotJson:
        return False
    return True


@pytest.mark.skipif(not SUITE.is_dir(), reason="the shared data is not here")
def test_the_json_test_suite_agrees() -> None:
    said = {path.name: accepts(path.read_bytes()) for path in SUITE.glob("*.json")}
    wanted = {name: name.startswith("y_") for name in said if not name.startswith("i_")}
    assert len(wanted) == 95 + 188
    assert {name: said[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    "text",
    ["NaN", "[Infinity]", "-Infinity", "\ufeff{}", "{}{}", "", " ", "\x0b1", "\u00a01", '"\ud800"', "１"],
)
def test_what_python_or_people_would_let_pass_is_refused(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf{}", b'"\xff"', b"\xff\xfe[\x00]\x00", b'"\xed\xa0\x80"'])
def test_bytes_must_be_utf_8_without_a_mark(data: bytes) -> None:
    assert not accepts(data)


def test_numbers_are_exact_whatever_their_size() -> None:
    assert parse("9007199254740993").value == 9007199254740993
    assert parse("0.1").value == Decimal("0.1")
    assert parse("9" * 6000).value == Decimal("9" * 6000)
    assert parse("-1e999999999999999999999").value == Decimal("-Infinity")
    assert parse("1e-99999999999999999999").value == 0


def test_keys_that_stand_twice_are_recorded_and_the_last_counts() -> None:
    document = parse('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}')
    assert (document.value, sorted(document.duplicates)) == ({"a": 3, "b": {"c": 2}}, ["a", "c"])


@pytest.mark.parametrize(("depth", "accepted"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False), (100_000, False)])
def test_nesting_has_a_limit_that_does_not_depend_on_the_stack(depth: int, accepted: bool) -> None:
    assert accepts("[" * depth + "]" * depth) is accepted
    assert accepts('["[[[[["' + ", 1" * 1000 + "]")


def test_the_refusal_says_why_and_where() -> None:
    with pytest.raises(NotJson, match="more text after the document at 3"):
        parse("{} x")


@given(st.one_of(st.binary(), st.text(), st.text(alphabet='[]{}",:0123456789eE+-.\\untrlfas \ud800')))
def test_every_input_has_an_answer(data: bytes | str) -> None:
    assert accepts(data) in (True, False)


DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(DATA)
def test_what_json_writes_is_read_back(value: object) -> None:
    assert parse(json.dumps(value)).value == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()).value == value


def test_exact_keeps_the_shortest_text_of_a_float() -> None:
    assert exact({"a": [0.1, 1e21, 3, True]}) == {"a": [Decimal("0.1"), Decimal("1e21"), 3, True]}


def test_strings_are_keys_and_values() -> None:
    assert list(strings({"a": ["b", {"c": 1}]})) == ["a", "b", "c"]
