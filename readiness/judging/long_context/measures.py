"""The figures beside the gate: window, what came back by depth and length, seconds, tokens a second."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from readiness.judging.long_context.latency import Latency
from readiness.judging.long_context.runs import (
    CALIBRATE,
    CURVE,
    DUPLICATE,
    FACTS,
    NEAR_TARGET,
    PARALLEL,
    TARGET,
    Run,
    median,
    of,
)
from readiness.judging.records import Measure

EDGES, MIDDLE = (FACTS[0], FACTS[1], FACTS[-2], FACTS[-1]), FACTS[3:7]
LOST_IN_THE_MIDDLE = 25.0
"""Points between edges and middle from which a model is said to lose the middle."""


def recall(runs: Sequence[Run]) -> float | None:
    """Share of the decisions that came back, over all of these runs; None of nothing."""
    return sum(run.figure("recall") for run in runs) / len(runs) if runs else None


def middle_dip(runs: Sequence[Run]) -> float | None:
    """Points by which the four outer tenths are better than the four in the middle; None of nothing."""
    if not runs:
        return None
    outer, inner = (sum(_bin(runs, name) for name in names) / len(names) for names in (EDGES, MIDDLE))
    return round(100 * (outer - inner), 1)


def _bin(runs: Sequence[Run], name: str) -> float:
    return sum(run.figure(name) for run in runs) / len(runs)


def window(runs: Sequence[Run]) -> int | None:
    """Prompt tokens of the longest document from which every code came back; None where nothing was counted."""
    proven = [run.figure("tokens") for run in runs if run.judged and not run.has("missed_code")]
    return round(max(proven)) if any(proven) else None


def offered(runs: Sequence[Run]) -> int | None:
    """The window that a refusal named; None where nothing was refused, or without a figure."""
    told = [run.figure("window") for run in runs if run.family != PARALLEL and run.figure("window")]
    return round(min(told)) if told else None


def prefill_rate(runs: Sequence[Run]) -> float | None:
    """Prompt tokens a second up to the first token: the median; None where that was not counted."""
    return median(
        run.figure("tokens") / run.figure("first_s")
        for run in runs
        if run.figure("tokens") and run.figure("first_s")
    )


def measures(runs: Sequence[Run], latency: Latency, cut: int) -> dict[str, Measure]:
    """Everything beside the gate; what was not measured is None."""
    targets = of(runs, TARGET)
    return {
        "window_tokens": Measure(
            window(runs), "tokens", "prompt tokens of the longest document of which every code came back"
        ),
        "window_offered": Measure(
            offered(runs), "tokens", "as a refusal names it; none where nothing was refused"
        ),
        "target_tokens": Measure(
            median(run.figure("tokens") for run in targets if run.figure("tokens")),
            "tokens",
            f"prompt tokens of the target documents, median, as the endpoint counts; {_aimed(targets)}",
        ),
        "silent_truncations": Measure(
            float(cut), "findings", "cuts of the input without a word, over all summaries"
        ),
        **_recall(runs, targets),
        **_seconds(runs, targets, latency),
    }


def _aimed(targets: Sequence[Run]) -> str:
    short = sum(run.figure("tokens") < NEAR_TARGET * run.tokens for run in targets)
    return f"{short} of {len(targets)} were under 97 % of the length wanted"


def _recall(runs: Sequence[Run], targets: Sequence[Run]) -> Mapping[str, Measure]:
    n = len(targets)
    formula = f"(decisions with amount + half of those with the name alone) / {len(FACTS)}, {n} runs"
    made = {"fact_recall": Measure(recall(targets), "fraction", formula)}
    for number, name in enumerate(FACTS):
        depth = f"{10 * number} to {10 * number + 10} %"
        share = _bin(targets, name) if targets else None
        made[f"recall_bin_{number + 1:02d}"] = Measure(
            share, "fraction", f"decisions at depth {depth}, {n} runs"
        )
    made["middle_dip"] = Measure(
        middle_dip(targets), "points", "recall of the outer four tenths minus that of the middle four"
    )
    for tokens, same in _by_length(runs).items():
        made[f"recall_at_{tokens // 1000}k"] = Measure(
            recall(same), "fraction", f"fact_recall, {len(same)} runs"
        )
    numbers = sum(run.figure("unsupported") for run in targets)
    made["unsupported_numbers"] = Measure(
        numbers if targets else None, "numbers", "numbers and dates that the document does not hold, all runs"
    )
    return made


def _by_length(runs: Sequence[Run]) -> dict[int, list[Run]]:
    lengths = sorted({run.tokens for run in of(runs, CURVE)})
    return {tokens: [run for run in of(runs, CURVE) if run.tokens == tokens] for tokens in lengths}


def _seconds(runs: Sequence[Run], targets: Sequence[Run], latency: Latency) -> Mapping[str, Measure]:
    n, bounded = latency.n, latency.bounded
    largest = " (with fewer than 100 runs that is the largest)" if n < 100 else ""
    made = {
        "p99_e2e_s": _timed(latency.at(0.99), f"x[ceil(0.99 n)] of {n} runs{largest}"),
        "p50_e2e_s": _timed(latency.at(0.5), f"x[ceil(0.5 n)] of {n} runs"),
        "p99_claim": Measure(
            latency.claim.value if n else None,
            "",
            f"P99 under {latency.limit_s:g} s at 95 %: {latency.over} of {n} runs over it; "
            f"established: P{bounded or 0} <= largest run; {latency.needed} runs would be needed",
        ),
        "ttft_s": Measure(
            median(run.figure("first_s") for run in targets), "s", "to the first token of the answer, median"
        ),
        "prefill_tokens_per_s": Measure(prefill_rate(targets), "tokens/s", "prompt tokens / ttft_s, median"),
    }
    for tokens, same in _by_length(runs).items():
        name = f"e2e_at_{tokens // 1000}k_s"
        made[name] = _timed(median(run.figure("total_s") for run in same), f"median of {len(same)} runs")
    again, first = of(runs, DUPLICATE), [run for run in targets if run.case.startswith("target-001")]
    if again and first and first[0].figure("first_s"):
        ratio = again[0].figure("first_s") / first[0].figure("first_s")
        formula = "first token of an exact repeat / of the first time; for information"
        made["warm_to_cold"] = Measure(ratio, "times", formula)
    beside = of(runs, PARALLEL)
    made["e2e_parallel_s"] = _timed(
        max((run.figure("total_s") for run in beside), default=None),
        f"slowest of {len(beside)} documents of half the length, asked together as far as --concurrency allows",
    )
    return made


def _timed(seconds: float | None, formula: str) -> Measure:
    """JSON knows no infinity."""
    if seconds is not None and math.isinf(seconds):
        return Measure("not answered in time, or cut", "", formula)
    return Measure(seconds, "s", formula)


def counted(runs: Sequence[Run]) -> bool:
    """Whether the endpoint counted the tokens of the target documents."""
    return any(run.figure("tokens") for run in runs if run.family in (TARGET, CALIBRATE))
