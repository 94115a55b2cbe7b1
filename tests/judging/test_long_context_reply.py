"""Summaries judged one by one: against the key of a real, short document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.drawing.long_context.dossier import money, question, written
from readiness.drawing.long_context.key import key
from readiness.endpoint.exchange import Exchange
from readiness.judging.long_context.calibration import characters_for, judge_calibration
from readiness.judging.long_context.numbers import folded, values
from readiness.judging.long_context.refusals import refused_for_length, window_told
from readiness.judging.long_context.reply import judge_summary
from readiness.judging.records import Outcome

KEYS = {lang: key(lang, "a test") for lang in ("en", "zh")}
BULLET = {"en": "- Project {name}: {amount} on {date}", "zh": "- {name}计划：{date}，{amount}"}


def exchange(text: str, lang: str, finish: str = "stop", tokens: int = 3000) -> Exchange:
    asked = question(lang, "a test", KEYS[lang], 9000)
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    body = {"choices": [choice], "usage": {"prompt_tokens": tokens, "completion_tokens": 9}}
    request = {"messages": [{"role": "user", "content": asked}]}
    return Exchange(
        "POST", "/chat/completions", json.dumps(request).encode(), status=200, body=json.dumps(body).encode()
    )


def bullets(lang: str, name: str = "amount") -> str:
    lines = [
        BULLET[lang].format(
            name=fact["name"],
            amount=money(fact[name] or fact["amount"], lang),
            date=written(fact["date"], lang),
        )
        for fact in KEYS[lang]["facts"]
    ]
    return "\n".join(lines)


def ending(lang: str) -> str:
    return f"\n\nCODES: {', '.join(KEYS[lang]['codes'])}\nEND-{KEYS[lang]['nonce']}"


def judged(text: str, lang: str = "en", **how: Any) -> Outcome:
    return judge_summary(KEYS[lang], lang, exchange(text, lang, **how))


def words(outcome: Outcome) -> list[str]:
    return [one.code.removeprefix("long_context.") for one in outcome.defects]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_right_summary_is_a_hit(lang: str) -> None:
    outcome = judged(bullets(lang) + ending(lang), lang)
    assert words(outcome) == []
    assert outcome.figures["recall"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"<think>12345 67890 and 99999 of it</think>\n{text}",
        lambda text: f"# Summary\n\n{text}\n\nAnything else?",
        lambda text: text.replace("- ", "* ").replace("EUR ", "€"),
        lambda text: text.replace("million", "m"),
    ],
)
def test_another_form_is_no_defect(change: Any) -> None:
    assert words(judged(change(bullets("en") + ending("en")))) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        (bullets("en"), "output_cut"),
        (bullets("en") + ending("en")[:-3], "no_end"),
        (bullets("en")[:200] + ending("en"), "missed_fact"),
        (bullets("en", "withdrawn") + ending("en"), "decoy_value"),
        (bullets("en") + "\nCosts: 7,345, 61.8 % and 12,001 units." + ending("en"), "unsupported_number"),
        (
            "这是摘要，所有决议都写在下面，金额和日期如下文所列，项目名称保持不变。" * 20 + ending("en"),
            "wrong_language",
        ),
        (bullets("en") + "\nCODES: none\nEND-" + KEYS["zh"]["nonce"], "stale_answer"),
        (bullets("en") + ending("en").replace(KEYS["en"]["codes"][2], "?"), "missed_code"),
    ],
)
def test_what_is_wrong_has_its_name(text: str, word: str) -> None:
    assert word in words(judged(text))


def test_an_answer_at_the_token_limit_is_cut() -> None:
    assert words(judged(bullets("en") + ending("en"), finish="length")) == ["output_cut"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("EUR 4.73 million", 4_730_000),
        ("€4,730,000", 4_730_000),
        ("4.730.000 EUR", 4_730_000),
        ("4,73 Mio", 4_730_000),
        ("拨款473万元", 4_730_000),
        ("４７３万元", 4_730_000),
        ("4 730 000", 4_730_000),
        ("4.73M", 4_730_000),
    ],
)
def test_amounts_are_read_in_many_spellings(text: str, value: float) -> None:
    assert value in values(folded(text))


def probe(lang: str, characters: int, tokens: int) -> Exchange:
    request = {"messages": [{"role": "user", "content": "x" * characters}]}
    reply = exchange("x", lang, "length", tokens)
    return Exchange("POST", "/", json.dumps(request).encode(), status=200, body=reply.body)


def test_the_length_comes_from_what_was_counted() -> None:
    probes = [probe("en", 10_000, 2_500), probe("en", 80_000, 20_000)]
    assert characters_for(128_000, "en", probes) == 512_000


def test_a_count_that_stops_growing_is_a_knee() -> None:
    whole = [probe("en", 10_000, 2_500), probe("en", 80_000, 20_000), probe("en", 512_000, 128_000)]
    short = [*whole[:2], probe("en", 512_000, 32_768)]
    assert words(judge_calibration(128_000, "en", whole)) == []
    assert words(judge_calibration(128_000, "en", short)) == ["usage_knee"]


@pytest.mark.parametrize(
    ("said", "window"),
    [
        (
            "This model's maximum context length is 32768 tokens. However, you requested 129024 tokens.",
            32_768,
        ),
        ("the request exceeds the available context size (24576 tokens), try increasing it", 24_576),
        ("prompt is too long: 130000 tokens > 100000 maximum", 100_000),
        ("Input length 129000 exceeds max_model_len 40960", 40_960),
    ],
)
def test_a_refusal_tells_the_window(said: str, window: int) -> None:
    body = json.dumps({"error": {"message": said}}).encode()
    answer = Exchange("POST", "/", b"{}", status=400, body=body)
    assert refused_for_length(answer)
    assert window_told(answer) == window


def test_a_gateway_that_takes_no_large_body_says_nothing_of_the_window() -> None:
    page = b"<html><head><title>413 Request Entity Too Large</title></head></html>"
    outcome = judge_summary(KEYS["en"], "en", Exchange("POST", "/", b"{}", status=413, body=page))
    assert words(outcome) == ["body_limit"]
