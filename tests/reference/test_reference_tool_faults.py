"""Every fault of tool calls shows when it fires and only then; no healthy variation changes a call."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from faults.catalogue import catalogue

from readiness.judging.tool_calls import codes

from .talking import Seen, Talk
from .test_reference_tools import CALLED, RESULT, chosen

Start = Callable[..., Talk]
Scene = dict[str, Any]


def tool(name: str, about: str, **parameters: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": parameters, "required": [*parameters]}
    return {"type": "function", "function": {"name": name, "description": about, "parameters": schema}}


TEXT = {"type": "string"}
UNIT = {"type": "string", "enum": ["celsius", "fahrenheit"]}
WEATHER = tool("get_weather", "Weather forecast 天气", city=TEXT, date={**TEXT, "format": "date"}, unit=UNIT)
CLOCK = tool("get_time", "Local time 时间", city=TEXT)
BEEP = tool("make-beep", "Make a beep 蜂鸣")
NOTE = tool(
    "save_note",
    "Save a note 笔记",
    owner={"type": "object", "properties": {"name": {**TEXT, "description": "Owner"}}, "required": ["name"]},
    pages={"type": "integer", "description": "Pages"},
    body={**TEXT, "description": "Body"},
)
TOOLS = [WEATHER, CLOCK, BEEP, NOTE]


def asked(text: str, *more: dict[str, Any], **fields: Any) -> Scene:
    return {"messages": [{"role": "user", "content": text}, *more], "tools": TOOLS, **fields}


ONE = asked("请查海口2026年3月5日的天气，用摄氏度。")
SECOND = {"role": "tool", "tool_call_id": "c2", "content": "5"}
BOTH = {**CALLED, "tool_calls": [{**CALLED["tool_calls"][0], "id": name} for name in ("c1", "c2")]}
ELSEWHERE = {"name": "get_time", "arguments": '{"city": "Łódź"}'}
APART = {
    **CALLED,
    "tool_calls": [*CALLED["tool_calls"], {"id": "c2", "type": "function", "function": ELSEWHERE}],
}
SCENES: dict[str, Scene] = {
    "one": ONE,
    "two": asked("Weather in Vaduz and Łódź on 5 March 2026, in Celsius, please"),
    "form": asked(f'Save a note. Owner: Orla; Pages: 3. Body:\n---\n"a"\nb {"word " * 220}\n---'),
    "nothing": asked("Please make a beep."),
    "words": asked("Hello, how are you?"),
    "ask": asked("How is the weather on 5 March 2026, in Celsius?"),
    "result": asked("What is the time in Vaduz?", CALLED, RESULT),
    "results": asked("What is the time in Vaduz and Łódź?", BOTH, RESULT, SECOND),
    "swapped": asked("What is the time in Vaduz and Łódź?", APART, SECOND, RESULT),
    "off": asked("Time in Vaduz and Łódź, please", parallel_tool_calls=False),
    "none": {**ONE, "tool_choice": "none"},
    "required": asked("Hello, how are you?", tool_choice="required"),
    "named": {**ONE, "tool_choice": chosen("get_time")},
    "bad": asked("What is the time in Vaduz?", RESULT),
}
NEEDS = {
    "two": "count_low lost_in_parallel id_duplicate index_all_zero index_gap fragments_at_zero",
    "form": "lost_inside numbers_as_text nested_as_text escapes_lost long_text_cut raw_newline",
    "nothing": "nothing_null nothing_empty name_hyphen",
    "words": "unwanted_call finish_calls_for_words answer_spoilt finish_absent_for_words",
    "ask": "invented_parameter",
    "result": "roundtrip_rejected roundtrip_500 result_unused result_wrong recall_loop",
    "results": "result_first",
    "swapped": "results_by_position",
    "off": "parallel_off_ignored",
    "none": "none_ignored",
    "required": "required_ignored",
    "named": "named_ignored named_other torn_character",
    "bad": "negative_5xx negative_drop negative_hang",
}
SCENE_OF = {word: scene for scene, words in NEEDS.items() for word in words.split()}
FAULTS = [name for name in catalogue() if name.startswith("tool_calls.") and name != "tool_calls.crossed"]
HEALTHY = [name for name, entry in catalogue().items() if name.startswith("healthy.tool_")]


def observed(seen: Seen) -> Any:
    """All of a response that is the same for the same question, with ids by their number."""
    if seen.broken or seen.status != 200:
        return seen.broken, seen.status
    known: dict[str, str] = {}
    text = seen.body.decode()
    for found in re.findall(r"call_[0-9a-f]{24}", text):
        text = text.replace(found, known.setdefault(found, f"call-{len(known)}"))
    again = Seen(seen.status, seen.headers, text.encode())
    return _streamed(again) if text.startswith("data:") else again.json["choices"]


def _streamed(seen: Seen) -> Any:
    """Fragments joined by index; everything else in the order in which it came."""
    joined: dict[Any, str] = {}
    rest: list[Any] = []
    for choice in seen.deltas:
        if choice["finish_reason"]:
            rest.append(choice["finish_reason"])
        for call in choice["delta"].get("tool_calls", ()):
            function = call.get("function", {})
            joined[call.get("index")] = joined.get(call.get("index"), "") + str(
                function.get("arguments") or ""
            )
            rest += [[call.get("id"), call.get("type"), function.get("name"), *call]] * ("id" in call)
            rest += ["another name"] * ("id" not in call and "name" in function)
            rest += ["late"] * ("tool_calls" in rest)
    return joined, rest, seen.joined, seen.data[-1]


def streams(name: str) -> bool:
    return "stream=true" in catalogue()[name].trigger


@pytest.mark.parametrize("name", FAULTS)
def test_fault_shows_when_it_fires_and_only_then(start: Start, healthy: Talk, name: str) -> None:
    scene = {**SCENES[SCENE_OF.get(name.split(".")[1], "one")], "stream": streams(name)}
    talk = start(f"{name}:at=2", timeout=0.3)
    right = observed(healthy.chat(**scene))
    assert observed(talk.chat(**scene)) == right
    assert observed(talk.chat(**scene)) != right


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("tool_calls.negative")])
def test_fault_shows_in_a_stream_too(start: Start, healthy: Talk, name: str) -> None:
    scene = {**SCENES[SCENE_OF.get(name.split(".")[1], "one")], "stream": True}
    assert observed(start(name).chat(**scene)) != observed(healthy.chat(**scene))


@pytest.mark.parametrize("name", [name for name in catalogue() if name.startswith("tool_calls.")])
def test_expected_findings_exist(name: str) -> None:
    words = {code.removeprefix("tool_calls.") for code in catalogue()[name].expects}
    assert words <= {*codes.ORDER}


def _meant(seen: Seen, *, stream: bool) -> Any:
    """Names and arguments of the calls, in any order."""
    plain = () if stream else seen.choice["message"]["tool_calls"]
    functions = _functions(seen) if stream else [call["function"] for call in plain]
    return sorted(
        (each["name"], json.dumps(json.loads(each["arguments"]), sort_keys=True)) for each in functions
    )


def _functions(seen: Seen) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for choice in seen.deltas:
        for call in choice["delta"].get("tool_calls") or ():
            function = found.setdefault(call["index"], {"name": "", "arguments": ""})
            function["name"] += call["function"].get("name") or ""
            function["arguments"] += call["function"].get("arguments") or ""
    return [*found.values()]


@pytest.mark.parametrize("name", HEALTHY)
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("scene", ["one", "two", "form", "nothing", "named"])
def test_variation_leaves_the_calls_alone(
    start: Start, healthy: Talk, name: str, stream: bool, scene: str
) -> None:
    seen = start(name).chat(**SCENES[scene], stream=stream)
    right = healthy.chat(**SCENES[scene])
    assert _meant(seen, stream=stream) == _meant(right, stream=False)


@pytest.mark.parametrize(
    ("name", "stream", "mark"),
    [
        ("empty_content", False, b'"content":""'),
        ("reasoning", False, b'"reasoning_content":"'),
        ("named_stop", False, b'"finish_reason":"stop"'),
        ("extra_fields", False, b'"custom":null'),
        ("escapes", False, b"\\\\u6d77"),
        ("pretty", False, b'{\\n    \\"'),
        ("compact", False, b'{\\"city\\":\\"'),
        ("single_characters", True, '"arguments":"海"'.encode()),
        ("one_delta", True, b'"name":"get_time","arguments":"{'),
        ("finish_merged", True, b']},"finish_reason":"tool_calls"'),
        ("null_parts", True, b'"function":{"name":null,'),
        ("type_repeated", True, b'"},"type":"function"}'),
    ],
)
def test_variation_is_there(start: Start, name: str, stream: bool, mark: bytes) -> None:
    assert mark in start(f"healthy.tool_{name}").chat(**SCENES["named"], stream=stream).body


def test_crossed_sends_the_town_of_another_request_in_flight(start: Start) -> None:
    talk = start("tool_calls.crossed", ttft=0.2)
    first = Talk.to(f"http://127.0.0.1:{talk.connection.port}/")
    thread = threading.Thread(target=lambda: first.chat(**ONE))
    thread.start()
    answered = 'finished_reason="tool_calls"} 1'
    assert any(answered in talk.get("/metrics").body.decode() for _ in range(2000))
    seen = talk.chat(**asked("What is the weather in Vaduz on 7 May 2026, in Celsius?"))
    assert "海口" in json.loads(seen.choice["message"]["tool_calls"][0]["function"]["arguments"])["city"]
    thread.join()
