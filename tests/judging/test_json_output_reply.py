"""The reply judge: transport, channel and ending, from recorded bytes to an outcome."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from readiness.bank import Case
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.judging.records import Kind, Outcome
from readiness.test_json_output import judge as judge_as_asked

GOOD = '{"name": "Ada", "age": 36, "city": "Leeds"}'
VALUE = {"name": "Ada", "age": 36, "city": "Leeds"}
SCHEMA = {"type": "object", "properties": {"items": {"type": "array", "maxItems": 3}}, "required": ["items"]}
STRICT = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": SCHEMA}}
}
OBJECT = {"response_format": {"type": "json_object"}}


def case(family: str = "plain", body: Any = None, **expect: Any) -> Case:
    messages = ({"role": "user", "content": "Ada, 36, lives in Leeds. JSON only."},)
    expect = expect or ({"value": VALUE} if family in ("plain", "streamed", "json_object") else {})
    return Case("json_output", "a-case", family, "en", messages, body or {}, expect)


def exchange(body: Any, status: int = 200, **fields: Any) -> Exchange:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange("POST", "http://localhost/v1/chat/completions", b"{}", status=status, body=data, **fields)


def completion(content: Any = GOOD, finish: Any = "stop", usage: Any = None, **message: Any) -> Exchange:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": content, **message},
        "finish_reason": finish,
    }
    whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return exchange(whole if usage is None else {**whole, "usage": usage})


def stream(*pieces: str, finish: str | None = "stop", ends: bytes = b"data: [DONE]\n\n") -> Exchange:
    def event(delta: dict[str, Any], reason: str | None = None) -> bytes:
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        chunk["choices"] = [{"index": 0, "delta": delta, "finish_reason": reason}]  # type: ignore[assignment]
        return b"data: " + json.dumps(chunk).encode() + b"\n\n"

    body = event({"role": "assistant", "content": ""}) + b"".join(
        event({"content": piece}) for piece in pieces
    )
    last = event({}, finish) if finish else b""
    return exchange(body + last + ends, headers={"content-type": "text/event-stream"})


def broken(error: TransportError) -> Exchange:
    return Exchange("POST", "http://localhost/v1", b"{}", error=error, error_detail="after 3 s")


def sent(body: Any, came: Exchange) -> Exchange:
    """The same answer to a request with this body."""
    return replace(came, request_body=json.dumps(body).encode())


def judge(case: Case, exchanges: list[Exchange]) -> Outcome:
    """Judge as if a stream had been asked for where one came."""
    streamed = exchanges[0].headers.get("content-type") == "text/event-stream"
    return judge_as_asked(case, [sent({"stream": streamed}, exchanges[0])])


def words(outcome: Outcome) -> list[str]:
    return [each.code.removeprefix("json_output.") for each in outcome.defects]


def test_a_right_reply_is_a_hit_with_its_figures() -> None:
    outcome = judge(case(), [completion(usage={"prompt_tokens": 9, "completion_tokens": 12})])
    assert (outcome.kind, outcome.defects) == (Kind.HIT, ())
    expected = {"format": 1, "legal": 1, "legal_after_unfencing": 1, "schema_valid": 1, "value": 1}
    expected |= {
        "max_whitespace_run": 1,
        "edge_whitespace": 0,
        "characters": len(GOOD),
        "completion_tokens": 12,
    }
    assert outcome.figures == expected


@pytest.mark.parametrize(("asked", "came"), [(True, completion()), (False, stream(GOOD))])
def test_a_reply_in_the_other_form_than_asked_is_a_miss(asked: bool, came: Exchange) -> None:
    outcome = judge_as_asked(case(), [sent({"stream": asked}, came)])
    assert (outcome.kind, words(outcome)) == (Kind.MISS, ["malformed_body"])


def test_an_integer_with_an_exponent_is_a_float_to_its_reader() -> None:
    outcome = judge(case(), [completion(GOOD.replace("36", "36e0"))])
    assert (outcome.kind, words(outcome)) == (Kind.MISS, ["float_for_int"])


def test_a_gateway_that_fails_on_a_bad_request_says_nothing_of_the_endpoint() -> None:
    assert judge(case("bad_request"), [exchange({}, status=503)]).kind is Kind.ERROR


HEALTHY = [
    completion(json.dumps(VALUE, indent=2), reasoning_content="The user wants JSON: ```json {} ```"),
    completion(refusal=None, tool_calls=[], annotations=[], extra={"unknown": 1}),
    completion("\n" + GOOD + "\n"),
    stream(*GOOD),
    stream(GOOD),
    stream(
        GOOD, ends=b': ping\n\ndata: {"choices": [], "usage": {"completion_tokens": 9}}\n\ndata: [DONE]\n\n'
    ),
    exchange(stream(*GOOD).body.replace(b"\n", b"\r\n"), headers={"content-type": "text/event-stream"}),
]


@pytest.mark.parametrize("answer", HEALTHY)
def test_healthy_variation_raises_no_alarm(answer: Exchange) -> None:
    outcome = judge(case(), [answer])
    assert (outcome.kind, words(outcome)) == (Kind.HIT, [])


def test_a_wrong_value_is_a_miss_of_the_value_only() -> None:
    outcome = judge(case(), [completion(GOOD.replace("36", "63"))])
    assert (outcome.kind, words(outcome)) == (Kind.MISS, ["wrong_value"])
    assert (outcome.figures["format"], outcome.figures["value"]) == (1, 0)


MISSES = [
    (completion(""), ["empty"]),
    (completion(None), ["empty"]),
    (completion(" \n "), ["empty"]),
    (completion(None, reasoning_content=GOOD), ["wrong_field"]),
    (completion("", reasoning_content=f"Let me answer: {GOOD}"), ["wrong_field"]),
    (completion("", finish="length", reasoning_content=GOOD), ["wrong_field"]),
    (completion(None, reasoning="I will think."), ["empty"]),
    (completion(None, refusal="I cannot help with that."), ["refusal_field"]),
    (completion(VALUE), ["not_text"]),
    (completion([{"type": "text", "text": GOOD}]), ["not_text"]),
    (completion(None, tool_calls=[{"id": "1", "type": "function", "function": {"name": "x", "arguments": GOOD}}]),
     ["in_tool_calls"]),
    (exchange({"error": {"message": "overloaded", "type": "server_error"}}), ["error_body_200"]),
    (exchange(b"<html>login</html>"), ["malformed_body"]),
    (exchange({"object": "chat.completion", "choices": []}), ["malformed_body"]),
    (exchange(b'{"choices": [{"message": {"content": "'), ["malformed_body"]),
    (completion(f"```json\n{GOOD}\n```"), ["fence"]),
    (completion(finish="length"), ["finish_reason"]),
    (completion(finish=None), ["finish_reason"]),
    (completion(finish="content_filter"), ["finish_reason"]),
    (completion(GOOD[:20], finish="length"), ["truncated"]),
    (completion(GOOD[:20]), ["truncated"]),
    (completion(GOOD[:20], finish=None), ["truncated", "finish_reason"]),
    (completion("Here is the JSON you", finish="length"), ["prose_before", "truncated"]),
    (completion(GOOD[:-1] + " " * 900, finish="length"), ["truncated", "whitespace_run"]),
    (completion(GOOD + "\n" * 900, finish="length"), ["whitespace_run", "finish_reason"]),
    (stream(*GOOD, finish=None), ["finish_reason"]),
    (stream(GOOD[:12], finish=None, ends=b""), ["truncated", "finish_reason"]),
    (stream(GOOD[:12], ends=b'data: {"error": {"message": "out of memory"}}\n\n'), ["error_body_200"]),
    (stream(GOOD, ends=b"data: {broken\n\ndata: [DONE]\n\n"), ["malformed_body"]),
    (stream(f"{GOOD}<|im_end|>"), ["special_token"]),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), MISSES, ids=range(len(MISSES)))
def test_a_reply_that_arrived_and_is_wrong_is_a_format_miss(answer: Exchange, expected: list[str]) -> None:
    outcome = judge(case(), [answer])
    assert (outcome.kind, words(outcome), outcome.figures["format"]) == (Kind.MISS, expected, 0)


ERRORS = [
    (broken(TransportError.FIRST_BYTE_TIMEOUT), "first_byte_timeout: after 3 s"),
    (broken(TransportError.CONNECT_REFUSED), "connect_refused"),
    (exchange(completion().body, error=TransportError.CLOSED_EARLY), "closed_early"),
    (exchange({"error": {"message": "slow down"}}, status=429), 'HTTP 429: "slow down"'),
    (exchange({"error": {"message": "bad key"}}, status=401), 'HTTP 401: "bad key"'),
    (exchange({"error": {"message": "boom"}}, status=500), "HTTP 500"),
    (exchange(b"<html><title>504 Gateway Time-out</title></html>", status=504), "HTTP 504 of a gateway"),
    (exchange(b"", status=413), "HTTP 413 of a gateway"),
    (exchange(b"", status=302), "a redirect"),
    (
        exchange({"error": {"message": "temperature must be positive"}}, status=400),
        "temperature must be positive",
    ),
]


@pytest.mark.parametrize(("answer", "got"), ERRORS, ids=[row[1] for row in ERRORS])
def test_no_judgeable_answer_is_an_error(answer: Exchange, got: str) -> None:
    outcome = judge(case(), [answer])
    assert (outcome.kind, words(outcome)) == (Kind.ERROR, ["transport"])
    assert got in outcome.defects[0].got


def refusal(message: str, status: int = 400) -> Exchange:
    return exchange({"error": {"message": message, "type": "invalid_request_error"}}, status=status)


@pytest.mark.parametrize(
    ("asked", "answer", "kind"),
    [
        (case("json_object", OBJECT), refusal("response_format 'json_object' is not supported"), Kind.UNSUPPORTED),
        (case("json_schema", STRICT), refusal("structured outputs are off", 501), Kind.UNSUPPORTED),
        (case("streamed", OBJECT), refusal("Grammar backend missing", 422), Kind.UNSUPPORTED),
        (case("whitespace", STRICT), refusal("guided decoding is disabled"), Kind.UNSUPPORTED),
        (case("json_object", OBJECT), refusal("too many tokens"), Kind.ERROR),
        (case("json_object", OBJECT), refusal("response_format crashed", 500), Kind.ERROR),
        (case("json_object", OBJECT), refusal("response_format quota used up", 429), Kind.ERROR),
        (case("plain"), refusal("response_format is not supported"), Kind.ERROR),
        (case("keyword", STRICT, keyword="maxItems"), refusal("maxItems is not permitted"), Kind.UNSUPPORTED),
        (case("keyword", STRICT, keyword="maxItems"), refusal("this schema feature is unsupported"), Kind.UNSUPPORTED),
        (case("keyword", STRICT, keyword="maxItems"), refusal("bad request"), Kind.ERROR),
    ],
)  # fmt: skip
def test_an_explicit_refusal_of_the_format_is_unsupported(asked: Case, answer: Exchange, kind: Kind) -> None:
    assert judge(asked, [answer]).kind is kind


def test_a_keyword_that_is_obeyed_is_a_hit() -> None:
    asked = case("keyword", STRICT, keyword="maxItems")
    assert judge(asked, [completion('{"items": [1, 2, 3]}')]).kind is Kind.HIT


def test_a_keyword_that_is_accepted_and_broken_is_named_first() -> None:
    outcome = judge(case("keyword", STRICT, keyword="maxItems"), [completion('{"items": [1, 2, 3, 4]}')])
    assert words(outcome) == ["keyword_ignored", "constraint"]
    assert "maxItems 3" in outcome.defects[0].got


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (completion('{"name', finish="length"), []),
        (completion("", finish="length"), []),
        (completion(None, finish="length", reasoning_content="hm"), []),
        (stream('{"na', finish="length"), []),
        (completion('{"name', finish="stop"), ["length_hidden"]),
        (completion(GOOD, finish="stop"), ["length_hidden"]),
        (completion('{"name', finish=None), ["length_hidden"]),
        (exchange({"error": {"message": "no"}}), ["error_body_200"]),
        (exchange(b"oops"), ["malformed_body"]),
    ],
)
def test_a_cut_off_reply_must_say_so(answer: Exchange, expected: list[str]) -> None:
    outcome = judge(case("truncation", {"max_tokens": 8}), [answer])
    assert (words(outcome), outcome.kind) == (expected, Kind.MISS if expected else Kind.HIT)


@pytest.mark.parametrize(
    ("answer", "kind", "expected"),
    [
        (refusal("unknown response_format type"), Kind.HIT, []),
        (refusal("unprocessable", 422), Kind.HIT, []),
        (completion(), Kind.MISS, ["bad_request_accepted"]),
        (exchange({"error": {"message": "bad schema"}}), Kind.MISS, ["error_body_200"]),
        (refusal("KeyError: 'name'", 500), Kind.MISS, ["bad_request_5xx"]),
        (broken(TransportError.FIRST_BYTE_TIMEOUT), Kind.MISS, ["bad_request_5xx"]),
        (broken(TransportError.RESET), Kind.MISS, ["bad_request_5xx"]),
        (broken(TransportError.CONNECT_REFUSED), Kind.ERROR, ["transport"]),
        (refusal("slow down", 429), Kind.ERROR, ["transport"]),
    ],
)
def test_a_malformed_request_must_be_refused(answer: Exchange, kind: Kind, expected: list[str]) -> None:
    outcome = judge(case("bad_request", {"response_format": {"type": "json_strict"}}), [answer])
    assert (outcome.kind, words(outcome)) == (kind, expected)


def test_the_schema_of_the_request_counts_before_that_of_the_expectation() -> None:
    asked = case("json_schema", STRICT, schema={"type": "array"})
    assert judge(asked, [completion('{"items": []}')]).kind is Kind.HIT


def test_any_document_of_the_schema_is_right_where_no_value_is_expected() -> None:
    outcome = judge(case("whitespace", STRICT, schema=SCHEMA), [completion('{"items": [7]}')])
    assert (outcome.kind, "value" in outcome.figures) == (Kind.HIT, False)


def test_a_budget_spent_on_thinking_is_no_format_miss() -> None:
    came = completion("", finish="length", reasoning_content="Let me look again. " * 10)
    outcome = judge_as_asked(case(), [sent({"max_tokens": 40}, came)])
    assert (outcome.kind, words(outcome), outcome.figures) == (Kind.ERROR, ["budget_eaten"], {})


def test_an_answer_cut_short_behind_some_thinking_is_a_miss() -> None:
    came = completion("", finish="length", reasoning_content="Let me look.")
    outcome = judge_as_asked(case(), [sent({"max_tokens": 512}, came)])
    assert (outcome.kind, words(outcome)) == (Kind.MISS, ["empty"])
