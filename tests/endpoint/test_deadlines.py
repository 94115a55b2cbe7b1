"""Each deadline has its own name, and no server can hold a thread beyond it."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest

from readiness.endpoint.exchange import TransportError

from .playing import PATIENT, Line, Script, ask, chunk, chunked, client, playing

HEAD = chunked(end=b"")


def hang(line: Line) -> None:
    line.request()
    line.hold()


def hang_after_the_head(line: Line) -> None:
    line.request()
    line.say(HEAD)
    line.hold()


def hang_in_the_body(line: Line) -> None:
    line.request()
    line.say(HEAD + chunk(b"data: 1\n\n"))
    line.hold()


def drip_the_head(line: Line) -> None:
    line.request()
    line.say(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not line.hold(0.01):
        line.say(b"x")


def drip_the_body(line: Line) -> None:
    line.request()
    line.say(HEAD)
    while not line.hold(0.01):
        line.say(chunk(b": ping\n\n"))


def drip_a_chunk_size(line: Line) -> None:
    line.request()
    line.say(HEAD + chunk(b"x"))
    while not line.hold(0.01):
        line.say(b"0")


FIRST = {"first_byte_s": 0.1}
GAP = {"gap_s": 0.1}
TOTAL = {"total_s": 0.2}


@pytest.mark.parametrize(
    ("script", "limits", "error"),
    [
        (hang, FIRST, TransportError.FIRST_BYTE_TIMEOUT),
        (hang_after_the_head, {**FIRST, **GAP, "first_byte_s": 0.15}, TransportError.FIRST_BYTE_TIMEOUT),
        (drip_the_head, FIRST, TransportError.FIRST_BYTE_TIMEOUT),
        (hang_in_the_body, GAP, TransportError.GAP_TIMEOUT),
        (hang_in_the_body, TOTAL, TransportError.TOTAL_TIMEOUT),
        (drip_the_body, {**TOTAL, **GAP}, TransportError.TOTAL_TIMEOUT),
        (drip_a_chunk_size, {**TOTAL, **GAP}, TransportError.TOTAL_TIMEOUT),
    ],
)
def test_deadline(script: Script, limits: dict[str, float], error: TransportError) -> None:
    assert ask(script, limits=replace(PATIENT, **limits)).error is error


def test_a_slow_first_token_after_an_early_head_is_no_gap() -> None:
    def thinks_after_the_head(line: Line) -> None:
        line.request()
        line.say(HEAD)
        line.hold(0.15)
        line.say(chunk(b"data: 1\n\n") + b"0\r\n\r\n")

    assert ask(thinks_after_the_head, limits=replace(PATIENT, gap_s=0.05)).answered


def test_keep_alive_comments_keep_a_stream_open() -> None:
    def pings(line: Line) -> None:
        line.request()
        line.say(HEAD)
        for _ in range(10):
            line.say(chunk(b": ping\n\n"))
            line.hold(0.05)
        line.say(b"0\r\n\r\n")

    assert ask(pings, limits=replace(PATIENT, gap_s=0.4)).answered


def test_connecting_has_its_own_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(address)
        exchange = client(f"http://127.0.0.1:{address[1]}", limits=replace(PATIENT, connect_s=0.1)).send(
            "GET", "/"
        )
        for sock in waiting:
            sock.close()
    assert exchange.error is TransportError.CONNECT_TIMEOUT


def test_server_that_does_not_take_the_request() -> None:
    over = threading.Event()
    with playing(lambda _: bool(over.wait(5))) as server:
        limits = replace(PATIENT, first_byte_s=0.2)
        exchange = client(server.url, limits=limits).send("POST", "/chat/completions", b"x" * 30_000_000)
        over.set()
    assert exchange.error is TransportError.SEND_FAILED


def test_stream_that_is_done_but_never_ended_is_a_whole_answer() -> None:
    def never_ends(line: Line) -> None:
        line.request()
        line.say(HEAD + chunk(b"data: 1\n\n") + chunk(b"data: [DONE]\n\n"))
        line.hold()

    exchange = ask(never_ends, limits=replace(PATIENT, drain_s=0.05), streamed=True)
    assert exchange.answered
    assert exchange.body == b"data: 1\n\ndata: [DONE]\n\n"


def test_done_is_seen_however_it_is_split() -> None:
    def never_ends(line: Line) -> None:
        line.request()
        line.say(HEAD + b"".join(chunk(bytes([byte])) for byte in b"data: 1\r\n\r\ndata: [DONE]"))
        line.hold()

    assert ask(never_ends, limits=replace(PATIENT, drain_s=0.05), streamed=True).answered


def test_done_inside_a_text_does_not_end_the_stream() -> None:
    text = rb'data: {"content":"say\ndata: [DONE]"}' + b"\n\n"

    def goes_on(line: Line) -> None:
        line.request()
        line.say(HEAD + b"".join(chunk(bytes([byte])) for byte in text))
        line.hold(0.15)
        line.say(chunk(b"data: 2\n\n") + b"0\r\n\r\n")

    exchange = ask(goes_on, limits=replace(PATIENT, drain_s=0.05), streamed=True)
    assert exchange.body == text + b"data: 2\n\n"
