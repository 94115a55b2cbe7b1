"""API compatibility: each row finds what breaks its claim in the raw bytes, and nothing else does."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.judging.api_compatibility.arrival import densest, spread
from readiness.judging.api_compatibility.mutations import mutations
from readiness.judging.api_compatibility.row import Level
from readiness.judging.api_compatibility.table import ROWS
from readiness.judging.records import Kind
from tests.judging.api_bodies import (
    CALL,
    COMPLETION,
    CREATED,
    ERROR,
    JSON_HEADERS,
    STREAM_HEADERS,
    changed,
    chunk,
    chunks,
    failed,
    outcome,
    plain,
    said,
    spoilt,
    streamed,
)

PLAIN_ROWS = ("A01", "A03", "A04", "A05", "A07", "A08", "A12")
STREAM_ROWS = ("S01", "S03", "S04", "S05", "S06", "S09", "S11", "S13", "S17")


def test_the_table_is_whole() -> None:
    levels = Counter(row.level for row in ROWS.values())
    assert levels == {Level.MUST: 41, Level.SHOULD: 38, Level.MAY: 10}
    assert len({row.case_id for row in ROWS.values()}) == 89


@pytest.mark.parametrize("row", PLAIN_ROWS)
def test_a_healthy_answer_hits(row: str) -> None:
    assert said(row, plain(COMPLETION)) == "hit"


@pytest.mark.parametrize(
    ("path", "new", "rows"),
    [
        ("id", 7, {"A01": "miss shape"}),
        ("object", "chat.completions", {"A04": "miss shape"}),
        ("object", ..., {"A01": "miss shape", "A04": "miss shape"}),
        ("created", CREATED * 1000, {"A05": "miss created"}),
        ("created", CREATED + 0.5, {"A05": "miss created"}),
        ("created", str(CREATED), {"A05": "miss created"}),
        ("created", True, {"A05": "miss created"}),
        ("model", "other", {"A07": "miss model_name"}),
        ("model", "m-2026-05-01", {}),
        ("model", "", {"A01": "miss shape", "A07": "miss model_name"}),
        ("choices.0.index", 1, {"A01": "miss shape"}),
        ("choices.0.index", "0", {"A01": "miss shape"}),
        ("choices.0.message.role", "Assistant", {"A01": "miss shape"}),
        ("choices.0.message.content", None, {"A01": "miss shape"}),
        ("choices.0.message.content", [{"type": "text", "text": "x"}], {"A01": "miss shape"}),
        ("choices.0.message.refusal", ..., {"A03": "miss shape"}),
        ("choices.0.logprobs", ..., {"A03": "miss shape"}),
        ("choices.0.finish_reason", "eos", {"A01": "miss shape", "A12": "miss finish_reason"}),
        ("choices.0.finish_reason", None, {"A01": "miss shape", "A12": "miss finish_reason"}),
        ("choices.0.message.tool_calls", [], {}),
        ("usage", ..., {"A08": "miss usage_missing"}),
        ("usage", None, {"A08": "miss usage_missing"}),
        ("usage.prompt_tokens", "9", {"A08": "miss usage_missing"}),
        ("usage.prompt_tokens", 0, {"A08": "miss usage_missing"}),
        ("usage.total_tokens", 11, {"A08": "miss usage_sum"}),
        ("service_tier", "default", {}),
        ("x_extra", {"anything": 1}, {}),
        ("system_fingerprint", None, {}),
    ],
)
def test_a_spoilt_answer_is_found_by_the_rows_that_it_concerns(
    path: str, new: Any, rows: dict[str, str]
) -> None:
    exchange = plain(changed(COMPLETION, path, new))
    assert {row: word for row in PLAIN_ROWS if (word := said(row, exchange)) != "hit"} == rows


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("application/json", "hit"),
        ("Application/JSON; charset=UTF-8", "hit"),
        ("application/json; charset=gbk", "miss shape"),
        ("text/plain", "miss shape"),
        ("", "miss shape"),
    ],
)
def test_the_content_type_of_an_answer(kind: str, word: str) -> None:
    assert said("A01", plain(COMPLETION, headers={**JSON_HEADERS, "content-type": kind})) == word


@pytest.mark.parametrize(
    ("status", "word"), [(400, "miss shape"), (429, "error transport"), (500, "error transport")]
)
def test_a_good_request_that_is_not_answered(status: int, word: str) -> None:
    assert said("A01", plain(ERROR, status)) == word


def test_ids_repeat() -> None:
    assert said("A06", plain(COMPLETION)) == "miss id_repeated"
    others = [plain({**COMPLETION, "id": f"{number}"}) for number in range(5)]
    assert said("A06", *others) == "hit"


def test_a_limit_is_kept_by_tokens_text_and_finish_reason() -> None:
    cut = changed(COMPLETION, "choices.0.finish_reason", "length")
    assert said("A10", plain(cut)) == "hit"
    assert said("A10", plain(COMPLETION)) == "miss limit_ignored"
    assert said("A11", plain(changed(cut, "usage.completion_tokens", 6))) == "miss limit_ignored"
    assert said("A11", plain(changed(cut, "choices.0.message.content", "1, " * 60))) == "miss limit_ignored"


# --- streams -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", STREAM_ROWS)
def test_a_healthy_stream_hits(row: str) -> None:
    assert said(row, streamed(chunks())) == "hit"


@pytest.mark.parametrize("row", STREAM_ROWS)
@pytest.mark.parametrize(
    "exchange",
    [
        streamed([]),
        streamed(["\u200b"]),
        plain(COMPLETION),
        plain(b""),
        plain(b"\xff\xfe"),
        plain(b"[]"),
        plain({"choices": [None]}),
    ],
)
def test_a_stream_row_has_a_verdict_on_anything(row: str, exchange: Exchange) -> None:
    assert outcome(row, exchange).kind in Kind


def _set(place: int, path: str, new: Any) -> Exchange:
    return spoilt(lambda events: events.__setitem__(place, changed(events[place], path, new)))


@pytest.mark.parametrize(
    ("exchange", "rows"),
    [
        (_set(2, "id", "another"), {"S03": "miss shape"}),
        (_set(2, "model", "another"), {"S03": "miss shape"}),
        (_set(2, "object", "chat.completion"), {"S03": "miss shape"}),
        (_set(2, "created", str(CREATED)), {"S03": "miss created"}),
        (_set(1, "choices.0.index", "0"), {"S03": "miss shape"}),
        (_set(0, "choices.0.delta", {"content": ""}), {"S04": "miss role_missing"}),
        (_set(0, "choices.0.delta.role", "Assistant"), {"S04": "miss role_missing"}),
        (_set(0, "choices.0.delta.role", ""), {"S04": "miss role_empty"}),
        (_set(2, "choices.0.delta.role", ""), {"S04": "miss role_empty"}),
        (_set(2, "choices.0.delta.role", None), {}),
        (_set(2, "choices.0.delta.role", "assistant"), {}),
        (_set(1, "choices.0.finish_reason", ...), {"S05": "miss finish_absent"}),
        (_set(1, "choices.0.finish_reason", ""), {"S05": "miss finish_absent"}),
        (_set(3, "choices.0.finish_reason", None), {"S05": "miss finish_absent"}),
        (_set(3, "choices.0.finish_reason", "eos"), {"S05": "miss finish_absent"}),
        (_set(1, "choices.0.finish_reason", "stop"), {"S05": "miss finish_twice", "S06": "miss shape"}),
        (_set(3, "choices.0.delta", {"content": "!"}), {"S06": "miss shape"}),
        (_set(1, "choices", ...), {"S09": "miss choices_missing"}),
        (_set(1, "choices", None), {"S09": "miss choices_missing"}),
        (spoilt(lambda events: events.append({**events[0], "choices": []})), {}),
        (_set(1, "obfuscation", "aXb"), {}),
        (_set(1, "usage", None), {}),
        (_set(1, "choices.0.delta.content", "\ufffd"), {"S11": "miss broken_utf8"}),
        (streamed(chunks(), end=""), {"S01": "miss no_done"}),
        (streamed(chunks(), end="data: [DONE]\n\ndata: [DONE]\n\n"), {"S01": "miss no_done"}),
        (streamed(chunks(), end="data: [DONE]\n\ntail"), {"S01": "miss no_done"}),
        (streamed(chunks(), end="data: [DONE]\n\n: bye\n\n"), {}),
        (
            streamed(chunks(), headers={**STREAM_HEADERS, "content-type": "text/plain"}),
            {"S01": "miss headers"},
        ),
        (
            streamed(
                chunks(), headers={**STREAM_HEADERS, "content-type": "text/event-stream; charset=utf-8"}
            ),
            {},
        ),
        (
            streamed(chunks(), headers={"content-type": "text/event-stream", "date": "x"}),
            {"S17": "miss headers"},
        ),
        (streamed([*chunks()[:2], ERROR], end=""), dict.fromkeys(STREAM_ROWS, "error transport")),
        (streamed([*chunks()[:2], ERROR]), dict.fromkeys(STREAM_ROWS, "error error_then_done")),
    ],
)
def test_a_spoilt_stream_is_found_by_the_rows_that_it_concerns(
    exchange: Exchange, rows: dict[str, str]
) -> None:
    assert {row: word for row in STREAM_ROWS if (word := said(row, exchange)) != "hit"} == rows


def _bytes(change: dict[bytes, bytes]) -> Exchange:
    exchange = streamed(chunks())
    body = exchange.body
    for old, new in change.items():
        body = body.replace(old, new)
    return Exchange("POST", "u", b"{}", 200, STREAM_HEADERS, body, exchange.reads)


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({b"\n": b"\r\n"}, {}),
        ({b"data: ": b"data:"}, {}),
        ({b'"rea"': b'"rea"', b"\n\n": b"\n\n: ping\n\n"}, {}),
        ({b"data: [DONE]\n": b"data: [DONE]\r\n"}, {"S13": "miss line_ends"}),
        (
            {b"data: [DONE]": b"data: : keepalive\n\ndata: [DONE]"},
            {"S01": "miss shape", "S12": "miss keepalive"},
        ),
        ({b"data: [DONE]": b"data:\n\ndata: [DONE]"}, {"S01": "miss shape", "S12": "miss keepalive"}),
        ({b"data: [DONE]": b"event: ping\ndata: ping\n\ndata: [DONE]"}, {"S12": "miss keepalive"}),
        ({b"data: [DONE]": b'event: ping\ndata: {"t":1}\n\ndata: [DONE]'}, {"S12": "miss keepalive"}),
    ],
)
def test_lines_of_a_stream(change: dict[bytes, bytes], rows: dict[str, str]) -> None:
    found = {row: said(row, _bytes(change)) for row in ("S01", "S03", "S04", "S05", "S12", "S13")}
    wrong = {row: word for row, word in found.items() if word != "hit"}
    assert {row: wrong.get(row) for row in rows} == rows
    assert rows or not wrong


def _usage(*events: Any) -> str:
    return said("S07", streamed([*chunks(), *events]), plain(COMPLETION))


def test_the_usage_of_a_stream_comes_once_at_its_end_and_is_right() -> None:
    last = {**chunk({}), "choices": [], "usage": COMPLETION["usage"]}
    assert _usage(last) == "hit"
    assert _usage() == "miss usage_chunk"
    assert _usage(last, last) == "miss usage_chunk"
    assert _usage(last, chunk({})) == "miss usage_chunk"
    assert _usage(changed(last, "choices", ...)) == "miss usage_chunk"
    assert _usage(changed(last, "usage.total_tokens", 11)) == "miss usage_sum"
    assert _usage(changed(last, "usage.prompt_tokens", "9")) == "miss usage_chunk"
    far = {"prompt_tokens": 19, "completion_tokens": 1, "total_tokens": 20}
    assert _usage(changed(last, "usage", far)) == "miss usage_chunk"


def test_running_usage_is_a_warning() -> None:
    running = {**chunk({"content": "x"}), "usage": COMPLETION["usage"]}
    assert said("S08", streamed([running, *chunks()])) == "miss usage_chunk"


def test_the_stream_says_what_the_plain_answer_says() -> None:
    assert said("S10", streamed(chunks()), plain(COMPLETION)) == "hit"
    assert said("S10", streamed(chunks()[:2]), plain(COMPLETION)) == "miss text_lost"


def test_arrivals_are_judged_by_their_times() -> None:
    steady = [0.5 + number / 50 for number in range(100)]
    assert spread(steady) == pytest.approx(0.8, abs=0.02)
    assert densest(steady) < 0.05
    assert spread([2.0] * 100) == 0.0
    assert densest([0.1 * number for number in range(50)] + [9.0] * 50) >= 0.5
    assert spread([0.001 * number for number in range(100)]) is None


# --- tools ---------------------------------------------------------------------------------------

CALLING = changed(
    changed(COMPLETION, "choices.0.message.tool_calls", [CALL]), "choices.0.finish_reason", "tool_calls"
)


@pytest.mark.parametrize(
    ("path", "new", "rows"),
    [
        ("content", None, {}),
        ("content", "", {}),
        ("tool_calls.0.id", "", {"T01": "miss tool_shape"}),
        ("tool_calls.0.type", "Function", {"T01": "miss tool_shape"}),
        ("tool_calls.0.function.name", "weather", {"T01": "miss tool_shape"}),
        ("tool_calls.0.function.arguments", {"city": "Oslo"}, {"T01": "miss tool_shape"}),
        ("tool_calls.0.function.arguments", "", {"T01": "miss tool_shape"}),
        ("tool_calls.0.function.arguments", "[]", {"T01": "miss tool_shape"}),
        ("tool_calls", None, {"T01": "miss choice_ignored", "T02": "miss choice_ignored"}),
    ],
)
def test_a_call_has_the_published_shape(path: str, new: Any, rows: dict[str, str]) -> None:
    exchange = plain(changed(CALLING, f"choices.0.message.{path}", new))
    assert {row: word for row in ("T01", "T02") if (word := said(row, exchange)) != "hit"} == rows


def test_a_call_ends_with_tool_calls() -> None:
    stopped = changed(CALLING, "choices.0.finish_reason", "stop")
    assert said("T02", plain(stopped)) == "miss tool_finish"


def test_tools_that_are_refused_cleanly_are_not_supported() -> None:
    assert said("T01", plain(ERROR, 400)) == "unsupported declined"


def _calls(*deltas: Any) -> str:
    events = [chunk({"role": "assistant"}), *(chunk({"tool_calls": [each]}) for each in deltas)]
    return said("T06", streamed([*events, chunk({}, "tool_calls")]))


def _delta(index: Any, arguments: str, call_id: str | None = None, name: str | None = None) -> Any:
    function = {"arguments": arguments, **({"name": name} if name else {})}
    return {"index": index, "function": function, **({"id": call_id, "type": "function"} if call_id else {})}


def test_streamed_calls_can_be_put_together() -> None:
    first, rest, other = _delta(0, "{", "a", "f"), _delta(0, "}"), _delta(1, "{}", "b", "f")
    assert _calls(first, rest, other) == "hit"
    assert _calls({key: value for key, value in first.items() if key != "index"}, rest) == "miss tool_index"
    assert _calls(_delta("0", "{}", "a", "f")) == "miss tool_index"
    assert _calls(first, rest, _delta(0, "{}", "b", "f")) == "miss tool_index"
    assert _calls(first, _delta(0, "}", "c")) == "miss tool_index"
    assert _calls(first, _delta(0, "}", None, "f")) == "miss tool_index"
    assert _calls(first) == "miss tool_index"
    assert _calls(_delta(1, "{}", "a", "f")) == "miss tool_index"


# --- errors and HTTP -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exchange", "word"),
    [
        (plain(ERROR, 400), "hit"),
        (plain(ERROR, 422), "hit"),
        (plain(changed(ERROR, "error.code", "bad"), 400), "hit"),
        (plain({**ERROR, "request_id": "r"}, 400), "hit"),
        (plain(changed(ERROR, "error.message", ""), 400), "miss envelope"),
        (plain(changed(ERROR, "error.type", ...), 400), "miss envelope"),
        (plain(changed(ERROR, "error.code", [400]), 400), "miss envelope"),
        (plain(changed(ERROR, "error.code", 400), 400), "hit"),
        (plain(changed(ERROR, "error.param", ...), 400), "miss envelope"),
        (plain({"error": "no"}, 400), "miss envelope"),
        (plain({"detail": [{"msg": "no"}]}, 422), "miss envelope"),
        (plain({"object": "error", "message": "no"}, 400), "miss envelope"),
        (plain(b"<html>no</html>", 400), "miss envelope"),
        (plain(b"", 400), "miss envelope"),
        (plain(ERROR, 403), "miss envelope"),
        (plain(ERROR, 500), "miss status_5xx"),
        (plain(ERROR, 200), "miss error_in_200"),
        (plain(COMPLETION), "miss accepted_bad_input"),
        (failed(TransportError.FIRST_BYTE_TIMEOUT), "miss hang"),
        (failed(TransportError.RESET), "miss status_5xx"),
        (failed(TransportError.CONNECT_REFUSED), "error transport"),
        (plain(ERROR, 429), "error transport"),
    ],
)
def test_a_broken_request_is_refused_in_the_published_form(exchange: Exchange, word: str) -> None:
    assert said("E03", exchange) == word


def test_a_key_opens_nothing_unless_it_is_the_right_one() -> None:
    assert said("E07", plain(ERROR, 401)) == "hit"
    assert said("E07", plain(ERROR, 401), plain(COMPLETION)) == "miss auth_open"


def test_a_prompt_that_does_not_fit_is_refused_or_counted_whole() -> None:
    models = plain({"object": "list", "data": [{"id": "m", "max_model_len": 1000}]})
    assert said("E05", models, plain(ERROR, 400)) == "hit"
    assert said("E05", models, plain(ERROR, 500)) == "miss status_5xx"
    assert said("E05", models, plain(ERROR, 200)) == "miss error_in_200"


def test_three_requests_use_one_connection() -> None:
    listed = plain({"object": "list", "data": []})
    assert said("H01", listed) == "miss framing"
    assert said("H01", failed(TransportError.BAD_HTTP)) == "miss framing"


@pytest.mark.parametrize(
    ("path", "new", "word"),
    [
        ("object", "list", "hit"),
        ("data.0.created", "2026", "miss created"),
        ("data.0.owned_by", ..., "miss shape"),
        ("data.0.id", "other", "miss model_name"),
        ("object", ..., "miss shape"),
    ],
)
def test_the_model_list(path: str, new: Any, word: str) -> None:
    listed = {"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]}
    assert said("M01", plain(changed(listed, path, new)), plain(COMPLETION)) == word


@pytest.mark.parametrize(
    ("exchange", "word"),
    [
        (
            plain(changed(COMPLETION, "choices.0.message.content", "<think>x</think>y")),
            "miss broken_capability",
        ),
        (plain(changed(COMPLETION, "choices.0.message.reasoning_content", "x")), "hit"),
        (plain(COMPLETION), "unsupported declined"),
    ],
)
def test_thinking_stays_out_of_the_content(exchange: Exchange, word: str) -> None:
    assert said("R01", exchange) == word


def test_mutations_are_the_same_for_the_same_seed() -> None:
    assert mutations(3, 25) == mutations(3, 25)
    assert mutations(3, 25) != mutations(4, 25)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "choices",
                        "message",
                        "delta",
                        "content",
                        "usage",
                        "error",
                        "tool_calls",
                        "index",
                        "id",
                        "data",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    st.booleans(),
)
def test_every_row_has_a_verdict_on_any_json(value: Any, as_stream: bool) -> None:
    exchange = streamed([value]) if as_stream else plain(json.dumps(value).encode())
    for row in ROWS.values():
        if row.id not in ("A02", "S02", "E16", "E15"):
            assert outcome(row.id, exchange).kind in Kind
