"""What the gate looks at: every declared case with what came of it, and the marks that a summary gives back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.judging.records import Kind, Outcome

CALIBRATE, TARGET, CURVE, DUPLICATE, PARALLEL = "calibrate", "target", "curve", "duplicate", "parallel"
_CODES = tuple((f"code_{number + 1}", number / 4) for number in range(5))
_FACTS = tuple((f"fact_{number + 1:02d}", (number + 0.5) / 10) for number in range(10))
MARKS = tuple(sorted((*_CODES, *_FACTS), key=lambda mark: mark[1]))
"""Figure and depth of everything that is planted, from head to tail."""
FACTS = tuple(name for name, _ in _FACTS)
NEAR_TARGET = 0.97
"""A request with fewer of the tokens wanted was aimed too short."""


@dataclass(frozen=True, slots=True)
class Run:
    """One declared case. `outcome` is None where it was not asked."""

    family: str
    case: str
    attempt: int
    lang: str
    tokens: int
    """Wanted."""
    outcome: Outcome | None

    @property
    def judged(self) -> bool:
        """Whether there is a summary, however good."""
        return self.outcome is not None and "recall" in self.outcome.figures

    @property
    def error(self) -> bool:
        """Whether no judgeable answer came."""
        return self.outcome is not None and self.outcome.kind is Kind.ERROR

    @property
    def refused(self) -> bool:
        """Whether the endpoint said that the text is too long."""
        return bool(self.figure("refused"))

    def figure(self, name: str) -> float:
        """A figure of the outcome; 0 where there is none."""
        return self.outcome.figures.get(name, 0.0) if self.outcome is not None else 0.0

    def has(self, word: str) -> bool:
        """Whether a finding of this name came."""
        defects = self.outcome.defects if self.outcome is not None else ()
        return any(one.code.endswith(f".{word}") for one in defects)

    @property
    def marks(self) -> tuple[float, ...]:
        """What came back, from head to tail: 1 with its value, 0.5 a name alone, 0 nothing."""
        return tuple(self.figure(name) for name, _ in MARKS)


def of(runs: Iterable[Run], *families: str) -> list[Run]:
    """The judged runs of these families."""
    return [run for run in runs if run.family in families and run.judged]


def median(values: Iterable[float]) -> float | None:
    """The lower median; None of nothing."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None
