"""The skill of the reference endpoint that calls tools: by reading, also what no bank holds."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from skills.tool_calls import answer

from .tool_calls_said import read


def tool(name: str, about: str, required: list[str] | None = None, **parameters: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": parameters, "required": required or [*parameters]}
    return {"type": "function", "function": {"name": name, "description": about, "parameters": schema}}


def named(description: str, kind: Any = "string") -> dict[str, Any]:
    return {"type": kind, "description": description}


TEXT = {"type": "string"}
WEATHER = tool(
    "get_current_weather",
    "Get the current weather in a given location",
    ["location"],
    location=named("City and state, e.g. San Francisco, CA"),
    unit={"type": "string", "enum": ["celsius", "fahrenheit"]},
)
FORECAST = tool("query_forecast", "查询天气预报", city=named("城市名"), date=named("日期"))
CLOCK = tool("get_time", "Get the current time in a city", city=TEXT)
PING = tool("ping", "Check that the backend is alive")
SUM = tool("calculator", "Evaluate an arithmetic expression", expression=TEXT)
SEARCH = tool("web_search", "Search the web", query=TEXT)
LIGHT = tool(
    "set_light",
    "Switch a light and set its brightness",
    room={"type": "string", "enum": ["kitchen", "living_room"]},
    brightness={"type": "integer"},
)
TABLE = tool(
    "book_table",
    "Book a table in a restaurant",
    ["restaurant", "guests", "date", "time"],
    restaurant=named("Name of the restaurant"),
    guests=named("Number of guests", "integer"),
    date={**TEXT, "format": "date"},
    time=named("HH:MM"),
    outdoor=named("Outdoor seating", "boolean"),
)
TRIP = tool(
    "register_trip",
    "Register a business trip / 登记出差",
    traveller={
        "type": "object",
        "properties": {"name": named("Traveller / 出差人"), "grade": named("Grade / 职级", "integer")},
        "required": ["name", "grade"],
    },
    legs={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"place": named("Stop / 站点"), "nights": named("Nights / 晚数", "integer")},
        },
    },
    advance=named("Advance / 预支", ["number", "null"]),
    remarks=named("Remarks / 说明"),
)
ALL = [WEATHER, CLOCK, PING, SUM, SEARCH, LIGHT, TABLE, TRIP]


def asked(text: str, tools: list[dict[str, Any]] | None = None, chance: int = 0, **fields: Any) -> Any:
    messages = [{"role": "user", "content": text}]
    return answer({"messages": messages, "tools": tools or ALL, **fields}, random.Random(chance))


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("What's the weather like in Vaduz today?", "get_current_weather", {"location": "Vaduz"}),
        ("How hot is Alice Springs, in °C?", "get_current_weather", {"location": "Alice Springs", "unit": "celsius"}),
        ("What is the weather in Boston, MA?", "get_current_weather", {"location": "Boston, MA"}),
        ("I'm off to Sana'a tomorrow, do I need an umbrella?", "get_current_weather", {"location": "Sana'a"}),
        ("北京今天天气怎么样？", "get_current_weather", {"location": "北京"}),
        ("我去五大连池，那边气温多少？用华氏度", "get_current_weather", {"location": "五大连池", "unit": "fahrenheit"}),
        ("What time is it in Bucharest?", "get_time", {"city": "Bucharest"}),
        ("现在鹤岗几点了？", "get_time", {"city": "鹤岗"}),
        ("Is the backend alive? Ping it.", "ping", {}),
        ("Use the calculator to compute 12 * 34", "calculator", {"expression": "12 * 34"}),
        ("Search the web for vegan restaurants in Lyon", "web_search", {"query": "vegan restaurants in Lyon"}),
        ("Set the living room light to brightness 40", "set_light", {"room": "living_room", "brightness": 40}),
        (
            "Book a table at “Chez Mila” for 4 guests on 14 February 2027 at 19:30, no outdoor seating",
            "book_table",
            {"restaurant": "Chez Mila", "guests": 4, "date": "2027-02-14", "time": "19:30", "outdoor": False},
        ),
        (
            "登记出差。出差人：夏侯远；职级：7；预支：1200.5。\n1. 站点：漠河，晚数：2\n2. 站点：黑河，晚数：1\n"
            "说明：\n---\n走\"北线\"\n不要改\n---",
            "register_trip",
            {
                "traveller": {"name": "夏侯远", "grade": 7},
                "legs": [{"place": "漠河", "nights": 2}, {"place": "黑河", "nights": 1}],
                "advance": 1200.5,
                "remarks": "走\"北线\"\n不要改",
            },
        ),
    ],
)  # fmt: skip
def test_request_that_no_bank_holds_is_read(text: str, name: str, arguments: dict[str, Any]) -> None:
    assert read(asked(text)) == [(name, arguments)]


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        (
            "Compare the weather in Port Louis, Ulan-Ude and The Hague.",
            ["Port Louis", "Ulan-Ude", "The Hague"],
        ),
        ("weather in Boston and St. John's please", ["Boston", "St. John's"]),
        ("绥芬河、呼和浩特以及和田的天气分别怎么样？", ["绥芬河", "呼和浩特", "和田"]),
    ],
)
def test_several_towns_want_a_call_each(text: str, cities: list[str]) -> None:
    assert [arguments["location"] for _, arguments in read(asked(text, [WEATHER]))] == cities


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("查一下遵义2025年12月3日的天气", "2025-12-03"),
        ("遵义二〇二五年十二月二十三号天气如何", "2025-12-23"),
        ("Forecast for 遵义, Dec 3rd, 2025", "2025-12-03"),
        ("Forecast for 遵义 on the 3rd of December 2025", "2025-12-03"),
        ("遵义 2025/12/3 天气", "2025-12-03"),
    ],
)
def test_dates_are_read_in_many_spellings(text: str, date: str) -> None:
    assert read(asked(text, [FORECAST])) == [("query_forecast", {"city": "遵义", "date": date})]


@pytest.mark.parametrize(
    "text",
    [
        "Hello!",
        "Thanks, that's all.",
        "What is 12 * 34?",
        "Write a poem about the weather.",
        "讲个天气的笑话",
        "你是谁？",
    ],
)
def test_talk_needs_no_tool(text: str) -> None:
    assert asked(text, [WEATHER, CLOCK]) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What's the weather?", "city and state"),
        ("Book a table for 4 guests on 2027-02-14 at 19:30", "restaurant"),
        ("Book a table at “Chez Mila” on 2027-02-14 at 19:30", "guests"),
    ],
)
def test_missing_parameter_is_asked_for(text: str, word: str) -> None:
    said = asked(text)
    assert said.tool_calls == []
    assert word in said.content


def test_the_reply_to_a_question_belongs_to_what_was_asked_before() -> None:
    messages = [
        {"role": "user", "content": "What's the weather, in Celsius?"},
        {"role": "assistant", "content": "For which city?"},
        {"role": "user", "content": "In Vaduz."},
    ]
    said = answer({"messages": messages, "tools": ALL}, random.Random(0))
    assert read(said) == [("get_current_weather", {"location": "Vaduz", "unit": "celsius"})]


def test_none_forbids_the_call() -> None:
    said = asked("What's the weather in Vaduz?", tool_choice="none")
    assert said.tool_calls == []
    assert said.content


def test_required_calls_something_legal() -> None:
    ((name, arguments),) = read(asked("Say hello", [LIGHT], tool_choice="required"))
    assert name == "set_light"
    assert arguments["room"] in ("kitchen", "living_room")
    assert isinstance(arguments["brightness"], int)


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"$ref": "#"},
        {"anyOf": [{"type": "null"}, TEXT]},
        {"enum": [None, 7]},
        {"const": 7},
        {"description": 7},
    ],
)
def test_odd_schemas_do_no_harm(schema: Any) -> None:
    assert len(read(asked("3 words", [tool("look", "See", word=schema)], tool_choice="required"))) == 1


def test_named_tool_is_called_for_what_another_would_do() -> None:
    choice = {"type": "function", "function": {"name": "get_time"}}
    assert read(asked("What's the weather in Vaduz?", tool_choice=choice)) == [
        ("get_time", {"city": "Vaduz"})
    ]


def test_calls_one_by_one_where_they_may_not_be_parallel() -> None:
    text = "weather in Boston and Vaduz please"
    first = asked(text, [WEATHER], parallel_tool_calls=False)
    assert [arguments["location"] for _, arguments in read(first)] == ["Boston"]
    messages = [
        {"role": "user", "content": text},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "a", **first.tool_calls[0]}]},
        {"role": "tool", "tool_call_id": "a", "content": "12"},
    ]
    request = {"messages": messages, "tools": [WEATHER], "parallel_tool_calls": False}
    assert read(answer(request, random.Random(0))) == [("get_current_weather", {"location": "Vaduz"})]


def told(result: str, chance: int = 0) -> str:
    call = {"id": "a", "type": "function", "function": {"name": "get_time", "arguments": '{"city": "Vaduz"}'}}
    messages = [
        {"role": "user", "content": "What time is it in Vaduz?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "a", "content": result},
    ]
    said = answer({"messages": messages, "tools": ALL}, random.Random(chance))
    assert said is not None
    assert said.tool_calls == []
    return str(said.content)


@pytest.mark.parametrize("result", ['{"time": "17:41"}', "17:41", '{"now": [{"clock": "17:41"}]}'])
def test_a_result_is_used_in_the_answer(result: str) -> None:
    assert "17:41" in told(result)
    assert "Vaduz" in told(result)


def test_an_error_is_admitted() -> None:
    assert "error" in told('{"error": "clock stopped"}')
    assert "clock stopped" in told('{"error": "clock stopped"}')


def test_answers_and_questions_come_in_five_wordings() -> None:
    assert len({told("17:41", chance) for chance in range(60)}) >= 5
    assert len({asked("What's the weather?", chance=chance).content for chance in range(60)}) >= 5


def test_arguments_come_in_several_spellings_of_the_same_value() -> None:
    said = [asked("明天绥芬河天气怎么样？用摄氏度", chance=chance) for chance in range(40)]
    texts = {each.tool_calls[0]["function"]["arguments"] for each in said}
    assert len(texts) >= 5
    assert any("\\u" in text for text in texts)
    assert all(json.loads(text) == {"location": "绥芬河", "unit": "celsius"} for text in texts)
