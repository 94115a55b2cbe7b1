"""The conversations that are drawn: long enough, about enough, answered by their log alone."""

import itertools
import json
from collections import Counter

import pytest

from readiness.bank import Case
from readiness.drawing.memory.cases import draw
from readiness.drawing.memory.log import Does, Event, replay
from readiness.drawing.memory.script import BINS, plan
from readiness.drawing.memory.world import TOPIC_OF
from readiness.judging.memory.measures import SCORED

STANDARD = list(draw("standard", 7))
SCORED_CASES = [case for case in STANDARD if case.family in SCORED]
BY_COUNT = {"quick": (24, 2), "standard": (112, 8), "full": (336, 24)}


@pytest.mark.parametrize(("profile", "counts"), BY_COUNT.items())
def test_a_profile_asks_what_the_page_says(profile: str, counts: tuple[int, int]) -> None:
    scored = [case for case in draw(profile, 0) if case.family in SCORED]
    assert (len(scored), len({case.expect["script"] for case in scored})) == counts


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    def shown(seed: int) -> str:
        return json.dumps([case.to_json() for case in draw("quick", seed)])

    assert shown(3) == shown(3) != shown(4)


@pytest.mark.parametrize("case", SCORED_CASES[::9], ids=lambda case: case.id)
def test_a_probe_is_turn_50(case: Case) -> None:
    assert [message["role"] for message in case.messages] == ["user", "assistant"] * 49 + ["user"]


def test_every_script_has_two_probes_in_each_bin_of_distance() -> None:
    for script in range(1, 9):
        found = [case.expect["distance"] for case in SCORED_CASES if case.expect["script"] == script]
        assert all(sum(low <= each <= high for each in found) >= 2 for low, high in BINS), script


@pytest.mark.parametrize("seed", range(5))
def test_a_script_switches_topics_again_and_again(seed: int) -> None:
    script = plan("en", str(seed), ["rule", *["recall"] * 4, "own_words", "alias", "update", "move", "join"])
    topics = [TOPIC_OF[event.entity] for event in script.events() if event.entity]
    messages = script.said(str(seed))
    assert sum(one != other for one, other in itertools.pairwise(topics)) >= 12
    assert len(messages) == 98


def test_no_case_mixes_its_languages() -> None:
    for case in SCORED_CASES:
        han = any("\u4e00" <= each <= "\u9fff" for message in case.messages for each in message["content"])
        assert han == (case.lang == "zh")


def test_the_answer_of_a_removed_fact_stands_nowhere_in_the_conversation() -> None:
    for case in STANDARD:
        if case.family == "removed" and case.expect["kind"] in ("code", "person"):
            assert case.expect["was"] not in " ".join(message["content"] for message in case.messages)


def test_every_kind_of_event_and_of_probe_is_drawn() -> None:
    families = Counter(case.family for case in STANDARD)
    assert {*SCORED, "control", "no_fact", "removed", "leak", "live"} == families.keys()


SLOT = ("pump", "code")
LOG = [
    Event(Does.SET, *SLOT, "AB-1111"),
    Event(Does.HYPOTHETICAL, *SLOT, "CD-2222"),
    Event(Does.UPDATE, *SLOT, "EF-3333"),
    Event(Does.MOVE, *SLOT, "EF-3333", "hedge"),
]


def test_replaying_the_log_gives_what_holds() -> None:
    truth = replay(LOG)
    assert truth.values == {("hedge", "code"): "EF-3333"}
    assert (truth.stale, truth.supposed) == ({SLOT: ["AB-1111"]}, {SLOT: ["CD-2222"]})


def test_a_deleted_value_is_remembered_as_deleted_only() -> None:
    truth = replay([*LOG[:1], Event(Does.DELETE, *SLOT, "AB-1111")])
    assert (truth.values, truth.deleted) == ({}, {SLOT: "AB-1111"})
