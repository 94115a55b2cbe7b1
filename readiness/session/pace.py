"""How hard and how far the endpoint may be asked: `--rpm`, `--tpm` and `--max-total-tokens`, before each request.

`--rpm N` spaces requests evenly, so that no minute, wherever it begins, holds more than N of them; retries and
the preflight's questions count. `--tpm N` adds up the tokens of the last minute, `--max-total-tokens N` those of
the whole run. For both, a request counts with an estimate (what it asks, plus the answer that its case should
get) until its reply is there, and from then on with what `usage` says. So the cap is not passed, and no minute
holds more than N, but by what replies in flight took beyond the estimate: a model that thinks, say. What would
pass the cap is not asked, and what is in flight ends and is kept.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from readiness.endpoint.spending import Spent
from readiness.sentence import Mistake

WINDOW_S = 60.5
"""A minute, and half a second for requests that take unequal time on their way."""


class NotAsked(Mistake):
    """The limits do not let this request go; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute, tokens a minute, tokens in all; None where there is no limit."""

    rpm: int | None = None
    tpm: int | None = None
    max_total_tokens: int | None = None

    @property
    def weigh(self) -> bool:
        """Whether anybody has to know how many tokens a request will take."""
        return self.tpm is not None or self.max_total_tokens is not None

    @property
    def paces(self) -> str:
        """The options by which a request may have to wait, as they were given; empty where there are none."""
        given = (("--rpm", self.rpm), ("--tpm", self.tpm))
        return " ".join(f"{name} {value}" for name, value in given if value is not None)


@dataclass(slots=True)
class Pass:
    """A request that was let go, with the tokens that it counts for."""

    at_s: float
    tokens: int


class Pace:
    """Lets requests go. Safe to use from several threads.

    `now` gives seconds of a clock that never goes back; `wait` waits for so many seconds, and returns True
    at once when the run is stopped.
    """

    def __init__(
        self, limits: Limits, wait: Callable[[float], bool], now: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = limits
        self._wait = wait
        self._now = now
        self._lock = threading.Lock()
        self._next_s = -math.inf
        self._minute: deque[Pass] = deque()
        self._waiting = 0
        self._since_s = 0.0
        self.counted = 0
        """Tokens of the whole run: of replies as they were counted, of requests in flight as expected."""
        self.held_s = 0.0
        """Seconds in which at least one request waited for its turn."""
        self.capped = False
        """Whether a request was not asked because of `--max-total-tokens`."""

    def enter(self, tokens: int) -> Pass:
        """Wait until a request of about `tokens` tokens may go. Raises `NotAsked`."""
        tpm = self.limits.tpm
        if tpm is not None and tokens > tpm:
            raise NotAsked("limits.too_large", tokens=tokens, tpm=tpm)
        waited = False
        try:
            while True:
                with self._lock:
                    now_s = self._now()
                    self._check_cap(tokens)
                    pause_s = max(self._next_s, self._room_s(tokens, now_s)) - now_s
                    if pause_s <= 0:
                        return self._let_go(tokens, now_s)
                    if not waited:
                        waited = True
                        self._begin_wait(now_s)
                if self._wait(pause_s):
                    raise NotAsked("limits.stopped")
        finally:
            if waited:
                self._end_wait()

    def settle(self, passed: Pass, took: Spent) -> None:
        """Correct what a request counts for, now that its reply is there."""
        with self._lock:
            self.counted += took.tokens_in + took.tokens_out - passed.tokens
            passed.tokens = took.tokens_in + took.tokens_out

    def _check_cap(self, tokens: int) -> None:
        cap = self.limits.max_total_tokens
        if cap is not None and self.counted + tokens > cap:
            self.capped = True
            raise NotAsked("limits.used_up", tokens=tokens, cap=cap, left=max(0, cap - self.counted))

    def _room_s(self, tokens: int, now_s: float) -> float:
        """When the minute before has room for so many tokens."""
        if self.limits.tpm is None:
            return now_s
        while self._minute and self._minute[0].at_s <= now_s - WINDOW_S:
            self._minute.popleft()
        over = sum(passed.tokens for passed in self._minute) + tokens - self.limits.tpm
        room_s = now_s
        for passed in self._minute:
            if over <= 0:
                break
            over -= passed.tokens
            room_s = passed.at_s + WINDOW_S
        return room_s

    def _let_go(self, tokens: int, now_s: float) -> Pass:
        passed = Pass(now_s, tokens)
        self.counted += tokens
        if self.limits.rpm is not None:
            self._next_s = now_s + interval_s(self.limits.rpm)
        if self.limits.tpm is not None:
            self._minute.append(passed)
        return passed

    def _begin_wait(self, now_s: float) -> None:
        if self._waiting == 0:
            self._since_s = now_s
        self._waiting += 1

    def _end_wait(self) -> None:
        with self._lock:
            self._waiting -= 1
            if self._waiting == 0:
                self.held_s += self._now() - self._since_s


def unlimited() -> Pace:
    """For answers that come from a record."""
    return Pace(Limits(), lambda _: False)


def interval_s(rpm: int) -> float:
    """Seconds between two requests under `--rpm`."""
    return WINDOW_S / rpm
