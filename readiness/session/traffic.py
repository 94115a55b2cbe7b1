"""What went over the wire: counts that the scorecard shows, so that no retry and no timeout is hidden."""

from __future__ import annotations

import threading
from collections import Counter

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.spending import Spent


class Traffic:
    """Counts every exchange of a run, retries included. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._first_ns: int | None = None
        self._last_ns = 0
        self.sent = 0
        self.answered = 0
        self.retried = 0
        self.tokens_in = 0
        self.tokens_out = 0
        self.estimated = 0
        """Replies that did not say how many tokens they took."""
        self.errors: Counter[str] = Counter()
        """By class of transport error, or `http_<status>` where the endpoint or a gateway failed."""

    def note(self, exchange: Exchange, tries: int, spent: Spent) -> None:
        """Take one exchange into the counts; `tries` is 1 for the first try of a request.

        What a recorded run does not hold was never sent.
        """
        if exchange.error is TransportError.NOT_RECORDED:
            return
        with self._lock:
            self.sent += 1
            self.tokens_in += spent.tokens_in
            self.tokens_out += spent.tokens_out
            self.estimated += spent.estimated
            self.retried += (tries > 1) + exchange.stale_retries
            self._first_ns = (
                exchange.sent_ns if self._first_ns is None else min(self._first_ns, exchange.sent_ns)
            )
            self._last_ns = max(self._last_ns, exchange.done_ns)
            if exchange.error is not None:
                self.errors[exchange.error.value] += 1
            else:
                self.answered += 1
                if exchange.status is not None and (exchange.status >= 500 or exchange.status == 429):
                    self.errors[f"http_{exchange.status}"] += 1

    @property
    def seconds(self) -> float:
        """From the first request to the last byte of the last reply."""
        return 0.0 if self._first_ns is None else max(0, self._last_ns - self._first_ns) / 1e9
