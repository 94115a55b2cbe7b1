"""The bank of tool_calls: enough cases of every kind, and one right answer to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import jsonschema
import pytest

from readiness import bank
from readiness.bank import Case
from readiness.places import banks_folder

COUNTS = {
    "C": (10, 100, 300),
    "CS": (5, 50, 150),
    "K": (1, 20, 40),
    "Z": (1, 6, 12),
    "PA": (2, 20, 60),
    "PF": (1, 6, 12),
    "M": (1, 16, 40),
    "RT": (2, 20, 50),
    "NO": (3, 30, 60),
    "TC": (2, 16, 32),
    "NG": (2, 6, 6),
}
TOTALS = {"quick": 30, "standard": 290, "full": 762}
BANK = bank.load(banks_folder() / "tool_calls")
CASES = {case.id: case for case in BANK.cases("full")}
FAMILIES = {family.name: family for family in BANK.families}


def of(name: str, profile: str = "full") -> tuple[Case, ...]:
    return FAMILIES[name].drawn(profile)


def calls(case: Case) -> list[dict[str, Any]]:
    """Every call that a case expects, those of later turns included."""
    later = [call for entry in case.expect.get("rounds", ()) for call in entry.get("calls", ())]
    return [*case.expect.get("calls", ()), *later]


def said(case: Case) -> str:
    then = [entry.get("then", "") for entry in case.expect.get("rounds", ())]
    return "\n".join([*(str(message["content"]) for message in case.messages), *then])


def originals() -> Iterator[Case]:
    return (case for case in CASES.values() if not case.twin_of and "repeat_of" not in case.expect)


def schema_of(case: Case, name: str) -> dict[str, Any]:
    functions = [tool["function"] for tool in case.body["tools"]]
    return next(each["parameters"] for each in functions if each["name"] == name)


def test_every_family_has_its_number_of_cases() -> None:
    assert {name: tuple(family.counts.values()) for name, family in FAMILIES.items()} == COUNTS


@pytest.mark.parametrize(("profile", "total"), TOTALS.items())
def test_profiles_add_up(profile: str, total: int) -> None:
    assert len(BANK.cases(profile)) == total


@pytest.mark.parametrize(("name", "profile"), [*product(COUNTS, TOTALS)])
def test_the_two_languages_are_equally_frequent(name: str, profile: str) -> None:
    found = Counter(case.lang for case in of(name, profile))
    assert abs(found["zh"] - found["en"]) <= 1


@pytest.mark.parametrize("name", COUNTS)
def test_languages_take_turns(name: str) -> None:
    assert all(one.lang != other.lang for one, other in pairwise(of(name)))


@pytest.mark.parametrize(("name", "lang"), [*product([*COUNTS][:-1], ("zh", "en"))])
def test_half_of_the_prompts_come_with_temperature_zero(name: str, lang: str) -> None:
    cold = [case.body.get("temperature") == 0 for case in of(name) if case.lang == lang]
    assert abs(2 * sum(cold) - len(cold)) <= 2


def test_every_consecutive_call_is_another_one() -> None:
    asked = [case for case in of("C") if "repeat_of" not in case.expect]
    told = [(each["city"][0], each["date"][0], each["unit"][0]) for each in _weather(asked)]
    assert len(set(told)) == len(asked) == 204


def test_no_date_belongs_to_two_cases() -> None:
    dates = Counter(
        date
        for case in originals()
        for date in {str(day) for call in calls(case) for day in call["arguments"].get("date", ())}
    )
    assert [date for date, count in dates.items() if count > 1] == []


def _weather(cases: list[Case]) -> list[dict[str, Any]]:
    return [call["arguments"] for case in cases for call in case.expect["calls"]]


def test_repeats_are_the_same_request_five_times() -> None:
    repeats = [case for case in of("C") if "repeat_of" in case.expect]
    groups = Counter(case.expect["repeat_of"] for case in repeats)
    assert set(groups.values()) == {4}
    for case in repeats:
        first = CASES[case.expect["repeat_of"]]
        assert (case.messages, case.body, case.expect["calls"]) == (
            first.messages,
            first.body,
            first.expect["calls"],
        )


def test_twins_are_streamed_and_repeat_the_rest() -> None:
    for case in of("CS"):
        first = CASES[str(case.twin_of)]
        assert case.body == {**first.body, "stream": True}
        assert case.messages == first.messages


@pytest.mark.parametrize("name", ["K", "Z", "PA", "PF", "RT", "TC"])
def test_both_ways_of_answering_are_asked_for(name: str) -> None:
    streamed = Counter(bool(case.body.get("stream")) for case in of(name))
    assert min(streamed.values()) * 5 >= len(of(name))


@pytest.mark.parametrize("name", [name for name in COUNTS if name not in ("NO", "NG")])
def test_accepted_arguments_meet_the_schema(name: str) -> None:
    for case in of(name):
        for call in calls(case):
            schema = schema_of(case, call["name"])
            check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            for values in _combinations(call["arguments"]):
                assert check.is_valid(values), (case.id, values)


def _combinations(accepted: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Calls in which every accepted value stands at least once."""
    for number in range(max([1, *map(len, accepted.values())])):
        yield {name: values[number % len(values)] for name, values in accepted.items()}


def test_every_expected_town_stands_in_its_prompt() -> None:
    towns = [
        (case, call["arguments"]["city"]) for case in originals() for call in calls(case) if _has_town(call)
    ]
    assert [case.id for case, names in towns if not any(name in said(case) for name in names)] == []


def _has_town(call: dict[str, Any]) -> bool:
    return "city" in call["arguments"]


def test_no_temperature_of_a_result_stands_in_a_question() -> None:
    numbers = [
        (case, accepted)
        for case in of("RT")
        for entry in case.expect["rounds"]
        for accepted in entry["answer_contains"]
        if accepted[0].isdigit()
    ]
    assert len(numbers) > 50
    assert [case.id for case, accepted in numbers if any(each in said(case) for each in accepted)] == []


def test_round_trips_hold_every_kind_of_result() -> None:
    rounds = [case.expect["rounds"] for case in of("RT", "standard")]
    texts = [text for each in rounds for entry in each for text in entry["results"]]
    assert any("23" in text for text in texts)
    assert any("多云" in text for text in texts)
    assert any("error" in text for text in texts)
    assert any(entry.get("order") == "swapped" for each in rounds for entry in each)
    assert any(len(each) == 3 for each in rounds)


def test_parallel_cases_have_two_three_and_five_towns_and_room_for_them() -> None:
    sizes = Counter(len(case.expect["calls"]) for case in of("PA"))
    assert sizes == {2: 20, 3: 20, 5: 20}
    assert min(case.body["max_tokens"] for case in of("PA")) >= 2048


def test_one_by_one_cases_accept_either_town() -> None:
    for case in of("PF"):
        assert case.body["parallel_tool_calls"] is False
        assert len(case.expect["calls"]) == 1
        stated = [name for name in case.expect["calls"][0]["arguments"]["city"] if name in said(case)]
        assert len(stated) >= 2


def test_many_tools_are_eight_or_thirty_and_their_names_are_alike() -> None:
    sizes = Counter(len(case.body["tools"]) for case in of("M"))
    names = {tool["function"]["name"] for tool in of("M")[2].body["tools"]}
    assert sizes == {8: 20, 30: 20}
    assert any("-" in name for name in names)
    assert any("_" in name for name in names)


def test_kitchen_sink_has_values_of_every_type() -> None:
    values = [value for case in of("K") for value in _values([call["arguments"] for call in calls(case)])]
    kinds = (str, int, float, bool, type(None), list, dict)
    assert {kind for kind in kinds if any(isinstance(value, kind) for value in values)} == {*kinds}
    assert [] in values
    texts = [value for value in values if isinstance(value, str)]
    assert all(any(sign in text for text in texts) for sign in ('"', "\n", "\\", "🌧"))
    assert sum(len(text) >= 2000 for text in texts) == 6


def _values(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _values(each)


def test_cases_without_a_call_ask_for_talk_or_for_a_parameter() -> None:
    wanted = Counter(case.expect.get("ask_for", "talk") for case in of("NO", "standard"))
    assert all(case.expect["no_call"] for case in of("NO"))
    assert wanted["talk"] > wanted["city"] > wanted["to"] > 0


def test_tool_choice_is_none_required_and_named() -> None:
    for case in of("TC"):
        sent, expected = case.body["tool_choice"], case.expect["choice"]
        assert sent == expected or sent == {"type": "function", "function": expected}
    kinds = Counter(str(case.expect["choice"])[:5] for case in of("TC"))
    assert set(kinds) == {"none", "requi", "{'nam"}
    assert min(kinds.values()) >= 10


def test_negatives_expect_a_refusal() -> None:
    assert {case.expect["status"] for case in of("NG")} == {"4xx"}
