"""What comes back is kept byte for byte; whatever is no HTTP becomes a named error."""

from __future__ import annotations

import pytest

from readiness.endpoint.exchange import TransportError
from readiness.endpoint.limits import Limits

from .playing import COMPLETION, Line, answering, ask, chunk, chunked, client, playing, saying, whole

EVENT = b'data: {"choices":[]}\n\n'
DONE = b"data: [DONE]\n\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        pytest.param(whole(COMPLETION), COMPLETION, id="content-length"),
        pytest.param(whole(b""), b"", id="empty"),
        pytest.param(chunked(EVENT, DONE), EVENT + DONE, id="chunked"),
        pytest.param(chunked(*(bytes([byte]) for byte in EVENT)), EVENT, id="chunks of one byte"),
        pytest.param(chunked(EVENT, end=b"0\r\nX-Checksum: 1\r\n\r\n"), EVENT, id="trailers"),
        pytest.param(
            chunked().removesuffix(b"0\r\n\r\n") + b"3;name=value\r\nabc\r\n0\r\n\r\n",
            b"abc",
            id="chunk extension",
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nold", b"old", id="HTTP/1.0"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\nto the end", b"to the end", id="ended by closing"),
        pytest.param(b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok", id="bare line feeds"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + whole(b"ok"), b"ok", id="100 continue"),
        pytest.param(
            b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2 + whole(b"ok"), b"ok", id="103 early hints"
        ),
        pytest.param(b"HTTP/1.1 199 Wait\r\n\r\n" + whole(b"ok"), b"ok", id="unknown interim"),
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", b"", id="no content"),
    ],
)
def test_body_is_kept_byte_for_byte(answer: bytes, body: bytes) -> None:
    exchange = ask(saying(answer))
    assert exchange.error is None
    assert exchange.body == body


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(b"", TransportError.CLOSED_EARLY, id="nothing"),
        pytest.param(b"HTTP/1.1 200", TransportError.CLOSED_EARLY, id="cut in the status line"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Ty", TransportError.CLOSED_EARLY, id="cut in the head"),
        pytest.param(whole(b"whole")[:-2], TransportError.CLOSED_EARLY, id="shorter than its length"),
        pytest.param(chunked(EVENT, end=b""), TransportError.CLOSED_EARLY, id="no last chunk"),
        pytest.param(chunked(EVENT)[:-12], TransportError.CLOSED_EARLY, id="cut in a chunk"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", TransportError.BAD_HTTP, id="another protocol"),
        pytest.param(b"\x00\xff\xfe" * 50, TransportError.BAD_HTTP, id="noise"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", TransportError.BAD_HTTP, id="status is no number"),
        pytest.param(b"HTTP/2.0 200 OK\r\n\r\n", TransportError.BAD_HTTP, id="HTTP/2 text"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nno header\r\n\r\n", TransportError.BAD_HTTP, id="line without colon"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", TransportError.BAD_HTTP, id="200 headers"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
            TransportError.BAD_HTTP,
            id="giant header",
        ),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 5000, TransportError.BAD_HTTP, id="100 for ever"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n", TransportError.BAD_HTTP, id="length no number"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", TransportError.BAD_HTTP, id="length negative"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
            TransportError.BAD_HTTP,
            id="two lengths",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
            TransportError.BAD_HTTP,
            id="unknown coding",
        ),
        pytest.param(chunked(end=b"zz\r\nabc\r\n"), TransportError.BAD_HTTP, id="chunk size no number"),
        pytest.param(chunked(end=b"1" * 70_000), TransportError.BAD_HTTP, id="endless chunk size"),
    ],
)
def test_broken_answer_is_a_named_error(answer: bytes, error: TransportError) -> None:
    exchange = ask(saying(answer))
    assert exchange.error is error
    assert exchange.error_detail
    assert "\n" not in exchange.error_detail


@pytest.mark.parametrize("size", [b"FFFFFFFFFFFFFFFF", b"-5", b"9" * 60])
def test_absurd_chunk_size_is_an_error_not_a_crash(size: bytes) -> None:
    assert ask(saying(chunked(end=size + b"\r\nabc"))).error is TransportError.CLOSED_EARLY


def test_cut_body_keeps_what_came() -> None:
    exchange = ask(saying(chunked(EVENT, b"data: {", end=b"")))
    assert exchange.body == EVENT + b"data: {"
    assert exchange.status == 200


def test_reset_inside_a_body_keeps_what_came() -> None:
    def script(line: Line) -> None:
        line.request()
        line.say(chunked(EVENT, end=b""))
        line.hold(0.2)
        line.reset()

    exchange = ask(script)
    assert exchange.error is TransportError.RESET
    assert exchange.body == EVENT


def test_reset_before_any_answer() -> None:
    def script(line: Line) -> None:
        line.request()
        line.reset()

    assert ask(script).error is TransportError.RESET


def test_body_over_the_cap_is_cut() -> None:
    def endless(line: Line) -> None:
        line.request()
        line.say(chunked(end=b""))
        while True:
            line.say(chunk(b"x" * 10_000))

    limits = Limits(first_byte_s=5, gap_s=5, total_s=5, max_body_bytes=100_000)
    assert ask(endless, limits=limits).error is TransportError.TOO_LARGE


def test_endless_trailers_are_cut() -> None:
    def endless(line: Line) -> None:
        line.request()
        line.say(chunked(b"x", end=b"0\r\n"))
        while True:
            line.say(b"X-More: of this\r\n" * 100)

    limits = Limits(first_byte_s=5, gap_s=5, total_s=5, max_body_bytes=100_000)
    assert ask(endless, limits=limits).error is TransportError.TOO_LARGE


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_redirect_is_not_followed(status: str) -> None:
    with playing(answering(whole(b"ok"))) as other:
        where = f"Location: {other.url}/chat/completions"
        exchange = ask(saying(whole(b"", where, status=status)))
        assert exchange.status == int(status[:3])
        assert exchange.headers["location"] == f"{other.url}/chat/completions"
        assert other.connections == 0


def test_compressed_body_is_kept_as_it_came() -> None:
    exchange = ask(saying(whole(b"\x1f\x8b\x08 not opened", "Content-Encoding: gzip")))
    assert exchange.body == b"\x1f\x8b\x08 not opened"
    assert exchange.headers["content-encoding"] == "gzip"


def test_only_known_headers_are_kept_in_lower_case() -> None:
    headers = ("Content-Type: text/plain", "X-RateLimit-Limit: 5", "Set-Cookie: a=b", "X-Request-ID: r1")
    exchange = ask(saying(whole(b"", *headers)))
    assert exchange.headers == {
        "content-length": "0",
        "content-type": "text/plain",
        "x-ratelimit-limit": "5",
        "x-request-id": "r1",
    }


def test_answer_that_comes_before_the_request_is_taken_counts() -> None:
    def too_large(line: Line) -> None:
        line.sock.recv(1000)
        line.say(whole(b"too large", "Connection: close", status="413 Payload Too Large"))
        line.hold()

    with playing(too_large) as server:
        exchange = client(server.url).send("POST", "/chat/completions", b"x" * 30_000_000)
    assert exchange.status == 413
    assert exchange.body == b"too large"


def test_head_request_waits_for_no_body() -> None:
    with playing(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")) as server:
        exchange = client(server.url).send("HEAD", "/models")
    assert exchange.answered
    assert exchange.body == b""
