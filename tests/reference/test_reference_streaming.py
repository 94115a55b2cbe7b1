"""Streams carry the same words as plain replies, between the marks that the protocol asks for."""

from __future__ import annotations

import pytest

from .talking import Talk

TEXTS = ["Write a story.", "写一个故事。", "Say  two blanks", "Repeat exactly: 👩‍👩‍👧 ok"]


@pytest.mark.parametrize("text", TEXTS)
def test_deltas_join_to_the_plain_text(healthy: Talk, text: str) -> None:
    assert healthy.chat(text, stream=True).joined == healthy.chat(text).content


def test_it_is_an_event_stream(healthy: Talk) -> None:
    headers = healthy.chat(stream=True).headers
    assert headers is not None
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-cache"


def test_role_comes_first_and_once(healthy: Talk) -> None:
    deltas = [choice["delta"] for choice in healthy.chat(stream=True).deltas]
    assert ["role" in delta for delta in deltas] == [True] + [False] * (len(deltas) - 1)


def test_finish_reason_comes_last_with_an_empty_delta(healthy: Talk) -> None:
    deltas = healthy.chat(stream=True).deltas
    assert [choice["finish_reason"] for choice in deltas] == [None] * (len(deltas) - 1) + ["stop"]
    assert deltas[-1]["delta"] == {}


def test_done_is_last(healthy: Talk) -> None:
    data = healthy.chat(stream=True).data
    assert data.index("[DONE]") == len(data) - 1


def test_all_chunks_share_their_head(healthy: Talk) -> None:
    chunks = healthy.chat(stream=True).chunks
    assert len({(chunk["id"], chunk["created"], chunk["model"], chunk["object"]) for chunk in chunks}) == 1
    assert chunks[0]["object"] == "chat.completion.chunk"


def test_deltas_are_small(healthy: Talk) -> None:
    deltas = healthy.chat("Write a story.", stream=True).deltas
    assert max(len(choice["delta"].get("content", "")) for choice in deltas) <= 24


def test_no_usage_unless_asked(healthy: Talk) -> None:
    assert all("usage" not in chunk for chunk in healthy.chat(stream=True).chunks)


def test_usage_comes_once_with_empty_choices_and_the_plain_totals(healthy: Talk) -> None:
    chunks = healthy.chat(stream=True, stream_options={"include_usage": True}).chunks
    assert [chunk["choices"] for chunk in chunks if "usage" in chunk] == [[]]
    assert chunks[-1]["usage"] == healthy.chat().json["usage"]


def test_choices_take_turns(healthy: Talk) -> None:
    deltas = healthy.chat(stream=True, n=2).deltas
    assert [choice["index"] for choice in deltas[:4]] == [0, 1, 0, 1]
    finished = [choice["index"] for choice in deltas if choice["finish_reason"]]
    assert sorted(finished) == [0, 1]


def test_stop_string_does_not_leak(healthy: Talk) -> None:
    assert healthy.chat("Count from 1 to 8", stream=True, stop="4").joined == "1, 2, 3, "


def test_limit_cuts_streams_too(healthy: Talk) -> None:
    assert healthy.chat("Write a story.", stream=True, max_tokens=3).deltas[-1]["finish_reason"] == "length"


def test_bad_request_is_refused_before_a_stream_begins(healthy: Talk) -> None:
    seen = healthy.chat(stream=True, temperature=9)
    assert (seen.status, seen.error["param"]) == (400, "temperature")
