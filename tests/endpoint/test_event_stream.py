"""The rules of event streams, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.endpoint.event_stream import MAX_LINE_BYTES, read_events


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b"", []),
        (b"data: one\n\n", ["one"]),
        (b"data:one\n\n", ["one"]),
        (b"data:  one\n\n", [" one"]),
        (b"data: one \n\n", ["one "]),
        (b"data: one\r\n\r\n", ["one"]),
        (b"data: one\r\r", ["one"]),
        (b"data: one\r\n\ndata: two\n\r\n", ["one", "two"]),
        (b"data: one\ndata: more\n\n", ["one\nmore"]),
        (b"data: one\n\n\n\n\ndata: two\n\n", ["one", "two"]),
        (b": comment\n\ndata: one\n: inside\ndata: more\n\n", ["one\nmore"]),
        (b":\n\n", []),
        (b"data\n\n", [""]),
        (b"data:\n\n", [""]),
        (b"id: 7\nretry: 10\ndata: one\n\n", ["one"]),
        (b"id: 7\n\n", []),
        (b"\xef\xbb\xbfdata: one\n\n", ["one"]),
        (b"data: a: b\n\n", ["a: b"]),
        ("data: 你好 🎉\n\n".encode(), ["你好 🎉"]),
        ("data: a\u2028b\x0b\x85\n\n".encode(), ["a\u2028b\x0b\x85"]),
    ],
)
def test_data_of_events(body: bytes, data: list[str]) -> None:
    stream = read_events(body)
    assert [event.data for event in stream.events] == data
    assert not stream.cut
    assert stream.strays == ()


@pytest.mark.parametrize(
    "body", [b"data: one", b"data: one\n", b"data: one\r\n", b"data: zero\n\ndata: one\n"]
)
def test_event_without_a_blank_line_is_incomplete(body: bytes) -> None:
    stream = read_events(body)
    assert stream.events[-1].data == "one"
    assert not stream.events[-1].complete
    assert stream.cut


@pytest.mark.parametrize("end", [b"", b"\n", b": keep-alive", b": keep-alive\n"])
def test_stream_that_ends_after_an_event_is_not_cut(end: bytes) -> None:
    assert not read_events(b"data: one\n\n" + end).cut


def test_stream_cut_in_the_name_of_a_field_is_cut() -> None:
    assert read_events(b"data: one\n\nda").cut


def test_event_name() -> None:
    events = read_events(b"event: error\ndata: one\n\ndata: two\n\n").events
    assert [event.name for event in events] == ["error", ""]


def test_invalid_utf8_is_flagged_in_its_event_only() -> None:
    first, second = read_events(b"data: \xe4\xbd\n\ndata: two\n\n").events
    assert (first.utf8, first.data) == (False, "\ufffd")
    assert (second.utf8, second.data) == (True, "two")


def test_unknown_field_is_skipped_and_reported() -> None:
    stream = read_events(b'{"id":1}\n\ndata: one\n\n')
    assert [event.data for event in stream.events] == ["one"]
    assert stream.strays == ('{"id":1}',)


def test_giant_line_ends_the_reading() -> None:
    stream = read_events(b"data: one\n\ndata: " + b"x" * MAX_LINE_BYTES + b"\n\ndata: two\n\n")
    assert [event.data for event in stream.events] == ["one"]
    assert stream.too_long


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_offsets_are_just_past_the_blank_line(newline: bytes) -> None:
    first, second = b"data: one" + newline * 2, b": c" + newline + b"data: two" + newline * 2
    ends = [event.end for event in read_events(first + second).events]
    assert ends == [len(first), len(first + second)]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(body: bytes) -> None:
    stream = read_events(body)
    assert all(0 < event.end <= len(body) for event in stream.events)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), max_size=5))
def test_what_is_written_is_read(texts: list[str]) -> None:
    body = "".join(f"data: {text}\n\n" for text in texts).encode()
    assert [event.data for event in read_events(body).events] == texts
