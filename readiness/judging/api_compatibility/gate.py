"""The gate of API compatibility: every MUST row holds. SHOULD warns, MAY is listed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from readiness.judging.api_compatibility import sentences
from readiness.judging.api_compatibility.counting import EXCUSED, Counted, State, of
from readiness.judging.api_compatibility.measures import measures
from readiness.judging.api_compatibility.row import DIMENSION, QUICK, Level
from readiness.judging.json_output.sentences import joined
from readiness.judging.records import Kind, Outcome, Ruling, Text, Verdict

ERROR_THEN_DONE = f"{DIMENSION}.error_then_done"


def rule(
    rows: Sequence[Counted], bars: Mapping[str, float], profile: str, confidence: float | None
) -> Ruling:
    """The verdict over all rows of the table that were declared.

    `bars`: `must`, `row_rate` and `error_rate`, fractions of 1. n, hits and misses count MUST rows; they
    are no sample of anything, so nothing is established by their number.
    """
    rows = _with_broken_streams(rows)
    must = of(rows, Level.MUST)
    bar = bars["row_rate"]
    hits = sum(each.state(bar) is State.HOLDS for each in must)
    missed = [each for each in must if each.state(bar) is State.MISSED]
    judged = hits + len(missed)
    verdict, reason = _decided(rows, bars, profile, confidence)
    return Ruling(
        verdict=verdict,
        bar=bars["must"],
        observed=hits / judged if judged else None,
        established=None,
        n=judged,
        hits=hits,
        misses=len(missed),
        errors=sum(each.count(Kind.ERROR) for each in rows),
        unsupported=sum(each.count(Kind.UNSUPPORTED) for each in rows),
        interval=None,
        reason=joined([reason, *sentences.remarks(rows, bar)]),
        measures=measures(rows, bar),
    )


def _with_broken_streams(rows: Sequence[Counted]) -> Sequence[Counted]:
    """A stream of any row that fails and then says [DONE] is a miss of S15, wherever it was seen."""
    seen = [
        outcome
        for each in rows
        for outcome in each.outcomes
        if outcome is not None and outcome.kind is Kind.ERROR and outcome.defects[0].code == ERROR_THEN_DONE
    ]
    if not seen:
        return rows
    missed = Outcome(Kind.MISS, seen[0].defects)
    return [replace(each, outcomes=(missed,)) if each.row.id == "S15" else each for each in rows]


def _decided(
    rows: Sequence[Counted], bars: Mapping[str, float], profile: str, confidence: float | None
) -> tuple[Verdict, Text]:
    """The first that holds: failed on evidence, not measured, not settled; else passed."""
    must, bar = of(rows, Level.MUST), bars["row_rate"]
    missed = [each for each in must if each.state(bar) is State.MISSED]
    judged = [each for each in must if each.judged]
    settled = len(judged) - sum(each.state(bar) is State.OPEN for each in judged)
    if missed and settled - len(missed) < bars["must"] * settled - 1e-9:
        return Verdict.FAIL, sentences.failed(missed, settled)
    if not judged:
        return Verdict.NOT_MEASURED, sentences.not_measured(rows)
    reason = next(_unsettled(rows, bars, profile, confidence), None)
    if reason is not None:
        return Verdict.INCONCLUSIVE, reason
    return Verdict.PASS, sentences.passed(len(judged), profile == QUICK, confidence)


def _unsettled(
    rows: Sequence[Counted], bars: Mapping[str, float], profile: str, confidence: float | None
) -> Iterator[Text]:
    must, bar = of(rows, Level.MUST), bars["row_rate"]
    attempts = sum(len(each.outcomes) for each in rows)
    errors = sum(each.count(Kind.ERROR) for each in rows)
    if errors > bars["error_rate"] * attempts:
        yield sentences.too_many_errors(errors, attempts, bars["error_rate"])
    unasked = sum(outcome is None for each in rows for outcome in each.outcomes)
    if unasked:
        yield sentences.narrowed(attempts - unasked, attempts)
    single = [each for each in must if each.state(bar) is State.OPEN]
    if single:
        yield sentences.undecided(single)
    unjudged = [each for each in must if not each.judged and each.row.id not in EXCUSED]
    if unjudged and profile != QUICK:
        yield sentences.unjudged(unjudged)
    if confidence is not None:
        unproved = [each for each in must if each.judged and not each.established(bar, confidence)]
        if unproved:
            yield sentences.not_established(unproved, bar, confidence)
