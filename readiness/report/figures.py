"""Figures as they are printed. A rate is never rounded up: 99.997 % is not 100 %."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from readiness.judging.records import Measure
from readiness.report.words import Words

NOTHING = "-"
_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")


def rate(share: float | None) -> str:
    """A fraction of 1 as per cent, cut after two digits: `97.46 %`, `100 %` only for exactly 1."""
    return NOTHING if share is None else _cut(_percent(share))


def _cut(percent: Decimal) -> str:
    shown = percent.quantize(_HUNDREDTH, ROUND_DOWN)
    return "< 0.01 %" if percent > shown == 0 else f"{_trimmed(shown)} %"


def lower_bound(share: float) -> str:
    """A lower bound in per cent, without the sign, cut downwards: one digit, two from 99 up."""
    percent = _percent(share)
    return str(percent.quantize(_digits(percent), ROUND_DOWN))


def upper_bound(share: float) -> str:
    """An upper bound in per cent, without the sign, rounded upwards; below 1 with digits enough to say so."""
    percent = _percent(share)
    digits = _digits(percent)
    while percent < 100 <= percent.quantize(digits, ROUND_UP):
        digits /= 10
    return _trimmed(percent.quantize(digits, ROUND_UP))


def _digits(percent: Decimal) -> Decimal:
    return _HUNDREDTH if percent >= 99 else _TENTH


def measured(measure: Measure) -> str:
    """A measure's value with its unit; `%` holds per cent, `fraction` a fraction of 1."""
    value, unit = measure.value, measure.unit
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return f"{value} {unit}".strip()
    if unit == "%":
        return _cut(Decimal(repr(float(value))))
    if unit == "fraction":
        return rate(value)
    plain = f"{value:.0f}" if value == int(value) else f"{value:.4g}"
    return f"{plain} {unit}".strip()


def count(number: float) -> str:
    """A whole number with a comma every three digits, as tables in both languages write it."""
    return f"{number:,.0f}"


def moment(stamp: str) -> str:
    """An ISO 8601 time as `2026-01-31 08:05:09`, in UTC."""
    return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def duration(started: str, finished: str, words: Words) -> str:
    """How long it took, in the two largest units that matter."""
    seconds = (datetime.fromisoformat(finished) - datetime.fromisoformat(started)).total_seconds()
    if seconds < 60:
        return words.text("duration.seconds", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return words.text("duration.minutes", minutes=minutes, seconds=rest)
    return words.text("duration.hours", hours=minutes // 60, minutes=minutes % 60)


def _percent(share: float) -> Decimal:
    """Exact for the decimal that was meant: 0.9997 becomes 99.97, not 99.96999."""
    return Decimal(repr(float(share))) * 100


def _trimmed(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".")
