"""The gate of spanish: the outcomes of all declared cases against the bar of the policy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.records import Kind, Ruling, Text, Verdict
from readiness.judging.spanish import sentences
from readiness.judging.spanish.measures import Row, count, measures

QUICK = "quick"
ALPHA = 0.05
DISAGREEMENT_WARNED = 0.05


def rule(rows: Sequence[Row], bars: Mapping[str, float], profile: str, confidence: float | None) -> Ruling:
    """The verdict over all declared cases. `bars`: accuracy, error_rate, disagreement, too_short, fractions of 1."""
    judged = [row for row in rows if row.judged]
    right, n = count(judged, "right"), len(judged)
    verdict, reason = _decided(rows, judged, bars, profile, confidence)
    differ = count(judged, "differ")
    remarks = [sentences.differ(differ, n)] if differ > DISAGREEMENT_WARNED * n else []
    return Ruling(
        verdict=verdict,
        bar=bars["accuracy"],
        observed=right / n if n else None,
        established=statistics.lower_bound(right, n),
        n=n,
        hits=right,
        misses=n - right,
        errors=_kind(rows, Kind.ERROR),
        unsupported=_kind(rows, Kind.UNSUPPORTED),
        interval=statistics.interval(right, n),
        reason=sentences.joined([reason, *remarks]),
        measures=measures(judged),
    )


def _kind(rows: Sequence[Row], kind: Kind) -> int:
    return sum(row.outcome is not None and row.outcome.kind is kind for row in rows)


def _decided(
    rows: Sequence[Row],
    judged: Sequence[Row],
    bars: Mapping[str, float],
    profile: str,
    confidence: float | None,
) -> tuple[Verdict, Text]:
    """The first that holds: not measured, failed on evidence, not settled; else passed."""
    if not judged:
        return Verdict.NOT_MEASURED, sentences.not_measured(len(rows), _kind(rows, Kind.ERROR))
    if count(judged, "heard") < len(judged):
        return Verdict.NOT_MEASURED, sentences.no_detectors()
    right, n, bar = count(judged, "right"), len(judged), bars["accuracy"]
    unsettled = _unsettled(rows, judged, bars)
    if confidence is not None:
        return _confident(right, n, bar, confidence, unsettled)
    unasked = sum(row.outcome is None for row in rows)
    if right + unasked < bar * (n + unasked):
        return Verdict.FAIL, sentences.below(
            right, count(judged, "content"), count(judged, "foreign"), n, bar
        )
    if unsettled is not None:
        return Verdict.INCONCLUSIVE, unsettled
    return Verdict.PASS, sentences.smoke(right, n) if profile == QUICK else sentences.passed(right, n, bar)


def _confident(
    right: int, n: int, bar: float, confidence: float, unsettled: Text | None
) -> tuple[Verdict, Text]:
    if statistics.at_most(right, n, bar) <= ALPHA:
        return Verdict.FAIL, sentences.refuted(right, n, bar, confidence)
    bound = statistics.lower_bound(right, n, confidence) or 0.0
    if unsettled is not None or bound < bar:
        return Verdict.INCONCLUSIVE, unsettled or sentences.not_established(right, n, bar, bound, confidence)
    return Verdict.PASS, sentences.confirmed(right, n, bar, bound, confidence)


def _unsettled(rows: Sequence[Row], judged: Sequence[Row], bars: Mapping[str, float]) -> Text | None:
    """Why the figure is no ground for a verdict; None where it is."""
    errors, asked, n = _kind(rows, Kind.ERROR), sum(row.outcome is not None for row in rows), len(judged)
    if errors > bars["error_rate"] * len(rows):
        return sentences.too_many_errors(errors, len(rows), bars["error_rate"])
    if asked < len(rows):
        return sentences.narrowed(asked, len(rows))
    if count(judged, "differ") > bars["disagreement"] * n:
        return sentences.differ(count(judged, "differ"), n)
    if count(judged, "too_short") > bars["too_short"] * n:
        return sentences.short(count(judged, "too_short"), n)
    return None
