"""The gate of multilingual copy: all declared conversations against the bars of the policy. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.multilingual_copy import sentences
from readiness.judging.multilingual_copy.measures import Row, Sums, measures
from readiness.judging.records import Kind, Ruling, Text, Verdict

QUICK = "quick"
ABSTAINED_MOST = 0.2
"""Share of turns without a decidable language above which the rest is no ground for a verdict."""
ALPHA = 0.05


def rule(rows: Sequence[Row], bars: Mapping[str, float], profile: str, confidence: float | None) -> Ruling:
    """The verdict over all declared cases.

    `bars`: switch_accuracy, term_error_rate, preface_max, tolerance, error_rate as fractions of 1,
    fact_errors a count, mean_s seconds. n, hits and misses are judged turns and those in their language.
    """
    sums = Sums(rows)
    verdict, reason = _decided(sums, bars, profile, confidence)
    return Ruling(
        verdict=verdict,
        bar=bars["switch_accuracy"],
        observed=sums.switch_accuracy,
        established=statistics.lower_bound(sums.right, sums.turns),
        n=sums.turns,
        hits=sums.right,
        misses=sums.turns - sums.right,
        errors=sums.errors,
        unsupported=sum(row.outcome is not None and row.outcome.kind is Kind.UNSUPPORTED for row in rows),
        interval=statistics.interval(sums.right, sums.turns),
        reason=sentences.joined([reason, *sentences.remarks(sums)]),
        measures=measures(rows),
    )


def _decided(
    sums: Sums, bars: Mapping[str, float], profile: str, confidence: float | None
) -> tuple[Verdict, Text]:
    """The first that holds: failed on evidence, not measured, not settled; else passed."""
    failures = list(_failures(sums, bars, confidence)) if sums.turns else []
    if failures:
        return Verdict.FAIL, sentences.failed(failures)
    if not sums.of("complete") or not sums.turns:
        return Verdict.NOT_MEASURED, sentences.not_measured(len(sums.rows), sums.errors)
    unsettled = next(_unsettled(sums, bars), None)
    if unsettled is not None:
        return Verdict.INCONCLUSIVE, unsettled
    if confidence is not None:
        return _confirmed(sums, bars, confidence)
    return Verdict.PASS, sentences.smoke(sums) if profile == QUICK else sentences.passed(sums)


def _failures(sums: Sums, bars: Mapping[str, float], confidence: float | None) -> Iterator[Text]:
    wrong, bar = sums.turns - sums.right, bars["switch_accuracy"]
    aim = _aim(bars)
    if confidence is not None and aim < 1:
        if statistics.at_most(sums.right, sums.turns, aim) <= ALPHA:
            yield sentences.refuted(sums, aim, confidence)
    elif sums.right < bar * sums.turns - 1e-9:
        yield sentences.languages(sums, wrong, bar)
    if (sums.term_error_rate or 0.0) > bars["term_error_rate"]:
        yield sentences.terms(sums, bars["term_error_rate"])
    if sums.of("fact_errors") > bars["fact_errors"]:
        yield sentences.facts(sums, bars["fact_errors"])
    if (sums.mean_s or 0.0) > bars["mean_s"]:
        yield sentences.slow(sums.mean_s or 0.0, sums.of("timed"), bars["mean_s"])
    if (sums.preface_rate or 0.0) > bars["preface_max"]:
        yield sentences.prefaces(sums, bars["preface_max"])


def _aim(bars: Mapping[str, float]) -> float:
    """With what a bound is compared: a bar of 100 % cannot be established, its tolerance can."""
    bar = bars["switch_accuracy"]
    return bar if bar < 1 else 1 - bars["tolerance"]


def _unsettled(sums: Sums, bars: Mapping[str, float]) -> Iterator[Text]:
    """Why the figures are no ground for a verdict."""
    declared = len(sums.rows)
    if sums.errors > bars["error_rate"] * declared:
        yield sentences.too_many_errors(sums.errors, declared, bars["error_rate"])
    if sums.asked < declared:
        yield sentences.narrowed(sums.asked, declared)
    abstained = sums.of("abstained")
    if abstained > ABSTAINED_MOST * (abstained + sums.turns):
        yield sentences.abstained(abstained, abstained + sums.turns)


def _confirmed(sums: Sums, bars: Mapping[str, float], confidence: float) -> tuple[Verdict, Text]:
    """With a confidence the bound is the gate."""
    bound, aim = statistics.lower_bound(sums.right, sums.turns, confidence) or 0.0, _aim(bars)
    literal = bars["switch_accuracy"] < 1 or aim >= 1
    if bound < aim:
        return Verdict.INCONCLUSIVE, sentences.not_established(sums, bound, aim, confidence, literal=literal)
    return Verdict.PASS, sentences.confirmed(sums, bound, aim, confidence, literal=literal)
