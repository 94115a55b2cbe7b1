"""The line of a key in a TOML text, however the text is laid out."""

from __future__ import annotations

import pytest

from readiness.policy.lines import Lines

TEXT = '''# a comment
[dimension.json_output]
format_rate = 1.0

reason = """
value_rate = 1
"""
value_rate = 0.9
[[waive]]
case = "a"
[[waive]]
by = "b"
[dimension.tool_calls]
bars = [
  1,
]
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("dimension", "json_output"), 2),
        (("dimension", "json_output", "format_rate"), 3),
        (("dimension", "json_output", "reason"), 5),
        (("dimension", "json_output", "value_rate"), 8),
        (("waive", 0, "case"), 10),
        (("waive", 1, "by"), 12),
        (("waive", 1, "until"), 11),
        (("dimension", "tool_calls", "bars", 0), 14),
        (("compare",), 1),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_stands_on_its_line(key: tuple[str | int, ...], line: int, end: str) -> None:
    assert Lines(TEXT.replace("\n", end)).of(*key) == line


@pytest.mark.parametrize(
    "text", ["\ndimension.x.bar = 1", "\ndimension = {x = {bar = 1}}", "\n[dimension]\nx.bar = 1"]
)
def test_a_table_may_be_written_in_other_ways(text: str) -> None:
    assert Lines(text).of("dimension", "x", "bar") == text.count("\n") + 1
