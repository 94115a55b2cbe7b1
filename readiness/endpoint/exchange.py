"""Records of talking: one HTTP request and everything that came back, byte for byte.

Everything here is already masked: no key, no query value and no header value that came from the
environment stands in an `Exchange`, so whatever holds one may be written to disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class TransportError(StrEnum):
    """Why no complete response arrived. Each deadline is a class of its own."""

    DNS = "dns"
    CONNECT_REFUSED = "connect_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    CONNECT_FAILED = "connect_failed"
    PROXY = "proxy"
    TLS = "tls"
    SEND_FAILED = "send_failed"
    RESET = "reset"
    CLOSED_EARLY = "closed_early"
    FIRST_BYTE_TIMEOUT = "first_byte_timeout"
    GAP_TIMEOUT = "gap_timeout"
    TOTAL_TIMEOUT = "total_timeout"
    TOO_LARGE = "too_large"
    BAD_HTTP = "bad_http"
    CANCELLED = "cancelled"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class Read:
    """One read from the socket: when it returned, and how many body bytes had come by then."""

    at_ns: int
    """Nanoseconds of the monotonic clock since the request was sent."""
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its answer. `status` is None where no status line arrived."""

    method: str
    url: str
    request_body: bytes
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers on the allow-list, names in lower case."""
    body: bytes = b""
    """The body as it came (transfer coding removed), cut off where `error` is set."""
    reads: tuple[Read, ...] = ()
    sent_ns: int = 0
    """Monotonic clock when the request was handed to the socket, or the try began that did not come so far."""
    done_ns: int = 0
    """Monotonic clock when the last byte was read or the error was seen, nanoseconds."""
    error: TransportError | None = None
    error_detail: str = ""
    attempt: int = 1
    """1 for the first try of this request; a 429 or a refused connection may lead to another."""
    reused_connection: bool = False
    stale_retries: int = 0
    """1 where the kept-alive connection had died unnoticed and the request was sent once more."""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    """What the request carried beside the headers that every request has; nothing secret."""
    sent_as: Mapping[str, Any] = field(default_factory=dict)
    """Of a recorded exchange: what was special about sending it, as `Request.to_json` says it."""
    told: bool = False
    """Whether nothing was sent: the endpoint had given this answer before, to all requests of the kind."""

    @property
    def answered(self) -> bool:
        """Whether a complete response arrived, whatever its status."""
        return self.error is None and self.status is not None
