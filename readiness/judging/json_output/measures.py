"""The figures beside the gate, each with its unit and how it is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness.judging import statistics
from readiness.judging.json_output.counting import (
    ALSO_FORMAT,
    GATED,
    Rate,
    Row,
    codes,
    count,
    eaten,
    format_misses,
    of,
    rate,
)
from readiness.judging.json_schema import formats_checked
from readiness.judging.records import Kind, Measure


def measures(rows: Sequence[Row], claimed: Sequence[str] = GATED) -> Mapping[str, Measure]:
    """Everything that the page lists; a figure that nothing was judged for is None."""
    pooled, together = of(rows, claimed), " + ".join(claimed)
    return dict([*_rates(rows, claimed), *_series(pooled, together), *_lengths(rows), *_counts(rows)])


def _rates(rows: Sequence[Row], claimed: Sequence[str]) -> Iterator[tuple[str, Measure]]:
    pooled = of(rows, claimed)
    whole = rate(pooled, "format")
    formula = "legal documents as asked for / judged"
    yield "format_rate", _share(whole, f"{formula}, {' + '.join(claimed)}")
    for family in dict.fromkeys((*claimed, *ALSO_FORMAT)):
        if of(rows, (family,)):
            yield f"format_rate_{family}", _share(rate(of(rows, (family,)), "format"), f"{formula}, {family}")
    bound = statistics.lower_bound(whole.hits, whole.n)
    yield (
        "established",
        Measure(_per_cent(bound), "%", "one-sided 95 % lower bound of format_rate, exact binomial"),
    )
    yield (
        "schema_rate",
        _share(rate(rows, "schema_valid"), "schema-valid / legal documents that have a schema"),
    )
    yield "value_rate", _share(rate(rows, "value"), "all expected fields equal / legal documents")
    unfenced = rate(format_misses(rows), "legal_after_unfencing")
    text = "format misses whose document is legal once a fence is taken off; never scored"
    yield "legal_after_unfencing", Measure(float(unfenced.hits), "replies", text)


def _share(found: Rate, formula: str) -> Measure:
    shown = f"{formula}: {found.hits} / {found.n}" if found.n else f"{formula}: nothing judged"
    return Measure(_per_cent(found.observed), "%", shown)


def _per_cent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 2)


def _series(pooled: Sequence[Row], together: str) -> Iterator[tuple[str, Measure]]:
    """How the series ran: caches and leaks show late."""
    judged = [row for row in pooled if row.judged and row.figure("format") is not None]
    hits = [row.figure("format") == 1 for row in judged]
    first = float(hits.index(False) + 1) if False in hits else None
    yield (
        "first_miss_at",
        Measure(first, "reply", f"place of the first format miss in declared order, {together}"),
    )
    longest = max(_streaks(hits), default=0)
    yield (
        "longest_clean_streak",
        Measure(float(longest), "replies", "longest run of format hits, declared order"),
    )
    middle = len(judged) // 2
    yield "first_half", _share(rate(judged[:middle], "format"), "format_rate of the first half")
    yield "second_half", _share(rate(judged[middle:], "format"), "format_rate of the second half")
    prompts: dict[str, bool] = defaultdict(lambda: True)
    for row, hit in zip(judged, hits, strict=True):
        prompts[row.prompt] &= hit
    clean, distinct = sum(prompts.values()), len(prompts)
    yield (
        "n_distinct_prompts",
        Measure(float(distinct), "prompts", f"different messages among the judged, {together}"),
    )
    bound = statistics.lower_bound(clean, distinct)
    text = f"one-sided 95 % lower bound over prompts, clean in all their repeats: {clean} / {distinct}"
    yield "established_over_prompts", Measure(_per_cent(bound), "%", text)


def _streaks(hits: Iterable[bool]) -> Iterator[int]:
    length = 0
    for hit in hits:
        length = length + 1 if hit else 0
        yield length


def _lengths(rows: Sequence[Row]) -> Iterator[tuple[str, Measure]]:
    runs = [row.figure("max_whitespace_run") for row in rows if row.judged]
    longest = max((run for run in runs if run is not None), default=None)
    yield "max_whitespace_run", Measure(longest, "characters", "longest white space in a row outside strings")
    counted = [(row.figure("completion_tokens"), row.figure("characters")) for row in rows if row.judged]
    ratios = [tokens / characters for tokens, characters in counted if tokens is not None and characters]
    text = "completion_tokens / content characters"
    mean = round(sum(ratios) / len(ratios), 3) if ratios else None
    yield "tokens_per_char", Measure(mean, "tokens", f"{text}, mean of {len(ratios)} replies")
    highest = round(max(ratios), 3) if ratios else None
    yield "tokens_per_char_max", Measure(highest, "tokens", f"{text}, the highest (a reply that ran away)")


def _counts(rows: Sequence[Row]) -> Iterator[tuple[str, Measure]]:
    twins = list(_twins(rows))
    agreeing = sum(original == twin for original, twin in twins)
    text = "streamed twins with the format verdict of their original / pairs judged"
    yield "stream_agreement", _share(Rate(agreeing, len(twins)), text)
    differing = stream_only(rows)
    shown = ", ".join(row.case for row in differing[:5]) or "none"
    yield (
        "stream_differs",
        Measure(float(len(differing)), "cases", f"streamed misses, plain twin hits: {shown}"),
    )
    misses = [row for row in rows if row.outcome is not None and row.outcome.kind is Kind.MISS]
    histogram = ", ".join(f"{code.partition('.')[2]} {number}" for code, number in codes(misses)) or "none"
    yield "codes", Measure(histogram, "", "deciding codes of all misses, the most frequent first")
    errors = count(rows, Kind.ERROR)
    yield "errors", Measure(float(errors), "cases", "no judgeable answer; outside every other figure")
    yield "budget_eaten", Measure(float(eaten(rows)), "cases", "errors whose whole budget went into thinking")
    share = round(100 * errors / len(rows), 2) if rows else None
    yield "error_rate", Measure(share, "%", f"errors / planned: {errors} / {len(rows)}")
    yield "planned", Measure(float(len(rows)), "cases", "cases that the profile declares")
    formats = ", ".join(formats_checked())
    yield (
        "formats_checked",
        Measure(formats, "", "values of the schema keyword format that are checked"),
    )


def _twins(rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """Format verdicts of each streamed twin: its original's, its own."""
    originals = {(row.case, row.attempt): row for row in rows if row.twin_of is None}
    for row in rows:
        original = originals.get((row.twin_of or "", row.attempt))
        if original is not None and original.judged and row.judged:
            one, other = original.figure("format"), row.figure("format")
            if one is not None and other is not None:
                yield one, other


def stream_only(rows: Sequence[Row]) -> list[Row]:
    """Streamed twins that miss where the same request without a stream hits."""
    hits = {(row.case, row.attempt) for row in rows if row.figure("format") == 1}
    return [row for row in format_misses(rows) if row.twin_of and (row.twin_of, row.attempt) in hits]
