"""Zero-shot Spanish: an instruction in Spanish, without any example, yields the right result in at least 89 % of cases.

A case is a hit only if the CONTENT is right and the LANGUAGE is not judged foreign; both are also printed
alone. Tasks are drawn from the run's seed with computed answers, in European and American Spanish in equal
parts: arithmetic, extraction, formats, classification, form, reading, words, cross (about English and Chinese
texts), code, and some of these under an English system prompt. Single-turn, temperature 0.

Content: an exact rule a kind of answer. Language: lingua and py3langid, over nine languages, must both name
another one before a reply is foreign; seeded langdetect is heard and printed where they differ; under five
words nothing is said. `language_accuracy` leaves replies too short for that out of both counts.

The detectors are loaded with the first verdict, after the last request of the run. What a pass does not show:
style, regional correctness, long prose. No model judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput
from readiness.drawing.spanish.cases import draw
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import Foreseen
from readiness.judging.records import Outcome, Ruling
from readiness.judging.spanish.gate import rule
from readiness.judging.spanish.measures import Row
from readiness.judging.spanish.reply import judge_reply

ID = "spanish"
A_SENTENCE = 40.0
"""Tokens of an answer, as a rule."""
BARS = {"accuracy": Bar(0.89), "error_rate": Bar(0.02), "disagreement": Bar(0.15), "too_short": Bar(0.4)}
_BODY = {"temperature": 0}


def cases(profile: str, seed: int) -> Sequence[Case]:
    return list(draw(profile, seed, _BODY))


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    return [endpoint.chat(case.messages, case.body)]


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    return judge_reply(case.expect, case.messages[-1]["content"], exchanges[0])


def gate(given: GateInput) -> Ruling:
    rows = [Row(case.family, given.outcomes.get(case.key)) for case in given.declared]
    return rule(rows, given.bars, given.profile, given.confidence)


def foresee(case: Case) -> Sequence[Foreseen]:
    return [Foreseen(case.messages, case.body, A_SENTENCE)]


DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    hit_figures={"right": 1.0, "content": 1.0, "foreign": 0.0, "heard": 1.0},
    foresee=foresee,
    judged_last=True,
)


def test_reply(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
