"""How long and how much: deadlines and caps of one request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines in seconds, caps in bytes. Each expiry is a `TransportError` of its own."""

    connect_s: float = 5.0
    """TCP, proxy and TLS together."""
    first_byte_s: float = 120.0
    """From sending to the first byte of the BODY: many servers send the head before they think."""
    gap_s: float = 30.0
    """Between two arrivals, once the body has begun. Keep-alive comments count."""
    total_s: float = 600.0
    drain_s: float = 0.5
    """How long to wait for the end of the framing once a stream has said `[DONE]`."""
    stale_after_s: float = 1.0
    """A connection idle for longer may have been closed by the server while our request was under way."""
    max_body_bytes: int = 16 * 2**20
    max_head_bytes: int = 64 * 2**10
    """Status line and headers. `http.client` itself takes at most 100 header lines."""

    @classmethod
    def of(cls, request_timeout_s: float) -> Limits:
        """The limits that `--request-timeout` asks for."""
        return cls(
            first_byte_s=request_timeout_s,
            gap_s=min(30.0, request_timeout_s),
            total_s=5 * request_timeout_s,
        )
