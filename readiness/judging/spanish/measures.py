"""What the cases add up to: content and language apart, by family, and the health of the two witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.judging import statistics
from readiness.judging.records import Kind, Measure, Outcome

FAMILIES = (
    "arithmetic", "extraction", "formats", "classification", "form", "reading", "words", "cross", "code", "system",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One declared case; `outcome` is None where it was not asked."""

    family: str
    outcome: Outcome | None

    @property
    def judged(self) -> bool:
        """Whether the endpoint answered, rightly or wrongly."""
        return self.outcome is not None and self.outcome.kind in (Kind.HIT, Kind.MISS)

    def figure(self, name: str) -> float:
        """A figure of the outcome; 0 where there is none."""
        return self.outcome.figures.get(name, 0.0) if self.outcome is not None else 0.0


def count(rows: Sequence[Row], name: str) -> int:
    """Over how many rows a figure is 1."""
    return sum(row.figure(name) > 0 for row in rows)


def measures(judged: Sequence[Row]) -> dict[str, Measure]:
    """Everything beside the gate, over the judged cases."""
    n = len(judged)
    told = [row for row in judged if not row.figure("too_short")]
    return {
        "content_accuracy": _share("right content / judged", count(judged, "content"), n),
        "language_accuracy": _share(
            "in Spanish / judged and long enough to tell", len(told) - count(told, "foreign"), len(told)
        ),
        "too_short": Measure(count(judged, "too_short"), "replies", f"under five words, of {n} judged"),
        "intrusion_rate": _share("replies with an intrusion / judged", count(judged, "intrusion"), n),
        "detector_disagreement": _share(
            "replies on which lingua and py3langid differ / judged", count(judged, "differ"), n
        ),
        **_by_family(judged),
    }


def _by_family(judged: Sequence[Row]) -> Mapping[str, Measure]:
    rows = {family: [row for row in judged if row.family == family] for family in FAMILIES}
    return {
        f"accuracy_{family}": _share("right / judged", count(inside, "right"), len(inside))
        for family, inside in rows.items()
    }


def _share(what: str, right: int, n: int) -> Measure:
    low_high = statistics.interval(right, n)
    interval = f", 95 %: {low_high[0]:.3f} to {low_high[1]:.3f}" if low_high else ""
    return Measure(right / n if n else None, "fraction", f"{what}: {right} / {n}{interval}")
