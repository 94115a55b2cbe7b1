"""The gate of Spanish: the bar, what is printed apart, and when the detectors are no ground for a verdict."""

from __future__ import annotations

import pytest

from readiness.judging.records import Kind, Outcome, Ruling, Verdict
from readiness.judging.spanish.gate import rule
from readiness.judging.spanish.measures import Row

BARS = {"accuracy": 0.89, "error_rate": 0.02, "disagreement": 0.15, "too_short": 0.4}
SPANISH = {"content": 1.0, "heard": 1.0, "right": 1.0}
HIT = Outcome(Kind.HIT, (), SPANISH)
SHORT = Outcome(Kind.HIT, (), {**SPANISH, "too_short": 1.0})
DIFFER = Outcome(Kind.HIT, (), {**SPANISH, "differ": 1.0})
WRONG = Outcome(Kind.MISS, (), {"content": 0.0, "heard": 1.0})
FOREIGN = Outcome(Kind.MISS, (), {"content": 1.0, "heard": 1.0, "foreign": 1.0})
UNHEARD = Outcome(Kind.HIT, (), {**SPANISH, "heard": 0.0})
ERROR = Outcome(Kind.ERROR)


def ruled(*groups: tuple[Outcome | None, int], confidence: float | None = None) -> Ruling:
    rows = [Row("reading", outcome) for outcome, times in groups for _ in range(times)]
    return rule(rows, BARS, "standard", confidence)


@pytest.mark.parametrize(("right", "verdict"), [(107, Verdict.PASS), (106, Verdict.FAIL)])
def test_the_bar_is_89_percent_observed(right: int, verdict: Verdict) -> None:
    assert ruled((HIT, right), (WRONG, 120 - right)).verdict is verdict


def test_content_and_language_are_printed_apart() -> None:
    ruling = ruled((HIT, 90), (FOREIGN, 20), (SHORT, 10))
    values = {name: measure.value for name, measure in ruling.measures.items()}
    assert ruling.verdict is Verdict.FAIL
    assert ruling.observed == pytest.approx(100 / 120)
    assert values["content_accuracy"] == 1.0
    assert values["language_accuracy"] == pytest.approx(90 / 110)
    assert values["too_short"] == 10


def test_107_of_120_establish_83_percent() -> None:
    assert ruled((HIT, 107), (WRONG, 13)).established == pytest.approx(0.833, abs=2e-3)


@pytest.mark.parametrize(
    "groups",
    [
        [(HIT, 116), (ERROR, 4)],
        [(HIT, 100), (DIFFER, 20)],
        [(HIT, 70), (SHORT, 50)],
        [(HIT, 119), (None, 1)],
    ],
    ids=["errors", "witnesses differ", "too short", "not asked"],
)
def test_inconclusive(groups: list[tuple[Outcome | None, int]]) -> None:
    assert ruled(*groups).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("groups", [[(ERROR, 5)], [(UNHEARD, 120)]], ids=["nothing judged", "no detectors"])
def test_not_measured(groups: list[tuple[Outcome | None, int]]) -> None:
    assert ruled(*groups).verdict is Verdict.NOT_MEASURED


def test_a_witness_that_often_differs_is_told_beside_a_pass() -> None:
    ruling = ruled((HIT, 110), (DIFFER, 10))
    assert ruling.verdict is Verdict.PASS
    assert "10 of 120" in ruling.reason.en


@pytest.mark.parametrize(
    ("right", "n", "verdict"),
    [
        (26, 26, Verdict.PASS),
        (25, 26, Verdict.INCONCLUSIVE),
        (113, 120, Verdict.PASS),
        (112, 120, Verdict.INCONCLUSIVE),
        (101, 120, Verdict.INCONCLUSIVE),
        (100, 120, Verdict.FAIL),
        (18, 24, Verdict.FAIL),
        (19, 24, Verdict.INCONCLUSIVE),
        (277, 300, Verdict.PASS),
        (257, 300, Verdict.FAIL),
    ],
)
def test_confidence_confirms_refutes_or_neither(right: int, n: int, verdict: Verdict) -> None:
    assert ruled((HIT, right), (WRONG, n - right), confidence=0.95).verdict is verdict
