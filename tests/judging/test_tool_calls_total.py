"""Whatever comes back, the judge has an outcome: it never raises, and what it shows is one line."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.judging.records import Kind
from readiness.judging.tool_calls.cases import judge_case
from readiness.judging.tool_calls.codes import ORDER
from readiness.judging.tool_calls.rounds import next_messages
from tests.judging.tool_calls_bodies import GOOD, asked, completion, delta, exchange, question, sse, words

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ARGUMENTS = st.one_of(ANY, ANY.map(json.dumps), st.just(json.dumps(GOOD)))
FUNCTION = st.fixed_dictionaries({}, optional={"name": st.just("get_weather") | ANY, "arguments": ARGUMENTS})
CALL = st.fixed_dictionaries(
    {},
    optional={
        "index": st.integers(-1, 2) | ANY,
        "id": st.sampled_from(["call_1", "call_2", ""]) | ANY,
        "type": st.just("function") | ANY,
        "function": ANY | FUNCTION,
    },
)
FINISH = st.sampled_from([None, "stop", "tool_calls", "length"]) | ANY
QUESTIONS = [
    question(calls=[{"name": "get_weather", "arguments": {key: [value] for key, value in GOOD.items()}}]),
    question(no_call=True, ask_for="city"),
    question(calls=[], rounds=[{"results": [], "answer_contains": [["23"]], "no_new_call": True}]),
    asked({"choice": "required"}, tool_choice="required"),
]


def has_an_outcome(body: bytes, *, stream: bool) -> None:
    for each in QUESTIONS:
        asked_for = asked(each.expect, stream=True) if stream else each
        came = exchange(body)
        outcome = judge_case(asked_for, [came])
        next_messages(asked_for, [came])
        assert outcome.kind in (Kind.HIT, Kind.MISS, Kind.ERROR)
        assert set(words(outcome)) <= set(ORDER)
        assert bool(outcome.defects) == (outcome.kind is not Kind.HIT)
        assert not [each for each in outcome.defects if "\n" in each.expected + each.got]


@settings(max_examples=30, deadline=None)
@given(calls=st.lists(CALL, max_size=3) | ANY, content=ANY, finish=FINISH)
def test_any_message_has_an_outcome(calls: Any, content: Any, finish: Any) -> None:
    has_an_outcome(completion(content=content, finish=finish, tool_calls=calls), stream=False)


@settings(max_examples=30, deadline=None)
@given(deltas=st.lists(st.lists(CALL, max_size=2) | ANY, max_size=4), finish=FINISH, done=st.booleans())
def test_any_stream_has_an_outcome(deltas: list[Any], finish: Any, done: bool) -> None:
    chunks = [delta(tool_calls=each) for each in deltas]
    has_an_outcome(sse(*chunks, delta(finish=finish), done=done), stream=True)


@settings(max_examples=20, deadline=None)
@given(body=st.binary(max_size=60))
def test_any_bytes_have_an_outcome(body: bytes) -> None:
    has_an_outcome(body, stream=False)
    has_an_outcome(body, stream=True)
