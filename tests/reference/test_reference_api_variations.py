"""Healthy variations of the protocol are there, and say the same as an endpoint without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from faults.catalogue import catalogue

from .talking import Talk

Start = Callable[..., Talk]
NAMES = [name for name, entry in catalogue().items() if name.startswith("healthy.api_")]
CHAT = "/v1/chat/completions"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stream", [False, True])
def test_variation_says_the_same(start: Start, healthy: Talk, name: str, stream: bool) -> None:
    seen = start(name).chat("Write a sentence.", stream=stream)
    assert (seen.joined if stream else seen.content) == healthy.chat("Write a sentence.").content


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("obfuscation", b'"obfuscation":"'),
        ("null_parts", b'{"role":null,"content":"'),
        ("role_with_text", b'{"role":"assistant","content":"O'),
        ("retry_field", b"retry: 3000\ndata: {"),
        ("filter_chunk", b'"choices":[],"prompt_filter_results":[]'),
        ("lean_chunks", b'"finish_reason":null}],"system_fingerprint":null'),
        ("stop_reason", b'"stop_reason":"</s>"'),
    ],
)
def test_variation_of_a_stream_is_there(start: Start, name: str, mark: bytes) -> None:
    assert mark in start(f"healthy.api_{name}").chat("Say OK", stream=True).body


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("422", {"temperature": 9}, 422),
        ("declines", {"n": 2}, 400),
        ("declines", {"logprobs": True}, 400),
        ("declines", {"messages": [{"role": "developer", "content": "Be brief."}]}, 400),
        ("strict_fields", {"x_foo": 1}, 400),
        ("model_400", {"model": "other"}, 400),
        ("clips", {"max_tokens": 10_000_000}, 200),
        ("415", {"headers": {"Content-Type": "text/plain"}}, 415),
    ],
)
def test_variation_answers_with_another_status(
    start: Start, name: str, fields: dict[str, Any], status: int
) -> None:
    assert start(f"healthy.api_{name}").chat(**fields).status == status


def test_variation_of_the_methods_is_there(start: Start) -> None:
    talk = start("healthy.api_plain_methods")
    assert [talk.send(method, CHAT).status for method in ("HEAD", "OPTIONS")] == [405, 405]


def test_variation_of_the_error_text_keeps_the_envelope(start: Start) -> None:
    seen = start("healthy.api_error_wording").chat(temperature=9)
    assert (seen.status, seen.error["param"], seen.error["type"]) == (400, "temperature", "BadRequestError")


def test_variation_of_the_headers_is_there(start: Start) -> None:
    headers = start("healthy.api_more_headers").chat().headers
    assert headers is not None
    assert headers["x-ratelimit-remaining-requests"] == "9999"
    charset = start("healthy.api_charset").chat().headers
    assert charset is not None
    assert charset["content-type"] == "application/json; charset=utf-8"


def test_variation_of_the_usage_is_there(start: Start) -> None:
    usage = start("healthy.api_usage_details").chat().json["usage"]
    assert usage["completion_tokens_details"] == {"reasoning_tokens": 0}


def test_variation_of_a_slow_answer_comments_meanwhile(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faults.api_variations.SLOW", 0.001)
    body = start("healthy.api_slow_first").chat("word " * 500, stream=True).body
    assert body.startswith(b": ping\n\n" * 3 + b"data: {")


def test_variation_of_parts_reads_them_as_one_text(start: Start) -> None:
    parts = [{"type": "text", "text": text} for text in ("Repeat exactly: blue", " boat")]
    seen = start("healthy.api_parts_joined").chat(messages=[{"role": "user", "content": parts}])
    assert seen.content == "blue boat"


@pytest.mark.parametrize("name", ["empty_deltas", "last_with_finish", "one_delta", "api_role_with_text"])
def test_log_probabilities_go_with_their_text(start: Start, healthy: Talk, name: str) -> None:
    fields = {"stream": True, "logprobs": True}
    chunks = start(f"healthy.{name}").chat("Write a sentence.", **fields).deltas
    entries = [entry for chunk in chunks for entry in (chunk["logprobs"] or {}).get("content", ())]
    assert "".join(entry["token"] for entry in entries) == healthy.chat("Write a sentence.").content
