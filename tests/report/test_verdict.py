"""The run's verdict and the exit code, as the table of exit codes states them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.evidence.result import AppliedWaiver, DimensionResult, WaiverState
from readiness.evidence.verdict import exit_code, is_required, run_verdict
from readiness.judging.records import Verdict
from tests.report.samples import PASSED, row

P, F, I, N = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.NOT_MEASURED  # noqa: E741


def rows(required: list[Verdict], others: list[Verdict]) -> list[DimensionResult]:
    return [
        row(replace(PASSED, verdict=verdict), required=index < len(required))
        for index, verdict in enumerate(required + others)
    ]


@pytest.mark.parametrize(
    ("profile", "partial", "required", "others", "verdict", "code"),
    [
        ("standard", False, [P, P], [], "ready", 0),
        ("full", False, [P], [P], "ready", 0),
        ("standard", False, [P, F], [], "not_ready", 1),
        ("standard", False, [P], [F], "not_ready", 1),
        ("standard", False, [F, I], [], "not_ready", 1),
        ("standard", False, [P, I], [], "inconclusive", 6),
        ("standard", False, [P, N], [], "inconclusive", 6),
        ("standard", False, [P], [I, N], "ready", 0),
        ("standard", False, [], [P, N], "inconclusive", 0),
        ("quick", False, [], [P], "inconclusive", 0),
        ("quick", False, [], [I, N], "inconclusive", 0),
        ("quick", False, [], [F], "not_ready", 1),
        ("standard", True, [P], [], "inconclusive", 6),
        ("standard", True, [F], [], "not_ready", 1),
        ("full", True, [P, N], [], "inconclusive", 6),
        ("quick", True, [], [P], "inconclusive", 6),
        ("quick", True, [], [F], "not_ready", 1),
    ],
)
def test_verdict_and_exit_code(
    profile: str, partial: bool, required: list[Verdict], others: list[Verdict], verdict: str, code: int
) -> None:
    dimensions = rows(required, others)
    assert run_verdict(profile, partial, dimensions) == verdict
    assert exit_code(profile, partial, dimensions) == code


@pytest.mark.parametrize(
    ("dimension", "profile", "required"),
    [
        ("json_output", "standard", True),
        ("multilingual_copy", "full", True),
        ("json_output", "quick", False),
        ("licence", "standard", False),
        ("stability", "full", False),
    ],
)
def test_what_the_default_policy_requires(dimension: str, profile: str, required: bool) -> None:
    assert is_required(dimension, profile) is required


@pytest.mark.parametrize(
    ("profile", "wanted", "required"),
    [("standard", True, True), ("full", True, True), ("quick", True, False), ("standard", False, False)],
)
def test_a_policy_may_require_a_dimension_or_not(profile: str, wanted: bool, required: bool) -> None:
    for dimension in ("json_output", "stability"):
        assert is_required(dimension, profile, wanted) is required


@pytest.mark.parametrize("verdict", [F, I, N])
def test_a_dimension_that_is_taken_out_neither_fails_a_run_nor_keeps_it_open(verdict: Verdict) -> None:
    out = row(replace(PASSED, verdict=verdict), required=False)
    dimensions = [*rows([P], []), replace(out, excluded="not used here")]
    assert run_verdict("standard", False, dimensions) == "ready"
    assert exit_code("standard", False, dimensions) == 0


@pytest.mark.parametrize(
    ("state", "gate", "verdict", "code"),
    [
        (WaiverState.USED, P, "ready", 0),
        (WaiverState.NOT_JUDGED, P, "ready", 0),
        (WaiverState.UNUSED, P, "inconclusive", 6),
        (WaiverState.UNUSED, F, "not_ready", 1),
    ],
)
def test_a_run_with_an_unused_waiver_is_never_ready(
    state: WaiverState, gate: Verdict, verdict: str, code: int
) -> None:
    waiver = AppliedWaiver("json_output.fence", "case", "why", "who", "2030-01-01", state, 0)
    dimensions = [replace(each, waivers=(waiver,)) for each in rows([gate], [])]
    assert run_verdict("standard", False, dimensions) == verdict
    assert exit_code("standard", False, dimensions) == code
