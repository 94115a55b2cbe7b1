"""Answers to memory probes: what counts as the value, as silence, and which name a miss gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.judging.memory.reply import judge_live, judge_probe
from readiness.judging.records import Kind, Outcome

CODE = {
    "kind": "code",
    "answer": "QT-5817",
    "wrong": {"AB-1111": "stale", "CD-2222": "swapped", "EF-3333": "hypothetical"},
}
DATE = {"kind": "date", "answer": "09-17", "wrong": {"03-28": "swapped"}}
AMOUNT = {"kind": "amount", "answer": "4317", "wrong": {"2999": "stale"}}
PERSON = {"kind": "person", "answer": "Tessa Wornick", "wrong": {"Bram Quist": "swapped"}}
PERSON_ZH = {"kind": "person", "answer": "闻人彧", "wrong": {"司徒霁": "swapped"}}
COUNT = {"kind": "count", "answer": "3", "wrong": {}}
CHOICE = {"kind": "choice", "answer": "the pond pump", "wrong": {"the pear hedge": "swapped"}}
NOTHING = {"kind": "code", "answer": None, "wrong": {"AB-1111": "deleted_leak", "CD-2222": "swapped"}}
RULE = {"kind": "rule", "answer": "Kestrel", "wrong": {}}


def exchange(content: str | None, prompt_tokens: int = 5000, **message: Any) -> Exchange:
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
        "usage": {"prompt_tokens": prompt_tokens, "completion_tokens": 3, "total_tokens": prompt_tokens + 3},
    }
    headers = {"content-type": "application/json"}
    return Exchange("POST", "/chat/completions", b"{}", 200, headers, json.dumps(body).encode())


def judged(expect: dict[str, Any], content: str | None, lang: str = "en") -> Outcome:
    return judge_probe(expect, lang, exchange(content))


def word(outcome: Outcome) -> str | None:
    return outcome.defects[0].code.removeprefix("memory.") if outcome.defects else None


RIGHT = [
    (CODE, "QT-5817"),
    (CODE, "It is QT-5817, as you told me. Anything else?"),
    (CODE, "ＱＴ-５８１７"),
    (CODE, "qt 5817"),
    (CODE, "QT\u20115817. Again: QT-5817"),
    (DATE, "17 September"),
    (DATE, "September 17th"),
    (DATE, "the 17th of September, 2026"),
    (DATE, "2026-09-17"),
    (DATE, "17/09"),
    (DATE, "9月17日"),
    (DATE, "九月十七日"),
    (AMOUNT, "4,317 euros"),
    (AMOUNT, "€4317.00"),
    (AMOUNT, "4 317"),
    (AMOUNT, "4.317 Euro"),
    (AMOUNT, "4317欧元"),
    (PERSON, "Tessa Wornick."),
    (PERSON, "Ms Wornick"),
    (PERSON_ZH, "是闻人彧。"),
    (COUNT, "3"),
    (COUNT, "There are three things on it."),
    (COUNT, "三样"),
    (COUNT, "一共3样东西。"),
    (CHOICE, "The pond pump"),
    (CHOICE, "pond pump"),
    (RULE, "It keeps the rain off. Kestrel."),
    (NOTHING, "unknown"),
    (NOTHING, "I was never told that."),
    (NOTHING, "You asked me to forget it."),
    (NOTHING, "There isn't one any more."),
    (NOTHING, "不知道"),
    (NOTHING, "该编号已作废，没有有效的值。"),
]
WRONG = [
    (CODE, "AB-1111", "stale"),
    (CODE, "CD-2222", "swapped"),
    (CODE, "EF-3333.", "hypothetical"),
    (CODE, "ZZ-9999", "invented"),
    (CODE, "QT-5818", "invented"),
    (CODE, "QT-5817, AB-1111", "shotgun"),
    (CODE, "unknown", "forgotten"),
    (CODE, "You never told me.", "forgotten"),
    (CODE, "", "garbled"),
    (CODE, None, "garbled"),
    (DATE, "18 September", "invented"),
    (DATE, "28 March", "swapped"),
    (AMOUNT, "43,170", "invented"),
    (AMOUNT, "2,999 euros", "stale"),
    (PERSON, "Bram Quist", "swapped"),
    (PERSON, "John Smith", "invented"),
    (PERSON_ZH, "司徒霁", "swapped"),
    (COUNT, "four", "invented"),
    (CHOICE, "the pear hedge", "swapped"),
    (RULE, "It keeps the rain off.", "rule_dropped"),
    (
        RULE,
        "Kestrel is a bird, and an umbrella keeps the rain off wherever you may go on a wet day.",
        "rule_dropped",
    ),
    (NOTHING, "AB-1111", "deleted_leak"),
    (NOTHING, "CD-2222", "false_memory"),
    (NOTHING, "unknown, perhaps ZZ-9999", "false_memory"),
    (NOTHING, "", "garbled"),
]


@pytest.mark.parametrize(("expect", "content"), RIGHT)
def test_a_value_is_found_in_any_dress(expect: dict[str, Any], content: str) -> None:
    outcome = judged(expect, content)
    assert (outcome.kind, outcome.defects) == (Kind.HIT, ())


@pytest.mark.parametrize(("expect", "content", "name"), WRONG)
def test_a_miss_has_its_name(expect: dict[str, Any], content: str | None, name: str) -> None:
    outcome = judged(expect, content)
    assert (outcome.kind, word(outcome)) == (Kind.MISS, name)


def test_the_rules_word_is_no_part_of_the_answer() -> None:
    assert judged({**PERSON_ZH, "rule": "杏仁收讫"}, "闻人彧杏仁收讫", "zh").kind is Kind.HIT


def test_a_value_of_the_last_conversation_is_a_leak() -> None:
    leak = {"kind": "code", "answer": None, "wrong": {}, "was": "QT-5817", "then": []}
    assert word(judged(leak, "QT-5817")) == "session_leak"
    assert judged(leak, "I don't know.").kind is Kind.HIT


def test_the_same_answer_without_its_fact_does_not_come_from_the_conversation() -> None:
    assert word(judged({**NOTHING, "was": "QT-5817"}, "QT-5817")) == "ignores_history"


def test_thinking_before_an_answer_is_not_judged() -> None:
    assert judged(CODE, "<think>AB-1111? No.</think>\nQT-5817").kind is Kind.HIT


def test_too_few_prompt_tokens_show_that_part_was_not_read() -> None:
    asked = {**CODE, "characters": 8000}
    assert word(judge_probe(asked, "en", exchange("QT-5817", prompt_tokens=300))) == "truncated_history"
    assert judge_probe(asked, "en", exchange("QT-5817", prompt_tokens=1600)).kind is Kind.HIT


def test_a_history_declared_too_long_is_a_miss() -> None:
    said = json.dumps({"error": {"message": "This model's maximum context length is 2048 tokens."}}).encode()
    refused = Exchange("POST", "/chat/completions", b"{}", 400, {"content-type": "application/json"}, said)
    assert word(judge_probe(CODE, "en", refused)) == "truncated_history"


@pytest.mark.parametrize(
    "failed",
    [
        Exchange("POST", "/x", b"{}", error=TransportError.RESET, error_detail="reset"),
        Exchange("POST", "/x", b"{}", 503, {}, b"busy"),
        Exchange("POST", "/x", b"{}", 400, {}, b'{"error": {"message": "bad model"}}'),
    ],
    ids=["reset", "503", "400"],
)
def test_no_answer_is_an_error(failed: Exchange) -> None:
    assert judge_probe(CODE, "en", failed).kind is Kind.ERROR


def test_a_live_conversation_counts_its_probes_and_names_every_miss() -> None:
    turns = [
        {"say": "hello"},
        {"say": "?", "expect": CODE},
        {"say": "?", "expect": DATE},
        {"say": "?", "expect": CODE},
    ]
    outcome = judge_live(
        turns, "en", [exchange("hi"), exchange("QT-5817"), exchange("28 March"), exchange("AB-1111")]
    )
    assert [defect.code for defect in outcome.defects] == ["memory.swapped", "memory.stale"]
    assert (outcome.figures, outcome.exchange) == ({"live_right": 1.0, "live_n": 3.0}, 2)


def test_a_live_conversation_that_breaks_off_is_an_error() -> None:
    turns = [{"say": "hello"}, {"say": "?", "expect": CODE}]
    assert judge_live(turns, "en", [exchange("hi"), Exchange("POST", "/x", b"{}", 500)]).kind is Kind.ERROR
