"""The Spanish faults of the reference endpoint are found by their name; its healthy variations are left alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from faults.catalogue import catalogue
from skills.spanish import answer

from readiness.drawing.spanish.cases import draw
from readiness.judging.spanish.reply import judge_reply
from tests.judging.spanish_bodies import exchange

ENTRIES = {name: entry for name, entry in catalogue().items() if "spanish" in name}
FAULTS = [name for name, entry in ENTRIES.items() if entry.expects]
HEALTHY = [name for name, entry in ENTRIES.items() if not entry.expects]
CASES = random.Random(0).sample(list(draw("standard", 1, {})), 120)
FEW = 12
"""Answers that an entry changed, which are judged."""


def findings(name: str) -> Iterator[str]:
    """What the judge says of the first answers that the entry changes."""
    changed = 0
    for case in CASES:
        chance = random.Random(case.id)
        said = answer({"messages": list(case.messages)}, chance)
        assert said is not None
        turn = SimpleNamespace(request={"messages": list(case.messages)})
        spoilt = ENTRIES[name].spoil(said, SimpleNamespace(turn=turn, chance=chance, options={}))
        if spoilt.content == said.content or changed == FEW:
            continue
        changed += 1
        outcome = judge_reply(case.expect, case.messages[-1]["content"], exchange(spoilt.content))
        yield from (defect.code for defect in outcome.defects)
    assert changed


def test_there_are_enough_of_both() -> None:
    assert len(FAULTS) >= 16
    assert len(HEALTHY) >= 8


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_its_name(name: str) -> None:
    assert set(ENTRIES[name].expects) & set(findings(name))


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_variation_is_left_alone(name: str) -> None:
    assert list(findings(name)) == []
