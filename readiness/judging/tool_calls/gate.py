"""The gate of tool calls: the outcomes of all declared cases against the bars of the policy. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.judging import statistics
from readiness.judging.json_output.counting import Rate, Row, count, of, rate, ruling
from readiness.judging.records import Kind, Ruling, Text, Verdict
from readiness.judging.tool_calls import sentences
from readiness.judging.tool_calls.measures import (
    CLAIMED,
    CONSECUTIVE,
    NEGATIVE,
    NO_TOOL,
    ROUND_TRIP,
    TOOL_CHOICE,
    measures,
)

QUICK = "quick"
_OWN_LIMIT = (*CLAIMED, ROUND_TRIP, TOOL_CHOICE, NEGATIVE)


@dataclass(frozen=True, slots=True)
class Limit:
    """One condition of a pass, by its name in `sentences.LIMITS`."""

    name: str
    rate: Rate
    bar: float
    open: bool
    """Cases for it were declared, the server has not declined them all, and nothing was judged: never a pass."""


def rule(rows: Sequence[Row], bars: Mapping[str, float], profile: str, confidence: float | None) -> Ruling:
    """The verdict over all declared cases. `bars` are fractions of 1, but for `strict_ids`, 0 or 1.

    n, hits and misses are those of the format, over the families C, CS and PA. With `confidence` the
    one-sided bound of that figure is the gate; how the model behaves is compared as observed, since
    no profile asks enough of it to establish anything.
    """
    claimed = rate(of(rows, CLAIMED), "format")
    verdict, reason = _decided(rows, claimed, bars, profile, confidence)
    reason = sentences.joined([reason, *sentences.remarks(rows)])
    return ruling(rows, claimed, bars["format_rate"], verdict, reason, measures(rows))


# --- the conditions of a pass --------------------------------------------------------------------


def _format_limits(rows: Sequence[Row], bar: float) -> Iterator[Limit]:
    """The claim itself."""
    for family in CLAIMED:
        yield _limit(family, of(rows, (family,)), "format", bar)


def _other_limits(rows: Sequence[Row], bars: Mapping[str, float]) -> Iterator[Limit]:
    """A format error of any other family refutes "no format error" too; then what the calls are good for."""
    others = [row for row in rows if row.family not in _OWN_LIMIT]
    trips, wanted = of(rows, (ROUND_TRIP,)), bars["format_rate"]
    yield _limit("others", others, "format", wanted)
    yield _limit("round_trip", _strict(trips) if bars["strict_ids"] else trips, "format", wanted)
    yield _limit("roundtrip_use", trips, "used", bars["roundtrip_use"])
    yield _limit("value_rate", rows, "value", bars["value_rate"])
    yield _limit("abstain_rate", of(rows, (NO_TOOL,)), "abstained", bars["abstain_rate"])
    yield _limit("choice_obeyed", of(rows, (TOOL_CHOICE,)), "obeyed", bars["choice_obeyed"])


def _limit(name: str, rows: Sequence[Row], figure: str, bar: float) -> Limit:
    found = rate(rows, figure)
    return Limit(name, found, bar, found.n == 0 and count(rows, Kind.UNSUPPORTED) < len(rows))


def _strict(trips: Sequence[Row]) -> list[Row]:
    """The same rows, an id that comes again counted as a format error."""
    return [_badly_formed(row) if row.figure("ids_reused") == 1 else row for row in trips]


def _badly_formed(row: Row) -> Row:
    assert row.outcome is not None
    return replace(row, outcome=replace(row.outcome, figures={**row.outcome.figures, "format": 0.0}))


# --- the verdict ---------------------------------------------------------------------------------


def _decided(
    rows: Sequence[Row], claimed: Rate, bars: Mapping[str, float], profile: str, confidence: float | None
) -> tuple[Verdict, Text]:
    """The first that holds: failed on evidence, not measured, not settled; else passed."""
    bar = bars["format_rate"]
    formats, others = list(_format_limits(rows, bar)), list(_other_limits(rows, bars))
    by_bound = confidence is not None and bar < 1
    short = [each for each in [*([] if by_bound else formats), *others] if each.rate.falls_short(each.bar)]
    if short:
        return Verdict.FAIL, sentences.failed([(each.name, each.rate, each.bar) for each in short])
    if claimed.n == 0 or _declined(rows):
        return Verdict.NOT_MEASURED, sentences.not_measured(rows)
    bound = _by_bound(claimed, bar, confidence) if confidence is not None else None
    if bound is not None and bound[0] is Verdict.FAIL:
        return bound
    unsettled = _unsettled(rows, bars, [*formats, *others])
    if unsettled is not None:
        return Verdict.INCONCLUSIVE, unsettled
    if bound is not None:
        return bound
    calls = rate(of(rows, (CONSECUTIVE,)), "format")
    return Verdict.PASS, sentences.smoke(calls) if profile == QUICK else sentences.passed(claimed)


def _declined(rows: Sequence[Row]) -> bool:
    calls = of(rows, (CONSECUTIVE,))
    return bool(calls) and count(calls, Kind.UNSUPPORTED) == len(calls)


def _by_bound(claimed: Rate, bar: float, confidence: float) -> tuple[Verdict, Text]:
    """The claim by its bounds. A bar of exactly 100 % can be refuted, never established."""
    lower = statistics.lower_bound(claimed.hits, claimed.n, confidence)
    upper = statistics.upper_bound(claimed.hits, claimed.n, confidence)
    if bar < 1 and upper is not None and upper < bar:
        return Verdict.FAIL, sentences.refuted(claimed, bar, confidence)
    if bar < 1 and lower is not None and lower >= bar:
        return Verdict.PASS, sentences.confirmed(claimed, bar, confidence)
    return Verdict.INCONCLUSIVE, sentences.not_established(claimed, bar, confidence)


def _unsettled(rows: Sequence[Row], bars: Mapping[str, float], limits: Sequence[Limit]) -> Text | None:
    """Why nothing was missed and yet nothing is shown; None where the measurement is whole."""
    errors = count(rows, Kind.ERROR)
    if errors > bars["error_rate"] * len(rows):
        return sentences.too_many_errors(errors, len(rows), bars["error_rate"])
    asked = sum(row.outcome is not None for row in rows)
    if asked < len(rows):
        return sentences.narrowed(asked, len(rows))
    calls = of(rows, CLAIMED)
    declined = count(calls, Kind.UNSUPPORTED)
    if declined:
        return sentences.partly_declined(declined, len(calls))
    empty = [each.name for each in limits if each.open]
    return sentences.unjudged(empty) if empty else None
