"""What a run would take, before anything is sent: requests, tokens, disk, minutes, and what the limits forbid. Pure.

Every figure comes from the cases as they are drawn and from what a right answer to each looks like. Sizes on
disk are those of this version's own files, measured on a standard run of the reference endpoint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from readiness.bank import Case, dump
from readiness.dimension import Dimension
from readiness.endpoint.foreseen import SOME_WORDS, Foreseen
from readiness.report.plan import Amount, Assumed, Plan, Unmeasurable
from readiness.session import preflight
from readiness.session.pace import WINDOW_S, Limits, interval_s
from readiness.session.settings import Settings

FIRST_TOKEN_S = 1.0
TOKENS_A_SECOND = 30.0
"""Assumed of the endpoint; a plan prints both."""

REQUEST_BYTES = 560 + 890 + 2 * 167
"""Two events of the journal, two lines of the manifest."""
REPLY_BYTES = 300
TOKEN_BYTES = 4
"""Of a reply in one piece: around the answer, and a token of it."""
STREAM_BYTES = 700
STREAM_TOKEN_BYTES = 95
"""Of a stream: its first and last events, and a token of the answer where an event holds two."""
CASE_BYTES = 430 + 590 + 112
"""Planned, scored, in JUnit."""
RUN_BYTES = 40_000
"""Scorecard, result, environment and the like."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A case and the requests that it sends."""

    case: Case
    requests: Sequence[Foreseen]
    alone: bool = False

    @property
    def tokens(self) -> float:
        return sum(one.tokens_in + one.tokens_out for one in self.requests)


@dataclass(slots=True)
class _Bodies:
    """Request bodies by their bytes: the record keeps equal ones once."""

    settings: Settings
    seen: set[bytes] = field(default_factory=set)

    def size(self, request: Foreseen) -> int:
        model = self.settings.model or "a-model"
        whole = {
            **self.settings.extra_body,
            "model": model,
            "messages": list(request.messages),
            **request.body,
        }
        body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        known = body in self.seen
        self.seen.add(body)
        return 0 if known else len(body)


def make(
    dimensions: Mapping[str, Dimension],
    declared: Mapping[str, Sequence[Case]],
    selected: Sequence[Case],
    settings: Settings,
) -> Plan:
    """The plan of a run that asks `selected`, in this order, of what the dimensions declare."""
    asked = [_asked(dimensions[case.dimension], case) for case in selected]
    bodies = _Bodies(settings)
    rows = {}
    for name, cases in declared.items():
        own = [one for one in asked if one.case.dimension == name]
        kept = len(dump(cases).encode()) + CASE_BYTES * len(cases)
        rows[name] = _amount(own, kept, bodies, settings)
    first = _Asked(Case("preflight", "chat", "", "", ()), [preflight.foresee()])
    learning = _amount([first], RUN_BYTES, bodies, settings, others=1)
    return Plan(
        profile=settings.profile,
        rows=rows,
        preflight=learning,
        total=_total([learning, *rows.values()], [first, *asked], settings),
        unmeasurable=tuple(_unmeasurable(first, asked, settings.limits)),
        assumed=Assumed(
            first_token_s=FIRST_TOKEN_S,
            tokens_a_second=TOKENS_A_SECOND,
            some_words=SOME_WORDS,
            concurrency=settings.concurrency,
            paces=settings.limits.paces,
            thinking_tokens=settings.thinking_tokens,
            thinking_replies=sum(len(one.requests) for one in asked if not one.case.keep_budget),
        ),
    )


def _asked(dimension: Dimension, case: Case) -> _Asked:
    return _Asked(case, dimension.foresee(case), dimension.alone(case))


def _amount(
    asked: Sequence[_Asked], kept: float, bodies: _Bodies, settings: Settings, others: int = 0
) -> Amount:
    """`kept` bytes are written whatever is asked; `others` are requests that no model answers."""
    requests = [request for one in asked for request in one.requests]
    disk = kept + sum(bodies.size(one) + _reply_bytes(one) + REQUEST_BYTES for one in requests)
    tokens_in = sum(one.tokens_in for one in requests)
    tokens_out = sum(one.tokens_out for one in requests)
    return Amount(
        cases=sum(one.case.dimension != "preflight" for one in asked),
        requests=len(requests) + others,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        disk_bytes=disk + others * REQUEST_BYTES,
        minutes=_minutes(asked, len(requests) + others, settings),
        money=_money(tokens_in, tokens_out, settings.price),
    )


def _total(amounts: Sequence[Amount], asked: Sequence[_Asked], settings: Settings) -> Amount:
    tokens_in = sum(one.tokens_in for one in amounts)
    tokens_out = sum(one.tokens_out for one in amounts)
    requests = sum(one.requests for one in amounts)
    return Amount(
        cases=sum(one.cases for one in amounts),
        requests=requests,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        disk_bytes=sum(one.disk_bytes for one in amounts),
        minutes=_minutes(asked, requests, settings),
        money=_money(tokens_in, tokens_out, settings.price),
    )


def _money(tokens_in: float, tokens_out: float, price: tuple[float, float] | None) -> float | None:
    return None if price is None else (tokens_in * price[0] + tokens_out * price[1]) / 1e6


def _reply_bytes(request: Foreseen) -> float:
    if request.body.get("stream") and request.answer:
        return STREAM_BYTES + STREAM_TOKEN_BYTES * request.tokens_out
    return REPLY_BYTES + TOKEN_BYTES * request.tokens_out


# --- the time that it takes ----------------------------------------------------------------------


def _minutes(asked: Sequence[_Asked], requests: int, settings: Settings) -> float:
    """The longest of: asking under `--concurrency`, spacing under `--rpm`, waiting for room under `--tpm`."""
    limits = settings.limits
    together = [_seconds(one) for one in asked if not one.alone]
    alone = sum(_seconds(one) for one in asked if one.alone)
    asking = max(sum(together) / settings.concurrency, max(together, default=0.0)) + alone
    spacing = 0.0 if limits.rpm is None else max(0, requests - 1) * interval_s(limits.rpm)
    tokens = sum(one.tokens for one in asked)
    # A full minute's tokens go at once, and the rest as room is made for them.
    room = 0.0 if limits.tpm is None else max(0.0, tokens / limits.tpm - 1) * WINDOW_S
    return max(asking, spacing, room) / 60


def _seconds(asked: _Asked) -> float:
    return sum(FIRST_TOKEN_S + one.tokens_out / TOKENS_A_SECOND for one in asked.requests)


# --- what the limits forbid ----------------------------------------------------------------------


def _unmeasurable(first: _Asked, asked: Sequence[_Asked], limits: Limits) -> Iterable[Unmeasurable]:
    too_large = [one for one in asked if limits.tpm is not None and _largest(one) > limits.tpm]
    yield from _counted(too_large, f"--tpm {limits.tpm}")
    cap = limits.max_total_tokens
    if cap is None:
        return
    left, unasked = cap - first.tokens, []
    for one in sorted(asked, key=lambda each: each.alone):
        if one.tokens > left:
            unasked.append(one)
        else:
            left -= one.tokens
    yield from _counted(unasked, f"--max-total-tokens {cap}")


def _largest(asked: _Asked) -> float:
    return max(one.tokens_in + one.tokens_out for one in asked.requests)


def _counted(asked: Sequence[_Asked], option: str) -> Iterable[Unmeasurable]:
    for name in dict.fromkeys(one.case.dimension for one in asked):
        yield Unmeasurable(name, option, sum(one.case.dimension == name for one in asked))
