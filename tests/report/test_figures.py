"""Figures in print: cut, never rounded up to what was not reached."""

from __future__ import annotations

import pytest

from readiness.judging.records import Measure
from readiness.report import figures
from readiness.report.words import Words


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, "-"),
        (1.0, "100 %"),
        (1, "100 %"),
        (0.9997, "99.97 %"),
        (0.99999, "99.99 %"),
        (1 - 1e-12, "99.99 %"),
        (231 / 237, "97.46 %"),
        (0.975, "97.5 %"),
        (0.89, "89 %"),
        (0.1, "10 %"),
        (0.00001, "< 0.01 %"),
        (0.0, "0 %"),
    ],
)
def test_a_rate(share: float | None, shown: str) -> None:
    assert figures.rate(share) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.97048, "97.0"), (0.99006, "99.00"), (0.999999, "99.99")])
def test_a_lower_bound_is_cut_downwards(share: float, shown: str) -> None:
    assert figures.lower_bound(share) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.9641, "96.5"), (0.99061, "99.07"), (0.9999997, "99.99997"), (1.0, "100")]
)
def test_an_upper_bound_is_rounded_upwards_but_not_to_one_hundred(share: float, shown: str) -> None:
    assert figures.upper_bound(share) == shown


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        (Measure(99.999, "%", ""), "99.99 %"),
        (Measure(97.46, "%", ""), "97.46 %"),
        (Measure(0.9746, "fraction", ""), "97.46 %"),
        (Measure(12.0, "characters", ""), "12 characters"),
        (Measure(1.23456, "s", ""), "1.235 s"),
        (Measure(198, "", ""), "198"),
        (Measure("5 of 5", "", ""), "5 of 5"),
        (Measure(None, "%", ""), "-"),
    ],
)
def test_a_measure(measure: Measure, shown: str) -> None:
    assert figures.measured(measure) == shown


@pytest.mark.parametrize(
    ("finished", "shown"),
    [
        ("2026-01-31T08:00:07.25Z", "7.2 s"),
        ("2026-01-31T08:02:14Z", "2 min 14 s"),
        ("2026-01-31T10:05:30+00:00", "2 h 5 min"),
    ],
)
def test_a_duration(finished: str, shown: str) -> None:
    assert figures.duration("2026-01-31T08:00:00Z", finished, Words("en")) == shown


def test_a_moment_is_shown_in_utc() -> None:
    assert figures.moment("2026-01-31T16:05:09+08:00") == "2026-01-31 08:05:09"
