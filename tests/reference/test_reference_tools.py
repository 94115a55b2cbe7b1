"""Tools on the wire: what is refused, how calls come in a body and in a stream, and the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .talking import Seen, Talk

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
            "required": ["city"],
        },
    },
}
USER = {"role": "user", "content": "What is the weather in Vaduz, in Celsius?"}
CALL = {"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Vaduz"}'}}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "c1", "content": '{"temperature": 23}'}
TWO = "weather in Vaduz and Boston, please"


def told(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"messages": [USER, *messages], "tools": [WEATHER], **more}


def with_arguments(text: str) -> dict[str, Any]:
    call = {**CALL, "function": {"name": "get_weather", "arguments": text}}
    return {**CALLED, "tool_calls": [call]}


def chosen(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name}}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        (told(CALLED, {**RESULT, "tool_call_id": "c9"}), "messages.2.tool_call_id"),
        (told(RESULT), "messages.1.tool_call_id"),
        (told(CALLED, RESULT, RESULT), "messages.3.tool_call_id"),
        (told(CALLED), "messages"),
        (told(CALLED, USER), "messages.2"),
        (told(with_arguments('{"city": '), RESULT), "messages.1.tool_calls.0.function.arguments"),
        (told(with_arguments('["Vaduz"]'), RESULT), "messages.1.tool_calls.0.function.arguments"),
        (told(tools=[WEATHER, WEATHER]), "tools"),
        (told(tools=None, tool_choice="required"), "tool_choice"),
        (told(tool_choice=chosen("get_tides")), "tool_choice"),
    ],
)
def test_contradiction_is_refused(healthy: Talk, fields: dict[str, Any], param: str) -> None:
    seen = healthy.chat(**fields)
    assert (seen.status, seen.error["param"]) == (400, param)


def calls(seen: Seen) -> list[dict[str, Any]]:
    return list(seen.choice["message"].get("tool_calls") or [])


def arguments(call: dict[str, Any]) -> Any:
    return json.loads(call["function"]["arguments"])


def test_call_in_a_body(healthy: Talk) -> None:
    seen = healthy.chat(**told())
    (call,) = calls(seen)
    assert seen.choice["finish_reason"] == "tool_calls"
    assert seen.content is None
    assert (call["type"], call["function"]["name"]) == ("function", "get_weather")
    assert arguments(call) == {"city": "Vaduz", "unit": "celsius"}


def test_every_call_has_an_id_of_its_own(healthy: Talk) -> None:
    ids = [call["id"] for _ in range(2) for call in calls(healthy.chat(TWO, tools=[WEATHER]))]
    assert len(set(ids)) == 4


def test_calls_in_a_stream(healthy: Talk) -> None:
    seen = healthy.chat(TWO, tools=[WEATHER], stream=True)
    deltas = [call for choice in seen.deltas for call in choice["delta"].get("tool_calls", ())]
    heads = [call for call in deltas if "id" in call]
    assert [(call["index"], call["type"], call["function"]["name"]) for call in heads] == [
        (0, "function", "get_weather"),
        (1, "function", "get_weather"),
    ]
    joined = [
        "".join(call["function"]["arguments"] for call in deltas if call["index"] == index)
        for index in (0, 1)
    ]
    assert [json.loads(text)["city"] for text in joined] == ["Vaduz", "Boston"]
    assert [choice["finish_reason"] for choice in seen.deltas if choice["finish_reason"]] == ["tool_calls"]


@pytest.mark.parametrize(
    ("choice", "parallel", "count"),
    [
        ("auto", None, 2),
        ("auto", False, 1),
        ("none", None, 0),
        ("required", None, 2),
        (chosen("get_weather"), False, 1),
    ],
)
def test_options_decide_how_many_calls_come(
    healthy: Talk, choice: Any, parallel: bool | None, count: int
) -> None:
    seen = healthy.chat(TWO, tools=[WEATHER], tool_choice=choice, parallel_tool_calls=parallel)
    assert len(calls(seen)) == count
    assert bool(seen.content) == (count == 0)


def test_own_call_is_taken_back_and_its_result_used(healthy: Talk) -> None:
    called = healthy.chat(**told()).choice["message"]
    result = {**RESULT, "tool_call_id": called["tool_calls"][0]["id"]}
    seen = healthy.chat(**told(called, result))
    assert seen.choice["finish_reason"] == "stop"
    assert "23" in seen.content


def test_results_belong_to_calls_by_their_ids(healthy: Talk) -> None:
    first = healthy.chat(TWO, tools=[WEATHER]).choice["message"]
    ids = {arguments(call)["city"]: call["id"] for call in first["tool_calls"]}
    results = [
        {"role": "tool", "tool_call_id": ids["Boston"], "content": "4 degrees"},
        {"role": "tool", "tool_call_id": ids["Vaduz"], "content": "23 degrees"},
    ]
    messages = [{"role": "user", "content": TWO}, first, *results]
    content = healthy.chat(messages=messages, tools=[WEATHER]).content
    assert content.index("Boston") < content.index("4 degrees") < content.index("Vaduz") < content.index("23")


def test_a_parameter_without_a_name_is_asked_for_all_the_same(healthy: Talk) -> None:
    nameless = {"type": "object", "properties": {"": {"type": "string"}}, "required": [""]}
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": nameless}}
    assert healthy.chat("What is the weather?", tools=[tool]).status == 200
