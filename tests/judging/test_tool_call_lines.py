"""`readiness judge tool_calls`: records in, verdicts out, line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.tool_call_lines import judge_tool_call_lines
from tests.judging.tool_calls_bodies import DUE, GOOD, TIME, WEATHER, call, completion

MESSAGE = {"role": "assistant", "content": None, "tool_calls": [call()]}
ANSWER = {"role": "assistant", "content": "Hello!"}


def line(message: Any = None, **record: Any) -> str:
    return json.dumps({"id": 1, "tools": [WEATHER, TIME], "message": message or MESSAGE, **record})


def judged(*lines: str) -> list[dict[str, Any]]:
    return [json.loads(each) for each in judge_tool_call_lines(lines)]


@pytest.mark.parametrize(
    "message",
    [
        MESSAGE,
        {"index": 0, "message": MESSAGE, "finish_reason": "tool_calls"},
        json.loads(completion(call())),
        {key: value for key, value in MESSAGE.items() if key != "content"},
        {**MESSAGE, "content": "", "refusal": None, "x_more": 1},
        ANSWER,
        {**ANSWER, "tool_calls": []},
        {**ANSWER, "content": "Use get_weather(city) for that."},
    ],
    ids=["message", "choice", "body", "no-content", "more-fields", "answer", "empty-list", "about-a-tool"],
)
def test_well_made_messages_are_hits_in_every_wrapping(message: Any) -> None:
    assert judged(line(message)) == [{"id": 1, "outcome": "hit", "findings": []}]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"message": MESSAGE, "finish_reason": "stop"}, "finish_stop_with_calls"),
        ({"message": ANSWER, "finish_reason": "tool_calls"}, "finish_calls_empty"),
        ({**MESSAGE, "tool_calls": [call("{")]}, "arguments_illegal"),
        ({**MESSAGE, "tool_calls": [call(GOOD, name="getWeather")]}, "name_altered"),
        ({**MESSAGE, "tool_calls": [call({"city": "Brno"})]}, "lost_parameter"),
        ({**MESSAGE, "tool_calls": {}}, "malformed_body"),
        ({"role": "assistant", "content": None}, "no_call"),
        ({"role": "assistant", "content": '<tool_call>{"name": "get_weather"}'}, "markup_in_content"),
        ({"role": "assistant", "content": None, "function_call": {"name": "x"}}, "legacy_function_call"),
        ({"choices": []}, "malformed_body"),
        ({"error": {"message": "overloaded"}}, "malformed_body"),
    ],
)
def test_a_broken_message_is_a_miss_with_its_code(message: Any, code: str) -> None:
    (shown,) = judged(line(message))
    assert (shown["outcome"], shown["findings"][0]) == ("miss", f"tool_calls.{code}")


@pytest.mark.parametrize(
    ("message", "calls", "codes"),
    [
        (MESSAGE, [DUE], []),
        (MESSAGE, [{**DUE, "arguments": {**DUE["arguments"], "city": ["Brno"]}}], ["tool_calls.wrong_value"]),
        (MESSAGE, [DUE, DUE], ["tool_calls.count_low"]),
        (MESSAGE, [], ["tool_calls.unwanted_call"]),
        (ANSWER, [], []),
        (ANSWER, [DUE], ["tool_calls.no_call"]),
    ],
)
def test_what_is_expected_is_compared(message: Any, calls: Any, codes: list[str]) -> None:
    (shown,) = judged(line(message, expect={"calls": calls}))
    assert shown["findings"] == codes


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("oops", "line 1: not JSON"),
        ('{"id": 1, "tools": []}', 'line 1: "message" is no object'),
        (line(tools=None), 'line 1: "tools" is no array'),
        (line(tools=[{"name": "x"}]), "line 1: a tool has no function"),
        (line(tools=[{"function": {"name": "x", "parameters": []}}]), 'line 1: the "parameters"'),
        (
            line(tools=[{"function": {"name": "get_weather", "parameters": {"type": "x"}}}]),
            "line 1: parameters: at /type",
        ),
        (line(expect=[]), 'line 1: "expect" has no list of calls'),
        (line(expect={"calls": [{"name": "x", "arguments": {"city": "Brno"}}]}), "line 1: an expected call"),
    ],
)
def test_a_line_that_is_not_usable_says_why(text: str, error: str) -> None:
    (shown,) = judged(text)
    assert shown["error"].startswith(error)
    assert "outcome" not in shown


def test_a_bad_line_does_not_stop_the_rest() -> None:
    shown = judged(line(), "", "oops", line(ANSWER))
    assert [each.get("outcome", each.get("error", "")[:7]) for each in shown] == ["hit", "line 3:", "hit"]
