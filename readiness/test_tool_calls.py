"""Tool-call stability: 100 consecutive calls of a weather tool give no format error and lose no parameter.

Three figures are kept apart: FORMAT (shape, ids, legal arguments, schema, required parameters, number of
calls; gated), VALUE (right city, date, unit) and TRANSPORT (errors, outside the denominator). 100 clean
calls of 100 establish a true rate of 97.0 % at 95 % confidence, not 99 %: that takes 299. "Consecutive" is
a claim about drift too, so the index of the first failure is part of the result. A pass says nothing about
choosing the right plan in a long task.

Families: consecutive (C), streamed twins (CS), kitchen sink (K), zero parameters (Z), parallel (PA) and
parallel off (PF), many tools (M), round trip (RT), no tool needed (NO), tool_choice (TC), negatives (NG).
Only the structured field is read: a call that has to be dug out of prose is no call, and the call with
the right name is never picked out of several. Deltas that share an index but carry two ids or two names
are never merged. A streamed twin is compared with the call that both prompts ask for.

A server that refuses tools with a clear 4xx is not measured; one that refuses `parallel_tool_calls` or a
`tool_choice` makes those cases unsupported; one that drops them silently misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from readiness import bank
from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput, Own
from readiness.endpoint.exchange import Exchange
from readiness.judging.json_output.counting import Row
from readiness.judging.json_schema import prepare
from readiness.judging.records import Outcome, Ruling
from readiness.judging.tool_calls.cases import judge_case
from readiness.judging.tool_calls.crossing import elsewhere, names
from readiness.judging.tool_calls.foreseen import foresee
from readiness.judging.tool_calls.gate import rule
from readiness.judging.tool_calls.own import check as check_own
from readiness.judging.tool_calls.own import counted_as, rule_own
from readiness.judging.tool_calls.rounds import next_messages
from readiness.places import banks_folder

ID = "tool_calls"
BARS = {
    "format_rate": Bar(1.0),
    "value_rate": Bar(0.98),
    "roundtrip_use": Bar(0.95),
    "abstain_rate": Bar(0.95),
    "choice_obeyed": Bar(1.0),
    "error_rate": Bar(0.02),
    "strict_ids": Bar(False),
}
HIT_FIGURES = {"format": 1.0, "value": 1.0, "used": 1.0, "abstained": 1.0, "obeyed": 1.0, "ids_reused": 0.0}
UNWAIVABLE = frozenset({"tool_calls.crossed_request"})
"""A reply to one user that holds what another one asked for."""


def cases(profile: str, _seed: int) -> Sequence[Case]:
    return with_neighbours(bank.load(banks_folder() / ID, profile).cases(profile))


def with_neighbours(drawn: Sequence[Case]) -> Sequence[Case]:
    """Each case with what the others ask for, so that a reply to another request is recognised."""
    asked = {case.key: names(case.messages, case.body, case.expect) for case in drawn}
    everywhere = frozenset().union(*asked.values())
    return [_with(case, elsewhere(asked[case.key], everywhere)) for case in drawn]


def _with(case: Case, others: Sequence[str]) -> Case:
    return replace(case, expect={**case.expect, "elsewhere": others}) if others else case


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    """One request, and as many more as the conversation has; a broken reply ends it."""
    exchanges: list[Exchange] = []
    messages: Sequence[Any] | None = case.messages
    while messages is not None:
        exchanges.append(endpoint.chat(messages, case.body))
        messages = next_messages(case, exchanges)
    return exchanges


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    return judge_case(case, exchanges)


def gate(given: GateInput) -> Ruling:
    rows = [_row(case, given.outcomes.get(case.key)) for case in given.declared]
    return rule(rows, given.bars, given.profile, given.confidence)


def _row(case: Case, outcome: Outcome | None) -> Row:
    prompt = case.expect.get("repeat_of", case.id)
    return Row(case.id, case.family, case.attempt, prompt, case.twin_of, outcome)


def own_gate(given: GateInput) -> Ruling:
    rows = [_row(case, given.outcomes.get(case.key)) for case in given.declared]
    counted = [counted_as(case) for case in given.declared]
    return rule_own(rows, counted, given.bars, given.profile, given.confidence)


OWN = Own(check=check_own, gate=own_gate, drawn=with_neighbours)
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
