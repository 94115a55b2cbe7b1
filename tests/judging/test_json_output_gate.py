"""The gate: what passes, what fails, what stays open, and what its sentence says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.counting import Row
from readiness.judging.json_output.gate import rule
from readiness.judging.records import Kind, Outcome, Ruling, Verdict

BARS = {"format_rate": 1.0, "value_rate": 0.98, "error_rate": 0.02}
STANDARD = {
    "plain": 100, "adversarial": 30, "json_object": 30, "json_schema": 60, "keyword": 12, "long_input": 8,
    "escapes": 16, "streamed": 40, "truncation": 4, "whitespace": 10, "bad_request": 6,
}  # fmt: skip
HIT = Outcome(Kind.HIT, (), {"format": 1, "legal": 1, "schema_valid": 1, "value": 1, "max_whitespace_run": 1,
                             "characters": 40, "completion_tokens": 20})  # fmt: skip
BARE_HIT = Outcome(Kind.HIT)
UNFIGURED = ("truncation", "bad_request")


def miss(word: str = "fence", **figures: float) -> Outcome:
    return Outcome(Kind.MISS, (defect(word, "x", "y"),), {"format": 0, "legal": 0, **figures})


WRONG_VALUE = Outcome(Kind.MISS, (defect("wrong_value", "x", "y"),), {**HIT.figures, "value": 0})
ERROR = Outcome(Kind.ERROR, (defect("transport", "x", "y"),))
DECLINED = Outcome(Kind.UNSUPPORTED, (defect("unsupported", "x", "y"),))


def run(
    changes: Mapping[tuple[str, int], Outcome | None] | None = None,
    sizes: Mapping[str, int] = STANDARD,
    **settings: Any,
) -> Ruling:
    """A ruling over a clean run in which some rows, named by family and place, ended differently."""
    changes = changes or {}
    rows = [
        Row(
            case=f"{family}-{number}",
            family=family,
            attempt=1,
            prompt=f"{'plain' if family == 'streamed' else family}-{number}",
            twin_of=f"plain-{number}" if family == "streamed" else None,
            outcome=changes.get((family, number), BARE_HIT if family in UNFIGURED else HIT),
        )
        for family, size in sizes.items()
        for number in range(size)
    ]
    return rule(rows, {**BARS, **settings.pop("bars", {})}, **settings)


def whole(family: str, outcome: Outcome | None) -> dict[tuple[str, int], Outcome | None]:
    return {(family, number): outcome for number in range(STANDARD[family])}


def test_a_clean_run_passes_and_says_what_it_proves() -> None:
    ruling = run()
    assert (ruling.verdict, ruling.n, ruling.hits, ruling.misses) == (Verdict.PASS, 230, 230, 0)
    assert ruling.established == pytest.approx(0.05 ** (1 / 230))
    assert ruling.interval == (pytest.approx(0.025 ** (1 / 230)), 1.0)
    assert "230 of 230" in ruling.reason.en
    assert "98.7 %" in ruling.reason.en
    assert "98.7 %" in ruling.reason.zh


@pytest.mark.parametrize("family", ["plain", "json_object", "json_schema", "streamed"])
def test_one_miss_of_the_gated_families_fails(family: str) -> None:
    ruling = run({(family, 3): miss()})
    assert (ruling.verdict, ruling.misses) == (Verdict.FAIL, 1)
    assert (
        f"1 of 230 replies were not exactly one legal JSON document as asked for (99.5 %, bar 100 %): {family} 1"
        in (ruling.reason.en)
    )
    assert "json_output.fence (1)" in ruling.reason.zh


@pytest.mark.parametrize("family", ["adversarial", "long_input", "escapes", "whitespace", "keyword"])
def test_one_miss_of_another_format_family_fails_and_leaves_the_rate_alone(family: str) -> None:
    ruling = run({(family, 0): miss("prose_before")})
    assert (ruling.verdict, ruling.misses) == (Verdict.FAIL, 0)
    assert f"{family} 1; most often json_output.prose_before (1)" in ruling.reason.en


@pytest.mark.parametrize(
    ("place", "outcome", "word"),
    [
        (("keyword", 0), miss("keyword_ignored", legal=1, schema_valid=0), "keyword_ignored"),
        (("truncation", 0), Outcome(Kind.MISS, (defect("length_hidden", "x", "y"),)), "length_hidden"),
        (("bad_request", 0), Outcome(Kind.MISS, (defect("bad_request_5xx", "x", "y"),)), "bad_request_5xx"),
    ],
)
def test_dishonesty_fails(place: tuple[str, int], outcome: Outcome, word: str) -> None:
    ruling = run({place: outcome})
    assert ruling.verdict is Verdict.FAIL
    assert f"json_output.{word}" in ruling.reason.en


def test_a_bad_request_that_is_accepted_only_warns() -> None:
    ruling = run({("bad_request", 0): Outcome(Kind.MISS, (defect("bad_request_accepted", "x", "y"),))})
    assert ruling.verdict is Verdict.PASS
    assert "Warning: 1 of 6 malformed requests" in ruling.reason.en


def test_wrong_values_fail_only_under_their_bar() -> None:
    few = run({("plain", number): WRONG_VALUE for number in range(5)})
    many = run({("plain", number): WRONG_VALUE for number in range(12)})
    assert (few.verdict, few.misses) == (Verdict.PASS, 0)
    assert (many.verdict, many.misses) == (Verdict.FAIL, 0)
    assert "value_rate 96 %, bar 98 %" in many.reason.en


def test_a_lower_bar_lets_misses_through_up_to_it() -> None:
    bars = {"format_rate": 0.95}
    assert run({("plain", n): miss() for n in range(11)}, bars=bars).verdict is Verdict.PASS
    assert run({("plain", n): miss() for n in range(12)}, bars=bars).verdict is Verdict.FAIL


def test_errors_above_their_bar_leave_it_open_and_outside_the_rate() -> None:
    ruling = run({("plain", number): ERROR for number in range(7)})
    assert (ruling.verdict, ruling.errors, ruling.n) == (Verdict.INCONCLUSIVE, 7, 223)
    assert "7 of 316 planned requests" in ruling.reason.en
    assert run({("plain", number): ERROR for number in range(6)}).verdict is Verdict.PASS


def test_evidence_of_a_miss_outweighs_errors_and_narrowing() -> None:
    changes: dict[tuple[str, int], Outcome | None] = {("plain", number): ERROR for number in range(50)}
    assert run({**changes, ("plain", 60): miss(), ("plain", 61): None}).verdict is Verdict.FAIL


def test_a_narrowed_run_never_passes() -> None:
    ruling = run({("plain", 0): None})
    assert ruling.verdict is Verdict.INCONCLUSIVE
    assert "Narrowed: 315 of 316 declared cases were asked." in ruling.reason.en


def test_a_narrowed_run_fails_only_if_the_rest_could_not_save_it() -> None:
    rest = {("plain", number): None for number in range(50)}
    bars = {"format_rate": 0.95}
    assert run({**rest, ("plain", 60): miss()}, bars=bars).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("outcome", [None, ERROR, DECLINED])
def test_without_plain_replies_nothing_is_measured(outcome: Outcome | None) -> None:
    assert run(whole("plain", outcome)).verdict is Verdict.NOT_MEASURED


def test_nothing_judged_is_not_measured() -> None:
    ruling = run({place: ERROR for family in STANDARD for place in whole(family, ERROR)})
    assert (ruling.verdict, ruling.n, ruling.observed, ruling.established) == (
        Verdict.NOT_MEASURED,
        0,
        None,
        None,
    )


def test_a_family_that_is_declined_leaves_the_rest_judged_and_is_said() -> None:
    ruling = run(whole("json_schema", DECLINED))
    assert (ruling.verdict, ruling.n, ruling.unsupported) == (Verdict.PASS, 170, 60)
    assert "json_schema: declined by the server in 60 of 60 cases" in ruling.reason.en
    assert "60" in ruling.reason.zh


def test_a_family_of_errors_alone_is_never_passed_over() -> None:
    ruling = run(whole("truncation", ERROR))
    assert ruling.verdict is Verdict.INCONCLUSIVE
    assert "family truncation" in ruling.reason.en


QUICK = {"plain": 10, "adversarial": 2, "json_object": 4, "json_schema": 4, "keyword": 1, "streamed": 4}


def test_quick_says_smoke_only() -> None:
    ruling = run(sizes=QUICK, profile="quick")
    assert ruling.verdict is Verdict.PASS
    assert ruling.reason.en == "smoke only: no miss in 22, at least 87.2 % established."
    assert "冒烟" in ruling.reason.zh


def test_quick_fails_on_a_miss() -> None:
    assert run({("plain", 0): miss()}, sizes=QUICK, profile="quick").verdict is Verdict.FAIL


# --- with a confidence the bound is the gate ---------------------------------------------------------


def test_a_bar_of_100_per_cent_is_never_established() -> None:
    ruling = run(confidence=0.95)
    assert ruling.verdict is Verdict.INCONCLUSIVE
    assert "NOT ESTABLISHED" in ruling.reason.en
    assert "a bar of 99 % takes 299 clean calls" in ruling.reason.en


def test_a_bar_of_100_per_cent_is_refuted_by_one_miss() -> None:
    assert run({("plain", 0): miss()}, confidence=0.95).verdict is Verdict.FAIL


FULL = {**STANDARD, "plain": 300}


@pytest.mark.parametrize(
    ("misses", "verdict"), [(0, Verdict.PASS), (1, Verdict.INCONCLUSIVE), (15, Verdict.FAIL)]
)
def test_a_bar_of_99_per_cent_is_confirmed_open_or_refuted(misses: int, verdict: Verdict) -> None:
    changes = {("plain", number): miss() for number in range(misses)}
    ruling = run(changes, sizes=FULL, bars={"format_rate": 0.99}, confidence=0.95)
    assert ruling.verdict is verdict
    if verdict is Verdict.INCONCLUSIVE:
        assert "the bar 99 % takes 473 calls with 1 misses" in ruling.reason.en
    if verdict is Verdict.PASS:
        assert ruling.reason.en.startswith("CONFIRMED: 430 of 430")


def test_without_confidence_the_observed_rate_is_the_gate() -> None:
    assert run({("plain", 0): miss()}, bars={"format_rate": 0.99}).verdict is Verdict.PASS


# --- figures beside the gate ---------------------------------------------------------------------------


def measured(name: str, ruling: Ruling) -> float | str | None:
    return ruling.measures[name].value


def test_rates_by_family_and_together() -> None:
    ruling = run({("plain", 4): miss(legal_after_unfencing=1), ("adversarial", 0): miss()})
    assert (measured("format_rate_plain", ruling), measured("format_rate_json_object", ruling)) == (
        99.0,
        100.0,
    )
    assert measured("format_rate", ruling) == pytest.approx(100 * 229 / 230, abs=0.01)
    assert measured("legal_after_unfencing", ruling) == 1
    assert measured("codes", ruling) == "fence 2"
    assert measured("planned", ruling) == 316


def test_where_in_the_series_misses_fall() -> None:
    ruling = run({("streamed", 39): miss()})
    assert (measured("first_miss_at", ruling), measured("longest_clean_streak", ruling)) == (230, 229)
    assert measured("first_half", ruling) == 100.0
    assert measured("second_half", ruling) == pytest.approx(100 * 114 / 115, abs=0.01)


def test_repeated_prompts_are_counted_once() -> None:
    ruling = run({("streamed", 0): miss()})
    assert measured("n_distinct_prompts", ruling) == 190
    assert "189 / 190" in ruling.measures["established_over_prompts"].formula


def test_twins_that_differ_are_named() -> None:
    ruling = run({("streamed", 7): miss(), ("streamed", 8): miss(), ("plain", 8): miss()})
    assert measured("stream_agreement", ruling) == pytest.approx(100 * 39 / 40)
    assert measured("stream_differs", ruling) == 1
    assert "streamed-7" in ruling.measures["stream_differs"].formula
    assert "1 streamed replies miss where the same request without a stream hits" in ruling.reason.en


def test_run_away_replies_show() -> None:
    runaway = miss("whitespace_run", max_whitespace_run=900, characters=50, completion_tokens=500)
    ruling = run({("whitespace", 0): runaway})
    assert (measured("max_whitespace_run", ruling), measured("tokens_per_char_max", ruling)) == (900, 10.0)


def test_every_figure_has_a_unit_and_every_measure_a_formula() -> None:
    measures = run({("plain", 0): ERROR}).measures
    assert all(measure.formula for measure in measures.values())
    assert all(measure.unit for measure in measures.values() if not isinstance(measure.value, str))
    assert {"schema_rate", "value_rate", "errors", "error_rate", "tokens_per_char", "formats_checked"} <= set(
        measures
    )
    assert "date" in str(measures["formats_checked"].value).split(", ")
