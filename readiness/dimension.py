"""What a dimension declares: data and four plain functions, gathered in one record.

A module `readiness/test_<id>.py` holds `DIMENSION = Dimension(...)`; the plugin and every command find
the dimensions by those modules, so that a new one needs no registration anywhere.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from readiness.bank import Case
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.foreseen import Foreseen
from readiness.endpoint.request import Request
from readiness.endpoint.sdk_call import SdkCall
from readiness.judging.records import Outcome, Picture, Ruling
from readiness.places import dimension_ids
from readiness.sentence import Sentence

CaseKey = tuple[str, str, int]
OWN = ".own"
"""At the end of a dimension's id: the line of an organisation's own bank, beside the dimension's."""


def base_of(dimension: str) -> str:
    """`json_output` of `json_output.own`: whose judge, gate and bars hold."""
    return dimension.removesuffix(OWN)


def item_name(case: str, *, own: bool) -> str:
    """A case's name in pytest's node ids."""
    return f"own-{case}" if own else case


class Endpoint(Protocol):
    """What `ask` may do. Everything that passes here is recorded before it is returned."""

    def chat(self, messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> Exchange:
        """One POST to /chat/completions. `stream` in `body` decides how the answer comes."""
        ...

    def request(self, request: Request) -> Exchange:
        """One request of any kind, sent as it stands."""
        ...

    def sdk(self, call: SdkCall) -> Exchange:
        """One call of the unmodified `openai` SDK, over the same way to the endpoint."""
        ...

    @property
    def keyed(self) -> bool:
        """Whether a key goes with every request."""
        ...

    def earlier(self, case_id: str) -> Sequence[Exchange]:
        """What another case of the dimension brought; empty where it was not asked yet.

        Certain only from a case that is asked alone, of one that is not: those are over by then.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One limit of the policy: its default, and from where to where it may be set.

    A default that is `True` or `False` makes it a switch. What a bar means stands, in both languages, in
    `report/words/<dimension>.toml` under `[bar.<name>]`.
    """

    default: float
    least: float = 0.0
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class GateInput:
    """All that a gate may look at. `outcomes` may lack declared cases: those were not asked."""

    declared: Sequence[Case]
    outcomes: Mapping[CaseKey, Outcome]
    bars: Mapping[str, float]
    profile: str
    confidence: float | None


def _nothing() -> None:
    """Nothing is slow to load."""


def _no_pictures(_given: GateInput) -> Iterable[Picture]:
    """The figures say it all."""
    return ()


def _overlaps(_case: Case) -> bool:
    """Any other request may be in flight beside it."""
    return False


def one_request(case: Case) -> Sequence[Foreseen]:
    """The case's conversation, sent once and answered in a few words."""
    return [Foreseen(case.messages, case.body)]


@dataclass(frozen=True, slots=True)
class Own:
    """How a dimension takes an organisation's own bank. Names of families are free there."""

    check: Callable[[Case], Iterable[Sentence]]
    """What is wrong with a case beyond the form that all banks share."""
    gate: Callable[[GateInput], Ruling]
    """The same bars over families of any name."""
    drawn: Callable[[Sequence[Case]], Sequence[Case]] = tuple
    """What is asked of the cases of a profile."""
    tables: Callable[[Sequence[Case], str, int], Sequence[Case]] | None = None
    """(cases, profile, seed) -> what is asked of a bank that comes as a table, CSV or JSON lines; None: none may."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A readiness dimension. `ask` does I/O; `judge` and `gate` are pure."""

    id: str
    bars: Mapping[str, Bar]
    cases: Callable[[str, int], Sequence[Case]]
    """(profile, seed) -> the cases that the profile declares."""
    ask: Callable[[Endpoint, Case], Sequence[Exchange]]
    judge: Callable[[Case, Sequence[Exchange]], Outcome]
    gate: Callable[[GateInput], Ruling]
    hit_figures: Mapping[str, float] = field(default_factory=dict)
    """Of the figures that the gate looks at, what a hit has: a waived miss is ruled on with these."""
    unwaivable: frozenset[str] = frozenset()
    """Codes of the findings that no policy may waive: leaks, and what is critical."""
    alone: Callable[[Case], bool] = _overlaps
    """Whether a case is asked with nothing else in flight: one at a time, after all that overlap."""
    sized: Callable[[str, int, Mapping[str, float]], Sequence[Case]] | None = None
    """As `cases`, where a bar of the policy may ask for more of them than the profile does."""
    of_length: Callable[[str, int, int], Sequence[Case]] | None = None
    """(profile, seed, tokens) -> the cases where `--context-tokens` sets their length; None where no length matters."""
    foresee: Callable[[Case], Sequence[Foreseen]] = one_request
    """The requests that a case sends when every answer is right, for `--plan-only` and `--tpm`."""
    prepare: Callable[[], object] = _nothing
    """Loads what judging needs and is slow to load; called while the preflight waits for the endpoint."""
    judged_last: bool = False
    """Whether it is judged only after the last request of the run: its judge needs much memory, or time."""
    pictures: Callable[[GateInput], Iterable[Picture]] = _no_pictures
    """What is drawn beside the scorecard, from what the gate looks at."""
    own: Own | None = None
    """None where an organisation's own cases would mean nothing."""

    def line(self, cases: Sequence[Case]) -> Dimension:
        """The line of an own bank, which holds these cases."""
        assert self.own is not None
        return replace(
            self,
            id=self.id + OWN,
            cases=lambda _profile, _seed: cases,
            gate=self.own.gate,
            sized=None,
            own=None,
        )


def load(name: str) -> Dimension:
    """The dimension that `readiness/test_<name>.py` declares, or whose own line has this id."""
    dimension: Dimension = importlib.import_module(f"readiness.test_{base_of(name)}").DIMENSION
    return dimension


def built() -> dict[str, Dimension]:
    """All dimensions of this version, by id."""
    return {name: load(name) for name in dimension_ids()}
