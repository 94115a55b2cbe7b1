"""A policy as plain records: one rule a dimension, and the waivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness.dimension import Dimension, base_of
from readiness.sentence import Mistake, Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """What one dimension is held to. `required`: None leaves it to the profile."""

    bars: Mapping[str, float]
    required: bool | None = None
    reason: str | None = None
    """Why the dimension is taken out of the verdict; stands with `required = False`, and only there."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A known miss that somebody answers for, up to and including the day `until` (UTC)."""

    finding: str
    case: str
    reason: str
    by: str
    until: date

    @property
    def dimension(self) -> str:
        """The dimension whose finding it is."""
        return self.finding.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Policy:
    """All bars of all dimensions, resolved. `name` is a shipped policy's or a file's."""

    name: str
    rules: Mapping[str, Rule]
    waivers: tuple[Waiver, ...]

    def rule(self, dimension: Dimension) -> Rule:
        """Of this dimension, and of its own line; its defaults where the policy does not know it."""
        return self.rules.get(base_of(dimension.id)) or default_rule(dimension)

    def waivers_of(self, dimension: str) -> Sequence[Waiver]:
        """Those that speak of this dimension."""
        return [waiver for waiver in self.waivers if waiver.dimension == dimension]


def default_rule(dimension: Dimension) -> Rule:
    """What a dimension declares itself."""
    return Rule({name: bar.default for name, bar in dimension.bars.items()})


@dataclass(frozen=True, slots=True)
class Problem:
    """A wrong line, and a sentence that says what, and what to do."""

    path: Path
    line: int
    what: Sentence

    def said(self, lang: str) -> str:
        """`FILE:LINE: what; remedy`; line 0 speaks of the whole file and is not shown."""
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.what.said(lang)}"


class PolicyError(Mistake):
    """A policy that cannot be used. `problems` is never empty."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("policy.unusable", count=len(problems))
        self.problems = tuple(problems)

    def said(self, lang: str) -> str:
        """All problems, one a line, under one line of heading."""
        return "\n".join([super().said(lang), *(each.said(lang) for each in self.problems)])
