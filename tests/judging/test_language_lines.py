"""`readiness judge language`: records in, verdicts out, line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness.judging.language_lines import judge_language_lines

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "language.jsonl"
ES = "El tren sale a las nueve de la mañana y llega a Sevilla antes de comer."
EN = "The train leaves at nine in the morning and reaches Seville before lunch is served."


def judged(*records: Any) -> list[dict[str, Any]]:
    return [json.loads(each) for each in judge_language_lines(json.dumps(record) for record in records)]


def test_pass_fail_and_abstain_in_the_order_of_the_records() -> None:
    records = [{"id": name, "asked": "es", "response": text} for name, text in enumerate((ES, EN, "Sí."))]
    assert judged(*records) == [
        {"id": 0, "outcome": "pass", "findings": []},
        {"id": 1, "outcome": "fail", "findings": ["language.wrong_language"]},
        {"id": 2, "outcome": "abstain", "findings": ["language.too_short"]},
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [(f"{ES} {ES}\n{EN}", "switched"), (f"{ES} 因此 es mejor.", "intrusion")],
)
def test_spanish_with_something_else_in_it_fails(text: str, code: str) -> None:
    assert judged({"id": "a", "asked": "es-MX", "response": text})[0] == {
        "id": "a",
        "outcome": "fail",
        "findings": [f"language.{code}"],
    }


def test_broken_letters_are_told_and_are_still_spanish() -> None:
    verdict = judged({"id": 1, "asked": "es", "response": ES.replace("ñ", "\ufffd")})[0]
    assert (verdict["outcome"], verdict["findings"]) == ("pass", ["language.mojibake"])


@pytest.mark.parametrize(
    "record",
    [{"id": 1, "asked": "xx", "response": "a"}, {"id": 1, "asked": "es"}, {"id": 1, "response": "a"}, []],
)
def test_a_line_that_is_not_usable_says_why(record: Any) -> None:
    assert judged(record)[0]["error"].startswith("line 1: ")


@pytest.mark.skipif(not DATA.exists(), reason="the labelled replies are not here")
def test_of_recorded_replies_to_spanish_those_in_another_language_fail_and_no_other() -> None:
    """Every seventh reply, and all six that a reader found to be in Portuguese or English."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    foreign = {59, 259, 296, 514, 534, 712}
    spanish = [number for number, row in enumerate(rows) if row["asked"] == "es"]
    asked = [number for number in spanish if number % 7 == 0 or number in foreign]
    verdicts = judged(*({"id": number, **rows[number]} for number in asked))
    assert {verdict["id"] for verdict in verdicts if verdict["outcome"] == "fail"} == foreign
