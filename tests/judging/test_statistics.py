"""The binomial bounds against the figures that the specification prints."""

from __future__ import annotations

import subprocess
import sys

import pytest

from readiness.judging import statistics


@pytest.mark.parametrize(
    ("n", "per_cent"),
    [(10, 74.1), (20, 86.1), (50, 94.2), (100, 97.05), (200, 98.5), (300, 99.01), (1000, 99.7)],
)
def test_a_clean_series_establishes_what_the_page_says(n: int, per_cent: float) -> None:
    assert 100 * (statistics.lower_bound(n, n) or 0) == pytest.approx(per_cent, abs=0.051)
    assert statistics.lower_bound(n, n) == pytest.approx(0.05 ** (1 / n))


@pytest.mark.parametrize(("hits", "n", "per_cent"), [(99, 100, 95.3), (98, 100, 93.8), (299, 300, 98.4)])
def test_a_miss_costs_what_the_page_says(hits: int, n: int, per_cent: float) -> None:
    assert 100 * (statistics.lower_bound(hits, n) or 0) == pytest.approx(per_cent, abs=0.051)


@pytest.mark.parametrize(("n", "per_cent"), [(100, 96.4), (300, 98.8)])
def test_the_two_sided_bound_is_lower(n: int, per_cent: float) -> None:
    low, high = statistics.interval(n, n) or (0, 0)
    assert (100 * low, high) == (pytest.approx(per_cent, abs=0.051), 1.0)


@pytest.mark.parametrize(("misses", "n"), [(0, 299), (1, 473), (2, 628), (3, 773)])
def test_what_99_per_cent_costs(misses: int, n: int) -> None:
    assert statistics.needed(0.99, misses) == n


def test_what_other_bars_cost() -> None:
    assert statistics.needed(0.999) == 2995
    assert statistics.needed(0.99, confidence=0.975) == 368
    assert statistics.needed(1.0) is None


@pytest.mark.parametrize(("n", "per_cent"), [(20, 56), (50, 87), (100, 98.3)])
def test_the_chance_to_see_a_fence_in_4_per_cent(n: int, per_cent: float) -> None:
    assert 100 * statistics.chance_seen(0.04, n) == pytest.approx(per_cent, abs=0.51)


def test_the_upper_bound_mirrors_the_lower() -> None:
    assert statistics.upper_bound(0, 100) == pytest.approx(1 - 0.05 ** (1 / 100))
    assert statistics.lower_bound(0, 100) == 0.0


def test_nothing_judged_establishes_nothing() -> None:
    assert (statistics.lower_bound(0, 0), statistics.interval(0, 0)) == (None, None)


def test_importing_the_judges_does_not_wait_for_the_heavy_libraries() -> None:
    code = (
        "import sys, readiness.judging.statistics, readiness.judging.json_output.reply;"
        "print([name for name in ('scipy', 'jsonschema') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
