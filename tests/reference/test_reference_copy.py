"""The reference endpoint writes copy from the brief's own text; a fault is found as what it is, a variation is not."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
from faults.catalogue import catalogue
from faults.record import Fault, Firing
from skills.multilingual_copy import answer

from readiness.bank import Case
from readiness.drawing.multilingual_copy.cases import draw
from readiness.judging.multilingual_copy.turn import judge_turn

STANDARD = list(draw("standard", 2))
CASES = [*STANDARD[:2], *STANDARD[20:24], STANDARD[100], *STANDARD[106:108]]
FAULTS = [entry for name, entry in catalogue().items() if name.startswith("multilingual_copy.")]
HEALTHY = [entry for name, entry in catalogue().items() if name.startswith("healthy.copy_")]
TO_GO_BACK = {"multilingual_copy.form_drifts"}
"""Faults that show only between two turns: the judge of conversations sees them, which has tests of its own."""


def written(case: Case, chance: random.Random, entry: Fault | None = None) -> list[str]:
    messages: list[Any] = []
    replies = []
    for turn in case.expect["turns"]:
        messages.append({"role": "user", "content": turn["say"]})
        said = answer({"messages": messages}, chance)
        if entry is not None:
            turn_now: Any = SimpleNamespace(
                request={"messages": messages}, digest=f"{case.id}{len(messages)}"
            )
            said = entry.spoil(said, Firing(turn_now, chance, {}))
        replies.append(said.content)
        messages.append({"role": "assistant", "content": said.content})
    return replies


def found(entry: Fault | None) -> set[str]:
    return {
        defect.code
        for case in CASES
        for turn, reply in zip(
            case.expect["turns"], written(case, random.Random(case.id), entry), strict=True
        )
        for defect in judge_turn(turn, case.expect, reply).defects
    }


def test_the_reference_is_right_in_every_language() -> None:
    assert found(None) == set()


@pytest.mark.parametrize(
    "entry", [each for each in FAULTS if each.name not in TO_GO_BACK], ids=lambda each: each.name
)
def test_a_fault_is_found_as_what_it_is(entry: Fault) -> None:
    assert found(entry) & set(entry.expects)


@pytest.mark.parametrize("entry", HEALTHY, ids=lambda each: each.name)
def test_healthy_variation_raises_no_alarm(entry: Fault) -> None:
    assert found(entry) == set()


@pytest.mark.parametrize("entry", HEALTHY, ids=lambda each: each.name)
def test_a_variation_changes_something(entry: Fault) -> None:
    assert any(
        written(case, random.Random(case.id), entry) != written(case, random.Random(case.id))
        for case in STANDARD[:40]
    )


def test_a_conversation_is_worded_in_many_ways() -> None:
    replies = [written(CASES[0], random.Random(number)) for number in range(30)]
    assert all(len({reply[turn][:40] for reply in replies}) >= 5 for turn in range(3))


def test_there_are_enough_faults_and_variations() -> None:
    assert (len(FAULTS) >= 16, len(HEALTHY) >= 8) == (True, True)
