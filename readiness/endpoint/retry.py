"""Which failed requests may be asked again, and after what wait. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from readiness.endpoint.exchange import Exchange, TransportError

TOO_MANY_REQUESTS = 429
MAX_TRIES = 6
MAX_WAIT_S = 60.0
MAX_WAITED_S = 120.0
REFUSED_WAITS_S = (0.5, 1.0, 2.0)

_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?")


def wait_before_retry(exchange: Exchange, tries_so_far: int, waited_s: float) -> float | None:
    """Seconds to wait before the same request is sent again; None: this answer stands.

    `tries_so_far` counts the try that led to `exchange`, so it starts at 1; `waited_s` is the sum of the
    waits before it. Only 429 and a refused connection are asked again: there nothing was answered. After
    429 the server's Retry-After counts (at most 60 s a wait, 120 s in all, 6 tries), else 1, 2, 4, ... s.
    """
    if exchange.error is TransportError.CONNECT_REFUSED:
        return REFUSED_WAITS_S[tries_so_far - 1] if tries_so_far <= len(REFUSED_WAITS_S) else None
    if exchange.error is not None or exchange.status != TOO_MANY_REQUESTS:
        return None
    if tries_so_far >= MAX_TRIES or waited_s >= MAX_WAITED_S:
        return None
    asked = _retry_after(exchange)
    wait = float(2 ** (tries_so_far - 1)) if asked is None else asked
    return min(wait, MAX_WAIT_S, MAX_WAITED_S - waited_s)


def _retry_after(exchange: Exchange) -> float | None:
    """Seconds, or the distance of an HTTP date from the response's own `Date`; None where unreadable."""
    value = exchange.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    until, now = _date(value), _date(exchange.headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None
