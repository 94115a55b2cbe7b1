"""The Spanish tasks that are drawn: as many as declared, both Spanishes, right answers that the judge takes."""

import json
import random
import sys

import pytest

from readiness.bank import Case
from readiness.drawing.spanish.cases import COUNTS, draw
from readiness.judging.spanish.content import wrong
from readiness.places import fixtures_folder

FULL = list(draw("full", 7, {}))


@pytest.mark.parametrize(("profile", "count"), [("quick", 24), ("standard", 120), ("full", 300)])
def test_a_profile_asks_what_the_page_says(profile: str, count: int) -> None:
    cases = list(draw(profile, 0, {}))
    assert len(cases) == len({case.id for case in cases}) == count
    assert {case.family for case in cases} == set(COUNTS)


def test_half_of_the_tasks_speak_american_spanish() -> None:
    american = sum(case.id.endswith("-am") for case in FULL)
    assert abs(american - len(FULL) / 2) <= 8


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    def shown(seed: int) -> str:
        return json.dumps([case.to_json() for case in draw("quick", seed, {})])

    assert shown(3) == shown(3) != shown(4)


def test_system_tasks_stand_under_an_english_system_prompt() -> None:
    roles = {tuple(message["role"] for message in case.messages) for case in FULL if case.family == "system"}
    assert roles == {("system", "user")}


def _asked(cases: list[Case]) -> set[str]:
    sys.path.append(str(fixtures_folder() / "reference"))
    from skills.spanish import answer

    found = set()
    for case in cases:
        for turn in range(3):
            said = answer({"messages": list(case.messages)}, random.Random(f"{case.id}{turn}"))
            if said is None or wrong(said.content or "", case.expect) is not None:
                found.add(case.id)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_whoever_works_a_task_out_from_its_text_is_right(seed: int) -> None:
    assert _asked(list(draw("full", seed, {}))) == set()
