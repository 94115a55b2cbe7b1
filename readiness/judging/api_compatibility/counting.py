"""The outcomes of a run by row: what holds, what does not, what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from readiness.judging import statistics
from readiness.judging.api_compatibility.row import DIMENSION, Level, Row
from readiness.judging.records import Kind, Outcome

EXCUSED = {"S15": "fault injection", "E07": "a key"}
"""MUST rows that may stay unrun, and what they need."""
IGNORED = f"{DIMENSION}.ignored_silently"


class State(StrEnum):
    """Of a row, over all of its attempts."""

    HOLDS = "holds"
    MISSED = "missed"
    OPEN = "open"
    """Judged, and not settled: a single miss of a row that depends on the model."""
    DECLINED = "declined"
    ERROR = "error"
    UNASKED = "unasked"


class Grade(StrEnum):
    """Of a capability, a MAY row."""

    SUPPORTED = "supported"
    REJECTED = "rejected cleanly"
    IGNORED = "ignored silently"
    BROKEN = "broken"
    OPEN = "not judged"


@dataclass(frozen=True, slots=True)
class Counted:
    """One row with the outcomes of its attempts, None for one that was not asked."""

    row: Row
    outcomes: tuple[Outcome | None, ...]

    def count(self, kind: Kind) -> int:
        """How many attempts ended like that."""
        return sum(outcome is not None and outcome.kind is kind for outcome in self.outcomes)

    @property
    def hits(self) -> int:
        """Attempts that hit."""
        return self.count(Kind.HIT)

    @property
    def judged(self) -> int:
        """Attempts that hit or missed."""
        return self.hits + self.count(Kind.MISS)

    def state(self, bar: float) -> State:
        """Whether the row holds. `bar`: the share of attempts that a row of the model must hit."""
        misses = self.judged - self.hits
        if self.judged:
            if not misses or (self.row.model_dependent and self.hits >= bar * self.judged - 1e-9):
                return State.HOLDS
            return State.OPEN if self.row.model_dependent and misses == 1 else State.MISSED
        if self.count(Kind.UNSUPPORTED):
            return State.DECLINED
        return State.ERROR if self.count(Kind.ERROR) else State.UNASKED

    def established(self, bar: float, confidence: float) -> bool:
        """Whether the lower bound of a row that depends on the model reaches the bar."""
        bound = statistics.lower_bound(self.hits, self.judged, confidence)
        return not self.row.model_dependent or (bound is not None and bound >= bar)

    def grade(self) -> Grade:
        """Of a MAY row."""
        return grade(self.outcomes)

    def figure(self, name: str) -> float | None:
        """A figure that an attempt left."""
        found = [one.figures[name] for one in self.outcomes if one is not None and name in one.figures]
        return found[0] if found else None


def grade(outcomes: Iterable[Outcome | None]) -> Grade:
    """The four grades of a capability; the worst attempt counts."""
    known = [outcome for outcome in outcomes if outcome is not None]
    missed = [outcome for outcome in known if outcome.kind is Kind.MISS]
    if missed:
        ignored = all(outcome.defects and outcome.defects[0].code == IGNORED for outcome in missed)
        return Grade.IGNORED if ignored else Grade.BROKEN
    if any(outcome.kind is Kind.HIT for outcome in known):
        return Grade.SUPPORTED
    return Grade.REJECTED if any(outcome.kind is Kind.UNSUPPORTED for outcome in known) else Grade.OPEN


def of(rows: Sequence[Counted], level: Level) -> list[Counted]:
    """The rows of that level."""
    return [each for each in rows if each.row.level is level]


def names(rows: Iterable[Counted]) -> str:
    """The rows by id and name, as one text."""
    return ", ".join(each.row.case_id for each in rows)
