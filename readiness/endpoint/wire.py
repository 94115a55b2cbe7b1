"""A connected socket with deadlines, caps and stamps, in the shape in which `http.client` wants a socket."""

from __future__ import annotations

import io
import selectors
import socket
import ssl
from time import monotonic_ns

from readiness.endpoint.exchange import TransportError
from readiness.endpoint.limits import Limits
from readiness.endpoint.tls import tls_advice

READER_BYTES = 32 * 1024
FRAMING_FACTOR = 8
"""Chunks of one byte cost six on the wire; whoever sends more framing than that sends no body."""


class TransportFailure(Exception):
    """No complete response arrived: the class, and one line about it (not yet masked)."""

    def __init__(self, error: TransportError, detail: str) -> None:
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail


class Wire(io.RawIOBase):
    """One connection. Both the socket that `http.client` writes to and the raw stream under its reader.

    Every arrival passes `readinto`: there the nearest deadline is set and the clock read, so that no
    server, however slowly it drips, holds a thread beyond the limits. Raises `TransportFailure`.
    """

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        self._sock = sock
        self._limits = limits
        self._outgoing: list[bytes] = []
        self._gap_ns = int(limits.gap_s * 1e9)
        self._timeout_s = -1.0
        self.at_ns = monotonic_ns()
        """When the last arrival was read, monotonic clock."""
        self.sent_ns = 0
        self.received = 0
        """Bytes since the last request, framing and head included."""
        self.ended = False
        """Whether the server has closed its side."""
        self._first_by_ns: int | None = None
        self._end_by_ns = 0
        self._cap = 0

    def sendall(self, data: bytes) -> None:
        """Keep what `http.client` hands over in pieces; `transmit` sends it as one."""
        self._outgoing.append(data)

    def transmit(self) -> None:
        """Send the request and start its clocks (not named `flush`: `io` calls that when a reader closes)."""
        request = b"".join(self._outgoing)
        self._outgoing.clear()
        limits = self._limits
        self.received = 0
        self._cap = limits.max_head_bytes
        self._timeout(limits.first_byte_s)
        self.sent_ns = monotonic_ns()
        self._first_by_ns = self.sent_ns + int(limits.first_byte_s * 1e9)
        self._end_by_ns = self.sent_ns + int(limits.total_s * 1e9)
        try:
            self._sock.sendall(request)
        except TimeoutError:
            raise TransportFailure(
                TransportError.SEND_FAILED, "the endpoint stopped taking the request"
            ) from None
        except OSError as error:
            raise TransportFailure(TransportError.SEND_FAILED, reason(error)) from None

    def wait(self, seconds: float) -> None:
        """Until something can be read, at most so long; nothing is read."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ)
            selector.select(seconds)

    def makefile(self, mode: str) -> io.BufferedReader:
        """The reader for one response."""
        return io.BufferedReader(self, READER_BYTES)

    def readable(self) -> bool:
        """`io.BufferedReader` asks."""
        return True

    def head_read(self) -> None:
        """The head is complete: from here on the cap on bodies holds."""
        self._cap = self._limits.max_body_bytes * FRAMING_FACTOR

    def body_begun(self) -> None:
        """The first body byte is here: from here on the gap between arrivals counts."""
        self._first_by_ns = None

    def drain(self) -> None:
        """Nothing more is expected but the end of the framing."""
        self._end_by_ns = min(self._end_by_ns, monotonic_ns() + int(self._limits.drain_s * 1e9))

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """One arrival, within the nearest deadline."""
        if self.received >= self._cap:
            raise self._too_much()
        now = monotonic_ns()
        if self._first_by_ns is None:
            left = min(self._gap_ns, self._end_by_ns - now)
        else:
            left = min(self._first_by_ns, self._end_by_ns) - now
        if left <= 0:
            raise self._expired(now)
        self._timeout(left / 1e9)
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            raise self._expired(monotonic_ns()) from None
        except ssl.SSLError as error:
            raise TransportFailure(TransportError.TLS, tls_advice(error)) from None
        except OSError as error:
            raise TransportFailure(TransportError.RESET, reason(error)) from None
        self.at_ns = monotonic_ns()
        self.received += count
        if not count:
            self.ended = True
        return count

    def _timeout(self, seconds: float) -> None:
        # Setting a timeout is a system call; inside a stream it is the same gap again and again.
        if seconds != self._timeout_s:
            self._sock.settimeout(seconds)
            self._timeout_s = seconds

    def _too_much(self) -> TransportFailure:
        if self._cap == self._limits.max_head_bytes:
            return TransportFailure(TransportError.BAD_HTTP, f"a head of more than {self._cap} bytes")
        return TransportFailure(TransportError.TOO_LARGE, f"more than {self._cap} bytes of framing and body")

    def _expired(self, now_ns: int) -> TransportFailure:
        limits = self._limits
        if now_ns >= self._end_by_ns:
            return TransportFailure(TransportError.TOTAL_TIMEOUT, f"no end within {limits.total_s:g} s")
        if self._first_by_ns is None:
            return TransportFailure(TransportError.GAP_TIMEOUT, f"nothing came for {limits.gap_s:g} s")
        seconds = f"{limits.first_byte_s:g} s"
        return TransportFailure(TransportError.FIRST_BYTE_TIMEOUT, f"no byte of a body within {seconds}")

    def reusable(self) -> bool:
        """Whether the idle connection is still open; anything that came unasked makes it unusable."""
        self._timeout(0.0)
        try:
            self._sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        """Nothing: `http.client` closes before the body is read; the client hangs up itself."""

    def hang_up(self) -> None:
        """Close the connection."""
        self._sock.close()


def reason(error: OSError) -> str:
    """The system's words for an error."""
    return error.strerror or str(error) or type(error).__name__
