"""Strict JSON output: asked for pure JSON, the endpoint returns exactly one legal document and nothing else.

Three figures are kept apart: FORMAT (one legal document of the form asked for; deterministic, gated),
VALUE (the right name, age, city) and TRANSPORT (errors, outside the denominator). 100 clean replies of
100 establish a true rate of 97.05 % at 95 % confidence, 299 clean ones establish 99 %.

Families: plain, adversarial wording, `json_object`, strict `json_schema`, keyword honesty, long input,
escapes, streamed twins, truncation honesty, whitespace, bad requests. Nothing is trimmed, unfenced or
repaired before the verdict on the format. The deciding finding of a reply is the first in the order
transport, channel, wrapper, lexis, structure, degeneration, consistency, value; later ones are notes.
A wrong value alone is a miss of its case, but no miss of the format.

A server that refuses `response_format` with a clear 4xx makes that family unsupported; one that accepts a
schema keyword and then breaks it fails. Malformed requests answered with 200 warn, with 5xx they fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from readiness import bank
from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput, Own
from readiness.endpoint.asked import read_request
from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import REFUSED, Foreseen
from readiness.endpoint.reply import read_reply
from readiness.judging.json_output.counting import Row
from readiness.judging.json_output.foreseen import document_tokens, sample
from readiness.judging.json_output.gate import rule
from readiness.judging.json_output.own import check as check_own
from readiness.judging.json_output.own import claimed
from readiness.judging.json_output.reply import Question, judge_reply
from readiness.judging.json_schema import prepare
from readiness.judging.records import Outcome, Ruling
from readiness.places import banks_folder
from readiness.sentence import Sentence

ID = "json_output"
BARS = {"format_rate": Bar(1.0), "value_rate": Bar(0.98), "error_rate": Bar(0.02)}
HIT_FIGURES = {"format": 1.0, "value": 1.0}
UNWAIVABLE = frozenset({"json_output.think_leak"})
"""What the model thinks may hold the system prompt and whatever else was never meant for the client."""


def cases(profile: str, _seed: int) -> Sequence[Case]:
    return bank.load(banks_folder() / ID, profile).cases(profile)


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    return [endpoint.chat(case.messages, case.body)]


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    exchange = exchanges[0]
    asked = question(case, streamed=read_request(exchange).streamed)
    return judge_reply(exchange, read_reply(exchange), error_message(exchange), asked)


def question(case: Case, *, streamed: bool) -> Question:
    """What was asked for: the schema of the case's `response_format` counts before that of its expectation."""
    wanted = case.body.get("response_format") or {}
    schema = wanted.get("json_schema", {}).get("schema") if wanted.get("type") == "json_schema" else None
    return Question(
        family=case.family,
        streamed=streamed,
        asked_format=bool(wanted),
        schema=schema if schema is not None else case.expect.get("schema"),
        expected=case.expect.get("value"),
        keyword=case.expect.get("keyword"),
        source=case.expect.get("source") or "\n".join(map(_text, case.messages)),
    )


def _text(message: Any) -> str:
    content = message.get("content")
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def gate(given: GateInput) -> Ruling:
    rows = [_row(case, given.outcomes.get(case.key)) for case in given.declared]
    return rule(rows, given.bars, given.profile, given.confidence)


def _row(case: Case, outcome: Outcome | None) -> Row:
    prompt = json.dumps(list(case.messages), sort_keys=True)
    return Row(case.id, case.family, case.attempt, prompt, case.twin_of, outcome)


def foresee(case: Case) -> Sequence[Foreseen]:
    """The expected document, or one of its schema; a malformed request is to be refused."""
    asked = question(case, streamed=False)
    value = asked.expected if asked.expected is not None else sample(asked.schema)
    answer = REFUSED if case.family == "bad_request" else document_tokens(value)
    if case.family == "truncation":
        answer = float(case.body.get("max_tokens", answer))
    return [Foreseen(case.messages, case.body, answer)]


def own_gate(given: GateInput) -> Ruling:
    rows = [_row(case, given.outcomes.get(case.key)) for case in given.declared]
    return rule(rows, given.bars, given.profile, given.confidence, claimed(rows))


def check(case: Case) -> Iterable[Sentence]:
    return check_own(question(case, streamed=False), list(case.expect))


OWN = Own(check=check, gate=own_gate)
DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    hit_figures=HIT_FIGURES,
    unwaivable=UNWAIVABLE,
    foresee=foresee,
    prepare=prepare,
    own=OWN,
)


def test_reply(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
