"""50-turn memory: over 50 turns and six topics, references to earlier turns are right in at least 92 % of cases.

Two figures, never mixed. SCRIPTED probes (gated): the assistant's turns are fixed text and only the question
at turn 50 is asked, so they isolate memory. LIVE conversations: 50 requests whose replies come from the
endpoint, 14 of them questions, as a user gets it. Answers come from replaying a log of events (set, update,
delete, move, alias, list, rule, own words), never from written keys; probes of one script share their
history, so the interval is a bootstrap over scripts and fewer than 8 scripts establish nothing.

Families: recall, update, deleted, coreference, alias, join, count, order, own_words, never_said, rule. Beside
them: control (the facts directly before the question), no_fact, removed (the answer must change when its
fact is gone), leak (a new conversation knows nothing of the last one). A value of another conversation or a
value that was to be forgotten fails the gate whatever the rate is.

A reply is right when it names the value and no other value of its kind; a sentence around it is fine. What
a pass does not show: memory beyond the window, across sessions, or reasoning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput
from readiness.drawing.memory.cases import draw
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import Foreseen
from readiness.endpoint.reply import read_reply
from readiness.judging.memory.codes import CRITICAL
from readiness.judging.memory.gate import rule
from readiness.judging.memory.measures import LEAK, LIVE, Probe
from readiness.judging.memory.pictures import pictures
from readiness.judging.memory.reply import judge_live, judge_probe
from readiness.judging.records import Outcome, Picture, Ruling

ID = "memory"
A_VALUE = 10.0
"""Tokens of an answer, as a rule."""
BARS = {"accuracy": Bar(0.92), "control_accuracy": Bar(0.92), "error_rate": Bar(0.02)}


def cases(profile: str, seed: int) -> Sequence[Case]:
    return list(draw(profile, seed))


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    if case.family == LIVE:
        return _talk(endpoint, case)
    exchanges = [endpoint.chat(case.messages, case.body)]
    if case.family == LEAK:
        exchanges.append(endpoint.chat(case.expect["then"], case.body))
    return exchanges


def _talk(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    """All turns of a live conversation; the first one without an answer ends it."""
    messages: list[Any] = []
    exchanges: list[Exchange] = []
    for turn in case.expect["turns"]:
        messages.append({"role": "user", "content": turn["say"]})
        exchanges.append(endpoint.chat(messages, case.body))
        reply = read_reply(exchanges[-1])
        if exchanges[-1].status != 200 or reply.malformed is not None:
            break
        messages.append({"role": "assistant", "content": reply.content or ""})
    return exchanges


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    if case.family == LIVE:
        return judge_live(case.expect["turns"], case.lang, exchanges)
    return judge_probe(case.expect, case.lang, exchanges[-1])


def gate(given: GateInput) -> Ruling:
    return rule(_probes(given), given.bars, given.profile, given.confidence)


def drawn(given: GateInput) -> Iterator[Picture]:
    return pictures(_probes(given))


def _probes(given: GateInput) -> Sequence[Probe]:
    return [_probe(case, given.outcomes.get(case.key)) for case in given.declared]


def _probe(case: Case, outcome: Outcome | None) -> Probe:
    return Probe(case.family, case.expect.get("distance", 0), case.expect.get("script", 0), outcome)


def foresee(case: Case) -> Sequence[Foreseen]:
    if case.family == LEAK:
        return [Foreseen(messages, case.body, A_VALUE) for messages in (case.messages, case.expect["then"])]
    if case.family != LIVE:
        return [Foreseen(case.messages, case.body, A_VALUE)]
    said = [
        message
        for turn in case.expect["turns"]
        for message in ({"role": "user", "content": turn["say"]}, {"role": "assistant", "content": "-"})
    ]
    return [Foreseen(said[: number + 1], case.body, A_VALUE) for number in range(0, len(said), 2)]


DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    hit_figures={"right": 1.0},
    foresee=foresee,
    pictures=drawn,
    unwaivable=frozenset(f"{ID}.{one}" for one in CRITICAL),
)


def test_reply(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
