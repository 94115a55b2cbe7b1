"""The gate: what passes, what fails, what stays open, and what is measured beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from readiness.judging.json_output.counting import Row
from readiness.judging.records import Kind, Outcome, Ruling, Verdict
from readiness.judging.tool_calls.codes import defect
from readiness.judging.tool_calls.gate import rule

BARS = {
    "format_rate": 1.0, "value_rate": 0.98, "roundtrip_use": 0.95, "abstain_rate": 0.95, "choice_obeyed": 1.0,
    "error_rate": 0.02, "strict_ids": 0.0,
}  # fmt: skip
QUICK = {"C": 10, "CS": 5, "K": 1, "Z": 1, "PA": 2, "PF": 1, "M": 1, "RT": 2, "NO": 3, "TC": 2, "NG": 2}
STANDARD = {
    "C": 100,
    "CS": 50,
    "K": 20,
    "Z": 6,
    "PA": 20,
    "PF": 6,
    "M": 16,
    "RT": 20,
    "NO": 30,
    "TC": 16,
    "NG": 6,
}
FIGURES: Mapping[str, Mapping[str, float]] = {
    "NO": {"format": 1, "abstained": 1}, "TC": {"format": 1, "obeyed": 1}, "NG": {"tolerated": 0},
    "RT": {"format": 1, "value": 1, "used": 1},
}  # fmt: skip
CALLED = {"format": 1, "value": 1}
DECLINED = Outcome(Kind.UNSUPPORTED, (defect("unsupported", "tools", "HTTP 400: no tools here"),))
ERROR = Outcome(Kind.ERROR, (defect("transport", "x", "reset"),))

Changes = Mapping[tuple[str, int], Outcome | None]


def hit(family: str, **figures: float) -> Outcome:
    return Outcome(Kind.HIT, (), {**FIGURES.get(family, CALLED), **figures})


def miss(family: str, word: str = "no_call", **figures: float) -> Outcome:
    own = figures or {"format": 0}
    return Outcome(Kind.MISS, (defect(word, "x", "y"),), {**FIGURES.get(family, CALLED), **own})


def run(changes: Changes | None = None, sizes: Mapping[str, int] = STANDARD, **settings: Any) -> Ruling:
    """A ruling over a clean run in which some cases, named by family and place, ended differently."""
    changes = changes or {}
    rows = [
        Row(
            case=f"{family}-{number}",
            family=family,
            attempt=1,
            prompt=f"{family}-{number}",
            twin_of=f"C-{number}" if family == "CS" else None,
            outcome=changes.get((family, number), hit(family)),
        )
        for family, size in sizes.items()
        for number in range(size)
    ]
    bars = {**BARS, **settings.pop("bars", {})}
    return rule(rows, bars, settings.get("profile", "standard"), settings.get("confidence"))


def all_of(outcome: Outcome | None, *families: str) -> dict[tuple[str, int], Outcome | None]:
    return {(family, number): outcome for family in families for number in range(STANDARD[family])}


def test_a_clean_run_passes_and_says_what_it_proves() -> None:
    ruling = run()
    assert (ruling.verdict, ruling.n, ruling.hits, ruling.misses) == (Verdict.PASS, 170, 170, 0)
    assert ruling.established == pytest.approx(0.05 ** (1 / 170))
    assert "98.2 %" in ruling.reason.en
    assert "98.2 %" in ruling.reason.zh


def test_a_quick_run_says_that_it_is_a_smoke_run() -> None:
    ruling = run(sizes=QUICK, profile="quick")
    assert (ruling.verdict, ruling.reason.en) == (
        Verdict.PASS,
        "smoke only: 10/10, at least 74.1 % established",
    )


@pytest.mark.parametrize("family", ["C", "CS", "PA", "RT", "K", "Z", "M", "PF", "NO"])
def test_one_format_error_in_any_family_fails(family: str) -> None:
    ruling = run({(family, 3): miss(family)})
    assert ruling.verdict is Verdict.FAIL
    assert ruling.misses == (1 if family in ("C", "CS", "PA") else 0)


@pytest.mark.parametrize(
    ("family", "figure", "tolerated"),
    [("C", "value", 4), ("RT", "used", 1), ("NO", "abstained", 1), ("TC", "obeyed", 0)],
)
def test_behaviour_fails_below_its_bar_and_passes_on_it(family: str, figure: str, tolerated: int) -> None:
    def wrong(count: int) -> Changes:
        return {(family, number): miss(family, "wrong_value", **{figure: 0}) for number in range(count)}

    assert run(wrong(tolerated)).verdict is Verdict.PASS
    assert run(wrong(tolerated + 1)).verdict is Verdict.FAIL


def test_a_failed_gate_names_what_was_missed() -> None:
    ruling = run({("C", 7): miss("C"), ("TC", 0): miss("TC", "none_ignored", obeyed=0)})
    assert "99 of 100 consecutive calls" in ruling.reason.en
    assert "15 of 16 requests whose tool_choice is obeyed (93.7 %, bar 100 %)" in ruling.reason.en
    assert "100 次中 99 次" in ruling.reason.zh


def test_ids_that_come_again_are_a_warning_unless_the_policy_is_strict() -> None:
    changes = {("RT", 0): hit("RT", ids_reused=1)}
    assert run(changes).verdict is Verdict.PASS
    assert run(changes, bars={"strict_ids": 1.0}).verdict is Verdict.FAIL


def test_errors_stay_outside_and_too_many_leave_it_open() -> None:
    few = run({("C", number): ERROR for number in range(5)})
    many = run({("C", number): ERROR for number in range(6)})
    assert (few.verdict, few.n, few.errors) == (Verdict.PASS, 165, 5)
    assert (many.verdict, many.errors) == (Verdict.INCONCLUSIVE, 6)


def test_a_narrowed_run_never_passes() -> None:
    assert run(all_of(None, "K")).verdict is Verdict.INCONCLUSIVE


def test_cases_that_were_not_asked_never_fail_a_rate() -> None:
    only_two_missed = {**all_of(None, "NO"), ("NO", 1): miss("NO", "unwanted_call", abstained=0)}
    assert run(only_two_missed).verdict is Verdict.INCONCLUSIVE


def test_a_server_without_tools_is_not_measured() -> None:
    ruling = run(all_of(DECLINED, *(set(STANDARD) - {"NG"})))
    assert (ruling.verdict, ruling.observed, ruling.unsupported) == (Verdict.NOT_MEASURED, None, 284)
    assert "no tools here" in ruling.reason.en


def test_nothing_judged_is_never_a_pass() -> None:
    assert run(all_of(ERROR, *STANDARD)).verdict is Verdict.NOT_MEASURED
    assert run({}, sizes={}).verdict is Verdict.NOT_MEASURED


def test_an_option_that_is_declined_does_not_count_and_is_named() -> None:
    ruling = run(all_of(DECLINED, "PF"))
    assert ruling.verdict is Verdict.PASS
    assert "Declined by the server and not judged: 6 of 6 in family PF" in ruling.reason.en


def test_a_call_of_the_claim_that_is_declined_leaves_it_open() -> None:
    assert run({("C", 0): DECLINED}).verdict is Verdict.INCONCLUSIVE


def test_a_broken_bad_request_warns_and_does_not_gate() -> None:
    ruling = run({("NG", 0): Outcome(Kind.MISS, (defect("negative_5xx", "HTTP 4xx", "HTTP 500"),))})
    assert ruling.verdict is Verdict.PASS
    assert "Warning: 1 of 6 bad requests" in ruling.reason.en


@pytest.mark.parametrize(
    ("bar", "misses", "n", "verdict", "word"),
    [
        (1.0, 0, 300, Verdict.INCONCLUSIVE, "NOT ESTABLISHED"),
        (1.0, 1, 300, Verdict.FAIL, "299 of 300"),
        (0.99, 0, 298, Verdict.INCONCLUSIVE, "takes 299 calls"),
        (0.99, 0, 299, Verdict.PASS, "CONFIRMED"),
        (0.99, 1, 299, Verdict.INCONCLUSIVE, "takes 473 calls"),
        (0.99, 9, 300, Verdict.FAIL, "REFUTED"),
    ],
)
def test_with_a_confidence_the_bound_is_the_gate(
    bar: float, misses: int, n: int, verdict: Verdict, word: str
) -> None:
    changes = {("C", number): miss("C") for number in range(misses)}
    sizes = {**STANDARD, "C": n, "CS": 0, "PA": 0}
    ruling = run(changes, sizes, bars={"format_rate": bar}, confidence=0.95)
    assert ruling.verdict is verdict
    assert word in ruling.reason.en


def test_drift_is_seen_in_the_order_of_sending() -> None:
    late = {("C", number): hit("C", sent_ms=float(number)) for number in range(100)}
    late[("C", 5)] = miss("C", "id_missing", format=0, sent_ms=1000.0)
    measures = run(late).measures
    assert (measures["first_failure_index"].value, measures["longest_clean_streak"].value) == (100, 99)
    assert (measures["first_50"].value, measures["last_50"].value) == (1, 0.98)


def test_repeats_of_a_prompt_are_clustered() -> None:
    rows = [
        Row(
            f"C-{prompt}-{repeat}",
            "C",
            1,
            f"C-{prompt}",
            None,
            miss("C") if (prompt, repeat) == (0, 0) else hit("C"),
        )
        for prompt in range(4)
        for repeat in range(5 if prompt < 2 else 1)
    ]
    measures = rule(rows, BARS, "full", None).measures
    assert measures["pass_1"].value == pytest.approx((4 / 5 + 3) / 4)
    assert measures["pass_5"].value == pytest.approx(1 / 2)
    assert (measures["n_distinct_prompts"].value, measures["established_over_prompts"].value) == (
        4,
        pytest.approx(0.248604, abs=1e-6),
    )


def test_codes_are_counted_by_what_decided() -> None:
    measures = run(
        {("C", 0): miss("C", "type"), ("CS", 0): miss("CS", "type"), ("CS", 1): miss("CS", "no_done")}
    ).measures
    assert measures["codes"].value == "type 2, no_done 1"
    assert measures["stream_agreement"].value == pytest.approx(49 / 50)


def test_a_lost_parameter_is_counted() -> None:
    changes = {("C", 0): miss("C", "lost_parameter", format=0, lost=1)}
    assert run(changes).measures["lost_parameters"].value == 1
