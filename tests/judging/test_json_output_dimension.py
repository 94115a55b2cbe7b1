"""The dimension as a whole: the bank's own right answers are hits, and a spoilt one is not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from readiness.bank import Case
from readiness.dimension import GateInput
from readiness.judging.records import Kind, Outcome, Verdict
from readiness.test_json_output import BARS, DIMENSION
from tests.judging.test_json_output_reply import completion

DECLARED = DIMENSION.cases("standard", 0)


def right_answer(expected: Any) -> Any:
    """The expected document, the first of several right answers taken."""
    if isinstance(expected, dict) and set(expected) == {"any_of"}:
        return expected["any_of"][0]
    if isinstance(expected, dict):
        return {key: right_answer(item) for key, item in expected.items()}
    return [right_answer(item) for item in expected] if isinstance(expected, list) else expected


def answered(case: Case, text: str) -> Outcome:
    return DIMENSION.judge(replace(case, body={**case.body, "stream": False}), [completion(text)])


@pytest.mark.parametrize("indent", [None, 4])
def test_every_right_answer_of_the_bank_is_a_hit(indent: int | None) -> None:
    with_value = [case for case in DECLARED if "value" in case.expect]
    texts = [json.dumps(right_answer(case.expect["value"]), indent=indent) for case in with_value]
    missed = [case.id for case, text in zip(with_value, texts, strict=True) if answered(case, text).defects]
    assert len(with_value) > 200
    assert missed == []


def test_every_fenced_answer_of_the_bank_is_a_miss() -> None:
    with_value = [case for case in DECLARED if "value" in case.expect]
    texts = [f"```json\n{json.dumps(right_answer(case.expect['value']))}\n```" for case in with_value]
    outcomes = [answered(case, text) for case, text in zip(with_value, texts, strict=True)]
    assert {outcome.defects[0].code for outcome in outcomes} == {"json_output.fence"}
    assert {outcome.figures["legal_after_unfencing"] for outcome in outcomes} == {1}


def test_the_gate_rules_over_the_declared_cases() -> None:
    hit = Outcome(Kind.HIT, (), {"format": 1, "legal": 1, "value": 1})
    bars = {name: bar.default for name, bar in BARS.items()}
    outcomes = {case.key: hit for case in DECLARED}
    whole = DIMENSION.gate(GateInput(DECLARED, outcomes, bars, "standard", None))
    outcomes.popitem()
    narrowed = DIMENSION.gate(GateInput(DECLARED, outcomes, bars, "standard", None))
    assert (whole.verdict, whole.n) == (Verdict.PASS, 230)
    assert (narrowed.verdict, narrowed.measures["planned"].value) == (Verdict.INCONCLUSIVE, 316)


def test_one_request_is_asked_a_case_with_its_own_body() -> None:
    class Recorder:
        asked: list[Any]

        def __init__(self) -> None:
            self.asked = []

        def chat(self, messages: Any, body: Any) -> Any:
            self.asked.append((messages, body))
            return completion()

    recorder = Recorder()
    exchanges = DIMENSION.ask(recorder, DECLARED[0])
    assert len(exchanges) == 1
    assert recorder.asked == [(DECLARED[0].messages, DECLARED[0].body)]
