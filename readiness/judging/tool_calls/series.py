"""Calls one after the other: drift over time, and repeats of one prompt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.judging.json_output.counting import Rate, Row, rate


@dataclass(frozen=True, slots=True)
class Drift:
    """Calls in the order in which they were sent: counters, caches and leaks fail late."""

    first_failure: int | None
    """1 for the first call; None where all were clean."""
    longest_streak: int
    first: Rate
    last: Rate


def drift(rows: Iterable[Row], window: int = 50) -> Drift:
    """Clean and failed calls over time; the two windows are halves where there are fewer calls."""
    judged = [row for row in rows if row.judged and row.figure("format") is not None]
    judged.sort(key=lambda row: row.figure("sent_ms") or 0.0)
    clean = [row.figure("format") == 1 for row in judged]
    longest = streak = 0
    for each in clean:
        streak = streak + 1 if each else 0
        longest = max(longest, streak)
    width = min(window, len(clean) // 2)
    first, last = clean[:width], clean[len(clean) - width :]
    failure = clean.index(False) + 1 if False in clean else None
    return Drift(failure, longest, Rate(sum(first), width), Rate(sum(last), width))


def by_prompt(rows: Iterable[Row]) -> list[Rate]:
    """Format over the repeats of each prompt that was judged."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.prompt].append(row)
    return [found for group in groups.values() if (found := rate(group, "format")).n]


def pass_power(prompts: Sequence[Rate], k: int) -> float | None:
    """pass^k: mean over prompts of C(c,k)/C(n,k), for c clean of n >= k repeats (tau-bench, arXiv 2406.12045)."""
    shares = [math.comb(each.hits, k) / math.comb(each.n, k) for each in prompts if each.n >= k]
    return sum(shares) / len(shares) if shares else None


def agreement(rows: Sequence[Row]) -> Rate:
    """Streamed twins with the same format verdict as their originals."""
    known = {row.case: value for row in rows if (value := row.figure("format")) is not None}
    pairs = [
        (value, known[row.twin_of])
        for row in rows
        if row.twin_of in known and (value := row.figure("format")) is not None
    ]
    return Rate(sum(one == other for one, other in pairs), len(pairs))
