"""Lines in a terminal: never wider than asked for, nothing lost, nothing dangerous."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from readiness.report.escape import markdown, visible
from readiness.report.layout import wrap


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("一二三四五六", 6, ["一二三", "四五六"]),
        ("一二三。四五六", 6, ["一二", "三。四", "五六"]),
        ("一二（三）四", 6, ["一二", "（三）", "四"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 4, [""]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab 1,.，。（）严格输出\n\x1b\u202e"), st.integers(min_value=8, max_value=40))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(wcswidth(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == visible(text).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x00\x9b", "\\x00\\x9b"),
        ("\u202eevil\ufeff", "\\u202eevil\\ufeff"),
        ("\ud800", "\\ud800"),
        ("严格 JSON 😀", "严格 JSON 😀"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a\\|b"),
        ("<script>&", "&lt;script&gt;&amp;"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("json_output.fence", "json_output.fence"),
        ("[x](http://evil)", "\\[x\\](http&#58;//evil)"),
        ("a\nb", "a\\\\nb"),
    ],
)
def test_markup_is_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert markdown(text) == shown
