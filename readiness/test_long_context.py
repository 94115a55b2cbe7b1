"""128K-token summary: P99 below 8.2 s end to end, at concurrency 1, cold; nothing of the text or the answer is cut.

Four lines, each on its own evidence: the window is offered, the input is intact, the facts are used, it is
quick enough. A model that overlooks what it read is never reported as an endpoint that cuts, nor the reverse.

The document is a dossier of numbered paragraphs with ten marked decisions, decoys (withdrawn values, twins
of the names) and five control codes from head to tail; a nonce is the first text of every request, so that no
prefix was seen before. Asked for are a bullet for each decision, the codes, and an end token.

Families: calibrate (how many tokens has this text here? and does the count follow it?), target (the claim's
length, asked alone), curve (8K, 32K, 64K, alone), duplicate (an exact repeat: information only), parallel
(four of half the length among other requests: does the window shrink?). Length is set without a tokenizer:
by the secant through what the endpoint counted for the calibrating texts.

What a pass proves: 20 runs without one over the limit bound P86; the P99 itself takes 299. What it does not
show: prose quality, other lengths, warm caches, load.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from readiness.bank import Case
from readiness.dimension import Bar, Dimension, Endpoint, GateInput
from readiness.drawing.long_context.cases import draw, targets_before
from readiness.drawing.long_context.dossier import question
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import Foreseen
from readiness.endpoint.request import Request
from readiness.judging.long_context.calibration import (
    TOKENS_A_CHARACTER,
    characters_for,
    judge_calibration,
    refusal,
)
from readiness.judging.long_context.codes import CUTS, ID
from readiness.judging.long_context.gate import rule
from readiness.judging.long_context.pictures import pictures
from readiness.judging.long_context.reply import judge_summary
from readiness.judging.long_context.runs import CALIBRATE, CURVE, DUPLICATE, PARALLEL, TARGET, Run
from readiness.judging.records import Kind, Outcome, Picture, Ruling

BARS = {
    "p99_e2e_s": Bar(8.2, most=86_400.0),
    "fact_recall": Bar(0.5),
    "error_rate": Bar(0.02),
}
ANSWER = 480.0
"""Tokens of a summary with its codes."""
BYTES_A_CHARACTER = {"en": 1, "zh": 3}
TIME_GUARD_S = 1_800.0
"""Seconds that the target runs may take together, a profile's first five apart; then n shrinks."""
LEAST_RUNS = 5


def cases(profile: str, seed: int) -> Sequence[Case]:
    return list(draw(profile, seed))


def of_length(profile: str, seed: int, tokens: int) -> Sequence[Case]:
    return list(draw(profile, seed, tokens))


def ask(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    if case.family == CALIBRATE:
        return _calibrate(endpoint, case)
    earlier = [] if case.family == PARALLEL else endpoint.earlier(case.expect["calibration"])
    refused = refusal(earlier)
    if (refused and case.family in (TARGET, DUPLICATE)) or _out_of_time(endpoint, case):
        return ()
    characters = characters_for(case.expect["tokens"], case.lang, earlier)
    return [_send(endpoint, case, case.expect["seed"], case.expect["key"], characters)]


def _calibrate(endpoint: Endpoint, case: Case) -> Sequence[Exchange]:
    """Two short probes, then one at the target length by what they counted; the model card where one is refused."""
    probes: list[Exchange] = []
    for step, tokens in zip(case.expect["steps"], (*case.expect["knee"], case.expect["tokens"]), strict=True):
        characters = characters_for(tokens, case.lang, probes)
        probes.append(_send(endpoint, case, step["seed"], step["key"], characters))
        if refusal(probes):
            return [*probes, endpoint.request(Request(method="GET", path="/models"))]
        if probes[-1].status != 200:
            break
    return probes


def _send(endpoint: Endpoint, case: Case, seed: str, key: Any, characters: int) -> Exchange:
    text = question(case.lang, seed, key, characters)
    return endpoint.chat([{"role": "user", "content": text}], case.body)


def _out_of_time(endpoint: Endpoint, case: Case) -> bool:
    """Whether the target runs so far, and one more like them, take longer than a run may."""
    number = int(case.expect.get("number", 0))
    if case.family != TARGET or number < LEAST_RUNS:
        return False
    before = [exchange for name in targets_before(number) for exchange in endpoint.earlier(name)]
    spent_s = sum(exchange.done_ns - exchange.sent_ns for exchange in before) / 1e9
    return spent_s * (number + 1) / number > TIME_GUARD_S * (1 if number < 20 else 4)


def judge(case: Case, exchanges: Sequence[Exchange]) -> Outcome:
    if case.family == CALIBRATE:
        return judge_calibration(case.expect["tokens"], case.lang, exchanges)
    if not exchanges:
        return Outcome(Kind.UNSUPPORTED)
    return judge_summary(case.expect["key"], case.lang, exchanges[-1])


def gate(given: GateInput) -> Ruling:
    runs = [_run(case, given.outcomes.get(case.key)) for case in given.declared]
    return rule(runs, given.bars, given.profile, given.confidence)


def _run(case: Case, outcome: Outcome | None) -> Run:
    return Run(case.family, case.id, case.attempt, case.lang, case.expect["tokens"], outcome)


def drawn(given: GateInput) -> Iterable[Picture]:
    return pictures([_run(case, given.outcomes.get(case.key)) for case in given.declared])


def alone(case: Case) -> bool:
    return case.family in (TARGET, CURVE, DUPLICATE)


def foresee(case: Case) -> Sequence[Foreseen]:
    tokens = (case.expect["tokens"],)
    if case.family == CALIBRATE:
        tokens = (*case.expect["knee"], *tokens)
    answer = 1.0 if case.family == CALIBRATE else ANSWER
    return [Foreseen(_as_long(case, each, step), case.body, answer, each) for step, each in enumerate(tokens)]


def _as_long(case: Case, tokens: int, step: int) -> Sequence[dict[str, str]]:
    """A message with as many bytes as the one that will be sent."""
    size = round(tokens / TOKENS_A_CHARACTER[case.lang]) * BYTES_A_CHARACTER[case.lang]
    return [{"role": "user", "content": f"{case.id} {step}".ljust(size, ".")}]


DIMENSION = Dimension(
    id=ID,
    bars=BARS,
    cases=cases,
    ask=ask,
    judge=judge,
    gate=gate,
    unwaivable=frozenset(f"{ID}.{word}" for word in CUTS),
    alone=alone,
    of_length=of_length,
    foresee=foresee,
    pictures=drawn,
)


def test_summary(answer: Any) -> None:
    answer.settle()


def test_gate(gate: Any) -> None:
    gate.settle()
