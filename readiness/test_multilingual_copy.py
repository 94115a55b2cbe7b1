"""zh -> en -> ja product copy: the language switches every time, no term is wrong, no figure changes.

A brief in Chinese holds an invented brand, three to five glossary terms and figures with their units. In one
conversation it asks for Chinese copy, then for the same in English, then in Japanese, some go back to Chinese;
every reply stays in the history. `single` asks for one language without history, `mixed` for an English title
over a Japanese body.

Every turn is judged by exact rules, none by a model: its language (letters first; both detectors where letters
settle nothing), each glossary term, each number with its unit, the brand byte for byte. A brief whose Chinese
turn failed makes its later turns unjudged. Legal, never an alarm: capitals, blanks, middle dots and full-width
letters in a term, Latin product names and short slogans inside Japanese, a title line, bullets, 42g and 42 g.

What a pass does not show: taste, brand voice, legal fitness of an advertisement, terms outside the glossary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput
from readiness.drawing.multilingual_copy.cases import draw
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import Foreseen
from readiness.endpoint.reply import read_reply
from readiness.judging.multilingual_copy.conversation import judge_case
from readiness.judging.multilingual_copy.gate import rule
from readiness.judging.multilingual_copy.measures import Row
from readiness.judging.records import Outcome, Ruling

ID = "multilingual_copy"
A_COPY = 250.0
"""Tokens of copy of about 200 characters, as a rule."""
BARS = {
    "switch_accuracy": Bar(1.0),
    "term_error_rate": Bar(0.0),
    "fact_errors": Bar(0.0, most=10_000.0),
    "mean_s": Bar(2.3, most=600.0),
    "preface_max": Bar(1.0),
    "tolerance": Bar(0.02),
    "error_rate": Bar(0.02),
}
NO_ERRORS = ("wrong", "term_errors", "fact_errors", "prefaces", "intrusions")
"""Of the figures, those that count errors: a waived miss has none."""


def cases(profile: str, seed: int) -> Sequence[Case]:
    return list(draw(profile, seed))


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    """All turns of a conversation; the first one without an answer ends it."""
    messages: list[Any] = []
    exchanges: list[Exchange] = []
    for turn in case.expect["turns"]:
        messages.append({"role": "user", "content": turn["say"]})
        exchanges.append(endpoint.chat(messages, case.body))
        reply = read_reply(exchanges[-1])
        if exchanges[-1].status != 200 or reply.malformed is not None or not reply.content:
            break
        messages.append({"role": "assistant", "content": reply.content})
    return exchanges


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    return judge_case(case.expect, case.family, exchanges)


def gate(given: GateInput) -> Ruling:
    rows = [Row(case.family, given.outcomes.get(case.key)) for case in given.declared]
    return rule(rows, given.bars, given.profile, given.confidence)


def foresee(case: Case) -> Sequence[Foreseen]:
    copy = {"role": "assistant", "content": "x" * 4 * int(A_COPY)}
    said = [
        each for turn in case.expect["turns"] for each in ({"role": "user", "content": turn["say"]}, copy)
    ]
    return [Foreseen(said[: number + 1], case.body, A_COPY) for number in range(0, len(said), 2)]


DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    hit_figures=dict.fromkeys(NO_ERRORS, 0.0),
    foresee=foresee,
    judged_last=True,
)


def test_reply(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
