"""Completions read from bytes: exactly what came, and in one line what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import Reply, Usage, read_reply


def reply_to(body: bytes, content_type: str = "application/json", **headers: str) -> Reply:
    kept = {"content-type": content_type, **headers}
    return read_reply(
        Exchange("POST", "http://h/v1/chat/completions", b"{}", status=200, headers=kept, body=body)
    )


def plain(message: Any, **choice: Any) -> Reply:
    body = {"model": "m", "choices": [{"index": 0, "message": message, "finish_reason": "stop", **choice}]}
    return reply_to(json.dumps(body).encode())


def stream(*chunks: Any, end: str = "data: [DONE]\n\n") -> bytes:
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode() + end.encode()


def delta(fields: Any, **choice: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": None, **choice}]}


def streamed(*chunks: Any) -> Reply:
    return reply_to(stream(*chunks), "text/event-stream")


def call(
    index: int | None, name: str | None = None, arguments: str | None = None, **more: Any
) -> dict[str, Any]:
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    return {**({} if index is None else {"index": index}), "function": function, **more}


# --- plain ---------------------------------------------------------------------------------------


def test_plain_completion() -> None:
    body = {
        "id": "x",
        "object": "chat.completion",
        "model": "qwen",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": " hello\n",
                    "reasoning_content": "think",
                    "refusal": None,
                },
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8},
        "unknown": {"extra": [1]},
    }
    assert reply_to(json.dumps(body).encode()) == Reply(
        streamed=False,
        content=" hello\n",
        reasoning="think",
        reasoning_in="reasoning_content",
        finish_reason="stop",
        usage=Usage(3, 5),
        model="qwen",
        choices=1,
    )


def test_blank_lines_that_kept_the_connection_alive_are_no_body() -> None:
    choice = {"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"}
    reply = reply_to(b"\n" * 300 + json.dumps({"choices": [choice]}).encode())
    assert (reply.content, reply.malformed) == ("yes", None)


def test_pretty_printed_completion_is_the_same() -> None:
    body = {"choices": [{"index": 0, "message": {"content": "x"}, "finish_reason": "stop"}]}
    assert reply_to(json.dumps(body, indent=4).encode()) == reply_to(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ("", "string", ""),
        ("x", "string", "x"),
        (None, "null", None),
        ([{"type": "text", "text": "x"}], "array", None),
        ({"name": "x"}, "object", None),
        (5, "number", None),
        (True, "boolean", None),
    ],
)
def test_type_of_content_is_named(content: Any, kind: str, text: str | None) -> None:
    reply = plain({"content": content})
    assert (reply.content_type, reply.content, reply.malformed) == (kind, text, None)


def test_absent_content() -> None:
    assert plain({"role": "assistant"}).content_type == "absent"


def test_lone_surrogate_is_kept() -> None:
    assert reply_to(rb'{"choices":[{"message":{"content":"a\ud83d"}}]}').content == "a\ud83d"


def test_newer_reasoning_field() -> None:
    assert plain({"content": "x", "reasoning": "think"}).reasoning == "think"


def test_same_reasoning_under_both_names_counts_once() -> None:
    assert plain({"reasoning_content": "think", "reasoning": "think"}).reasoning == "think"


def test_tool_calls_stand_as_they_came() -> None:
    calls = [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    assert plain({"content": None, "tool_calls": calls}).tool_calls == tuple(calls)


def test_null_tool_calls_are_none() -> None:
    reply = plain({"content": "x", "tool_calls": None})
    assert (reply.tool_calls, reply.malformed) == ((), None)


def test_choice_zero_is_read_wherever_it_stands() -> None:
    choices = [{"index": 1, "message": {"content": "one"}}, {"index": 0, "message": {"content": "zero"}}]
    reply = reply_to(json.dumps({"choices": choices}).encode())
    assert (reply.content, reply.choices) == ("zero", 2)


@pytest.mark.parametrize(
    "usage", [None, [], "many", {"prompt_tokens": 1.5, "completion_tokens": "5"}, {"prompt_tokens": True}]
)
def test_usage_that_is_no_integer_is_none(usage: Any) -> None:
    body = {"choices": [{"message": {"content": "x"}}], "usage": usage}
    reply = reply_to(json.dumps(body).encode())
    assert (reply.usage, reply.malformed) == (Usage(), None)


GOOD = '{"choices":[{"message":{"content":"x"}}]'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (
            b"<!doctype html><html><head><title>502 Bad Gateway</title></head></html>",
            "HTML page: 502 Bad Gateway",
        ),
        (b"<html>", "HTML page"),
        (b"upstream timed out", "not JSON"),
        (f"{GOOD}".encode(), "not JSON"),
        (f"{GOOD}}}{GOOD}}}".encode(), "not JSON"),
        (f'{GOOD},"n":NaN}}'.encode(), "NaN"),
        (f'{GOOD},"n":{"9" * 5000}}}'.encode(), "not JSON"),
        (b"\xef\xbb\xbf" + GOOD.encode() + b"}", "byte order mark"),
        (b'{"choices":[{"message":{"content":"\xff"}}]}', "not UTF-8"),
        (GOOD.encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"choices":' * 300 + b"1" + b"}" * 300, "nested"),
        (b"[]", "array, not an object"),
        (b"null", "null, not an object"),
        (b"{}", "choices is absent"),
        (b'{"choices":null}', "choices is a JSON null"),
        (b'{"choices":{}}', "choices is a JSON object"),
        (b'{"choices":[]}', "choices is empty"),
        (b'{"choices":["x"]}', "a choice is a JSON string"),
        (b'{"choices":[{}]}', "message is absent"),
        (b'{"choices":[{"message":"x"}]}', "message is a JSON string"),
        (b'{"choices":[{"message":{"tool_calls":{}}}]}', "tool_calls"),
        (b'{"choices":[{"message":{"tool_calls":["x"]}}]}', "tool_calls"),
        (b'{"choices":[{"message":{"content":"x"},"finish_reason":1}]}', "finish_reason is a JSON number"),
        (b'{"model":7,"choices":[{"message":{"content":"x"}}]}', "model is a JSON number"),
    ],
)
def test_malformed_body_says_why_in_one_line(body: bytes, says: str) -> None:
    malformed = reply_to(body).malformed
    assert malformed is not None
    assert says in malformed
    assert "\n" not in malformed
    assert len(malformed) <= 300


def test_compressed_body_is_named() -> None:
    reply = reply_to(b"\x1f\x8b", **{"content-encoding": "gzip"})
    assert reply.malformed is not None
    assert "gzip" in reply.malformed


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "out of memory", "type": "server_error"}}, "out of memory"),
        ({"error": "out of memory"}, "out of memory"),
        ({"object": "error", "message": "out of memory", "code": 400}, "out of memory"),
        ({"detail": "out of memory"}, "out of memory"),
        ({"detail": [{"loc": ["body", "model"], "msg": "missing"}]}, "body.model: missing"),
        ({"error": {"code": 5}}, "code"),
    ],
)
def test_error_object_in_a_200(body: Any, message: str) -> None:
    reply = reply_to(json.dumps(body).encode())
    assert reply.error is not None
    assert message in reply.error
    assert reply.malformed is None


@pytest.mark.parametrize("error", [None, "", False, {}])
def test_empty_error_field_is_no_error(error: Any) -> None:
    body = {"error": error, "choices": [{"message": {"content": "x"}}]}
    reply = reply_to(json.dumps(body).encode())
    assert (reply.error, reply.content, reply.malformed) == (None, "x", None)


# --- streamed ------------------------------------------------------------------------------------

ORDINARY = [
    delta({"role": "assistant", "content": ""}),
    delta({"content": "Hel"}),
    delta({"content": "lo"}),
    delta({}, finish_reason="stop"),
    {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}, "model": "m"},
]
JOINED = Reply(
    streamed=True, content="Hello", finish_reason="stop", usage=Usage(3, 2), model="m", done=True, choices=1
)


def test_stream_is_joined() -> None:
    assert streamed(*ORDINARY) == JOINED


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(stream(*ORDINARY).replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(stream(*ORDINARY).replace(b"data: ", b"data:"), id="no blank after the colon"),
        pytest.param(stream(*ORDINARY).replace(b"data: {", b": ping\n\ndata: {"), id="keep-alive comments"),
        pytest.param(b"\n\n: hello\n\n" + stream(*ORDINARY), id="blank lines first"),
        pytest.param(
            stream(*ORDINARY).replace(b'"choices"', b'"obfuscation":"xyz","choices"'), id="unknown fields"
        ),
        pytest.param(stream(*ORDINARY).replace(b"data: {", b"id: 7\ndata: {"), id="event ids"),
        pytest.param(stream(*ORDINARY).removesuffix(b"\n\n"), id="no line end after DONE"),
        pytest.param(stream(*ORDINARY) + b": bye\n\n", id="comment after DONE"),
        pytest.param(b"event: ping\ndata: {}\n\n" + stream(*ORDINARY), id="named ping events"),
        pytest.param(
            stream(*ORDINARY, delta({"content": None, "tool_calls": None, "refusal": None})), id="nulls"
        ),
        pytest.param(stream(*ORDINARY, {"choices": [{"index": 0, "delta": None}]}), id="null delta"),
        pytest.param(
            stream(*ORDINARY, {"usage": {"prompt_tokens": 3, "completion_tokens": 2}}), id="bare usage"
        ),
        pytest.param(
            stream(*ORDINARY, {"choices": [{"index": 0, "delta": {}}], "usage": None}), id="null usage"
        ),
    ],
)
def test_healthy_variation_reads_the_same(body: bytes) -> None:
    assert reply_to(body, "text/event-stream; charset=utf-8") == JOINED


def test_stream_without_done() -> None:
    reply = reply_to(stream(*ORDINARY, end=""), "text/event-stream")
    assert (reply.done, reply.content, reply.malformed) == (False, "Hello", None)


def test_stream_under_another_content_type_is_read_as_stream() -> None:
    assert reply_to(stream(*ORDINARY), "application/json") == JOINED


def test_plain_answer_to_a_streamed_request_is_read_as_plain() -> None:
    reply = reply_to(b'{"choices":[{"message":{"content":"x"}}]}', "text/event-stream")
    assert (reply.streamed, reply.content) == (False, "x")


def test_text_of_one_byte_events_is_exact() -> None:
    text = " 你\u200d🎉\ud83d \\n"
    assert streamed(*(delta({"content": character}) for character in text)).content == text


def test_only_choice_zero_is_joined_and_all_are_counted() -> None:
    other = {"choices": [{"index": 1, "delta": {"content": "other"}}]}
    reply = streamed(delta({"content": "a"}), other, delta({"content": "b"}))
    assert (reply.content, reply.choices) == ("ab", 2)


def test_reasoning_and_refusal_are_joined() -> None:
    reply = streamed(
        delta({"reasoning_content": "th"}),
        delta({"reasoning_content": "ink"}),
        delta({"refusal": "no"}),
        delta({"refusal": "pe"}),
    )
    assert (reply.reasoning, reply.refusal, reply.content) == ("think", "nope", None)


def test_tool_calls_are_joined_by_index() -> None:
    reply = streamed(
        delta({"role": "assistant", "content": None}),
        delta({"tool_calls": [call(0, "get_", "", id="a", type="function")]}),
        delta({"tool_calls": [call(0, "weather", '{"city":')]}),
        delta({"tool_calls": [call(1, "now", "{}", id="b", type="function")]}),
        delta({"tool_calls": [call(0, None, '"Bern"}', id="later")]}),
        delta({}, finish_reason="tool_calls"),
    )
    assert reply.tool_calls == (
        {"id": "a", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Bern"}'}},
        {"id": "b", "type": "function", "function": {"name": "now", "arguments": "{}"}},
    )
    assert (reply.content, reply.content_type, reply.malformed) == (None, "null", None)


def test_tool_call_without_an_index_is_malformed() -> None:
    reply = streamed(
        delta({"tool_calls": [call(None, "f", "{", id="a")]}),
        delta({"tool_calls": [call(None, arguments="}")]}),
    )
    assert reply.malformed is not None
    assert "index" in reply.malformed
    assert reply.tool_calls[0]["function"] == {"name": "f", "arguments": "{}"}


def test_last_finish_reason_counts() -> None:
    assert (
        streamed(delta({}, finish_reason="stop"), delta({}, finish_reason="length")).finish_reason == "length"
    )


def test_content_of_another_type_in_a_delta_is_named() -> None:
    reply = streamed(delta({"content": [{"type": "text", "text": "x"}]}))
    assert (reply.content_type, reply.content) == ("array", None)


def test_nothing_after_done_is_read() -> None:
    assert reply_to(stream(*ORDINARY) + stream(delta({"content": "!"})), "text/event-stream") == JOINED


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"data: [DONE]\n\n", "no chunk with a choice"),
        (b": ping\n\n", "no chunk with a choice"),
        (b"data: {broken\n\n", "not JSON"),
        (b"data:\n\n", "not JSON"),
        (b"data: : keep-alive\n\n", "not JSON"),
        (b"data: [1]\n\n", "JSON array"),
        (b'data: {"n": NaN}\n\n', "NaN"),
        (b"data: " + b"[" * 100_000 + b"\n\n", "nested"),
        (b'data: {"choices":[{"index":0,"delta":{"content":"\xe4\xbd"}}]}\n\n', "not UTF-8"),
        (b'data: {"id":"x"}\n\n', "no choices"),
        (b'data: {"choices":{}}\n\n', "choices of a chunk"),
        (b'data: {"choices":["x"]}\n\n', "a choice is a JSON string"),
        (stream(delta({"content": "a"}), end='data: {"choices":[{"index":0,"del'), "cut inside an event"),
        (stream(delta({"content": "a"}), end='data: {"choices":[]}\n'), "cut inside an event"),
        (stream(delta({"content": "a"}), end="da"), "cut inside an event"),
        (stream(delta({"content": "a"})).replace(b"data: {", b"{", 1), "data:"),
        (stream(delta({"content": "a"}), delta({"content": "b"})).replace(b"data: {", b"dat: {", 1), "data:"),
        (stream(delta({}, finish_reason=3)), "finish_reason"),
    ],
)
def test_malformed_stream_says_why_in_one_line(body: bytes, says: str) -> None:
    malformed = reply_to(body, "text/event-stream").malformed
    assert malformed is not None
    assert says in malformed
    assert "\n" not in malformed


def test_malformed_stream_keeps_what_could_be_read() -> None:
    reply = reply_to(
        stream(delta({"content": "a"}), end="data: {broken\n\n") + stream(delta({"content": "b"}))
    )
    assert reply.malformed is not None
    assert reply.content == "ab"


@pytest.mark.parametrize(
    "body",
    [
        stream(delta({"content": "a"}), {"error": {"message": "engine died"}}),
        stream(delta({"content": "a"}), {"error": "engine died"}),
        stream(delta({"content": "a"}), {"object": "error", "message": "engine died"}),
        stream(delta({"content": "a"}), end='event: error\ndata: {"message": "engine died"}\n\n'),
        stream({"detail": "engine died"}),
    ],
)
def test_error_inside_a_stream(body: bytes) -> None:
    reply = reply_to(body, "text/event-stream")
    assert reply.error == "engine died"
    assert reply.malformed is None


# --- whatever comes ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "choices",
    "message",
    "delta",
    "content",
    "tool_calls",
    "function",
    "arguments",
    "error",
    "usage",
    "index",
)
SHAPED = st.recursive(
    JSON,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=100))
def test_any_bytes_give_a_reply(body: bytes) -> None:
    assert reply_to(body).malformed is not None or reply_to(body).error is not None


@settings(deadline=None, max_examples=60)
@given(SHAPED)
def test_any_json_gives_a_reply(value: Any) -> None:
    body = json.dumps(value).encode()
    reply_to(body)
    reply_to(b"data: " + body + b"\n\n", "text/event-stream")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=6))
def test_joined_text_is_the_sum_of_its_deltas(texts: list[str]) -> None:
    assert (streamed(*(delta({"content": text}) for text in texts)).content or "") == "".join(texts)
