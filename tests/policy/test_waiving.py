"""The second ruling: what a waiver covers, what it does not, and what the figures stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from readiness.bank import Case
from readiness.dimension import Dimension, GateInput, built
from readiness.judging.records import Defect, Kind, Outcome, Verdict
from readiness.policy import Waiver
from readiness.policy.waiving import Ruled, rule
from readiness.report.words import Words

JSON, TOOLS = built()["json_output"], built()["tool_calls"]
HIT = {
    JSON.id: Outcome(Kind.HIT, (), {"format": 1, "legal": 1, "value": 1}),
    TOOLS.id: Outcome(Kind.HIT, (), {"format": 1, "value": 1, "used": 1, "abstained": 1, "obeyed": 1}),
}
WORDS = Words("en")
CLAIMED = {JSON.id: "plain", TOOLS.id: "C"}
DECLARED = {each.id: each.cases("quick", 0) for each in (JSON, TOOLS)}


def claimed(dimension: Dimension) -> list[Case]:
    """Cases that the claim speaks of."""
    return [case for case in DECLARED[dimension.id] if case.family == CLAIMED[dimension.id]]


def miss(*codes: str, **figures: float) -> Outcome:
    return Outcome(Kind.MISS, tuple(Defect(code, "", "") for code in codes), {"format": 0, **figures})


def waived(code: str, dimension: Dimension = JSON) -> Waiver:
    return Waiver(code, claimed(dimension)[0].id, "why", "who", date(2030, 1, 1))


def ruled(
    outcomes: Sequence[Outcome | None],
    *waivers: Waiver,
    dimension: Dimension = JSON,
    confidence: float | None = None,
    **bars: float,
) -> Ruled:
    """The first claimed cases have these outcomes (None: not asked), all others are hits."""
    declared = DECLARED[dimension.id]
    first = zip((case.key for case in claimed(dimension)), outcomes, strict=False)
    every = {**{case.key: HIT[dimension.id] for case in declared}, **dict(first)}
    defaults = {name: bar.default for name, bar in dimension.bars.items()}
    given = GateInput(
        declared,
        {key: outcome for key, outcome in every.items() if outcome is not None},
        {**defaults, **bars},
        "standard",
        confidence,
    )
    return rule(dimension, given, waivers, WORDS)


def test_a_waived_miss_lets_the_gate_pass_and_stays_in_the_figures() -> None:
    plain = ruled([miss("json_output.fence")])
    found = ruled([miss("json_output.fence")], waived("json_output.fence"))
    assert (plain.ruling.verdict, found.ruling.verdict, found.waived) == (Verdict.FAIL, Verdict.PASS, 1)
    assert replace(found.ruling, verdict=Verdict.FAIL, reason=plain.ruling.reason) == plain.ruling
    assert found.ruling.reason.en.endswith(plain.ruling.reason.en)


def test_a_miss_with_another_finding_stays_a_miss() -> None:
    found = ruled([miss("json_output.fence", "json_output.bom")], waived("json_output.fence"))
    assert (found.ruling.verdict, found.waived) == (Verdict.FAIL, 0)
    assert (found.waivers[0].state, found.waivers[0].misses) == ("used", 0)


def test_a_miss_all_of_whose_findings_are_waived_is_taken_as_a_hit() -> None:
    both = waived("json_output.fence"), waived("json_output.bom")
    assert ruled([miss("json_output.fence", "json_output.bom")], *both).ruling.verdict is Verdict.PASS


def test_a_gate_that_fails_all_the_same_says_what_is_left() -> None:
    found = ruled([miss("json_output.fence")] * 2, waived("json_output.fence"))
    assert (found.ruling.verdict, found.waived, found.ruling.misses) == (Verdict.FAIL, 0, 2)
    assert found.ruling.reason.en.startswith("Cases waived and taken as hits: 1. Even so: 1 of")


def test_a_case_that_was_judged_without_the_finding_leaves_its_waiver_unused() -> None:
    assert ruled([HIT[JSON.id]], waived("json_output.fence")).waivers[0].state == "unused"


def test_a_case_that_was_not_asked_or_had_no_answer_says_nothing_about_its_waiver() -> None:
    no_answer = Outcome(Kind.ERROR, (Defect("json_output.transport", "", ""),))
    states = {ruled([each], waived("json_output.fence")).waivers[0].state for each in (None, no_answer)}
    assert states == {"not_judged"}


def test_a_narrowed_run_stays_inconclusive() -> None:
    found = ruled([miss("json_output.fence"), None], waived("json_output.fence"))
    assert found.ruling.verdict is Verdict.INCONCLUSIVE


def test_a_bound_is_ruled_on_again_too() -> None:
    plain = ruled([miss("json_output.fence")], confidence=0.95, format_rate=0.83, value_rate=0.5)
    found = ruled(
        [miss("json_output.fence")],
        waived("json_output.fence"),
        confidence=0.95,
        format_rate=0.83,
        value_rate=0.5,
    )
    assert (plain.ruling.verdict, found.ruling.verdict) == (Verdict.INCONCLUSIVE, Verdict.PASS)


def test_each_gated_figure_of_tool_calls_is_that_of_a_hit_once_it_is_waived() -> None:
    wrong = {"format": 0, "value": 0, "used": 0, "abstained": 0, "obeyed": 0, "ids_reused": 1}
    outcome = miss("tool_calls.no_call", **wrong)
    strict = {"strict_ids": 1.0, "value_rate": 1.0, "abstain_rate": 1.0, "roundtrip_use": 1.0}
    found = ruled([outcome], waived("tool_calls.no_call", TOOLS), dimension=TOOLS, **strict)
    assert found.ruling.verdict is Verdict.PASS
