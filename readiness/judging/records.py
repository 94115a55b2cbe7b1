"""What a judge says: plain records, without any knowledge of endpoints, banks or runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Outcome of one case. `ERROR`: no judgeable answer; `UNSUPPORTED`: declined, explicitly."""

    HIT = "hit"
    MISS = "miss"
    ERROR = "error"
    UNSUPPORTED = "unsupported"


class Verdict(StrEnum):
    """Of a gate."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Defect:
    """One named defect: `code` is `<dimension>.<word>`; expected and got are one line each."""

    code: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judge's word on one case.

    `defects[0]` decided; later ones are notes. `figures` holds what the dimension's gate adds up
    (booleans as 0 or 1, counts, characters), by names that the dimension chooses.
    """

    kind: Kind
    defects: tuple[Defect, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    exchange: int = 0
    """Which of the case's exchanges (0-based) the decision rests on."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure beside the gate: `formula` says in one line how it is computed."""

    value: float | str | None
    unit: str
    formula: str


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Fractions of 1 in rows and columns, with the labels of both."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of `x`, and a band around them where `low` and `high` hold one."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Something worth drawing beside the scorecard, as `<name>.svg`."""

    name: str
    title: Text
    x_label: Text
    y_label: Text
    content: HeatMap | Line


@dataclass(frozen=True, slots=True)
class Pooled:
    """A defect that shows only over several cases: `case` is the first one to look at."""

    case: str
    attempt: int
    defect: Defect


@dataclass(frozen=True, slots=True)
class Ruling:
    """A gate's verdict over the declared cases. Rates are fractions of 1, not per cent."""

    verdict: Verdict
    bar: float | None
    observed: float | None
    established: float | None
    """One-sided 95 % lower bound of `observed`, exact binomial."""
    n: int
    hits: int
    misses: int
    errors: int
    unsupported: int
    interval: tuple[float, float] | None
    """Two-sided 95 % Clopper-Pearson interval of `observed`."""
    reason: Text
    measures: Mapping[str, Measure] = field(default_factory=dict)
    pooled: tuple[Pooled, ...] = ()
    """What is wrong with the cases together, beside what is wrong with each."""
