"""The gate of API compatibility: MUST decides, SHOULD warns, MAY is graded, and one flaky reply decides nothing."""

from __future__ import annotations

import pytest

from readiness.judging.api_compatibility.counting import Counted, Grade, grade
from readiness.judging.api_compatibility.gate import rule
from readiness.judging.api_compatibility.row import DIMENSION, Level
from readiness.judging.api_compatibility.table import ROWS
from readiness.judging.records import Defect, Kind, Outcome, Ruling, Verdict

BARS = {"must": 1.0, "row_rate": 0.8, "error_rate": 0.02}
HIT = Outcome(Kind.HIT)


def ended(kind: Kind, word: str = "shape") -> Outcome:
    return Outcome(kind, (Defect(f"{DIMENSION}.{word}", "this", "that"),))


MISS, ERROR, DECLINED = ended(Kind.MISS), ended(Kind.ERROR, "transport"), ended(Kind.UNSUPPORTED, "declined")


def ruled(
    profile: str = "standard", confidence: float | None = None, **other: list[Outcome | None]
) -> Ruling:
    """All rows hit in every attempt, but for `other`; S15 and E07 have nothing to ask."""
    excused = {"S15": [DECLINED], "E07": [DECLINED]}
    rows = []
    for row in ROWS.values():
        if profile == "quick" and row.level is not Level.MUST:
            continue
        outcomes = {**excused, **other}.get(row.id, [HIT] * (row.attempts or {}).get(profile, 1))
        rows.append(Counted(row, tuple(outcomes)))
    return rule(rows, BARS, profile, confidence)


def test_all_that_could_be_judged_holds() -> None:
    found = ruled()
    assert (found.verdict, found.n, found.hits, found.misses) == (Verdict.PASS, 39, 39, 0)
    assert "needs a configured key" in found.reason.en
    assert "需要配置密钥" in found.reason.zh


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ({"A04": [MISS]}, Verdict.FAIL),
        ({"A03": [MISS]}, Verdict.PASS),
        ({"A16": [MISS]}, Verdict.PASS),
        ({"T01": [HIT] * 4 + [MISS]}, Verdict.PASS),
        ({"T01": [HIT] * 3 + [MISS] * 2}, Verdict.FAIL),
        ({"T01": [DECLINED] * 5}, Verdict.INCONCLUSIVE),
        ({"A04": [ERROR]}, Verdict.INCONCLUSIVE),
        ({"A04": [None]}, Verdict.INCONCLUSIVE),
        ({"A03": [ERROR]}, Verdict.PASS),
        ({"A06": [ERROR], "A07": [ERROR], "A09": [ERROR]}, Verdict.INCONCLUSIVE),
        ({"S15": [ended(Kind.MISS, "error_then_done")]}, Verdict.FAIL),
        ({"S03": [ended(Kind.ERROR, "error_then_done")]}, Verdict.FAIL),
        ({"E07": [MISS]}, Verdict.FAIL),
    ],
)
def test_what_decides(rows: dict[str, list[Outcome | None]], verdict: Verdict) -> None:
    assert ruled(**rows).verdict is verdict


def test_a_single_miss_of_the_model_decides_no_smoke_run() -> None:
    assert ruled("quick", T01=[MISS]).verdict is Verdict.INCONCLUSIVE
    assert ruled("quick", A04=[MISS]).verdict is Verdict.FAIL
    assert ruled("quick").reason.en.startswith("smoke only: no MUST miss seen in 39 rows.")


def test_with_a_confidence_the_rows_of_the_model_need_enough_attempts() -> None:
    assert ruled(confidence=0.95).verdict is Verdict.INCONCLUSIVE
    assert ruled("full", 0.95).verdict is Verdict.PASS
    assert ruled("full", 0.95, T01=[HIT] * 21 + [MISS]).verdict is Verdict.PASS
    assert ruled("full", 0.95, T01=[HIT] * 20 + [MISS] * 2).verdict is Verdict.INCONCLUSIVE


def test_misses_that_only_warn_are_listed() -> None:
    found = ruled(A03=[MISS], S06=[MISS])
    assert found.measures["should_missed"].value == "a03-strict-shape, s06-empty-finish"
    assert "2 SHOULD rows missed" in found.reason.en


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        (HIT, Grade.SUPPORTED),
        (DECLINED, Grade.REJECTED),
        (ended(Kind.MISS, "ignored_silently"), Grade.IGNORED),
        (ended(Kind.MISS, "broken_capability"), Grade.BROKEN),
        (ERROR, Grade.OPEN),
        (None, Grade.OPEN),
    ],
)
def test_the_grades_of_a_capability(outcome: Outcome | None, wanted: Grade) -> None:
    assert grade([outcome]) is wanted


def test_what_the_sdk_tolerates_is_named() -> None:
    noted = Outcome(
        Kind.HIT, (Defect(f"{DIMENSION}.note", "this", "OpenAI tolerates a miss of A04; sent a chat"),)
    )
    assert ruled(A02=[noted]).measures["sdk_tolerates"].value == "OpenAI tolerates a miss of A04"
