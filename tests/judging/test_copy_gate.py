"""Conversations of product copy and their gate: what is counted, what is left unjudged, which bar decides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.drawing.multilingual_copy.cases import draw
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.judging.multilingual_copy.conversation import judge_case
from readiness.judging.multilingual_copy.gate import rule
from readiness.judging.multilingual_copy.measures import Row
from readiness.judging.records import Kind, Outcome, Ruling, Verdict

BARS = {
    "switch_accuracy": 1.0,
    "term_error_rate": 0.0,
    "fact_errors": 0.0,
    "mean_s": 2.3,
    "preface_max": 1.0,
    "tolerance": 0.02,
    "error_rate": 0.02,
}
CLEAN = {
    "turns": 3.0,
    "turns_1": 1.0,
    "turns_2": 1.0,
    "turns_3": 1.0,
    "complete": 1.0,
    "timed": 3.0,
    "seconds": 3.0,
    "mentions": 12.0,
    "texts": 3.0,
}


def outcome(kind: Kind = Kind.HIT, **figures: float) -> Outcome:
    return Outcome(kind, (), {**CLEAN, **figures})


def ruled(
    *outcomes: Outcome | None, clean: int = 100, confidence: float | None = None, **bars: float
) -> Ruling:
    rows = [Row("chain", each) for each in [*[outcome()] * clean, *outcomes]]
    return rule(rows, {**BARS, **bars}, "standard", confidence)


def test_a_hundred_clean_briefs_pass_and_say_what_that_proves() -> None:
    ruling = ruled()
    assert (ruling.verdict, ruling.n, ruling.misses) == (Verdict.PASS, 300, 0)
    assert ruling.established == pytest.approx(0.0500 ** (1 / 300), abs=1e-6)
    assert "95 %: >= 0.9704" in ruling.measures["brief_switch_accuracy"].formula


@pytest.mark.parametrize("figure", ["wrong", "term_errors", "fact_errors"])
def test_one_error_fails(figure: str) -> None:
    assert ruled(outcome(Kind.MISS, **{figure: 1.0})).verdict is Verdict.FAIL


def test_a_policy_may_lower_a_bar() -> None:
    wrong = outcome(Kind.MISS, wrong=1.0)
    assert ruled(wrong, switch_accuracy=0.98).verdict is Verdict.PASS


def test_slow_turns_fail() -> None:
    ruling = ruled(*[outcome(seconds=12.0)] * 100)
    assert (ruling.verdict, ruling.measures["mean_s"].value) == (Verdict.FAIL, 2.5)


def test_an_explanation_fails_only_where_the_policy_says_so() -> None:
    explained = outcome(prefaces=3.0)
    assert ruled(explained).verdict is Verdict.PASS
    assert ruled(explained, preface_max=0.0).verdict is Verdict.FAIL


def test_errors_and_what_was_not_asked_are_inconclusive() -> None:
    assert ruled(*[outcome(Kind.ERROR)] * 3).verdict is Verdict.INCONCLUSIVE
    assert ruled(None).verdict is Verdict.INCONCLUSIVE


def test_too_many_undecidable_turns_are_inconclusive() -> None:
    assert ruled(*[outcome(abstained=3.0)] * 40).verdict is Verdict.INCONCLUSIVE


def test_without_a_complete_chain_nothing_is_measured_but_what_is_wrong_fails() -> None:
    assert ruled(outcome(complete=0.0), clean=0).verdict is Verdict.NOT_MEASURED
    assert ruled(outcome(Kind.MISS, complete=0.0, wrong=1.0), clean=0).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("clean", "wrong", "tolerance", "verdict"),
    [
        (50, 0, 0.02, Verdict.PASS),
        (49, 0, 0.02, Verdict.INCONCLUSIVE),
        (50, 1, 0.02, Verdict.INCONCLUSIVE),
        (50, 20, 0.02, Verdict.FAIL),
        (200, 0, 0.0, Verdict.INCONCLUSIVE),
        (200, 1, 0.0, Verdict.FAIL),
    ],
)
def test_with_confidence_a_bar_of_100_percent_has_a_tolerance(
    clean: int, wrong: int, tolerance: float, verdict: Verdict
) -> None:
    missed = [outcome(Kind.MISS, wrong=1.0)] * wrong
    ruling = ruled(*missed, clean=clean, confidence=0.95, tolerance=tolerance)
    assert ruling.verdict is verdict
    assert ("less its tolerance" in ruling.reason.en) is (tolerance > 0 and verdict is not Verdict.FAIL)


# --- conversations -------------------------------------------------------------------------------

CASE = next(case for case in draw("quick", 0) if case.family == "back")


def exchange(content: str | None, finish: str = "stop") -> Exchange:
    message = {"role": "assistant", "content": content}
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8},
    }
    headers = {"content-type": "application/json"}
    return Exchange("POST", "/x", b"{}", 200, headers, json.dumps(body).encode(), done_ns=10**9)


def judged(*exchanges: Exchange) -> Outcome:
    return judge_case(CASE.expect, CASE.family, exchanges)


def codes(found: Outcome) -> list[str]:
    return [defect.code.removeprefix("multilingual_copy.") for defect in found.defects]


ENGLISH = exchange("This is the copy that you asked for, and it is written for the people of the world.")
RESET = Exchange("POST", "/x", b"", error=TransportError.RESET, error_detail="reset")


def test_a_chinese_turn_that_failed_leaves_the_later_ones_unjudged() -> None:
    found = judged(ENGLISH, ENGLISH, ENGLISH, ENGLISH)
    assert codes(found) == ["wrong_language"]
    assert (found.figures["turns"], found.figures["unjudged"], found.figures["timed"]) == (1.0, 3.0, 4.0)


def test_an_explanation_is_a_finding_whatever_the_gate_makes_of_it() -> None:
    expect = {**CASE.expect, "turns": CASE.expect["turns"][:1], "terms": [], "facts": [], "brand": "Velnorax"}
    said = "Here is the Chinese version:\n\nVelnorax 让每一首歌都更加动听，从清晨到深夜一直陪伴着你。"
    found = judge_case(expect, "chain", [exchange(said)])
    assert (found.kind, codes(found), found.figures["wrong"]) == (Kind.MISS, ["preface"], 0.0)


def test_no_answer_is_an_error_and_not_a_miss() -> None:
    found = judged(RESET)
    assert (found.kind, codes(found)) == (Kind.ERROR, ["transport"])


def test_what_was_wrong_before_the_line_broke_stays_a_miss() -> None:
    assert judged(ENGLISH, RESET).kind is Kind.MISS


def test_an_empty_reply_is_no_copy() -> None:
    found = judged(exchange(""))
    assert (found.kind, codes(found)) == (Kind.MISS, ["empty"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"choices": 1}', b"\xff" * 40, b"data: x\n\n"])
def test_any_bytes_have_a_verdict(body: bytes) -> None:
    found = judged(Exchange("POST", "/x", b"{}", 200, {"content-type": "application/json"}, body))
    assert found.kind is Kind.ERROR


@pytest.mark.parametrize(
    ("profile", "counts"), [("quick", (3, 12)), ("standard", (100, 325)), ("full", (200, 675))]
)
def test_a_profile_asks_what_the_page_says(profile: str, counts: tuple[int, int]) -> None:
    cases = list(draw(profile, 3))
    chains = [case for case in cases if case.family in ("chain", "back")]
    assert (len(chains), sum(len(case.expect["turns"]) for case in cases)) == counts


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    def shown(seed: int) -> list[Any]:
        return [case.to_json() for case in draw("quick", seed)]

    assert shown(3) == shown(3) != shown(4)


def test_every_term_is_used_by_several_briefs_and_no_value_stands_twice_in_one() -> None:
    cases = [case for case in draw("standard", 1) if case.family == "chain"]
    keys = [term["key"] for case in cases for term in case.expect["terms"]]
    assert min(map(keys.count, keys)) >= 5
    for case in cases:
        numbers = [number for number, _ in case.expect["facts"]]
        assert len(set(numbers)) == len(numbers) >= 3
        assert 3 <= len(case.expect["terms"]) <= 5
