"""One Spanish reply: content and language apart, and which finding decides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.judging.records import Kind, Outcome
from readiness.judging.spanish.reply import judge_reply
from tests.judging.spanish_bodies import exchange

PROMPT = "¿Cuántas botellas hay en el almacén después del reparto? Responde con una frase completa."
COUNT = {"kind": "number", "answer": "42", "american": False}
RIGHT = "Después de repartirlas, en el almacén quedan 42 botellas."
FREE = {"kind": "form", "predicate": "no_comma", "n": 0}
LONG = "El tren sale por la mañana y llega a la ciudad antes de la comida del domingo."
ENGLISH = "The train leaves in the morning and reaches the city before lunch on every Sunday of the year."


def judged(text: str | None, expect: dict[str, Any] = COUNT) -> Outcome:
    return judge_reply(expect, PROMPT, exchange(text))


def words(outcome: Outcome) -> list[str]:
    return [defect.code.removeprefix("spanish.") for defect in outcome.defects]


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        RIGHT.upper(),
        "42",
        "Son 42.",
        f"<think>Let me count the bottles.</think>{RIGHT}",
        f"¡Claro!\n{RIGHT}",
    ],
)
def test_right_and_in_spanish_is_a_hit(text: str) -> None:
    assert judged(text).kind is Kind.HIT


@pytest.mark.parametrize(
    ("text", "expect", "code"),
    [
        ("Después de repartirlas, en el almacén quedan 41 botellas.", COUNT, "wrong_result"),
        (
            "After the distribution there are still bottles left in the warehouse, namely 42.",
            COUNT,
            "wrong_language",
        ),
        ("Depois da distribuição ainda ficam no armazém as garrafas, que são 42.", COUNT, "wrong_language"),
        (f"{LONG} {LONG}\n\n{ENGLISH}", FREE, "switched"),
        (f"{LONG} 因此 conviene reservar.", FREE, "intrusion"),
        (
            "Despues de la manana el nino y la nina van tambien a la estacion con una cancion.",
            FREE,
            "no_accents",
        ),
        (LONG.replace("ñ", "\u00c3\u00b1"), FREE, "mojibake"),
        ("", COUNT, "no_answer"),
        (PROMPT, COUNT, "no_answer"),
        ("Lo siento, pero no puedo ayudar con eso.", COUNT, "declined"),
        ("I'm sorry, but I can't help with that request.", COUNT, "declined"),
    ],
)
def test_a_miss_has_its_name(text: str, expect: dict[str, Any], code: str) -> None:
    outcome = judged(text, expect)
    assert outcome.kind is Kind.MISS
    assert words(outcome)[0] == code


def test_content_and_language_are_counted_apart() -> None:
    english = judged("After the distribution there are still bottles left in the warehouse, namely 42.")
    short = judged("41")
    assert (english.figures["content"], english.figures["foreign"]) == (1.0, 1.0)
    assert (short.figures["content"], short.figures["foreign"], short.figures["too_short"]) == (0.0, 0.0, 1.0)


def test_quoted_source_is_not_the_language_of_the_reply() -> None:
    expect = {**COUNT, "source": ENGLISH}
    assert judged(f"El texto dice: {ENGLISH} Por eso quedan en total 42.", expect).kind is Kind.HIT


def test_of_code_the_comments_are_read() -> None:
    expect = {"kind": "code", "answer": "f", "parameter": "x"}
    code = "```python\ndef f(x):\n    # {0}\n    # {0}\n    return x\n```"
    spanish, english = "devolvemos el mismo valor que llega", "we return the very same value that comes in"
    assert judged(code.format(spanish), expect).kind is Kind.HIT
    assert words(judged(f"Claro, aquí tienes la función:\n{code.format(english)}", expect)) == [
        "wrong_language"
    ]


@pytest.mark.parametrize("status", [429, 500])
def test_no_answer_is_an_error_and_no_miss(status: int) -> None:
    failed = Exchange(**{**_fields(exchange("x")), "status": status})
    assert judge_reply(COUNT, PROMPT, failed).kind is Kind.ERROR


def test_a_connection_that_broke_is_an_error() -> None:
    broken = Exchange(**{**_fields(exchange("x")), "error": TransportError.RESET})
    assert judge_reply(COUNT, PROMPT, broken).kind is Kind.ERROR


def test_a_budget_spent_on_thinking_is_an_error_of_its_own() -> None:
    outcome = judge_reply(COUNT, PROMPT, exchange("", finish="length", reasoning_content="hm " * 1000))
    assert words(outcome) == ["budget_eaten"]


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", json.dumps({"choices": []}).encode()])
def test_any_body_gets_a_verdict(body: bytes) -> None:
    broken = Exchange(**{**_fields(exchange("x")), "body": body})
    assert judge_reply(COUNT, PROMPT, broken).kind in (Kind.ERROR, Kind.MISS)


def _fields(one: Exchange) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
