"""The one place for binomial statistics: exact (Clopper-Pearson) bounds, rates as fractions of 1.

The bounds are quantiles of the beta distribution, by SciPy's inverse of the regularised incomplete beta
function. It is imported inside the functions: it costs some 0.3 s, and the first request leaves early.
"""

from __future__ import annotations

import math


def lower_bound(hits: int, n: int, confidence: float = 0.95) -> float | None:
    """One-sided lower bound of a rate: what `hits` of `n` establish. None where n is 0."""
    if n == 0:
        return None
    return _quantile(hits, n - hits + 1, 1 - confidence) if hits else 0.0


def upper_bound(hits: int, n: int, confidence: float = 0.95) -> float | None:
    """One-sided upper bound of a rate; None where n is 0."""
    below = lower_bound(n - hits, n, confidence)
    return None if below is None else 1.0 - below


def interval(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """Two-sided interval of a rate; None where n is 0."""
    one_sided = (1 + confidence) / 2
    low, high = lower_bound(hits, n, one_sided), upper_bound(hits, n, one_sided)
    return None if low is None or high is None else (low, high)


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """Wilson's two-sided 95 % score interval of a rate (Wilson 1927); None where n is 0."""
    if n == 0:
        return None
    z = 1.959963984540054
    share, shrunk = hits / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrunk
    half = z / shrunk * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def at_most(hits: int, n: int, rate: float) -> float:
    """Chance of `hits` or fewer in n where the true rate is `rate`: the exact one-sided binomial test."""
    return 1.0 if hits >= n else _tail(n - hits, hits + 1, 1 - rate)


def needed(bar: float, misses: int = 0, confidence: float = 0.95) -> int | None:
    """How many calls, `misses` of them missed, establish `bar` one-sidedly; None for a bar of 1 or more."""
    if bar >= 1:
        return None
    if bar <= 0:
        return misses + 1
    low, high = misses, misses + 1
    while not _establishes(bar, misses, high, confidence):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if _establishes(bar, misses, middle, confidence):
            high = middle
        else:
            low = middle
    return high


def _establishes(bar: float, misses: int, n: int, confidence: float) -> bool:
    bound = lower_bound(n - misses, n, confidence)
    return bound is not None and bound >= bar


def chance_seen(defect_rate: float, n: int) -> float:
    """Chance that a defect in that share of replies shows at least once in n of them."""
    return -math.expm1(n * math.log1p(-defect_rate)) if defect_rate < 1 else 1.0


def _tail(a: float, b: float, x: float) -> float:
    from scipy.special import betainc

    return float(betainc(a, b, x))


def _quantile(a: float, b: float, probability: float) -> float:
    from scipy.special import betaincinv

    return float(betaincinv(a, b, probability))
