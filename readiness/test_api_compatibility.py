"""API compatibility: `/v1/chat/completions` works with existing SDKs without any change.

89 rows, each with its id, level and source: 41 MUST (an unmodified official SDK or a widely used client
breaks, or gets wrong data in silence), 38 SHOULD (the published schema or practice asks for it), 10 MAY (a
capability: supported, rejected cleanly, ignored silently, broken). MUST decides the gate, SHOULD warns, MAY
is listed. Families: answers (A), tools (T), formats (J), streams (S), errors (E), HTTP (H), models and other
routes (M), reasoning (R).

Verdicts come from the raw bytes. The unmodified `openai` SDK runs beside them over the same way to the
endpoint; what it takes although the bytes are wrong is named as tolerated. Rows that depend on the model are
rates over a fixed number of attempts, and one flaky reply decides none of them. Broken requests are sent one
at a time, with nothing else in flight, and a plain question after each proves that the server lives.

A pass proves that the exact bytes seen would not break such clients. It does not adapt: what the preflight
learnt about the endpoint's dialect is not used here. 5 of 5 attempts establish a rate of 54.9 %, 22 of 22
establish 87.3 % (one-sided, 95 %).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import REFUSED, SOME_WORDS, Foreseen
from readiness.endpoint.request import Request
from readiness.judging.api_compatibility.counting import Counted
from readiness.judging.api_compatibility.gate import rule
from readiness.judging.api_compatibility.row import PROBE, QUICK, Asked, Level, Row, Step, declined
from readiness.judging.api_compatibility.table import ROWS
from readiness.judging.records import Outcome, Ruling

ID = "api_compatibility"
BARS = {"must": Bar(1.0), "row_rate": Bar(0.8), "error_rate": Bar(0.02)}


def cases(profile: str, seed: int) -> Sequence[Case]:
    """One case a row, one attempt or several; quick asks the MUST rows alone."""
    rows = [row for row in ROWS.values() if profile != QUICK or row.level is Level.MUST]
    return [case for row in rows for case in _attempts(row, profile, seed)]


def _attempts(row: Row, profile: str, seed: int) -> Iterator[Case]:
    for attempt in range(1, (row.attempts or {}).get(profile, 1) + 1):
        plan = {"row": row.id, "level": row.level.value, "source": row.source, "sent": row.sent}
        drawn = {"profile": profile, "seed": seed}
        yield Case(ID, row.case_id, row.id[0], "en", (), {}, {**plan, **drawn}, attempt=attempt)


def _row(case: Case) -> Row:
    return ROWS[case.expect["row"]]


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    """One request after the other, as the row says, each perhaps in view of what came before."""
    row, asked = _row(case), list[Asked]()
    if row.needs_key and not endpoint.keyed:
        return []
    while (step := row.next_step(case.expect["profile"], case.expect["seed"], asked)) is not None:
        exchange = endpoint.request(step) if isinstance(step, Request) else endpoint.sdk(step)
        asked.append(Asked(step, exchange))
    return [each.exchange for each in asked]


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    row = _row(case)
    if not exchanges:
        return row.ended(declined("no key is configured, so there is nothing to ask"))
    return row.outcome(row.paired(case.expect["profile"], case.expect["seed"], exchanges))


def gate(given: GateInput) -> Ruling:
    by_row: dict[str, list[Outcome | None]] = {}
    for case in given.declared:
        by_row.setdefault(case.expect["row"], []).append(given.outcomes.get(case.key))
    rows = [Counted(ROWS[name], tuple(outcomes)) for name, outcomes in by_row.items()]
    return rule(rows, given.bars, given.profile, given.confidence)


def alone(case: Case) -> bool:
    return _row(case).broken or _row(case).alone


def foresee(case: Case) -> Sequence[Foreseen]:
    """What is sent when every answer is right; a broken request is refused and costs nothing."""
    row, profile, seed = _row(case), case.expect["profile"], case.expect["seed"]
    steps = row.steps(profile, seed)
    planned = [each for step in steps for each in ((step, PROBE) if row.broken else (step,))]
    return [_foreseen(step, refused=row.broken and step is not PROBE) for step in planned]


def _foreseen(step: Step, *, refused: bool) -> Foreseen:
    answer = REFUSED if refused else SOME_WORDS
    if not isinstance(step, Request):
        return Foreseen(step.messages, step.body, answer)
    if refused or not step.body:
        return Foreseen((), {}, REFUSED)
    try:
        body = json.loads(step.body)
    except ValueError:
        return Foreseen((), {}, REFUSED)
    return Foreseen(body.pop("messages", ()), body, answer)


def prepare() -> None:
    """Load the SDK, most of a second."""
    import openai  # noqa: F401


DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    alone=alone,
    foresee=foresee,
    prepare=prepare,
)


def test_reply(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
