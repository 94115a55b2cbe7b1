"""The breaker: after so many transport errors in a row nothing more is asked."""

from __future__ import annotations

import threading

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.sentence import Sentence, sentence

GATEWAY_DOWN = frozenset({502, 503, 504})
LEAST = 16
"""Errors in a row at the least: two full rounds at the default concurrency, so that one bad moment
of a server, in which all requests in flight fail together, does not end the run."""


class Breaker:
    """Counts transport errors in a row over all threads."""

    def __init__(self, concurrency: int) -> None:
        self._limit = max(LEAST, 2 * concurrency)
        self._lock = threading.Lock()
        self._in_a_row = 0
        self.reason: Sentence | None = None
        """Why it opened; None while it is closed."""

    def note(self, exchange: Exchange) -> None:
        """Take one exchange into the count."""
        down = exchange.error is not None or exchange.status in GATEWAY_DOWN
        if exchange.error in (TransportError.CANCELLED, TransportError.NOT_RECORDED):
            return
        with self._lock:
            self._in_a_row = self._in_a_row + 1 if down else 0
            if self._in_a_row >= self._limit and self.reason is None:
                what = exchange.error or f"HTTP {exchange.status}"
                self.reason = sentence("engine.failed_in_a_row", count=self._in_a_row, what=what)
