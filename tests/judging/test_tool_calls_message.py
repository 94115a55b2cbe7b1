"""One reply: every defect by its name, and everything legal without a word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.records import Kind
from readiness.judging.tool_calls.codes import ORDER
from tests.judging.tool_calls_bodies import (
    DUE,
    GOOD,
    Question,
    asked,
    call,
    completion,
    judged,
    question,
    words,
)

OTHER = {"city": "Brno", "date": "2027-11-11", "unit": "celsius"}
DUE_OTHER = {
    "name": "get_weather",
    "arguments": {"city": ["Brno"], "date": ["2027-11-11"], "unit": ["celsius"]},
}
PAIR = question(calls=[DUE, DUE_OTHER])
NO_TOOL = question(no_call=True)
NO_CITY = question(no_call=True, ask_for="city")
TIME_DUE = question(calls=[{"name": "get-time", "arguments": {}}])
NAMED = asked(
    {"choice": {"name": "get_weather"}}, tool_choice={"type": "function", "function": {"name": "get_weather"}}
)
REQUIRED = asked({"choice": "required"}, tool_choice="required")
NONE = asked({"choice": "none", "no_call": True}, tool_choice="none")
ALONE = asked({"calls": [DUE, DUE_OTHER]}, parallel_tool_calls=False)


def raw(arguments: Any) -> dict[str, Any]:
    """A call with arguments of whatever JSON type."""
    return {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": arguments}}


def without(*keys: str, **more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in GOOD.items() if key not in keys}, **more}


LEGAL = {
    "as-asked": (Question(), completion(call())),
    "alias": (Question(), completion(call({**GOOD, "city": "西安"}))),
    "empty-content": (Question(), completion(call(), content="")),
    "a-word-beside-the-call": (Question(), completion(call(), content="Let me look that up.")),
    "thinking-aloud": (
        Question(),
        completion(call(), reasoning_content="I must answer inside <tool_call> tags."),
    ),
    "strange-id": (Question(), completion(call(id="functions.get_weather:0"))),
    "unknown-fields": (
        Question(),
        completion(call(index=0, x_trace="7"), refusal=None, audio=None, function_call=None),
    ),
    "other-order-and-escapes": (
        Question(),
        completion(call('{"unit":"celsius","date":"2027-11-11","city":"\\u897f\\u5b89"}')),
    ),
    "pretty": (Question(), completion(call(json.dumps(GOOD, indent=4)))),
    "optional-parameter": (Question(), completion(call({**GOOD, "days": 1}))),
    "other-order-of-calls": (PAIR, completion(call(OTHER), call(id="call_2"))),
    "nothing-taken": (TIME_DUE, completion(call({}, name="get-time"))),
    "no-call-needed": (NO_TOOL, completion(content="17 x 24 = 408.")),
    "a-question-back": (NO_CITY, completion(content="Which city do you mean?")),
    "empty-list-of-calls": (NO_TOOL, completion(content="Hello!", tool_calls=[])),
    "named-ends-with-stop": (NAMED, completion(call(), finish="stop")),
    "named-ends-with-tool-calls": (NAMED, completion(call())),
    "required": (REQUIRED, completion(call({}, name="get-time"))),
    "none": (NONE, completion(content="I may not call a tool now.")),
    "one-of-two": (ALONE, completion(call(OTHER))),
}


@pytest.mark.parametrize(("asked_for", "body"), LEGAL.values(), ids=LEGAL)
def test_what_is_legal_is_silent(asked_for: Question, body: bytes) -> None:
    outcome = judged(asked_for, body)
    assert (outcome.kind, words(outcome)) == (Kind.HIT, [])


DEFECTS = [
    # whether a call is there
    ("no_call", Question(), completion(content="It will be sunny.")),
    ("no_call", Question(), completion(content=None)),
    ("no_call", NO_TOOL, completion(content="")),
    ("finish_calls_empty", Question(), completion(tool_calls=[], finish="tool_calls")),
    ("finish_calls_empty", NO_TOOL, completion(content="Hello!", finish="tool_calls")),
    ("legacy_function_call", Question(), completion(function_call=call()["function"], finish="function_call")),
    ("markup_in_content", Question(), completion(content=f"<tool_call>\n{json.dumps(call())}\n</tool_call>")),
    ("markup_in_content", Question(), completion(content='{"name": "get_weather", "arguments": {"city": "Brno"}}')),
    ("markup_in_content", Question(), completion(content='get_weather({"city": "Brno"})')),
    ("markup_in_content", Question(), completion(content="Action: get_weather\nAction Input: {}")),
    ("markup_in_content", Question(), completion(content="", reasoning_content="<function=get_weather>")),
    ("malformed_body", Question(), b"{"),
    ("malformed_body", Question(), b'{"choices": []}'),
    ("malformed_body", Question(), b'{"error": {"message": "out of memory"}}'),
    ("malformed_body", Question(), completion(tool_calls=call())),
    # shape
    ("finish_stop_with_calls", Question(), completion(call(), finish="stop")),
    ("finish_stop_with_calls", REQUIRED, completion(call(), finish="stop")),
    ("finish_stop_with_calls", Question(), completion(call(), finish="length")),
    ("type", Question(), completion(call(type="tool"))),
    ("type", Question(), completion({key: value for key, value in call().items() if key != "type"})),
    ("id_missing", Question(), completion(call(id=None))),
    ("id_missing", Question(), completion(call(id=""))),
    ("id_missing", Question(), completion(call(id=7))),
    ("id_duplicate", PAIR, completion(call(), call(OTHER))),
    ("name_unknown", Question(), completion(call(name="forecast"))),
    ("name_unknown", Question(), completion({**call(), "function": None})),
    ("name_altered", Question(), completion(call(name="getWeather"))),
    ("name_altered", Question(), completion(call(name="functions.get_weather"))),
    ("name_altered", TIME_DUE, completion(call({}, name="get_time"))),
    ("count_low", PAIR, completion(call())),
    ("count_high", Question(), completion(call(), call(id="call_2"))),
    ("parallel_off_ignored", ALONE, completion(call(), call(OTHER, id="call_2"))),
    # arguments
    ("arguments_object", Question(), completion(raw(GOOD))),
    ("arguments_null", Question(), completion(raw(None))),
    ("arguments_null", TIME_DUE, completion({**call(), "function": {"name": "get-time"}})),
    ("arguments_empty", Question(), completion(call(""))),
    ("arguments_empty", TIME_DUE, completion(call(" ", name="get-time"))),
    ("arguments_doubled", Question(), completion(call(json.dumps(GOOD) * 2))),
    ("arguments_doubled", TIME_DUE, completion(call("{}{}", name="get-time"))),
    ("arguments_illegal", Question(), completion(call(json.dumps(GOOD)[:-1]))),
    ("arguments_illegal", Question(), completion(call(json.dumps(GOOD) + "}"))),
    ("arguments_illegal", Question(), completion(call("{'city': 'Brno'}"))),
    ("arguments_illegal", Question(), completion(call('{"city": NaN}'))),
    ("duplicate_key", Question(), completion(call('{"unit": "celsius", ' + json.dumps(GOOD)[1:]))),
    ("arguments_root", Question(), completion(call([GOOD]))),
    ("arguments_root", Question(), completion(call(json.dumps(json.dumps(GOOD))))),
    ("lost_parameter", Question(), completion(call(without("unit")))),
    ("lost_parameter", question(calls=[{**DUE, "arguments": {**DUE["arguments"], "days": [3]}}]), completion(call())),
    ("extra_parameter", Question(), completion(call({**GOOD, "country": "China"}))),
    ("extra_parameter", TIME_DUE, completion(call({"zone": "UTC"}, name="get-time"))),
    ("enum", Question(), completion(call({**GOOD, "unit": "Celsius"}))),
    ("wrong_type", Question(), completion(call({**GOOD, "days": "3"}))),
    ("wrong_type", Question(), completion(call({**GOOD, "days": True}))),
    ("wrong_type", Question(), completion(call({**GOOD, "city": None}))),
    ("schema", Question(), completion(call({**GOOD, "days": 99}))),
    ("schema", Question(), completion(call({**GOOD, "date": "11/11/2027"}))),
    ("whitespace_run", Question(), completion(call(json.dumps(GOOD)[:-1] + "\n" * 200 + "}"))),
    ("whitespace_run", Question(), completion(call(json.dumps(GOOD)[:-1] + " " * 200), finish="length")),
    ("loop", Question(), completion(call({**GOOD, "city": "Xi'an is Xi'an " * 40}))),
    # the rest of the message
    ("markup_leak", Question(), completion(call(), content="<tool_call>")),
    ("markup_leak", Question(), completion(call(), content="Done.<|im_end|>")),
    ("markup_leak", Question(), completion(call(), reasoning_content='<tool_call>{"name": "get_weather"')),
    ("markup_leak", NO_TOOL, completion(content="Hello!<｜end▁of▁sentence｜>")),
    ("markup_leak", NONE, completion(content=f"<tool_call>{json.dumps(call())}</tool_call>")),
    # tool_choice, and no tool needed
    ("unwanted_call", NO_TOOL, completion(call())),
    ("unwanted_call", NO_TOOL, completion(call(name="no_such_tool"))),
    ("unwanted_call", NO_TOOL, completion(function_call=call()["function"])),
    ("none_ignored", NONE, completion(call())),
    ("required_ignored", REQUIRED, completion(content="A poem.")),
    ("named_ignored", NAMED, completion(content="Hello!")),
    ("named_ignored", NAMED, completion(call({}, name="get-time"))),
    ("invented_parameter", NO_CITY, completion(call({**GOOD, "city": "Beijing"}))),
    ("unwanted_call", NO_CITY, completion(call(without("city")))),
    # values
    ("wrong_value", Question(), completion(call({**GOOD, "city": "Brno"}))),
    ("wrong_value", Question(), completion(call({**GOOD, "date": "2027-11-12"}))),
    ("wrong_value", Question(), completion(call({**GOOD, "unit": "fahrenheit"}))),
    ("wrong_value", Question(), completion(call({}, name="get-time"))),
    ("wrong_value", PAIR, completion(call(), call({**OTHER, "city": "Lima"}, id="call_2"))),
    ("corrupt_text", Question(), completion(call({**GOOD, "city": "Xi\ufffdan"}))),
    ("corrupt_text", Question(), completion(call({**GOOD, "city": "è¥¿å®‰"}))),
    ("corrupt_text", Question(), completion(call('{"city": "\\ud83d", "date": "2027-11-11", "unit": "celsius"}'))),
    ("crossed_request", question(calls=[DUE], elsewhere=["Brno", "Lima"]), completion(call(OTHER))),
]  # fmt: skip


@pytest.mark.parametrize(("word", "asked_for", "body"), DEFECTS)
def test_each_defect_has_its_name(word: str, asked_for: Question, body: bytes) -> None:
    outcome = judged(asked_for, body)
    assert outcome.kind is Kind.MISS
    assert words(outcome)[0] == word
    assert all("\n" not in each.expected + each.got for each in outcome.defects)


VALUE_ONLY = {"wrong_value", "corrupt_text", "crossed_request"}


@pytest.mark.parametrize(("word", "asked_for", "body"), [one for one in DEFECTS if one[0] in VALUE_ONLY])
def test_a_wrong_value_is_no_format_error(word: str, asked_for: Question, body: bytes) -> None:
    figures = judged(asked_for, body).figures
    assert (figures["format"], figures["value"]) == (1, 0)


@pytest.mark.parametrize("asked_for", [Question(), NO_TOOL, PAIR], ids=["call", "no-tool", "pair"])
def test_every_word_has_its_place_in_the_order(asked_for: Question) -> None:
    bad = completion(raw(None), call(name=None, id=""), content="<|im_end|>", finish="stop")
    assert set(words(judged(asked_for, bad))) <= set(ORDER)


def test_the_right_call_is_never_picked_out_of_several() -> None:
    assert words(judged(Question(), completion(call({}, name="get-time"), call(id="call_2")))) == [
        "count_high"
    ]


def test_a_budget_spent_on_thinking_is_no_format_error() -> None:
    thought = "Let me think. " * 10
    outcome = judged(asked(max_tokens=40), completion(content="", reasoning_content=thought, finish="length"))
    assert (outcome.kind, words(outcome)) == (Kind.ERROR, ["budget_eaten"])
    assert "format" not in outcome.figures


def test_a_number_that_the_schema_calls_a_number_may_be_an_integer() -> None:
    tool = {
        "type": "function",
        "function": {"name": "f", "parameters": {"type": "object", "properties": {"x": {"type": "number"}}}},
    }
    due = {"calls": [{"name": "f", "arguments": {"x": [3.0]}}]}
    assert (
        judged(Question(body={"tools": [tool]}, expect=due), completion(call({"x": 3}, name="f"))).kind
        is Kind.HIT
    )
