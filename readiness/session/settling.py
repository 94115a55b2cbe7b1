"""How an outcome becomes a pytest item's end: what the items raise, and how pytest shows it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from readiness.judging.records import Kind, Outcome, Ruling, Verdict
from readiness.report.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """How an item's end looks: pytest's outcome, category in the summary, letter and word."""

    outcome: str
    category: str
    letter: str
    word: str


MISS = Shown("failed", "miss", "M", "MISS")
NO_ANSWER = Shown("failed", "no answer", "E", "NO ANSWER")
UNSUPPORTED = Shown("skipped", "unsupported", "u", "UNSUPPORTED")
GATE_FAILED = Shown("failed", "failed", "F", "GATE FAILED")
GATE_INCONCLUSIVE = Shown("skipped", "inconclusive", "?", "INCONCLUSIVE")
GATE_NOT_MEASURED = Shown("skipped", "not measured", "-", "NOT MEASURED")
GATE_WAIVED = Shown("passed", "passed", "w", "PASS WITH WAIVERS")
GATE_NOT_COUNTED = Shown("skipped", "not counted", "n", "GATE FAILED, NOT COUNTED")


class Settled(pytest.fail.Exception):  # type: ignore[misc, name-defined]
    """Ends an item with another word than passed. The text is one line: expected, got, where."""

    def __init__(self, shown: Shown, text: str) -> None:
        super().__init__(text, pytrace=False)  # drawing a traceback takes pytest 60 ms, and nobody sees it
        self.shown = shown


def line(outcome: Outcome, where: str, words: Words) -> str:
    """The one-line text of a miss, an error or a refusal: code, expected, got, where."""
    if not outcome.defects:
        return f"{outcome.kind} ({where})"
    first = outcome.defects[0]
    more = "".join(words.text("item.also", code=other.code) for other in outcome.defects[1:])
    expected, got = first.expected, first.got
    return words.text("item.line", code=first.code, expected=expected, got=got, where=where) + more


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case item holds once its answer is there."""

    outcome: Outcome
    where: str
    words: Words

    def settle(self) -> None:
        """Pass on a hit; raise for a miss and for a refusal."""
        if self.outcome.kind is Kind.MISS:
            raise Settled(MISS, line(self.outcome, self.where, self.words))
        if self.outcome.kind is Kind.UNSUPPORTED:
            raise Settled(UNSUPPORTED, line(self.outcome, self.where, self.words))


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate item holds: the dimension's ruling, and its reason in the run's language."""

    dimension: str
    ruling: Ruling
    reason: str
    waived: bool
    """Whether the verdict rests on waivers."""
    counts: bool
    """Whether the run's verdict looks at this gate."""

    def settle(self) -> None:
        """Pass when the gate passed; raise with its own word otherwise."""
        shown = {
            Verdict.PASS: GATE_WAIVED if self.waived else None,
            Verdict.FAIL: GATE_FAILED if self.counts else GATE_NOT_COUNTED,
            Verdict.INCONCLUSIVE: GATE_INCONCLUSIVE,
            Verdict.NOT_MEASURED: GATE_NOT_MEASURED,
        }.get(self.ruling.verdict)
        if shown is not None:
            raise Settled(shown, f"{self.dimension}: {self.reason}")
