"""Waivers at the gate: a second ruling with the waived misses taken as hits. Pure.

The figures of a ruling are always those of what came. Only its verdict, and the reason for it, may rest
on waivers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from readiness.dimension import Dimension, GateInput
from readiness.evidence.result import AppliedWaiver, WaiverState
from readiness.judging.records import Kind, Outcome, Ruling, Text, Verdict
from readiness.policy.records import Waiver
from readiness.report.words import Words

_JUDGED = (Kind.HIT, Kind.MISS, Kind.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A gate's ruling under waivers."""

    ruling: Ruling
    waived: int
    """Cases taken as hits, where the verdict rests on that; else 0."""
    waivers: tuple[AppliedWaiver, ...]


def rule(dimension: Dimension, given: GateInput, waivers: Sequence[Waiver], words: Words) -> Ruled:
    """Rule on what came; where that is no pass, once more with the waivers."""
    plain = dimension.gate(given)
    applied = tuple(_applied(waiver, given, waivers) for waiver in waivers)
    as_hits = {
        case.key: _as_hit(dimension, given.outcomes[case.key])
        for case in given.declared
        if case.key in given.outcomes and _is_covered(given.outcomes[case.key], _codes(waivers, case.id))
    }
    if plain.verdict is Verdict.PASS or not as_hits:
        return Ruled(plain, 0, applied)
    second = dimension.gate(replace(given, outcomes={**given.outcomes, **as_hits}))
    said = words.both(f"waived.{second.verdict}", count=len(as_hits))
    why = plain.reason if second.verdict is Verdict.PASS else second.reason
    reason = Text(en=f"{said.en} {why.en}", zh=f"{said.zh}{why.zh}")
    waived = 0 if second.verdict is plain.verdict else len(as_hits)
    return Ruled(replace(plain, verdict=second.verdict, reason=reason), waived, applied)


def _codes(waivers: Sequence[Waiver], case_id: str) -> set[str]:
    return {waiver.finding for waiver in waivers if waiver.case == case_id}


def _is_covered(outcome: Outcome, waived: Collection[str]) -> bool:
    """Whether every finding of a case is waived: what else is wrong with it keeps it a miss."""
    codes = {defect.code for defect in outcome.defects}
    return outcome.kind in (Kind.HIT, Kind.MISS) and bool(codes) and codes <= set(waived)


def _as_hit(dimension: Dimension, outcome: Outcome) -> Outcome:
    right = {name: value for name, value in dimension.hit_figures.items() if name in outcome.figures}
    return replace(outcome, kind=Kind.HIT, defects=(), figures={**outcome.figures, **right})


def _applied(waiver: Waiver, given: GateInput, waivers: Sequence[Waiver]) -> AppliedWaiver:
    """What came of a waiver. Unused is only one whose case was judged every time and never had its finding."""
    asked = [given.outcomes.get(case.key) for case in given.declared if case.id == waiver.case]
    outcomes = [outcome for outcome in asked if outcome is not None and outcome.kind in _JUDGED]
    seen = [outcome for outcome in outcomes if any(each.code == waiver.finding for each in outcome.defects)]
    if seen:
        state = WaiverState.USED
    else:
        state = WaiverState.UNUSED if asked and len(outcomes) == len(asked) else WaiverState.NOT_JUDGED
    return AppliedWaiver(
        finding=waiver.finding,
        case=waiver.case,
        reason=waiver.reason,
        by=waiver.by,
        until=waiver.until.isoformat(),
        state=state,
        misses=sum(_is_covered(outcome, _codes(waivers, waiver.case)) for outcome in seen),
    )
