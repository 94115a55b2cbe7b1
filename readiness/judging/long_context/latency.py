"""How long a summary takes, and what that says of the 99th percentile. Pure.

Order statistics `x[ceil(q n)]`, never interpolated; what timed out, or came back cut, counts as endless.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from readiness.judging import statistics
from readiness.judging.long_context.runs import TARGET, Run, median

QUANTILE = 0.99
ALPHA = 0.05
DRIFT = 0.25
DRIFT_S = 0.5
"""Both have to be passed before the endpoint is said to have become slower or faster."""


class Claim(StrEnum):
    """What the runs say of the P99."""

    CONFIRMED = "CONFIRMED"
    REFUTED = "REFUTED"
    NOT_ESTABLISHED = "NOT ESTABLISHED"


@dataclass(frozen=True, slots=True)
class Latency:
    """End-to-end seconds of the target runs, in the order of asking; endless ones are infinite."""

    seconds: tuple[float, ...]
    limit_s: float

    @property
    def n(self) -> int:
        """How many runs."""
        return len(self.seconds)

    @property
    def over(self) -> int:
        """Runs at or over the limit."""
        return sum(each >= self.limit_s for each in self.seconds)

    def at(self, quantile: float) -> float | None:
        """The order statistic; None of nothing. With fewer than 100 runs the P99 is the largest."""
        ordered = sorted(self.seconds)
        return ordered[math.ceil(quantile * self.n) - 1] if ordered else None

    @property
    def claim(self) -> Claim:
        """Whether a P99 under the limit is confirmed or refuted at 95 %. One run alone refutes nothing."""
        if self.n and (statistics.lower_bound(self.n - self.over, self.n) or 0.0) >= QUANTILE:
            return Claim.CONFIRMED
        if self.over > 1 and statistics.at_most(self.n - self.over, self.n, QUANTILE) <= ALPHA:
            return Claim.REFUTED
        return Claim.NOT_ESTABLISHED

    @property
    def bounded(self) -> int | None:
        """The percentile that lies at or under the largest run at 95 %: P86 with 20 runs."""
        return math.floor(100 * ALPHA ** (1 / self.n)) if self.n else None

    @property
    def needed(self) -> int:
        """Runs that would confirm the P99 with as many over the limit as were seen."""
        return statistics.needed(QUANTILE, self.over) or 0

    @property
    def drifts(self) -> bool:
        """Whether the last third took clearly longer, or less long, than the first."""
        third = self.n // 3
        if third < 2:
            return False
        first, last = median(self.seconds[:third]) or 0.0, median(self.seconds[-third:]) or 0.0
        if not math.isfinite(first + last):
            return False
        return abs(last - first) > max(DRIFT * first, DRIFT_S)


def latency(runs: Sequence[Run], limit_s: float) -> Latency:
    """Of all target runs that were asked and not refused."""
    asked = [run for run in runs if run.family == TARGET and run.outcome is not None]
    return Latency(tuple(_seconds(run) for run in asked if not run.refused and _timed(run)), limit_s)


def _timed(run: Run) -> bool:
    """A run that broke off in between says nothing about the time, but for one that took too long."""
    return run.judged or bool(run.figure("late"))


def _seconds(run: Run) -> float:
    return run.figure("total_s") if run.judged and run.figure("whole") else math.inf
