"""What the conversations add up to: languages, terms, facts, time; by turn and by language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.judging import statistics
from readiness.judging.multilingual_copy.conversation import CHAIN
from readiness.judging.records import Kind, Measure, Outcome

PLACES = {
    "1": "turn_1",
    "2": "turn_2",
    "3": "turn_3",
    "back": "turn_back",
    "mixed": "mixed",
    "single": "single",
}
"""Place of a turn to the name of its figure."""
LANGUAGES = ("zh", "en", "ja")


@dataclass(frozen=True, slots=True)
class Row:
    """One declared case: its family; `outcome` is None where it was not asked."""

    family: str
    outcome: Outcome | None

    def figure(self, name: str) -> float:
        """A figure of the outcome; 0 where there is none."""
        return self.outcome.figures.get(name, 0.0) if self.outcome is not None else 0.0


@dataclass(frozen=True, slots=True)
class Sums:
    """The counts of all rows."""

    rows: Sequence[Row]

    def of(self, name: str) -> int:
        """The sum of a count."""
        return int(sum(row.figure(name) for row in self.rows))

    @property
    def turns(self) -> int:
        """Turns that were judged."""
        return self.of("turns")

    @property
    def right(self) -> int:
        """Judged turns in their language."""
        return self.turns - self.of("wrong")

    @property
    def switch_accuracy(self) -> float | None:
        """Share of judged turns in the demanded language."""
        return _share(self.right, self.turns)

    @property
    def term_error_rate(self) -> float | None:
        """Share of mentions that are wrong, banned or left untranslated."""
        return _share(self.of("term_errors"), self.of("mentions"))

    @property
    def preface_rate(self) -> float | None:
        """Share of judged turns with an explanation around the copy."""
        return _share(self.of("prefaces"), self.turns)

    @property
    def mean_s(self) -> float | None:
        """Mean time of a turn of a chain, in seconds."""
        timed = self.of("timed")
        return sum(row.figure("seconds") for row in self.rows) / timed if timed else None

    @property
    def errors(self) -> int:
        """Cases without a judgeable answer."""
        return sum(row.outcome is not None and row.outcome.kind is Kind.ERROR for row in self.rows)

    @property
    def asked(self) -> int:
        """Cases that were asked."""
        return sum(row.outcome is not None for row in self.rows)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def measures(rows: Sequence[Row]) -> dict[str, Measure]:
    """Everything beside the gate."""
    sums = Sums(rows)
    texts = sums.of("texts")
    one = texts - sums.of("texts_mixed")
    return {
        "switch_accuracy": _rate(sums.right, sums.turns, "turns in the demanded language / judged turns"),
        **_briefs(rows),
        **{
            f"switch_accuracy_{name}": _switches(sums, place)
            for place, name in PLACES.items()
            if sums.of(f"turns_{place}")
        },
        **{
            f"switch_accuracy_in_{lang}": _switches(sums, lang)
            for lang in LANGUAGES
            if sums.of(f"turns_{lang}")
        },
        "abstained": Measure(sums.of("abstained"), "turns", "turns too short to tell Chinese from Japanese"),
        "unjudged": Measure(sums.of("unjudged"), "turns", "turns after a Chinese turn that failed"),
        "term_error_rate": _rate(
            sums.of("term_errors"), sums.of("mentions"), "wrong, banned or untranslated / mentions", bad=True
        ),
        "term_consistency": _rate(one, texts, "texts with one form of each term / texts with a term"),
        "soft_forms": Measure(
            sums.of("soft"), "mentions", "mentions in a form that is understood, not the term"
        ),
        "fact_errors": Measure(
            sums.of("fact_errors"), "errors", "numbers changed, without unit, or never briefed"
        ),
        "fact_accuracy": _rate(
            sums.of("pairs_right"), sums.of("pairs"), "number-unit pairs found / pairs briefed"
        ),
        "preface_rate": _rate(
            sums.of("prefaces"), sums.turns, "turns with an explanation / judged turns", bad=True
        ),
        "intrusion_rate": _rate(
            sums.of("intrusions"), sums.turns, "turns with foreign bits inside / judged turns", bad=True
        ),
        **_time(sums),
    }


def _rate(part: int, whole: int, formula: str, *, bad: bool = False) -> Measure:
    return Measure(
        _share(part, whole), "fraction", f"{formula}: {part} / {whole}{_proves(part, whole, bad=bad)}"
    )


def _proves(part: int, whole: int, *, bad: bool) -> str:
    """The one-sided exact bound, rounded away from what would flatter."""
    bound = statistics.upper_bound(part, whole) if bad else statistics.lower_bound(part, whole)
    if bound is None:
        return ""
    return (
        f", 95 %: <= {math.ceil(1e4 * bound) / 1e4:.4f}"
        if bad
        else f", 95 %: >= {math.floor(1e4 * bound) / 1e4:.4f}"
    )


def _switches(sums: Sums, name: str) -> Measure:
    turns = sums.of(f"turns_{name}")
    return _rate(turns - sums.of(f"wrong_{name}"), turns, "turns in the demanded language / judged turns")


def _briefs(rows: Sequence[Row]) -> Mapping[str, Measure]:
    """By brief, since the three turns of one are not independent."""
    judged = [row for row in rows if row.family in CHAIN and row.figure("turns")]
    right = sum(not row.figure("wrong") for row in judged)
    formula = "briefs whose judged turns are all in their language / briefs judged"
    return {"brief_switch_accuracy": _rate(right, len(judged), formula)}


def _time(sums: Sums) -> Mapping[str, Measure]:
    formula = f"mean end-to-end time of {sums.of('timed')} chain turns, at the concurrency of the run"
    return {"mean_s": Measure(sums.mean_s, "s", formula)}
