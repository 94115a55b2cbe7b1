"""The reference endpoint keeps the smaller promises of the chat API: log probabilities, limits, recall."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from .talking import MODEL, Talk

Start = Callable[..., Talk]
CHAT = "/v1/chat/completions"


@pytest.mark.parametrize("text", ["Write one sentence.", "Repeat exactly: 你好 👩‍👩‍👧 ש"])
def test_logprobs_join_to_the_text(healthy: Talk, text: str) -> None:
    seen = healthy.chat(text, logprobs=True, top_logprobs=3)
    entries = seen.choice["logprobs"]["content"]
    assert b"".join(bytes(entry["bytes"]) for entry in entries).decode() == seen.content
    assert all(entry["logprob"] <= 0 and len(entry["top_logprobs"]) == 3 for entry in entries)
    assert all(entry["top_logprobs"][0]["token"] == entry["token"] for entry in entries)


def test_logprobs_of_a_stream_are_the_same_list(healthy: Talk) -> None:
    fields: dict[str, Any] = {"logprobs": True, "top_logprobs": 2}
    chunks = healthy.chat("Write one sentence.", stream=True, **fields).deltas
    listed = [entry for chunk in chunks if chunk["logprobs"] for entry in chunk["logprobs"]["content"]]
    assert listed == healthy.chat("Write one sentence.", **fields).choice["logprobs"]["content"]
    assert all(
        "".join(entry["token"] for entry in chunk["logprobs"]["content"]) == chunk["delta"]["content"]
        for chunk in chunks
        if chunk["logprobs"]
    )


def test_a_seed_decides_the_words(healthy: Talk) -> None:
    said = [healthy.chat("Write one sentence.", temperature=1, seed=seed).content for seed in (7, 7, 8)]
    assert said[0] == said[1] != said[2]


def test_answer_over_the_context_is_refused(healthy: Talk) -> None:
    seen = healthy.chat("Say OK", max_tokens=10_000_000)
    assert (seen.status, seen.error["code"]) == (400, "context_length_exceeded")


@pytest.mark.parametrize(
    ("told", "asked", "answer"),
    [
        (
            "The code word is heron. Keep it.",
            "What is the code word? Reply with the code word only.",
            "heron",
        ),
        ("Remember my number: 4187.", "What is my number?", "The number is 4187."),
        ("Keep the number 4187 in mind.", "Which number did I tell you? The number only.", "4187"),
        ("密码是 4187。请记住。", "密码是多少？只回答密码。", "4187"),
    ],
)
def test_what_was_told_is_recalled(healthy: Talk, told: str, asked: str, answer: str) -> None:
    said = [("user", told), ("assistant", "Noted."), ("user", asked)]
    messages = [{"role": role, "content": content} for role, content in said]
    assert healthy.chat(messages=messages).content == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Repeat the text exactly.\n<<<\n  a\n\n b\n>>>", "  a\n\n b"),
        ("Reply with exactly this text and nothing else: one two", "one two"),
        ("请原样重复以下文字，不要添加任何内容：東京塔、你好！", "東京塔、你好！"),
    ],
)
def test_a_text_is_repeated_as_it_is(healthy: Talk, text: str, answer: str) -> None:
    assert healthy.chat(text).content == answer


def test_a_json_object_has_the_key_that_is_asked_for(healthy: Talk) -> None:
    seen = healthy.chat(
        'Reply with a JSON object with the one key "colour".', response_format={"type": "json_object"}
    )
    assert json.loads(seen.content).keys() == {"colour"}


@pytest.mark.parametrize(
    ("text", "sentences"), [("Write one sentence about the sea.", 1), ("写三句话", 3), ("Write 60 words.", 5)]
)
def test_as_many_sentences_come_as_are_wanted(healthy: Talk, text: str, sentences: int) -> None:
    content = healthy.chat(text).content
    assert content.count(".") + content.count("。") == sentences


def test_a_model_with_a_slash_in_its_name_is_found(start: Start) -> None:
    talk = start(model="lab/small-1")
    assert talk.get("/v1/models/lab/small-1").json["id"] == "lab/small-1"
    assert talk.get("/v1/models/lab%2Fsmall-1").json["id"] == "lab/small-1"
    assert talk.chat(model="lab/small-1").json["model"] == "lab/small-1"
    assert talk.chat(model=MODEL).status == 404


def test_requests_over_the_rate_limit_are_told_when_to_come_again(start: Start) -> None:
    from rate import RateLimit

    talk = start(limit=RateLimit(2))
    seen = [talk.chat() for _ in range(3)]
    assert [one.status for one in seen] == [200, 200, 429]
    assert seen[2].error["code"] == "rate_limit_exceeded"
    assert seen[2].headers is not None
    assert 0 < int(seen[2].headers["retry-after"]) <= 60
    assert seen[2].headers["x-ratelimit-remaining-requests"] == "0"


def test_comments_come_while_the_first_token_is_waited_for(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("protocol.KEEP_ALIVE", 0.01)
    body = start(ttft=0.035).chat("Say OK", stream=True).body
    assert body.startswith(b": keep-alive\n\n" * 3 + b"data: {")
    assert body.count(b": keep-alive") == 3


def test_a_long_stream_is_not_one_burst(healthy: Talk) -> None:
    with socket.create_connection((healthy.connection.host, healthy.connection.port)) as sock:
        body = json.dumps(
            {
                "model": MODEL,
                "stream": True,
                "messages": [{"role": "user", "content": "Count from 1 to 150"}],
            }
        ).encode()
        head = f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        sock.sendall(head.encode() + body)
        reads = 0
        while sock.recv(65536):
            reads += 1
    assert reads > 20


def test_expect_is_answered_before_the_body_is_sent(healthy: Talk) -> None:
    with socket.create_connection((healthy.connection.host, healthy.connection.port)) as sock:
        sock.sendall(
            f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".encode()
        )
        assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"{}")
        assert sock.recv(100).startswith(b"HTTP/1.1 400")
