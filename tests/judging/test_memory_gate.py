"""The gate of memory: bars, leaks, controls, scripts, confidence."""

from __future__ import annotations

import pytest

from readiness.judging.memory.gate import rule
from readiness.judging.memory.measures import Probe
from readiness.judging.memory.pictures import pictures
from readiness.judging.records import Defect, Kind, Line, Outcome, Ruling, Verdict

BARS = {"accuracy": 0.92, "control_accuracy": 0.92, "error_rate": 0.02}
HIT = Outcome(Kind.HIT)
MISS = Outcome(Kind.MISS, (Defect("memory.forgotten", "a", "b"),))
LEAK = Outcome(Kind.MISS, (Defect("memory.session_leak", "a", "b"),))
DELETED = Outcome(Kind.MISS, (Defect("memory.deleted_leak", "a", "b"),))
ERROR = Outcome(Kind.ERROR)


def probes(right: int, wrong: int, scripts: int = 8, distance: int = 10) -> list[Probe]:
    outcomes = [HIT] * right + [MISS] * wrong
    return [Probe("recall", distance, number % scripts, each) for number, each in enumerate(outcomes)]


CONTROLS = [Probe("control", 1, number % 8, HIT) for number in range(16)]


def ruled(found: list[Probe], confidence: float | None = None, profile: str = "standard") -> Ruling:
    return rule([*found, *CONTROLS], BARS, profile, confidence)


def test_all_right_passes_and_says_what_it_proves() -> None:
    ruling = ruled(probes(112, 0))
    assert (ruling.verdict, ruling.n, ruling.misses) == (Verdict.PASS, 112, 0)
    assert ruling.established == pytest.approx(0.9676, abs=1e-3)


@pytest.mark.parametrize(("right", "verdict"), [(104, Verdict.PASS), (103, Verdict.FAIL)])
def test_the_bar_is_92_percent_observed(right: int, verdict: Verdict) -> None:
    assert ruled(probes(right, 112 - right)).verdict is verdict


@pytest.mark.parametrize("leak", [LEAK, DELETED], ids=["session", "deleted"])
def test_one_leak_fails_whatever_the_rate_is(leak: Outcome) -> None:
    assert ruled([*probes(112, 0), Probe("leak", 0, 1, leak)]).verdict is Verdict.FAIL


def test_controls_that_fail_show_that_memory_was_not_measured() -> None:
    controls = [Probe("control", 1, number, MISS if number < 3 else HIT) for number in range(16)]
    ruling = rule([*probes(112, 0), *controls], BARS, "standard", None)
    assert ruling.verdict is Verdict.INCONCLUSIVE


def test_too_many_errors_are_inconclusive() -> None:
    assert ruled([*probes(108, 0), *[Probe("recall", 3, 1, ERROR)] * 4]).verdict is Verdict.INCONCLUSIVE


def test_what_was_not_asked_is_never_a_pass() -> None:
    assert ruled([*probes(111, 0), Probe("recall", 3, 1, None)]).verdict is Verdict.INCONCLUSIVE


def test_few_scripts_near_the_bar_are_inconclusive() -> None:
    assert ruled(probes(38, 3, scripts=3)).verdict is Verdict.INCONCLUSIVE
    assert ruled(probes(20, 21, scripts=3)).verdict is Verdict.FAIL


def test_fewer_than_eight_scripts_establish_nothing() -> None:
    ruling = ruled(probes(24, 0, scripts=2), profile="quick")
    assert (ruling.verdict, ruling.established, ruling.interval) == (Verdict.PASS, None, None)


def test_nothing_judged_is_not_measured() -> None:
    assert ruled([Probe("recall", 3, 1, ERROR)] * 112).verdict is Verdict.NOT_MEASURED


@pytest.mark.parametrize(
    ("right", "n", "verdict"),
    [
        (108, 112, Verdict.PASS),
        (107, 112, Verdict.INCONCLUSIVE),
        (267, 300, Verdict.FAIL),
        (268, 300, Verdict.INCONCLUSIVE),
        (318, 336, Verdict.PASS),
        (86, 100, Verdict.FAIL),
        (87, 100, Verdict.INCONCLUSIVE),
    ],
)
def test_with_confidence_the_bound_is_the_gate(right: int, n: int, verdict: Verdict) -> None:
    assert ruled(probes(right, n - right), confidence=0.95).verdict is verdict


def test_a_cliff_is_named() -> None:
    far = [Probe("recall", 30, number, MISS) for number in range(8)]
    ruling = ruled([*probes(104, 0), *far])
    assert ruling.measures["cliff_turn"].value == 30
    assert "30 turns or more" in ruling.reason.en


def test_accuracy_by_distance_is_drawn_with_its_interval() -> None:
    found = [*probes(20, 0, distance=3), *probes(10, 10, distance=40), *CONTROLS]
    (picture,) = pictures(found)
    assert isinstance(picture.content, Line)
    assert (picture.content.x, picture.content.y) == ((1.0, 36.0), (1.0, 0.5))
    assert picture.content.low[1] < 0.5 < picture.content.high[1]


def test_one_distance_is_no_picture() -> None:
    assert not list(pictures(probes(20, 0)))
