"""Requests that are no plain chat: other keys, framing, aborts, fillers; and calls of the openai SDK."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from readiness.endpoint.access import Access
from readiness.endpoint.exchange import TransportError
from readiness.endpoint.request import FILLER, MODEL, WRONG_KEY, Auth, Request, chat, user
from readiness.endpoint.sdk_call import SdkCall, SdkKind, replayed
from readiness.endpoint.target import Target
from readiness.session.live import LiveSource

KEY = "sk-the-key-of-the-user-42"
COMPLETION = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": f"hi {KEY}"}, "finish_reason": "stop"}
    ],
}


class Recorder(BaseHTTPRequestHandler):
    """Keeps what came; answers with one completion, or with an endless stream where one is asked for."""

    protocol_version = "HTTP/1.1"
    seen: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append({"path": self.path, "headers": headers, "body": body})
        self.send_response(200)
        if b'"stream":true' in body:
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            while True:
                self.wfile.write(b'data: {"choices":[]}\n\n')
        data = json.dumps(COMPLETION).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Upstream-Request-Id", "r1")
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()


@pytest.fixture
def seen() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    handler = type("Own", (Recorder,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1?api-version=7", handler.seen  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def source(url: str, **options: Any) -> LiveSource:
    options.setdefault("api_key", KEY)
    return LiveSource(Access.to(Target.parse(url), version="0", environ={}, **options))


Seen = tuple[str, list[dict[str, Any]]]


def send(seen: Seen, request: Request, **options: Any) -> dict[str, Any]:
    asking = source(seen[0], **options)
    exchange = asking.ask("case", 1, request.filled("m", {}))
    asking.close()
    assert exchange.status == 200
    return seen[1][-1]


def test_a_request_carries_the_model_and_what_it_sets(seen: Seen) -> None:
    request = Request(f'{{"model":"{MODEL}"}}'.encode(), path="/completions", headers=(("X-One", "1"),))
    got = send(seen, request)
    assert (got["path"], got["body"]) == ("/v1/completions?api-version=7", b'{"model":"m"}')
    assert (got["headers"]["x-one"], got["headers"]["authorization"]) == ("1", f"Bearer {KEY}")


@pytest.mark.parametrize(
    ("auth", "headers", "sent"),
    [
        (Auth.NONE, {}, {}),
        (Auth.WRONG, {}, {"authorization": f"Bearer {WRONG_KEY}"}),
        (Auth.WRONG, {"api-key": KEY}, {"api-key": WRONG_KEY}),
        (Auth.NONE, {"api-key": KEY}, {}),
    ],
)
def test_no_key_and_a_wrong_key(
    seen: Seen, auth: Auth, headers: dict[str, str], sent: dict[str, str]
) -> None:
    got = send(seen, chat(user("hi"), send={"auth": auth}), headers=headers)
    assert {
        name: got["headers"][name] for name in ("authorization", "api-key") if name in got["headers"]
    } == sent


def test_a_body_in_chunks_and_one_after_continue(seen: Seen) -> None:
    chunked = send(seen, chat(user("hi"), send={"chunked": True}))
    waited = send(seen, chat(user("hi"), send={"expect_continue": True}))
    assert chunked["headers"]["transfer-encoding"] == "chunked"
    assert waited["headers"]["expect"] == "100-continue"
    assert chunked["body"] == waited["body"]


def test_a_filler_is_sent_and_not_kept(seen: Seen) -> None:
    request = Request(f'{{"x":"{FILLER}"}}'.encode(), filler=5000)
    asking = source(seen[0])
    exchange = asking.ask("case", 1, request)
    asking.close()
    assert len(seen[1][-1]["body"]) == 5000 + len('{"x":""}')
    assert exchange.request_body == b'{"x":"@filler@"}'
    assert request.to_json() == {"filler": 5000}


def test_a_stream_is_cut_after_so_many_events(seen: Seen) -> None:
    request = chat(user("hi"), stream=True, send={"hang_up_after": 3})
    exchange = source(seen[0]).ask("case", 1, request.filled("m", {}))
    assert exchange.error is None
    assert exchange.body.count(b"\n\n") >= 3


def test_a_path_from_the_root(seen: Seen) -> None:
    assert send(seen, Request(b"{}", path="/metrics", from_root=True))["path"] == "/metrics?api-version=7"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_sdk_takes_our_way_to_the_endpoint(seen: Seen, asynchronous: bool) -> None:
    told: list[Any] = []
    call = SdkCall(SdkKind.CREATE, user("hi"), {"temperature": 0}, asynchronous)
    asking = source(seen[0], headers={"X-Team": "blue"}, secrets={"X-Team": "blue-and-secret"})
    exchange = asking.sdk("case", 1, call, "m", lambda *what: told.append(what))
    got = seen[1][-1]
    assert got["path"] == "/v1/chat/completions?api-version=7"
    assert (got["headers"]["x-team"], got["headers"]["authorization"]) == ("blue", f"Bearer {KEY}")
    assert json.loads(got["body"])["model"] == "m"
    assert told[0][:2] == ("POST", "/chat/completions")
    assert KEY.encode() not in exchange.body
    assert "set-cookie" not in exchange.headers
    assert exchange.headers["x-upstream-request-id"] == "r1"
    assert replayed(exchange, call).content == "hi " + "*" * len(KEY)


def test_the_sdk_sends_no_key_where_there_is_none(seen: Seen) -> None:
    source(seen[0], api_key=None).sdk("case", 1, SdkCall(SdkKind.CREATE, user("hi")), "m", lambda *_: None)
    assert "authorization" not in seen[1][-1]["headers"]


def test_the_sdk_against_nobody_is_a_transport_error() -> None:
    call = SdkCall(SdkKind.CREATE, user("hi"))
    exchange = source("http://127.0.0.1:9/v1").sdk("case", 1, call, "m", lambda *_: None)
    assert exchange.error is TransportError.CONNECT_FAILED
