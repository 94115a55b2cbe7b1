"""Tiny servers that say one thing."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Canned:
    """The one answer to every request."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def canned(answer: Canned) -> Iterator[str]:
    """A server on loopback that gives `answer` to everything; yields its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()


class Relay:
    """Passes everything on to another server and counts the replies that came back."""

    def __init__(self, url: str, wanted: int) -> None:
        self.enough = Event()
        """Set once `wanted` replies have passed."""
        self._wanted = wanted
        self._replies = 0
        self._lock = Lock()
        self.pass_on_to(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        Thread(target=self._accept, daemon=True).start()

    def pass_on_to(self, url: str) -> None:
        """Send what connects from now on to this server."""
        host, port = urlsplit(url).netloc.split(":")
        self._target = (host, int(port))

    def wait_for(self, wanted: int) -> None:
        """Set `enough` anew once `wanted` more replies have passed."""
        with self._lock:
            self._replies, self._wanted = 0, wanted
            self.enough.clear()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                Thread(target=self._pump, args=(near, far, False), daemon=True).start()
                Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counting: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
                if counting:
                    self._count(data.count(b"HTTP/1.1 200"))
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def _count(self, replies: int) -> None:
        with self._lock:
            self._replies += replies
            if self._replies >= self._wanted:
                self.enough.set()


@dataclass
class Picky:
    """A server that says hello to every chat request but those that it declines, and keeps them all."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def picky(decline: Callable[[dict[str, Any]], tuple[int, str] | None]) -> Iterator[Picky]:
    """A server on loopback; `decline` gives status and error message, or None for a request that it takes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200, {"data": [{"id": "m"}]})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.asked.append(asked)
            declined = decline(asked)
            if declined is not None:
                self.answer(declined[0], {"error": {"message": declined[1], "type": "invalid_request_error"}})
                return
            message = {"role": "assistant", "content": "hello"}
            self.answer(200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

        def answer(self, status: int, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Picky(f"http://127.0.0.1:{server.server_address[1]}/v1")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
