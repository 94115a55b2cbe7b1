"""Conversations with tool results: what is sent back, what an answer must say, and how one breaks off."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.judging.records import Kind, Outcome
from readiness.judging.tool_calls.cases import judge_case
from readiness.judging.tool_calls.rounds import next_messages
from tests.judging.tool_calls_bodies import (
    DUE,
    GOOD,
    Question,
    asked,
    call,
    completion,
    exchange,
    judged,
    question,
    words,
)

OTHER = {"city": "Brno", "date": "2027-11-11", "unit": "celsius"}
DUE_OTHER = {
    "name": "get_weather",
    "arguments": {"city": ["Brno"], "date": ["2027-11-11"], "unit": ["celsius"]},
}
WARM = {"results": ['{"temperature": 23}'], "answer_contains": [["23"]], "no_new_call": True}
TRIP = question(calls=[DUE], rounds=[WARM])
COLD = {"calls": [DUE_OTHER], "results": ["9"], "answer_contains": [["9"]], "no_new_call": True}
LONGER = question(calls=[DUE], rounds=[{**WARM, "then": "And in Brno?"}, COLD])
CALLED = completion(call())
TOLD = completion(content="It will be 23 °C.")


def ended(answer: str | None, rounds: Any = None, **more: Any) -> Outcome:
    """The outcome of a round trip whose last reply says `answer`."""
    asked_for = question(calls=[DUE], rounds=[{**WARM, **(rounds or {})}])
    return judged(asked_for, CALLED, completion(content=answer, **more))


def test_an_answer_that_uses_the_result_is_a_hit() -> None:
    outcome = judged(TRIP, CALLED, TOLD)
    assert (outcome.kind, outcome.defects) == (Kind.HIT, ())
    assert (outcome.figures["format"], outcome.figures["used"]) == (1, 1)


SAID = ["23", "23°C", "23.0 degrees", "气温２３度", "It is 23.", "18，23", "between 20 and 23, dry", "**23**"]
UNSAID = ["It is warm.", "123", "2023", "1.23", "23.5", "23,000", "232", None, ""]


@pytest.mark.parametrize("answer", SAID)
def test_a_number_is_found_in_any_dress(answer: str) -> None:
    assert ended(answer).kind is Kind.HIT


@pytest.mark.parametrize("answer", UNSAID)
def test_a_number_inside_another_one_does_not_count(answer: str | None) -> None:
    outcome = ended(answer)
    assert words(outcome) == ["result_unused"]
    assert (outcome.figures["format"], outcome.figures["used"]) == (1, 0)


def test_one_accepted_word_of_each_group_must_be_said() -> None:
    groups = {"answer_contains": [["23"], ["多云", "cloud"]]}
    assert ended("23 and CLOUDY", groups).kind is Kind.HIT
    assert words(ended("23 and sunny", groups)) == ["result_unused"]


@pytest.mark.parametrize("answer", ["−5 °C", "-5°C", "–5"])
def test_a_minus_may_be_typeset(answer: str) -> None:
    assert ended(answer, {"answer_contains": [["-5"]]}).kind is Kind.HIT


def test_a_new_call_instead_of_the_answer_is_a_loop() -> None:
    outcome = judged(TRIP, CALLED, completion(call(id="call_2")))
    assert words(outcome) == ["recall_loop"]
    assert (outcome.kind, outcome.exchange, outcome.figures["used"]) == (Kind.MISS, 1, 0)


@pytest.mark.parametrize(
    ("status", "body", "word", "kind"),
    [
        (400, b'{"error": {"message": "bad request"}}', "roundtrip_rejected", Kind.MISS),
        (422, b'{"detail": "tool_call_id"}', "roundtrip_rejected", Kind.MISS),
        (
            500,
            b'{"error": {"message": "chat template failed at role tool"}}',
            "roundtrip_rejected",
            Kind.MISS,
        ),
        (500, b'{"error": {"message": "internal error"}}', "transport", Kind.ERROR),
        (429, b'{"error": {"message": "too many tools"}}', "transport", Kind.ERROR),
        (503, b"<html><title>503</title>", "transport", Kind.ERROR),
    ],
)
def test_a_server_that_refuses_its_own_call(status: int, body: bytes, word: str, kind: Kind) -> None:
    outcome = judge_case(TRIP, [exchange(CALLED), exchange(body, status)])
    assert (words(outcome), outcome.kind) == ([word], kind)


@pytest.mark.parametrize(
    "first", [completion(content="No."), completion(call("{")), completion(call(id=None)), b"{"]
)
def test_a_broken_reply_ends_the_conversation(first: bytes) -> None:
    assert next_messages(TRIP, [exchange(first)]) is None


def test_a_wrong_value_does_not_end_it() -> None:
    assert next_messages(TRIP, [exchange(completion(call(OTHER)))]) is not None


def test_the_result_goes_back_under_the_servers_own_id() -> None:
    sent = next_messages(TRIP, [exchange(completion(call(id="weird/1"), content=""))]) or []
    assert sent[1:] == [
        {"role": "assistant", "content": "", "tool_calls": [call(id="weird/1")]},
        {"role": "tool", "tool_call_id": "weird/1", "content": '{"temperature": 23}'},
    ]
    assert next_messages(TRIP, [exchange(CALLED), exchange(TOLD)]) is None


def test_each_call_gets_its_own_result_in_whatever_order_they_came() -> None:
    both = question(
        calls=[DUE, DUE_OTHER], rounds=[{**WARM, "results": ["of Xi'an", "of Brno"], "order": "swapped"}]
    )
    sent = next_messages(both, [exchange(completion(call(OTHER, id="b"), call(GOOD, id="x")))]) or []
    assert [(each["tool_call_id"], each["content"]) for each in sent[2:]] == [
        ("x", "of Xi'an"),
        ("b", "of Brno"),
    ]


def test_the_user_goes_on_and_the_next_call_is_judged() -> None:
    again = completion(call(OTHER, id="call_2"))
    sent = next_messages(LONGER, [exchange(CALLED), exchange(TOLD)]) or []
    assert [each["content"] for each in sent[-2:]] == ["It will be 23 °C.", "And in Brno?"]
    assert judged(LONGER, CALLED, TOLD, again, completion(content="9 degrees")).kind is Kind.HIT
    wrong = judged(LONGER, CALLED, TOLD, completion(call({"city": "Brno"}, id="call_2")))
    assert (words(wrong), wrong.exchange) == (["lost_parameter"], 2)


def test_an_id_that_comes_again_in_a_later_turn_is_a_warning() -> None:
    outcome = judged(LONGER, CALLED, TOLD, completion(call(OTHER)), completion(content="9"))
    assert (outcome.kind, words(outcome), outcome.figures["ids_reused"]) == (Kind.HIT, ["id_reused"], 1)


def test_a_streamed_conversation_is_read_the_same() -> None:
    streamed = asked({"calls": [DUE], "rounds": [WARM]}, stream=True)
    assert words(judged(streamed, completion(call()))) == ["no_done"]
    plain = exchange(completion(call()), request=streamed.body)
    assert next_messages(streamed, [plain]) is None


def test_a_leak_in_the_answer_is_a_format_error() -> None:
    outcome = ended("23<|im_end|>")
    assert (words(outcome), outcome.figures["format"], outcome.figures["used"]) == (["markup_leak"], 0, 1)


def test_results_that_are_data_are_sent_as_json() -> None:
    data: Question = question(calls=[DUE], rounds=[{**WARM, "results": [{"气温": 23}]}])
    sent = next_messages(data, [exchange(CALLED)]) or []
    assert json.loads(sent[-1]["content"]) == {"气温": 23}


BOTH_DUE = question(
    calls=[DUE, DUE_OTHER],
    rounds=[
        {"results": ['{"t": 23}', '{"t": 31}'], "order": "swapped", "answer_contains": [["23"], ["31"]]},
    ],
)
BOTH_CALLED = completion(call(), call(OTHER, id="call_2"))
CITY = str(GOOD["city"])
RIGHT = [
    f"{CITY}: 23, Brno: 31",
    f"23 in {CITY}, 31 in Brno",
    f"{CITY} and Brno: 23 and 31",
    f"Brno 31、{CITY} 23",
]
CROSSED = [f"{CITY}: 31, Brno: 23", f"23 in Brno, 31 in {CITY}", f"{CITY} and Brno: 31 and 23"]
IN_DOUBT = [f"23 and 31. Brno is the warmer one, not {CITY}.", f"31 here, 23 there; {CITY}, Brno, {CITY}"]


@pytest.mark.parametrize("answer", RIGHT + IN_DOUBT)
def test_results_told_of_what_they_were_asked_for(answer: str) -> None:
    assert judged(BOTH_DUE, BOTH_CALLED, completion(content=answer)).kind is Kind.HIT


@pytest.mark.parametrize("answer", CROSSED)
def test_results_told_of_each_others_subject_are_not_used(answer: str) -> None:
    outcome = judged(BOTH_DUE, BOTH_CALLED, completion(content=answer))
    assert words(outcome) == ["result_unused"]


@pytest.mark.parametrize(
    ("answer", "word"),
    [("It will be 23 °\ufffd.", "corrupt_text"), ("It will be 23. " + "So it is. " * 40, "loop")],
    ids=["corrupt_text", "loop"],
)
def test_an_answer_in_words_is_whole(answer: str, word: str) -> None:
    assert word in words(ended(answer))


def test_an_answer_in_words_says_that_it_ended() -> None:
    body = json.loads(TOLD)
    body["choices"][0]["finish_reason"] = None
    assert "malformed_body" in words(judged(TRIP, CALLED, json.dumps(body).encode()))


def test_arguments_that_stand_in_the_text_as_well_are_a_leak() -> None:
    beside = completion(call(), content=f"Looking it up: {json.dumps(GOOD, indent=1)}")
    assert "markup_leak" in words(judged(question(calls=[DUE]), beside))
