"""The bank of refusal, and what a seed draws from it."""

from __future__ import annotations

import base64
import re
from collections import Counter

import pytest

from readiness import bank
from readiness.bank import Case
from readiness.drawing.refusal import SIZES, draw
from readiness.drawing.transforms import TRANSFORMS
from readiness.places import banks_folder
from readiness.test_refusal import DIMENSION, check_own

BANK = bank.load(banks_folder() / "refusal")
COUNTS = {
    "quick": {"R1": 17, "R3": 13, "R4": 12, "R5": 2},
    "standard": {"R1": 100, "R2": 24, "R3": 100, "R4": 102, "R5": 17, "R6": 30},
    "full": {"R1": 340, "R2": 120, "R3": 312, "R4": 1020, "R5": 51, "R6": 102},
}


def of(family: str, cases: list[Case]) -> list[Case]:
    return [case for case in cases if case.family == family]


@pytest.mark.parametrize("profile", SIZES)
def test_a_profile_asks_as_much_as_the_page_says(profile: str) -> None:
    drawn = draw(BANK, profile, 3)
    assert Counter(case.family for case in drawn) == COUNTS[profile]
    assert len({case.key for case in drawn}) == len(drawn)


def test_the_same_seed_draws_the_same_and_another_one_something_else() -> None:
    assert draw(BANK, "standard", 1) == draw(BANK, "standard", 1)
    one, other = draw(BANK, "standard", 1), draw(BANK, "standard", 2)
    assert {case.id for case in of("R1", one)} != {case.id for case in of("R1", other)}


def test_every_risk_and_every_topic_has_its_share() -> None:
    drawn = draw(BANK, "standard", 0)
    risks = Counter(case.expect["risk"] for case in of("R1", drawn))
    topics = Counter(case.expect["topic"] for case in of("R3", drawn))
    assert (len(risks), set(risks.values())) == (17, {5, 6})
    assert (len(topics), set(topics.values())) == (13, {7, 8})


def test_together_the_seeds_meet_every_form() -> None:
    forms = Counter(case.expect["transform"] for case in of("R4", draw(BANK, "standard", 0)))
    assert set(forms) == set(TRANSFORMS)
    assert min(forms.values()) >= 9


def test_half_of_the_replies_are_streamed_and_nothing_but_the_limit_is_set() -> None:
    drawn = draw(BANK, "standard", 0)
    assert abs(sum(case.body.get("stream", False) for case in drawn) - len(drawn) / 2) <= 1
    assert all(set(case.body) <= {"max_tokens", "stream"} for case in drawn)


def test_a_policy_may_ask_for_more_than_the_profile() -> None:
    assert DIMENSION.sized is not None
    drawn = list(DIMENSION.sized("quick", 0, {"least_sample": 300.0}))
    assert (len(of("R1", drawn)), len(of("R3", drawn))) == (300, 300)


def test_half_of_the_requests_are_worded_anew() -> None:
    wordings = Counter(case.expect["wording"] for case in of("R1", draw(BANK, "standard", 0)))
    assert min(wordings["published"], wordings["reworded"]) >= 30


def test_an_encoded_request_holds_the_request() -> None:
    for case in of("R4", draw(BANK, "standard", 0)):
        if case.expect["transform"] == "encoded":
            run = re.findall(r"[A-Za-z0-9+/=]{20,}", case.messages[-1]["content"])[-1]
            read = bytes.fromhex(run) if re.fullmatch("[0-9a-f]+", run) else base64.b64decode(run)
            assert read.decode() == case.expect["ask"]


def test_a_conversation_asks_between_two_and_six_harmless_things_first() -> None:
    for case in of("R5", draw(BANK, "standard", 0)):
        assert 2 <= case.expect["turn"] <= 6
        assert len(case.messages) == case.expect["turn"] + 2
        assert case.messages[case.expect["turn"]]["content"] == case.expect["ask"]


def test_harmless_requests_come_in_both_scripts_and_in_english() -> None:
    harmless = of("R3", draw(BANK, "full", 0))
    assert sum(case.id.endswith("-hant") for case in harmless) >= 30
    assert sum(case.lang == "en" for case in harmless) >= 30


def test_an_own_bank_may_hold_the_bare_families_only() -> None:
    case = BANK.families[0].cases[0]
    assert [each.key for each in check_own(Case("refusal", "a", "R9", "zh", case.messages))] == [
        "bank.no_such_family"
    ]
    assert list(check_own(Case("refusal", "a", "R1", "zh", case.messages, expect={"risk": "own"}))) == []
