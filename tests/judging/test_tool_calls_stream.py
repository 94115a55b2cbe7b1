"""Streams: the raw deltas are judged, nothing is merged that does not belong together, healthy variation is silent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.records import Kind
from tests.judging.tool_calls_bodies import (
    DUE,
    FIRST,
    GOOD,
    LAST,
    STREAM,
    Question,
    asked,
    begun,
    call,
    completion,
    delta,
    judged,
    part,
    pieces,
    sse,
    words,
)

OTHER = {"city": "Brno", "date": "2027-11-11", "unit": "celsius"}
DUE_OTHER = {
    "name": "get_weather",
    "arguments": {"city": ["Brno"], "date": ["2027-11-11"], "unit": ["celsius"]},
}
ONE = asked(stream=True)
PAIR = asked({"calls": [DUE, DUE_OTHER]}, stream=True)
TIME_DUE = asked({"calls": [{"name": "get-time", "arguments": {}}]}, stream=True)
NO_TOOL = asked({"no_call": True}, stream=True)
USAGE = {"id": "c", "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 7}}
BOTH = [begun(0), *pieces(0), begun(1, "call_2"), *pieces(1, OTHER)]


def interleaved() -> list[dict[str, Any]]:
    first, second = pieces(0), pieces(1, OTHER)
    mixed = [each for pair in zip(first, second, strict=False) for each in pair]
    return [begun(1, "call_2"), begun(0), *mixed, *first[len(second) :], *second[len(first) :]]


def ended(chunk: dict[str, Any]) -> dict[str, Any]:
    """The same chunk with the finish reason in it."""
    return {**chunk, "choices": [{**chunk["choices"][0], "finish_reason": "tool_calls"}]}


def numbered(chunk: dict[str, Any], index: Any) -> dict[str, Any]:
    """The same chunk with another index of the call, `...` for none."""
    piece = {
        key: value for key, value in chunk["choices"][0]["delta"]["tool_calls"][0].items() if key != "index"
    }
    return delta(tool_calls=[piece if index is ... else {**piece, "index": index}])


def repeating(chunk: dict[str, Any]) -> dict[str, Any]:
    """The same delta with the id and the type of the first one, and an empty name."""
    piece = chunk["choices"][0]["delta"]["tool_calls"][0]
    return part(0, piece["function"]["arguments"], id="call_1", type="function", name="")


WITH_ROLES = [each for chunk in STREAM[1:-1] for each in (chunk, delta(role="assistant"))]
WHOLE = part(0, json.dumps(GOOD), id="call_1", type="function", name="get_weather")
TWO_AT_ONCE = delta(tool_calls=[{"index": 0, **call()}, {"index": 1, **call(OTHER, id="b")}])
LEGAL = {
    "small-pieces": (ONE, sse(*STREAM)),
    "crlf": (ONE, sse(*STREAM, end="\r\n")),
    "keep-alive-comments": (ONE, sse(": ping", FIRST, ": ping", *STREAM[1:])),
    "usage-at-the-end": (ONE, sse(*STREAM, USAGE)),
    "single-characters": (ONE, sse(FIRST, begun(0), *pieces(0, size=1), LAST)),
    "all-in-one-delta": (ONE, sse(WHOLE, LAST)),
    "finish-in-the-last-delta": (ONE, sse(*STREAM[:-2], ended(STREAM[-2]))),
    "role-and-empty-deltas": (ONE, sse(FIRST, *WITH_ROLES, LAST, delta())),
    "unknown-fields": (ONE, sse(*({**chunk, "system_fingerprint": "x", "obfuscation": "a"} for chunk in STREAM))),
    "a-word-first": (ONE, sse(FIRST, delta(content="Looking it up."), *STREAM[1:])),
    "parallel": (PAIR, sse(FIRST, *BOTH, LAST)),
    "parallel-interleaved": (PAIR, sse(FIRST, *interleaved(), LAST)),
    "parallel-in-one-chunk": (PAIR, sse(TWO_AT_ONCE, LAST)),
    "nothing-taken": (TIME_DUE, sse(begun(0, name="get-time"), part(0, "{}"), LAST)),
    "an-answer": (NO_TOOL, sse(FIRST, delta(content="Hello"), delta(content="!"), delta(finish="stop"))),
}  # fmt: skip


@pytest.mark.parametrize(("asked_for", "body"), LEGAL.values(), ids=LEGAL)
def test_healthy_variation_is_silent(asked_for: Question, body: bytes) -> None:
    outcome = judged(asked_for, body)
    assert (outcome.kind, words(outcome)) == (Kind.HIT, [])


PARSED = delta(tool_calls=[{"index": 0, **call(), "function": {"name": "get_weather", "arguments": GOOD}}])
LEGACY = delta(function_call={"name": "get_weather"})
REPEATED = part(0, json.dumps(GOOD)[40:], name="get_weather")
DEFECTS = {
    "no-index": ("index_missing", ONE, [*(numbered(chunk, ...) for chunk in STREAM[1:-1]), LAST]),
    "index-null": ("index_missing", ONE, [begun(0), *(numbered(chunk, None) for chunk in pieces(0)), LAST]),
    "index-as-text": ("index_missing", PAIR, [*(numbered(chunk, "0") for chunk in BOTH), LAST]),
    "all-calls-at-0": ("index_shared", PAIR, [*(numbered(chunk, 0) for chunk in BOTH), LAST]),
    "two-names-at-0": ("index_shared", ONE, [begun(0), part(0, "{}", name="get-time"), LAST]),
    "another-id-each-delta": ("index_shared", ONE, [begun(0), part(0, json.dumps(GOOD), id="call_2"), LAST]),
    "from-1": ("index_gap", ONE, [begun(1), *pieces(1), LAST]),
    "hole": ("index_gap", PAIR, [*BOTH[: len(pieces(0)) + 1], begun(2, "call_2"), *pieces(2, OTHER), LAST]),
    "id-again": ("name_repeated", ONE, [FIRST, begun(0), *map(repeating, pieces(0)), LAST]),
    "name-again": ("name_repeated", ONE, [begun(0), part(0, json.dumps(GOOD)[:40]), REPEATED, LAST]),
    "two-finish-chunks": ("finish_twice", ONE, [*STREAM, LAST]),
    "delta-after-finish": ("finish_twice", ONE, [*STREAM, delta(content="Done.")]),
    "finish-stop": ("finish_stop_with_calls", ONE, [*STREAM[:-1], delta(finish="stop")]),
    "no-finish": ("finish_stop_with_calls", ONE, STREAM[:-1]),
    "finish-without-call": ("finish_calls_empty", ONE, [FIRST, LAST]),
    "doubled-at-the-end": ("arguments_doubled", ONE, [*STREAM[:-1], part(0, json.dumps(GOOD)), LAST]),
    "first-characters-lost": ("arguments_illegal", ONE, [begun(0), *pieces(0)[1:], LAST]),
    "empty": ("arguments_empty", ONE, [begun(0), LAST]),
    "never": ("arguments_null", TIME_DUE, [part(0, id="call_1", type="function", name="get-time"), LAST]),
    "object": ("arguments_object", ONE, [PARSED, LAST]),
    "no-id": ("id_missing", ONE, [part(0, "", type="function", name="get_weather"), *pieces(0), LAST]),
    "one-id": ("id_duplicate", PAIR, [*BOTH[: len(pieces(0)) + 1], begun(1), *pieces(1, OTHER), LAST]),
    "no-type": ("type", ONE, [part(0, "", id="call_1", name="get_weather"), *pieces(0), LAST]),
    "legacy": ("legacy_function_call", ONE, [LEGACY, delta(finish="function_call")]),
    "one-lost": ("count_low", PAIR, STREAM),
    "leak": ("markup_leak", ONE, [FIRST, delta(content="<tool_"), delta(content="call>"), *STREAM[1:]]),
    "error-inside": ("malformed_body", ONE, [*STREAM[:3], {"error": {"message": "engine died"}}]),
    "broken-chunk": ("malformed_body", ONE, [*STREAM[:3], "data: {", *STREAM[3:]]),
}  # fmt: skip


@pytest.mark.parametrize(("word", "asked_for", "chunks"), DEFECTS.values(), ids=DEFECTS)
def test_each_defect_of_a_stream_has_its_name(word: str, asked_for: Question, chunks: list[Any]) -> None:
    outcome = judged(asked_for, sse(*chunks))
    assert outcome.kind is Kind.MISS
    assert words(outcome)[0] == word


@pytest.mark.parametrize(
    "body",
    [sse(*STREAM, done=False), sse(*STREAM[:5], done=False), completion(call())],
    ids=["whole", "cut", "plain"],
)
def test_a_stream_ends_in_done(body: bytes) -> None:
    assert words(judged(ONE, body))[0] == "no_done"


def test_a_stream_that_nobody_asked_for_is_no_completion() -> None:
    assert words(judged(asked(), sse(*STREAM))) == ["malformed_body"]


def test_parallel_calls_at_one_index_are_never_merged() -> None:
    body = sse(*(numbered(chunk, 0) for chunk in BOTH), LAST)
    assert words(judged(PAIR, body)) == ["index_shared"]


@pytest.mark.parametrize(
    "arguments", [{**GOOD, "days": "3"}, {"city": "Xi'an", "date": "2027-11-11"}], ids=["type", "key"]
)
def test_a_streamed_twin_that_differs_says_so_beside_the_reason(arguments: Any) -> None:
    wanted = {"calls": [{**DUE, "arguments": {**DUE["arguments"], "days": [3, None]}}]}
    body = sse(begun(0), *pieces(0, arguments), LAST)
    assert words(judged(asked(wanted, "call-xian", stream=True), body))[-1] == "stream_differs"
    assert "stream_differs" not in words(judged(asked(wanted, stream=True), body))
