"""Cuts told from weakness, the P99 question, and what the gate says: on figures as summaries leave them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from readiness.judging.long_context.gate import rule
from readiness.judging.long_context.latency import Claim, Latency
from readiness.judging.long_context.runs import MARKS, Run
from readiness.judging.records import Kind, Outcome, Ruling, Verdict

BARS = {"p99_e2e_s": 8.2, "fact_recall": 0.5, "error_rate": 0.02}


def summary(
    number: int,
    lost: Sequence[str] = (),
    *,
    family: str = "target",
    seconds: float = 4.0,
    tokens: int = 128_000,
) -> Run:
    """A run whose summary lacks these marks."""
    marks = {name: 0.0 if name in lost else 1.0 for name, _ in MARKS}
    facts = [value for name, value in marks.items() if name.startswith("fact")]
    figures = {
        **marks,
        "recall": sum(facts) / len(facts),
        "whole": 1.0,
        "tokens": float(tokens),
        "characters": 600_000.0,
        "first_s": 2.0,
        "total_s": seconds,
    }
    return Run(family, f"{family}-{number}", 1, "en", tokens, Outcome(Kind.HIT, (), figures))


def at(low: float, high: float) -> list[str]:
    """The marks between two depths."""
    return [name for name, depth in MARKS if low <= depth <= high]


def gate(runs: Sequence[Run], profile: str = "standard", confidence: float | None = None) -> Ruling:
    return rule(runs, BARS, profile, confidence)


def codes(ruling: Ruling) -> set[str]:
    return {one.defect.code.removeprefix("long_context.") for one in ruling.pooled}


def test_twenty_whole_runs_pass_and_the_p99_stays_open() -> None:
    ruling = gate([summary(number) for number in range(20)])
    assert ruling.verdict is Verdict.PASS
    assert ruling.measures["p99_claim"].value == "NOT ESTABLISHED"
    assert "P86" in ruling.reason.en
    assert "299 runs" in ruling.reason.en


@pytest.mark.parametrize(("low", "high"), [(0, 0.3), (0.4, 0.6), (0.7, 1), (1, 1), (0, 0)])
def test_a_block_that_never_comes_back_is_a_cut(low: float, high: float) -> None:
    ruling = gate([summary(number, at(low, high)) for number in range(20)])
    assert ruling.verdict is Verdict.FAIL
    assert codes(ruling) == {"cut_undeclared"}


def test_a_block_that_is_lost_as_a_whole_in_some_runs_is_a_cut() -> None:
    ruling = gate([summary(number, at(0, 0.34) if number % 4 == 0 else ()) for number in range(20)])
    assert codes(ruling) == {"cut_undeclared"}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_model_that_is_weak_in_the_middle_is_no_endpoint_that_cuts(seed: int, share: float) -> None:
    chance = random.Random(seed)
    runs = [summary(n, [mark for mark in at(0.3, 0.7) if chance.random() < share]) for n in range(20)]
    assert codes(gate(runs)) == set()


def test_a_model_that_finds_next_to_nothing_fails_for_that_and_for_nothing_else() -> None:
    chance = random.Random(1)
    every = [name for name, _ in MARKS]
    ruling = gate([summary(n, [mark for mark in every if chance.random() < 0.8]) for n in range(20)])
    assert ruling.verdict is Verdict.FAIL
    assert codes(ruling) == set()
    assert "not cut" in ruling.reason.en


def test_text_lost_beside_others_only_is_a_window_by_slots() -> None:
    runs = [summary(number) for number in range(20)]
    beside = [summary(number, at(0, 0.5), family="parallel") for number in range(4)]
    assert codes(gate([*runs, *beside])) == {"slot_window"}


def test_one_run_over_the_limit_fails_and_does_not_refute() -> None:
    ruling = gate([summary(number, seconds=9.0 if number == 7 else 4.0) for number in range(20)])
    assert ruling.verdict is Verdict.FAIL
    assert codes(ruling) == {"slow"}
    assert ruling.measures["p99_claim"].value == "NOT ESTABLISHED"


@pytest.mark.parametrize(
    ("n", "over", "claim"),
    [
        (5, 1, Claim.NOT_ESTABLISHED),
        (30, 2, Claim.REFUTED),
        (31, 2, Claim.REFUTED),
        (40, 2, Claim.NOT_ESTABLISHED),
        (59, 3, Claim.REFUTED),
        (100, 4, Claim.REFUTED),
        (298, 0, Claim.NOT_ESTABLISHED),
        (299, 0, Claim.CONFIRMED),
        (473, 1, Claim.CONFIRMED),
        (628, 2, Claim.CONFIRMED),
    ],
)
def test_what_runs_say_of_the_p99(n: int, over: int, claim: Claim) -> None:
    assert Latency((9.0,) * over + (4.0,) * (n - over), 8.2).claim is claim


def test_a_smoke_run_never_passes() -> None:
    ruling = gate([summary(1)], "quick")
    assert ruling.verdict is Verdict.INCONCLUSIVE


def test_a_refused_length_names_the_window() -> None:
    refused = Outcome(Kind.MISS, (), {"refused": 1.0, "window": 32_768.0})
    ruling = gate([Run("calibrate", "calibrate-en", 1, "en", 128_000, refused)])
    assert ruling.verdict is Verdict.FAIL
    assert "32,768" in ruling.reason.en
