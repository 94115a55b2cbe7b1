"""Receiving: a response read from the wire, stamped and kept; nothing is parsed but head and framing."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from readiness.endpoint.exchange import TransportError
from readiness.endpoint.wire import TransportFailure, Wire

READ_BYTES = 64 * 1024
KEPT_HEADERS = frozenset(
    (
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "allow",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "location",
        "retry-after",
        "server",
        "transfer-encoding",
        "www-authenticate",
    )
)
KEPT_PREFIXES = ("ratelimit", "x-ratelimit")
KEPT_SUFFIXES = ("request-id", "requestid", "trace-id", "correlation-id")

LOST = frozenset({TransportError.RESET, TransportError.CLOSED_EARLY, TransportError.SEND_FAILED})
DONE_TAIL = 16
"""Bytes of the last piece to look at again: more than the line that ends a stream has."""
BROKEN_HEAD = ("MissingHeaderBodySeparatorDefect", "FirstHeaderLineIsContinuationDefect")

_EVENT_END = re.compile(rb"\r?\n\r?\n")
_DONE_LINE = re.compile(rb"[\r\n]data: ?\[DONE\]")
_LENGTH = re.compile(r"\d{1,15}")


class Response(http.client.HTTPResponse):
    """A response whose head is the final one."""

    def begin(self) -> None:
        """Read heads up to the first that is not interim; `http.client` itself skips only 100."""
        super().begin()
        while self.status < 200 and self.status != http.HTTPStatus.SWITCHING_PROTOCOLS:
            self.headers = None  # type: ignore[assignment]  # makes `begin` read the next head
            super().begin()


class Connection(http.client.HTTPConnection):
    """One request and its response over a wire that is connected already."""

    response_class = Response


@dataclass(slots=True)
class Answer:
    """What has come so far, and over which connection."""

    reused: bool = False
    idle_ns: int = 0
    sent_ns: int = 0
    done_ns: int = 0
    received: int = 0
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    stamps: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    failure: TransportFailure | None = None
    may_reuse: bool = False

    @property
    def unheard(self) -> bool:
        """The connection broke before a single byte came back."""
        return self.failure is not None and self.failure.error in LOST and not self.received


def take_head(wire: Wire, response: http.client.HTTPResponse, answer: Answer) -> None:
    """Status and headers into `answer`; what cannot be trusted to frame a body is no HTTP."""
    if wire.ended:
        raise TransportFailure(TransportError.CLOSED_EARLY, "the connection was closed inside the head")
    wire.head_read()
    headers = response.headers
    for defect in headers.defects:
        if type(defect).__name__ in BROKEN_HEAD:
            raise TransportFailure(TransportError.BAD_HTTP, "a line among the headers is no header")
    lengths = set(headers.get_all("content-length", ()))
    if not response.chunked and (len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths))):
        raise TransportFailure(TransportError.BAD_HTTP, f"content-length is {', '.join(sorted(lengths))}")
    coding = headers.get("transfer-encoding", "identity")
    if not response.chunked and coding.lower() != "identity":
        raise TransportFailure(TransportError.BAD_HTTP, f"transfer-encoding is {coding}")
    answer.status = response.status
    answer.headers.update(kept_headers(headers.items()))
    answer.stamps.append(wire.at_ns - wire.sent_ns)
    answer.totals.append(0)


def kept_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers that are recorded, names in lower case, repeated ones joined; cookies are not among them."""
    kept: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        if name in KEPT_HEADERS or name.startswith(KEPT_PREFIXES) or name.endswith(KEPT_SUFFIXES):
            kept[name] = f"{kept[name]}, {value}" if name in kept else value
    return kept


def read_body(
    wire: Wire,
    response: http.client.HTTPResponse,
    streamed: bool,
    max_bytes: int,
    answer: Answer,
    most_events: int | None = None,
) -> bool:
    """Keep and stamp the body as it comes; whether its framing came to an end. The hot loop.

    `most_events`: stop reading after so many events of a stream.
    """
    pieces, stamps, totals = answer.pieces, answer.stamps, answer.totals
    total, sent_ns, tail, done = 0, wire.sent_ns, b"\n", False
    try:
        while piece := response.read1(READ_BYTES):
            if not total:
                wire.body_begun()
            total += len(piece)
            pieces.append(piece)
            at = wire.at_ns - sent_ns
            if at == stamps[-1]:  # several chunks in one arrival
                totals[-1] = total
            else:
                stamps.append(at)
                totals.append(total)
            if most_events is not None and len(_EVENT_END.findall(b"".join(pieces))) >= most_events:
                return False
            if total > max_bytes:
                raise TransportFailure(TransportError.TOO_LARGE, f"a body of more than {max_bytes} bytes")
            if streamed and not done:
                tail = tail[-DONE_TAIL:] + piece
                if b"[DONE]" in tail and _DONE_LINE.search(tail):
                    done = True
                    wire.drain()
    except (TransportFailure, http.client.HTTPException, OSError, ValueError):
        if not done:
            raise
        return False
    if not response.chunked and response.length:
        detail = f"closed {response.length} bytes before the end that content-length announced"
        raise TransportFailure(TransportError.CLOSED_EARLY, detail)
    return True


def failure_of(error: http.client.HTTPException | OSError | ValueError, wire: Wire) -> TransportFailure:
    """What an exception of `http.client` says about the endpoint."""
    if isinstance(error, http.client.RemoteDisconnected):
        return TransportFailure(TransportError.CLOSED_EARLY, "the connection was closed without an answer")
    if isinstance(error, http.client.IncompleteRead):
        if wire.ended:
            return TransportFailure(TransportError.CLOSED_EARLY, "the connection was closed inside the body")
        return TransportFailure(TransportError.BAD_HTTP, "the size of a chunk cannot be read")
    if isinstance(error, http.client.BadStatusLine):
        line = str(error.args[0])
        if wire.ended and line.startswith("HTTP/"):
            return TransportFailure(TransportError.CLOSED_EARLY, "the connection was closed inside the head")
        return TransportFailure(TransportError.BAD_HTTP, f"the answer starts with {line}")
    if isinstance(error, http.client.UnknownProtocol):
        return TransportFailure(TransportError.BAD_HTTP, f"the answer speaks {error}")
    return TransportFailure(TransportError.BAD_HTTP, str(error) or type(error).__name__)
