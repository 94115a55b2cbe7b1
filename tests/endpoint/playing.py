"""Servers that play a part: a script a connection, on loopback, in threads."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.access import Access
from readiness.endpoint.client import Client
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.limits import Limits
from readiness.endpoint.target import Target

PATIENT = Limits(connect_s=5, first_byte_s=5, gap_s=5, total_s=5)
COMPLETION = (
    b'{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}'
)


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A response with a length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", content_type: str = "text/event-stream") -> bytes:
    """A response in chunks."""
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + b"".join(map(chunk, pieces)) + end


def chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


class Line:
    """The server's side of one connection."""

    def __init__(self, sock: socket.socket, requests: list[bytes]) -> None:
        self.sock = sock
        self._requests = requests

    def request(self) -> bytes:
        """Head and body of the next request; empty when the client has hung up."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self.sock.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        missing = int(lengths[0].partition(b":")[2]) - len(body) if lengths else 0
        while missing > 0:
            data += (piece := self.sock.recv(65536))
            missing -= len(piece)
        self._requests.append(data)
        return data

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def hold(self, seconds: float = 10) -> bool:
        """Say nothing until the client hangs up (True) or the time is over."""
        self.sock.settimeout(seconds)
        try:
            while self.sock.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
        return True

    def reset(self) -> None:
        """Close with a reset instead of a goodbye."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Script = Callable[[Line], object]


@dataclass
class Server:
    """A playing server: its port, and the lines that came in."""

    port: int
    tls: bool = False
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/v1"

    @property
    def heads(self) -> list[dict[str, str]]:
        """Headers of each request, names in lower case."""
        parsed = []
        for request in self.requests:
            lines = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
            parsed.append(
                {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            )
        return parsed


@contextmanager
def playing(*scripts: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server whose first connection plays the first script, and so on; the last script goes on for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1], tls is not None)
    lines: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                sock, _ = listener.accept()
                lines.append(sock)
                script = scripts[min(server.connections, len(scripts) - 1)]
                server.connections += 1
                threading.Thread(target=play, args=(sock, script), daemon=True).start()

    def play(sock: socket.socket, script: Script) -> None:
        with suppress(OSError), tls.wrap_socket(sock, server_side=True) if tls else sock as wrapped:
            script(Line(wrapped, server.requests))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for sock in lines:
            sock.close()


def answering(*answers: bytes) -> Script:
    """A script: one answer a request, the last one again and again, until the client hangs up."""

    def script(line: Line) -> None:
        number = 0
        while line.request():
            line.say(answers[min(number, len(answers) - 1)])
            number += 1

    return script


def saying(data: bytes) -> Script:
    """A script: one answer, then goodbye."""

    def script(line: Line) -> None:
        line.request()
        line.say(data)

    return script


def client(url: str, *, limits: Limits = PATIENT, **reach: Any) -> Client:
    """A client of our own; no proxy unless `environ` names one."""
    reach.setdefault("environ", {})
    return Client(Access.to(Target.parse(url), version="1.2.3", limits=limits, **reach))


def ask(script: Script, *, limits: Limits = PATIENT, streamed: bool = False, **reach: Any) -> Exchange:
    """One POST to a server that plays `script`."""
    with playing(script) as server:
        asking = client(server.url, limits=limits, **reach)
        try:
            return asking.send("POST", "/chat/completions", b"{}", streamed=streamed)
        finally:
            asking.close()
