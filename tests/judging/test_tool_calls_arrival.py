"""What is no completion: errors stay outside, clear refusals are no misses, bad requests want a 4xx."""

from __future__ import annotations

import json

import pytest

from readiness.endpoint.exchange import TransportError
from readiness.judging.records import Kind
from readiness.judging.tool_calls.cases import judge_case
from tests.judging.tool_calls_bodies import Question, asked, completion, exchange, question, words

NEGATIVE = question(status="4xx")
OFF = asked(parallel_tool_calls=False)
REQUIRED = asked({"choice": "required"}, tool_choice="required")


def said(message: str) -> bytes:
    return json.dumps({"error": {"message": message}}).encode()


@pytest.mark.parametrize("error", list(TransportError))
def test_a_transport_failure_is_an_error(error: TransportError) -> None:
    outcome = judge_case(Question(), [exchange(b"", None, error=error, error_detail="gone")])
    assert (outcome.kind, words(outcome)) == (Kind.ERROR, ["transport"])
    assert "format" not in outcome.figures


@pytest.mark.parametrize("status", [302, 401, 403, 429, 500, 502, 503, 504])
def test_a_status_that_says_nothing_about_tools_is_an_error(status: int) -> None:
    outcome = judge_case(Question(), [exchange(said("tools are not supported right now"), status)])
    assert (outcome.kind, words(outcome)) == (Kind.ERROR, ["transport"])


@pytest.mark.parametrize(
    ("asked_for", "message"),
    [
        (
            Question(),
            '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
        ),
        (Question(), "registry/model does not support tools"),
        (Question(), "tools is not supported in this model"),
        (Question(), "Function calling is disabled"),
        (Question(), "body.tools: Extra inputs are not permitted"),
        (Question(), "Unknown parameter: 'tools'"),
        (OFF, "parallel_tool_calls is not available here"),
        (REQUIRED, "tool_choice must be auto or none"),
    ],
)
def test_a_clear_refusal_is_no_miss(asked_for: Question, message: str) -> None:
    outcome = judge_case(asked_for, [exchange(said(message), 400)])
    assert (outcome.kind, words(outcome)) == (Kind.UNSUPPORTED, ["unsupported"])


@pytest.mark.parametrize(
    "message",
    [
        "maximum context length is 4096 tokens",
        "tools[0].function.name is not allowed",
        "temperature is not supported",
    ],
)
def test_another_bad_request_of_ours_is_an_error(message: str) -> None:
    assert judge_case(Question(), [exchange(said(message), 400)]).kind is Kind.ERROR


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_bad_request_that_is_refused_is_a_hit(status: int) -> None:
    outcome = judge_case(NEGATIVE, [exchange(said("no"), status)])
    assert (outcome.kind, outcome.figures["tolerated"]) == (Kind.HIT, 0)


def test_a_bad_request_that_is_tolerated_is_noted() -> None:
    outcome = judge_case(NEGATIVE, [exchange(completion(content="Hm."))])
    assert (outcome.kind, outcome.defects, outcome.figures["tolerated"]) == (Kind.HIT, (), 1)


@pytest.mark.parametrize(
    ("status", "error", "word"),
    [
        (500, None, "negative_5xx"),
        (502, None, "negative_5xx"),
        (None, TransportError.RESET, "negative_5xx"),
        (None, TransportError.FIRST_BYTE_TIMEOUT, "negative_hang"),
        (200, TransportError.GAP_TIMEOUT, "negative_hang"),
        (None, TransportError.TOTAL_TIMEOUT, "negative_hang"),
    ],
)
def test_a_bad_request_must_not_break_the_server(
    status: int | None, error: TransportError | None, word: str
) -> None:
    outcome = judge_case(NEGATIVE, [exchange(said("oops"), status, error=error)])
    assert (outcome.kind, words(outcome)) == (Kind.MISS, [word])


@pytest.mark.parametrize(
    ("status", "error"), [(429, None), (401, None), (None, TransportError.CONNECT_REFUSED)]
)
def test_a_bad_request_that_never_got_there_is_an_error(
    status: int | None, error: TransportError | None
) -> None:
    assert judge_case(NEGATIVE, [exchange(b"", status, error=error)]).kind is Kind.ERROR
