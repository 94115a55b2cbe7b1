"""The bank of json_output: what the table of its page promises, and what its judge relies on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml

from readiness import bank
from readiness.bank import Bank, Case
from readiness.places import banks_folder

FOLDER = banks_folder() / "json_output"
TABLE = {
    "plain": (10, 100, 300),
    "adversarial": (2, 30, 60),
    "json_object": (4, 30, 60),
    "json_schema": (4, 60, 120),
    "keyword": (1, 12, 24),
    "long_input": (0, 8, 16),
    "escapes": (1, 16, 32),
    "streamed": (4, 40, 100),
    "truncation": (1, 4, 8),
    "whitespace": (1, 10, 20),
    "bad_request": (2, 6, 6),
}
PROFILES = ("quick", "standard", "full")
KEYWORDS = (
    "maxItems type enum maxLength maximum pattern minItems minimum const uniqueItems minLength multipleOf"
)


def of(json_output: Bank, family: str) -> tuple[Case, ...]:
    return next(one for one in json_output.families if one.name == family).cases


def schema_of(case: Case) -> dict[str, Any]:
    schema: dict[str, Any] = case.body["response_format"]["json_schema"]["schema"]
    return schema


def concrete(value: Any) -> Any:
    """An expected value with the first of its accepted forms."""
    if isinstance(value, dict):
        return (
            concrete(value["any_of"][0])
            if set(value) == {"any_of"}
            else {k: concrete(v) for k, v in value.items()}
        )
    return [concrete(one) for one in value] if isinstance(value, list) else value


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_lint_is_silent() -> None:
    assert bank.check(FOLDER) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_names_its_family_licence_and_origin(path: Any) -> None:
    head = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (head["family"], head["licence"], head["origin"]) == (
        path.stem,
        "Apache-2.0",
        "written for readiness",
    )


def test_counts_are_those_of_the_page(json_output: Bank) -> None:
    found = {one.name: tuple(one.counts[name] for name in PROFILES) for one in json_output.families}
    assert found == TABLE


@pytest.mark.parametrize("profile", PROFILES)
def test_half_of_every_family_is_chinese(json_output: Bank, profile: str) -> None:
    for family in json_output.families:
        langs = Counter(case.lang for case in family.drawn(profile))
        assert abs(langs["zh"] - langs["en"]) <= 1, family.name
    assert (
        len({Counter(case.lang for case in json_output.cases(profile))[lang] for lang in ("zh", "en")}) == 1
    )


def test_ids_end_with_their_language(json_output: Bank) -> None:
    for case in json_output.cases("full"):
        assert case.id.removesuffix("-streamed").endswith(f"-{case.lang}")
        assert case.id.endswith("-streamed") == (case.family == "streamed")


def test_no_two_cases_ask_the_same(json_output: Bank) -> None:
    asked = Counter(
        json.dumps([case.messages, case.body], sort_keys=True)
        for case in json_output.cases("full")
        if case.twin_of is None
    )
    assert max(asked.values()) == 1


def test_bios_are_distinct_texts(json_output: Bank) -> None:
    people = [json.dumps(concrete(case.expect["value"]), sort_keys=True) for case in of(json_output, "plain")]
    assert len(set(people)) == 300


def test_ages_run_from_0_to_120(json_output: Bank) -> None:
    ages = {case.expect["value"]["age"] for case in of(json_output, "plain")}
    assert (min(ages), max(ages)) == (0, 120)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_half_of_the_plain_instructions_are_system_messages(json_output: Bank, lang: str) -> None:
    roles = Counter(case.messages[0]["role"] for case in of(json_output, "plain") if case.lang == lang)
    assert roles == {"system": 75, "user": 75}


@pytest.mark.parametrize("profile", ["standard", "full"])
def test_half_of_the_gated_requests_are_at_temperature_0(json_output: Bank, profile: str) -> None:
    for name in ("plain", "json_object", "json_schema"):
        drawn = next(one for one in json_output.families if one.name == name).drawn(profile)
        cold = sum(case.body.get("temperature") == 0 for case in drawn)
        assert abs(2 * cold - len(drawn)) <= len(drawn) // 5, (name, cold)


def expecting(json_output: Bank) -> Iterator[tuple[Case, dict[str, Any]]]:
    for case in json_output.cases("full"):
        if "schema" in case.expect and case.twin_of is None:
            yield case, case.expect["schema"]


def test_every_schema_is_valid_and_strict(json_output: Bank) -> None:
    different = {json.dumps(schema): case.id for case, schema in expecting(json_output)}
    for text, name in different.items():
        schema = json.loads(text)
        jsonschema.Draft202012Validator.check_schema(schema)
        for node in objects(schema):
            assert node["additionalProperties"] is False, name
            assert node["required"] == list(node["properties"]), name


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for child in node.values():
            yield from objects(child)


def test_every_expected_value_meets_its_schema(json_output: Bank) -> None:
    for case, schema in expecting(json_output):
        if "value" in case.expect:
            assert not list(validator(schema).iter_errors(concrete(case.expect["value"]))), case.id


def test_every_expected_text_stands_in_the_prompt(json_output: Bank) -> None:
    for case in json_output.cases("full"):
        if case.family in ("plain", "adversarial", "long_input", "escapes"):
            prompt = "\n".join(message["content"] for message in case.messages)
            for value in concrete(case.expect["value"]).values():
                assert not isinstance(value, str) or value in prompt, case.id


def test_the_schema_sent_is_the_schema_judged(json_output: Bank) -> None:
    for family in ("json_schema", "keyword", "whitespace"):
        for case in of(json_output, family):
            assert schema_of(case) == case.expect["schema"], case.id


def test_only_families_with_one_right_answer_expect_a_value(json_output: Bank) -> None:
    without = {case.family for case in json_output.cases("full") if "value" not in case.expect}
    assert without == {"keyword", "whitespace", "truncation", "bad_request"}


def test_every_keyword_stands_in_its_schema(json_output: Bank) -> None:
    cases = of(json_output, "keyword")
    assert Counter(case.expect["keyword"] for case in cases) == dict.fromkeys(KEYWORDS.split(), 2)
    for case in cases:
        assert f'"{case.expect["keyword"]}"' in json.dumps(schema_of(case))


def test_json_schema_covers_the_constructs_of_the_page(json_output: Bank) -> None:
    sent = [json.dumps(schema_of(case), ensure_ascii=False) for case in of(json_output, "json_schema")[:60]]
    for construct in ('"enum": ["高"', '"minItems"', '"maxItems"', '"minimum"', '"pattern"', '"format": "date"',
                      '"anyOf"', '"$ref"'):  # fmt: skip
        assert any(construct in schema for schema in sent), construct
    depths = {depth(schema_of(case)) for case in of(json_output, "json_schema")[:60]}
    assert {1, 2, 4, 9} <= depths
    assert max(len(schema_of(case)["properties"]) for case in of(json_output, "json_schema")[:60]) == 30


def depth(node: Any) -> int:
    """How many objects stand one inside another."""
    inner = (
        max((depth(child) for child in node.values() if isinstance(child, dict)), default=0) if node else 0
    )
    return inner + (node.get("type") == "object")


@pytest.mark.parametrize(("lang", "short", "long"), [("zh", 12_000, 48_000), ("en", 32_000, 128_000)])
def test_long_inputs_have_two_lengths(json_output: Bank, lang: str, short: int, long: int) -> None:
    lengths = sorted(case.characters for case in of(json_output, "long_input") if case.lang == lang)
    assert all(short <= length < 1.1 * short for length in lengths[:4])
    assert all(long <= length < 1.1 * long for length in lengths[4:])


def test_ambiguous_input_shows_the_schema_in_the_prompt(json_output: Bank) -> None:
    for case in of(json_output, "whitespace"):
        shown = case.messages[0]["content"].split("\n")[1]
        assert json.loads(shown) == schema_of(case)


def test_truncated_requests_leave_eight_tokens(json_output: Bank) -> None:
    assert {case.body["max_tokens"] for case in of(json_output, "truncation")} == {8}


def test_the_budget_is_ample_elsewhere(json_output: Bank) -> None:
    """At least four times the expected document, counting two characters a token, one a Chinese one."""
    for case in json_output.cases("full"):
        if "value" in case.expect:
            text = json.dumps(concrete(case.expect["value"]), ensure_ascii=False)
            tokens = len(text) / 2 + sum(char > "\u2e80" for char in text) / 2
            assert case.body["max_tokens"] >= 4 * tokens, case.id


def test_bad_requests_are_malformed_in_six_ways(json_output: Bank) -> None:
    formats = [case.body["response_format"] for case in of(json_output, "bad_request")]
    assert formats[0]["type"] not in ("text", "json_object", "json_schema")
    assert "name" not in formats[1]["json_schema"]
    assert "schema" not in formats[2]["json_schema"]
    assert "json_schema" not in formats[3]
    assert not isinstance(formats[4]["json_schema"]["strict"], bool)
    assert not isinstance(formats[5]["json_schema"]["schema"], dict)


def test_twins_come_evenly_from_three_families(json_output: Bank) -> None:
    families = {case.id: case.family for case in json_output.cases("full")}
    for count, least in ((40, 13), (100, 33)):
        twins = of(json_output, "streamed")[:count]
        origins = Counter((families[str(case.twin_of)]) for case in twins)
        assert set(origins) == {"plain", "json_object", "json_schema"}
        assert min(origins.values()) >= least
        assert all(case.body["stream"] is True for case in twins)
