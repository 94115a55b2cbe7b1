"""One connection is kept and used again; a dead one is replaced; another thread may end a wait."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from readiness.endpoint.client import Client
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.wire import TransportFailure

from .playing import (
    COMPLETION,
    PATIENT,
    Line,
    Script,
    answering,
    chunk,
    chunked,
    client,
    playing,
    saying,
    whole,
)

AT_ONCE_STALE = replace(PATIENT, stale_after_s=0)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def twice(asking: Client) -> tuple[Exchange, Exchange]:
    first = asking.send("POST", "/chat/completions", b"{}")
    return first, asking.send("POST", "/chat/completions", b"{}")


@pytest.mark.parametrize(
    "answer", [whole(COMPLETION), chunked(b"data: 1\n\n"), whole(b"", status="204 No Content")]
)
def test_connection_is_used_again(answer: bytes) -> None:
    with playing(answering(answer)) as server:
        first, second = twice(client(server.url))
        assert (first.reused_connection, second.reused_connection) == (False, True)
        assert first.answered
        assert second.answered
        assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(whole(b"x", "Connection: close"), id="announced"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", id="HTTP/1.0"),
        pytest.param(chunked(end=b"zz\r\n"), id="broken"),
        pytest.param(whole(b"{}", status="500 Internal Server Error"), id="after an error of the server"),
    ],
)
def test_connection_is_given_up(answer: bytes) -> None:
    with playing(answering(answer)) as server:
        _, second = twice(client(server.url))
        assert not second.reused_connection
        assert server.connections == 2


def test_bytes_that_nobody_asked_for_are_not_read_as_the_next_answer() -> None:
    unasked = threading.Event()

    def talks_on(line: Line) -> None:
        line.request()
        line.say(whole(b"1"))
        line.hold(0.05)
        line.say(whole(b"unasked"))
        unasked.set()
        line.hold()

    with playing(talks_on, answering(whole(b"2"))) as server:
        asking = client(server.url)
        asking.send("GET", "/models")
        unasked.wait(5)
        assert asking.send("GET", "/models").body == b"2"


def test_connection_closed_while_idle_is_replaced_without_a_word() -> None:
    closed = threading.Event()

    def once(line: Line) -> None:
        line.request()
        line.say(whole(b"1"))
        line.sock.close()
        closed.set()

    with playing(once, answering(whole(b"2"))) as server:
        asking = client(server.url)
        asking.send("GET", "/models")
        closed.wait(5)
        second = asking.send("GET", "/models")
    assert second.body == b"2"
    assert second.stale_retries == 0


def dies_on_the_second(line: Line) -> None:
    line.request()
    line.say(whole(b"1"))
    line.request()
    line.reset()


def dies_at_once(line: Line) -> None:
    line.request()
    line.reset()


def test_request_lost_on_an_idle_connection_is_sent_once_more() -> None:
    with playing(dies_on_the_second, answering(whole(b"2"))) as server:
        _, second = twice(client(server.url, limits=AT_ONCE_STALE))
    assert second.body == b"2"
    assert second.stale_retries == 1


def test_request_lost_on_a_busy_connection_is_an_error() -> None:
    with playing(dies_on_the_second, answering(whole(b"2"))) as server:
        _, second = twice(client(server.url))
    assert second.error is TransportError.RESET


def test_request_lost_twice_is_an_error() -> None:
    with playing(dies_on_the_second, dies_at_once) as server:
        _, second = twice(client(server.url, limits=AT_ONCE_STALE))
    assert second.error is TransportError.RESET
    assert second.stale_retries == 1


def test_answer_that_broke_off_is_not_asked_again() -> None:
    def breaks_off(line: Line) -> None:
        line.request()
        line.say(whole(b"1"))
        line.request()
        line.say(whole(b"12345")[:-1])

    with playing(breaks_off, answering(whole(b"2"))) as server:
        _, second = twice(client(server.url, limits=AT_ONCE_STALE))
        assert second.error is TransportError.CLOSED_EARLY
        assert server.connections == 1


def test_open_connects_before_the_request() -> None:
    with playing(answering(whole(b"ok"))) as server:
        asking = client(server.url)
        asking.open()
        exchange = asking.send("GET", "/models")
        assert exchange.answered
        assert not exchange.reused_connection
        assert server.connections == 1


def test_open_says_why_it_cannot_connect() -> None:
    with pytest.raises(TransportFailure) as caught:
        client(f"http://127.0.0.1:{free_port()}").open()
    assert caught.value.error is TransportError.CONNECT_REFUSED


def test_send_after_close_connects_again() -> None:
    with playing(answering(whole(b"ok"))) as server:
        asking = client(server.url)
        asking.send("GET", "/models")
        asking.close()
        assert asking.send("GET", "/models").answered


def test_refused_connection() -> None:
    exchange = client(f"http://127.0.0.1:{free_port()}").send("GET", "/models")
    assert exchange.error is TransportError.CONNECT_REFUSED
    assert "127.0.0.1" in exchange.error_detail


def test_unknown_host() -> None:
    assert client("http://no-such-host.invalid").send("GET", "/models").error is TransportError.DNS


def waits(line: Line) -> None:
    line.request()
    line.hold()


def streams(line: Line) -> None:
    line.request()
    line.say(chunked(end=b"") + chunk(b"data: 1\n\n"))
    line.hold()


def writes_without_a_length(line: Line) -> None:
    line.request()
    line.say(b"HTTP/1.1 200 OK\r\n\r\nsome of")
    line.hold()


@pytest.mark.parametrize("script", [waits, streams, writes_without_a_length])
def test_cancel_ends_a_blocked_send(script: Script) -> None:
    reached = threading.Event()

    def watched(line: Line) -> None:
        threading.Timer(0.05, reached.set).start()
        script(line)

    with playing(watched) as server:
        exchange = cancelled(client(server.url), reached.wait)
    assert exchange.error is TransportError.CANCELLED


def cancelled(asking: Client, wait: Callable[[float], object]) -> Exchange:
    def cancel() -> None:
        wait(5)
        asking.cancel()

    other = threading.Thread(target=cancel)
    other.start()
    exchange = asking.send("POST", "/chat/completions", b"{}", streamed=True)
    other.join()
    return exchange


def test_cancelled_client_asks_nothing_more() -> None:
    with playing(answering(whole(b"ok"))) as server:
        asking = client(server.url)
        asking.cancel()
        assert asking.send("GET", "/models").error is TransportError.CANCELLED
        assert server.requests == []


def test_reads_are_stamped_as_they_come() -> None:
    pieces = [b"data: 1\n\n", b"data: 2\n\n", b"data: 3\n\n"]

    def paced(line: Line) -> None:
        line.request()
        line.say(chunked(end=b""))
        for piece in pieces:
            line.hold(0.02)
            line.say(chunk(piece))
        line.say(b"0\r\n\r\n")

    with playing(paced) as server:
        exchange = client(server.url).send("POST", "/chat/completions", b"{}", streamed=True)
    assert [read.total_bytes for read in exchange.reads] == [0, 9, 18, 27]
    assert all(earlier.at_ns < later.at_ns for earlier, later in pairwise(exchange.reads))
    assert exchange.sent_ns + exchange.reads[-1].at_ns <= exchange.done_ns


def test_pieces_of_one_arrival_share_a_stamp() -> None:
    with playing(saying(chunked(*[b"x"] * 50))) as server:
        exchange = client(server.url).send("GET", "/models")
    assert exchange.reads[-1].total_bytes == 50
    assert len(exchange.reads) < 5
