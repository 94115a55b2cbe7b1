"""The gate of long_context: window, input, facts and latency, each on its own evidence. Pure.

n, hits and misses count target runs: a hit is whole, within the limit, and its input was not cut. The bar is
99 % of them, since the claim is a P99; `established` is what so many runs prove of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.long_context import sentences
from readiness.judging.long_context.codes import defect
from readiness.judging.long_context.cuts import cuts
from readiness.judging.long_context.latency import QUANTILE, Claim, Latency, latency
from readiness.judging.long_context.measures import (
    LOST_IN_THE_MIDDLE,
    counted,
    measures,
    middle_dip,
    offered,
    prefill_rate,
    recall,
)
from readiness.judging.long_context.runs import CALIBRATE, CURVE, NEAR_TARGET, TARGET, Run, of
from readiness.judging.records import Kind, Pooled, Ruling, Text, Verdict

QUICK = "quick"
LEAST_RUNS = 5
IMPLAUSIBLE = 10.0
"""Times the prefill rate of short documents, from which nobody reads that fast."""
SHORT_CURVE = 40_000
"""Tokens: curve documents up to this length tell how fast the endpoint reads."""


def rule(runs: Sequence[Run], bars: Mapping[str, float], profile: str, confidence: float | None) -> Ruling:
    """The verdict. `bars`: p99_e2e_s in seconds; fact_recall and error_rate, fractions of 1."""
    took = latency(runs, bars["p99_e2e_s"])
    cut = cuts(runs)
    knees = [run for run in runs if run.has("usage_knee")]
    pooled = (*cut, *_slow(runs, took.limit_s), *_implausible(runs))
    targets = of(runs, TARGET)
    lost = {one.case for one in cut}
    good = [
        run
        for run in targets
        if run.figure("whole") and run.figure("total_s") < took.limit_s and run.case not in lost
    ]
    if cut and _in_every_run(cut):
        good = []
    verdict, reason = _decided(runs, took, len(cut) + len(knees), bars, profile, confidence)
    remarks = [*_remarks(runs, targets, profile)]
    n, hits = len(targets), len(good)
    return Ruling(
        verdict=verdict,
        bar=QUANTILE,
        observed=hits / n if n else None,
        established=statistics.lower_bound(hits, n),
        n=n,
        hits=hits,
        misses=n - hits,
        errors=sum(run.error for run in runs),
        unsupported=sum(run.outcome is not None and run.outcome.kind is Kind.UNSUPPORTED for run in runs),
        interval=statistics.interval(hits, n),
        reason=sentences.joined([reason, *remarks]),
        measures=measures(runs, took, len(cut) + len(knees)),
        pooled=pooled,
    )


def _in_every_run(cut: Sequence[Pooled]) -> bool:
    return any("none of" in one.defect.got for one in cut)


# --- what shows only beside other runs -----------------------------------------------------------


def _slow(runs: Sequence[Run], limit_s: float) -> Iterator[Pooled]:
    """Every target run over the policy's limit."""
    for run in of(runs, TARGET):
        if run.figure("total_s") >= limit_s:
            found = defect("slow", f"under {limit_s:g} s", f"{run.figure('total_s'):.2f} s")
            yield Pooled(run.case, run.attempt, found)


def _implausible(runs: Sequence[Run]) -> Iterator[Pooled]:
    """Target documents that were read far faster than the short one that was read fastest."""
    rates = [prefill_rate([run]) or 0.0 for run in of(runs, CURVE) if run.tokens <= SHORT_CURVE]
    short, fast = max(rates, default=0.0), prefill_rate(of(runs, TARGET))
    if short and fast and fast > IMPLAUSIBLE * short:
        first = of(runs, TARGET)[0]
        got = f"{fast:.0f} tokens a second, and {short:.0f} of short documents"
        found = defect(
            "implausible_prefill", f"at most {IMPLAUSIBLE:g} times as fast as short documents", got
        )
        yield Pooled(first.case, first.attempt, found)


# --- the verdict ---------------------------------------------------------------------------------


def _decided(
    runs: Sequence[Run],
    took: Latency,
    cut: int,
    bars: Mapping[str, float],
    profile: str,
    confidence: float | None,
) -> tuple[Verdict, Text]:
    """The first that holds: failed on evidence, not measured, not settled; else passed."""
    for verdict, reasons in (
        (Verdict.FAIL, _failures(runs, took, cut, bars, confidence)),
        (Verdict.NOT_MEASURED, _unmeasured(runs)),
        (Verdict.INCONCLUSIVE, _unsettled(runs, took, bars, profile, confidence)),
    ):
        reason = next(reasons, None)
        if reason is not None:
            return verdict, reason
    return Verdict.PASS, sentences.passed(took, _length(runs), recall(of(runs, TARGET)) or 0.0)


def _length(runs: Sequence[Run]) -> int:
    return max((run.tokens for run in runs), default=0)


def _failures(
    runs: Sequence[Run], took: Latency, cut: int, bars: Mapping[str, float], confidence: float | None
) -> Iterator[Text]:
    refused = [run for run in runs if run.refused and run.family in (CALIBRATE, TARGET)]
    if refused:
        yield sentences.not_offered(_length(runs), offered(runs))
    if cut:
        yield sentences.truncated(cut)
    slots = [run for run in runs if run.refused]
    if slots:
        yield sentences.truncated(len(slots))
    targets = of(runs, TARGET)
    short = [run for run in targets if not run.figure("whole")] + [run for run in runs if run.has("empty")]
    if short:
        yield sentences.output_cut(len(short))
    stale = [run for run in runs if run.has("stale_answer")]
    if stale:
        yield sentences.stale(len(stale))
    largest = took.at(QUANTILE)
    over = took.claim is Claim.REFUTED if confidence is not None else (largest or 0.0) >= took.limit_s
    if largest is not None and over:
        yield sentences.slow(took)
    share = recall(targets)
    if share is not None and share < bars["fact_recall"]:
        yield sentences.recall_low(share, bars["fact_recall"], len(targets))
    invented = [run for run in targets if run.has("unsupported_number")]
    if invented:
        yield sentences.invented(len(invented))


def _unmeasured(runs: Sequence[Run]) -> Iterator[Text]:
    if not of(runs, TARGET):
        limits = sum(run.has("body_limit") for run in runs)
        yield sentences.not_measured(len(runs), sum(run.error for run in runs), limits)


def _unsettled(
    runs: Sequence[Run], took: Latency, bars: Mapping[str, float], profile: str, confidence: float | None
) -> Iterator[Text]:
    targets = [run for run in runs if run.family == TARGET]
    errors = sum(run.error for run in targets)
    if errors > bars["error_rate"] * len(targets):
        yield sentences.too_many_errors(errors, len(targets), bars["error_rate"])
    asked = sum(run.outcome is not None for run in runs)
    if asked < len(runs):
        yield sentences.narrowed(asked, len(runs))
    judged = of(runs, TARGET)
    if profile == QUICK:
        length = round(max(run.figure("tokens") for run in judged)) or _length(runs)
        yield sentences.smoke(length)
    if len(judged) < LEAST_RUNS:
        yield sentences.few_runs(len(judged))
    if not counted(runs):
        yield sentences.uncounted(_length(runs))
    elif all(run.figure("tokens") < NEAR_TARGET * run.tokens for run in judged):
        yield sentences.too_short(round(max(run.figure("tokens") for run in judged)), _length(runs))
    cached = sum(run.has("cached") for run in judged)
    if cached:
        yield sentences.cached(cached, len(judged))
    if next(_implausible(runs), None):
        yield sentences.implausible()
    if took.drifts:
        yield sentences.drifted()
    if confidence is not None and took.claim is not Claim.CONFIRMED:
        yield sentences.not_established(took)


def _remarks(runs: Sequence[Run], targets: Sequence[Run], profile: str) -> Iterator[Text]:
    unasked = sum(
        run.family == TARGET and run.outcome is not None and not run.outcome.figures for run in runs
    )
    if unasked and targets:
        yield sentences.shortened(unasked, len(targets))
    dip = middle_dip(targets)
    if dip is not None and dip > LOST_IN_THE_MIDDLE:
        yield sentences.lost_in_the_middle(dip)
    if targets and profile != QUICK and _length(runs) < sentences.CLAIMED_TOKENS:
        yield sentences.other_length(_length(runs))
