"""The figures beside the gate, each with the line that says how it is computed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from readiness.judging import statistics
from readiness.judging.json_output.counting import Rate, Row, codes, count, eaten, of, rate
from readiness.judging.records import Kind, Measure
from readiness.judging.tool_calls.series import Drift, agreement, by_prompt, drift, pass_power

CONSECUTIVE, STREAMED, PARALLEL = "C", "CS", "PA"
ROUND_TRIP, NO_TOOL, TOOL_CHOICE, NEGATIVE = "RT", "NO", "TC", "NG"
CLAIMED = (CONSECUTIVE, STREAMED, PARALLEL)
"""The families that the claim speaks of: their format is the observed figure."""


def measures(rows: Sequence[Row]) -> dict[str, Measure]:
    """All of them; a value is None where nothing was judged."""
    calls = of(rows, (CONSECUTIVE,))
    return {**_rates(rows), **_over_time(drift(calls)), **_repeats(calls), **_counts(rows)}


def by_family(rows: Sequence[Row]) -> dict[str, Measure]:
    """The format rate of each family that was judged."""
    found = {}
    for family in dict.fromkeys(row.family for row in rows):
        own = rate(of(rows, (family,)), "format")
        if own.n:
            text = f"replies of family {family} without a format error / judged"
            found[f"format_rate_{family}"] = _share(own, text)
    return found


def _rates(rows: Sequence[Row]) -> dict[str, Measure]:
    found = by_family(rows)
    calls = rate(of(rows, (CONSECUTIVE,)), "format")
    bound = f"one-sided 95 % lower bound, exact binomial: {calls.hits} of {calls.n} in family {CONSECUTIVE}"
    found["established"] = Measure(statistics.lower_bound(calls.hits, calls.n), "fraction", bound)
    for name, families, figure, text in (
        ("value_rate", None, "value", "all values right / calls without a format error"),
        ("roundtrip_use", (ROUND_TRIP,), "used", "answers that use the result / judged"),
        ("abstain_rate", (NO_TOOL,), "abstained", "an answer and no call / judged"),
        ("choice_obeyed", (TOOL_CHOICE,), "obeyed", "tool_choice obeyed by a clean reply / judged"),
        ("negatives_tolerated", (NEGATIVE,), "tolerated", "bad requests answered 200 / 200 or 4xx"),
    ):
        found[name] = _share(rate(rows if families is None else of(rows, families), figure), text)
    same = "streamed twins with the format verdict of their originals / twins"
    found["stream_agreement"] = _share(agreement(rows), same)
    return found


def _share(found: Rate, formula: str) -> Measure:
    return Measure(found.observed, "fraction", f"{formula}: {found.hits} / {found.n}")


def _over_time(seen: Drift) -> dict[str, Measure]:
    order = f"family {CONSECUTIVE} in the order of sending"
    return {
        "first_failure_index": Measure(seen.first_failure, "", f"first call with a format error, {order}"),
        "longest_clean_streak": Measure(seen.longest_streak, "calls", f"longest run without one, {order}"),
        "first_50": _share(seen.first, f"first 50 calls (at most half), {order}: clean / judged"),
        "last_50": _share(seen.last, f"last 50 calls (at most half), {order}: clean / judged"),
    }


def _repeats(calls: Sequence[Row]) -> dict[str, Measure]:
    prompts = by_prompt(calls)
    clean = sum(each.misses == 0 for each in prompts)
    power = "mean over prompts of C(c,k)/C(n,k), c clean of n >= k repeats"
    bound = f"one-sided 95 % lower bound over prompts, clean in all repeats: {clean} of {len(prompts)}"
    return {
        "pass_1": Measure(pass_power(prompts, 1), "fraction", f"pass^1: {power}"),
        "pass_5": Measure(pass_power(prompts, 5), "fraction", f"pass^5: {power}"),
        "n_distinct_prompts": Measure(len(prompts), "prompts", f"of family {CONSECUTIVE}, judged"),
        "established_over_prompts": Measure(statistics.lower_bound(clean, len(prompts)), "fraction", bound),
    }


def _counts(rows: Sequence[Row]) -> dict[str, Measure]:
    misses = [row for row in rows if row.outcome is not None and row.outcome.kind is Kind.MISS]
    histogram = _listed([(code.partition(".")[2], number) for code, number in codes(misses)])
    declined = Counter(
        row.family for row in rows if row.outcome is not None and row.outcome.kind is Kind.UNSUPPORTED
    )
    errors = count(rows, Kind.ERROR)
    lost = sum(row.figure("lost") == 1 for row in of(rows, CLAIMED))
    reused = sum(row.figure("ids_reused") == 1 for row in rows)
    return {
        "lost_parameters": Measure(
            lost, "calls", f"{', '.join(CLAIMED)}: replies in which a parameter is missing"
        ),
        "ids_reused": Measure(reused, "conversations", "an id of an earlier turn came again"),
        "errors": Measure(errors, "cases", "no answer that can be judged; outside every other figure"),
        "error_rate": Measure(errors / len(rows) if rows else None, "fraction", "errors / planned cases"),
        "budget_eaten": Measure(eaten(rows), "cases", "errors whose whole budget went into thinking"),
        "declined": Measure(_listed(declined.most_common()), "", "cases that the server declined, by family"),
        "codes": Measure(histogram, "", "deciding codes of all misses, the most frequent first"),
    }


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counted) or "none"


def percent(share: float) -> str:
    """A fraction in per cent, cut, never rounded up: one digit, two from 99 on."""
    digits = 2 if share >= 0.99 else 1
    return f"{math.floor(share * 100 * 10**digits + 1e-9) / 10**digits:g}"
