"""The gate of strict JSON output: a verdict over all declared cases, and the sentence that gives the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.json_output import sentences
from readiness.judging.json_output.counting import (
    ALSO_FORMAT,
    GATED,
    PLAIN,
    Rate,
    Row,
    count,
    families_of,
    of,
    rate,
    ruling,
)
from readiness.judging.json_output.measures import measures
from readiness.judging.records import Kind, Ruling, Text, Verdict

QUICK = "quick"


def rule(
    rows: Sequence[Row],
    bars: Mapping[str, float],
    profile: str = "standard",
    confidence: float | None = None,
    claimed: Sequence[str] = GATED,
) -> Ruling:
    """Rule over the declared cases.

    `bars`: `format_rate`, `value_rate` and `error_rate`, fractions of 1. With `confidence` the one-sided
    bound at that level is compared with the bar, without it the observed rate. n, hits and misses are
    those of the format, over the families `claimed`: plain, json_object, json_schema and streamed.
    """
    found = rate(of(rows, claimed), "format")
    verdict, reason = _decided(rows, bars, profile, confidence, claimed)
    reason = sentences.joined([reason, *sentences.remarks(rows)])
    return ruling(rows, found, bars["format_rate"], verdict, reason, measures(rows, claimed))


def _decided(
    rows: Sequence[Row],
    bars: Mapping[str, float],
    profile: str,
    confidence: float | None,
    claimed: Sequence[str],
) -> tuple[Verdict, Text]:
    """The first that holds: failed on evidence, not measured, not settled; else passed."""
    for verdict, reasons in (
        (Verdict.FAIL, _failures(rows, bars, confidence, claimed)),
        (Verdict.NOT_MEASURED, _unmeasured(rows, claimed)),
        (Verdict.INCONCLUSIVE, _unsettled(rows, bars, confidence, claimed)),
    ):
        reason = next(reasons, None)
        if reason is not None:
            return verdict, reason
    return Verdict.PASS, sentences.passed(rate(of(rows, claimed), "format"), profile == QUICK, confidence)


def _failures(
    rows: Sequence[Row], bars: Mapping[str, float], confidence: float | None, claimed: Sequence[str]
) -> Iterator[Text]:
    bar = bars["format_rate"]
    obeyed = [row for row in rows if not row.has("keyword_ignored")]
    alone = [family for family in ALSO_FORMAT if family not in claimed]
    short = [family for family in alone if rate(of(obeyed, (family,)), "format").falls_short(bar)]
    if _refuted(rate(of(rows, claimed), "format"), bar, confidence):
        short += claimed
    if short:
        yield sentences.format_failed(of(obeyed, short), bar)
    ignored = [row for row in rows if row.has("keyword_ignored")]
    if ignored:
        yield sentences.keywords_ignored(ignored, of(rows, ("keyword",)))
    hidden = [row for row in rows if row.has("length_hidden")]
    if hidden:
        yield sentences.length_hidden(hidden, of(rows, ("truncation",)))
    values = rate(rows, "value")
    if _refuted(values, bars["value_rate"], confidence):
        yield sentences.values_wrong(values, bars["value_rate"])
    broken = [row for row in rows if row.has("bad_request_5xx")]
    if broken:
        yield sentences.bad_requests_broke(broken, of(rows, ("bad_request",)))


def _refuted(found: Rate, bar: float, confidence: float | None) -> bool:
    """Whether the evidence rules the bar out: the rate, or with a confidence its upper bound, is under it."""
    if confidence is None or bar >= 1:
        return found.falls_short(bar)
    upper = statistics.upper_bound(found.hits, found.n, confidence)
    return upper is not None and upper < bar


def _unmeasured(rows: Sequence[Row], claimed: Sequence[str]) -> Iterator[Text]:
    """Of our bank the plain requests are the least that must be judged; an own one may have none."""
    least = (PLAIN,) if of(rows, (PLAIN,)) else claimed
    if rate(of(rows, least), "format").n == 0:
        yield sentences.not_measured(rows)


def _unsettled(
    rows: Sequence[Row], bars: Mapping[str, float], confidence: float | None, claimed: Sequence[str]
) -> Iterator[Text]:
    errors = count(rows, Kind.ERROR)
    if errors > bars["error_rate"] * len(rows):
        yield sentences.too_many_errors(errors, len(rows), bars["error_rate"])
    asked = sum(row.outcome is not None for row in rows)
    if asked < len(rows):
        yield sentences.narrowed(asked, len(rows))
    for family in families_of(rows):
        own = of(rows, (family,))
        if own and not any(row.judged for row in own) and count(own, Kind.UNSUPPORTED) < len(own):
            yield sentences.family_unjudged(family, len(own))
    if confidence is None:
        return
    for name, found in (
        ("format_rate", rate(of(rows, claimed), "format")),
        ("value_rate", rate(rows, "value")),
    ):
        bound = statistics.lower_bound(found.hits, found.n, confidence)
        if bound is not None and (bound < bars[name] or bars[name] >= 1):
            yield sentences.not_established(name, found, bound, bars[name], confidence)
