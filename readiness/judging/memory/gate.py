"""The gate of memory: the outcomes of all declared probes against the bar of the policy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.memory import sentences
from readiness.judging.memory.codes import CRITICAL
from readiness.judging.memory.measures import CONTROL, SCORED, Probe, cliff, measures, of, share, spread
from readiness.judging.records import Kind, Ruling, Text, Verdict

QUICK = "quick"
NEAR_THE_BAR = 0.05
"""With fewer than four scripts, an accuracy this near the bar is no ground for a verdict."""
FEW_SCRIPTS = 4
ALPHA = 0.05


def rule(
    probes: Sequence[Probe], bars: Mapping[str, float], profile: str, confidence: float | None
) -> Ruling:
    """The verdict over all declared probes. `bars`: accuracy, control_accuracy, error_rate, fractions of 1.

    n, hits and misses are those of the scored scripted probes. `established` and the interval come from a
    bootstrap over scripts, since probes of one script share their history.
    """
    scored = of(probes, *SCORED)
    right = sum(probe.right for probe in scored)
    interval = spread(scored)
    verdict, reason = _decided(probes, scored, bars, profile, confidence)
    return Ruling(
        verdict=verdict,
        bar=bars["accuracy"],
        observed=share(scored),
        established=_established(scored, interval),
        n=len(scored),
        hits=right,
        misses=len(scored) - right,
        errors=_count(probes, Kind.ERROR),
        unsupported=_count(probes, Kind.UNSUPPORTED),
        interval=interval,
        reason=sentences.joined([reason, *sentences.remarks(cliff(scored))]),
        measures=measures(probes),
    )


def _established(scored: Sequence[Probe], interval: tuple[float, float] | None) -> float | None:
    """The exact bound, or the lower end of the bootstrap where that is lower; None with too few scripts."""
    exact = statistics.lower_bound(sum(probe.right for probe in scored), len(scored))
    return None if interval is None or exact is None else min(exact, interval[0])


def _count(probes: Sequence[Probe], kind: Kind) -> int:
    return sum(probe.outcome is not None and probe.outcome.kind is kind for probe in probes)


def _decided(
    probes: Sequence[Probe],
    scored: Sequence[Probe],
    bars: Mapping[str, float],
    profile: str,
    confidence: float | None,
) -> tuple[Verdict, Text]:
    """The first that holds: leaked, not measured, failed on evidence, not settled; else passed."""
    leaks = _critical(probes)
    if leaks:
        return Verdict.FAIL, sentences.leaked(leaks)
    accuracy = share(scored)
    if accuracy is None:
        return Verdict.NOT_MEASURED, sentences.not_measured(len(probes), _count(probes, Kind.ERROR))
    right, n, bar = sum(probe.right for probe in scored), len(scored), bars["accuracy"]
    unasked = sum(probe.outcome is None for probe in probes if probe.family in SCORED)
    unsettled = _unsettled(probes, scored, bars, profile)
    if confidence is not None:
        if statistics.at_most(right, n, bar) <= ALPHA:
            return Verdict.FAIL, sentences.refuted(right, n, bar, confidence)
        bound = statistics.lower_bound(right, n, confidence) or 0.0
        if unsettled is not None or bound < bar:
            return Verdict.INCONCLUSIVE, unsettled or sentences.not_established(
                right, n, bar, bound, confidence
            )
        return Verdict.PASS, sentences.confirmed(right, n, bar, bound, confidence)
    if right + unasked < bar * (n + unasked) and not _short_and_near(scored, bar):
        return Verdict.FAIL, sentences.below(right, n, bar)
    if unsettled is not None:
        return Verdict.INCONCLUSIVE, unsettled
    return Verdict.PASS, sentences.smoke(right, n) if profile == QUICK else sentences.passed(right, n, bar)


def _critical(probes: Sequence[Probe]) -> Mapping[str, int]:
    """How often each of the findings came that fail whatever the rate is."""
    words = [
        defect.code.rpartition(".")[2]
        for probe in probes
        if probe.outcome
        for defect in probe.outcome.defects
    ]
    return {word: words.count(word) for word in CRITICAL if word in words}


def _short_and_near(scored: Sequence[Probe], bar: float) -> bool:
    scripts = {probe.script for probe in scored}
    return len(scripts) < FEW_SCRIPTS and abs((share(scored) or 0.0) - bar) < NEAR_THE_BAR


def _unsettled(
    probes: Sequence[Probe], scored: Sequence[Probe], bars: Mapping[str, float], profile: str
) -> Text | None:
    """Why the figure is no ground for a verdict; None where it is."""
    errors, asked = _count(probes, Kind.ERROR), sum(probe.outcome is not None for probe in probes)
    if errors > bars["error_rate"] * len(probes):
        return sentences.too_many_errors(errors, len(probes), bars["error_rate"])
    if asked < len(probes):
        return sentences.narrowed(asked, len(probes))
    controls = of(probes, CONTROL)
    alone = share(controls)
    if alone is not None and alone < bars["control_accuracy"] and len(controls) > 1:
        return sentences.control_low(
            sum(probe.right for probe in controls), len(controls), bars["control_accuracy"]
        )
    if profile != QUICK and _short_and_near(scored, bars["accuracy"]):
        return sentences.few_scripts(len({probe.script for probe in scored}))
    return None
