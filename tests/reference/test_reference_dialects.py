"""Dialects of the reference endpoint: realistic refusals, and thinking that takes its part of the budget."""

from collections.abc import Callable
from typing import Any

import pytest

from .talking import Talk

TOOL = {"type": "function", "function": {"name": "f"}}


@pytest.fixture
def speaking(start: Callable[..., Talk]) -> Callable[..., Talk]:
    """`speaking("stream_only")` starts an endpoint with this dialect."""

    def started(*switches: str) -> Talk:
        from dialects import speak

        return start(dialect=speak(switches))

    return started


DECLINED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("max_completion_tokens", {"max_tokens": 9}, {"max_completion_tokens": 9}),
    ("no_temperature", {"temperature": 0}, {"temperature": 1}),
    ("stream_only", {}, {"stream": True}),
    ("no_tools", {"tools": [TOOL], "tool_choice": "none"}, {}),
    ("no_auto_tools", {"tools": [TOOL]}, {"tools": [TOOL], "tool_choice": "none"}),
]


@pytest.mark.parametrize(("dialect", "wrong", "right"), DECLINED)
def test_a_dialect_declines_one_thing_and_takes_the_other(
    speaking: Callable[..., Talk], dialect: str, wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    talk = speaking(dialect)
    assert talk.chat("hello", **wrong).status == 400
    assert talk.chat("hello", **right).status == 200


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_thinking_stands_in_its_field_and_counts(speaking: Callable[..., Talk], field: str) -> None:
    seen = speaking(f"thinking={field}").chat("Say ready", max_tokens=2000)
    assert seen.content == "ready"
    assert len(seen.choice["message"][field]) > 1000
    assert seen.json["usage"]["completion_tokens"] > 500


def test_thinking_stands_in_tags_before_the_answer(speaking: Callable[..., Talk]) -> None:
    content = speaking("thinking=tags").chat("Say ready", max_tokens=2000).content
    assert content.startswith("<think>")
    assert content.endswith("</think>\n\nready")


def test_too_small_a_budget_goes_into_thinking(speaking: Callable[..., Talk]) -> None:
    seen = speaking("thinking=reasoning_content").chat("Say ready", max_tokens=50)
    assert (seen.content, seen.choice["finish_reason"]) == (None, "length")
    assert seen.json["usage"]["completion_tokens"] == 50
    assert "</think>" not in speaking("thinking=tags").chat("Say ready", max_tokens=50).content
