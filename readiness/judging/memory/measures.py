"""What the probes add up to: per ability, per distance, per script, and beside the controls."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.judging import statistics
from readiness.judging.records import Kind, Measure, Outcome

ABILITIES: Mapping[str, tuple[str, ...]] = {
    "recall": ("recall",),
    "update": ("update",),
    "deleted": ("deleted",),
    "reference": ("coreference", "alias"),
    "across": ("join", "count", "order"),
    "own_words": ("own_words",),
    "never_said": ("never_said",),
    "rule": ("rule",),
}
"""Ability to the families that show it."""
SCORED = tuple(family for families in ABILITIES.values() for family in families)
CONTROL, NO_FACT, REMOVED, LEAK, LIVE = "control", "no_fact", "removed", "leak", "live"
BINS = ((1, 5), (6, 10), (11, 20), (21, 35), (36, 49))
LEAST_SCRIPTS = 8
"""Scripts under which nothing is established: probes of one script share their history."""
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Probe:
    """One declared case: what it asks, how far back, in which script; `outcome` is None where it was not asked."""

    family: str
    distance: int
    script: int
    outcome: Outcome | None

    @property
    def judged(self) -> bool:
        """Whether the endpoint answered, rightly or wrongly."""
        return self.outcome is not None and self.outcome.kind in (Kind.HIT, Kind.MISS)

    @property
    def right(self) -> bool:
        """Whether the answer was right."""
        return self.outcome is not None and self.outcome.kind is Kind.HIT

    def figure(self, name: str) -> float:
        """A figure of the outcome; 0 where there is none."""
        return self.outcome.figures.get(name, 0.0) if self.outcome is not None else 0.0


def of(probes: Iterable[Probe], *families: str) -> list[Probe]:
    """The judged probes of these families."""
    return [probe for probe in probes if probe.family in families and probe.judged]


def share(probes: Sequence[Probe]) -> float | None:
    """The share of right answers; None where nothing was judged."""
    return sum(probe.right for probe in probes) / len(probes) if probes else None


def spread(probes: Sequence[Probe]) -> tuple[float, float] | None:
    """95 % bootstrap interval of the accuracy over whole scripts (percentiles of 2,000 draws, fixed seed).

    None with fewer than 8 scripts. Efron's percentile bootstrap, with the script as the unit that is drawn;
    never narrower than the exact interval, since scripts that are all alike would leave no spread at all.
    """
    scripts: dict[int, list[bool]] = {}
    for probe in probes:
        scripts.setdefault(probe.script, []).append(probe.right)
    if len(scripts) < LEAST_SCRIPTS:
        return None
    sums = [(sum(right), len(right)) for right in scripts.values()]
    chance = random.Random(0)  # noqa: S311
    drawn = sorted(_resampled(chance.choices(sums, k=len(sums))) for _ in range(_DRAWS))
    exact = statistics.interval(sum(right for right, _ in sums), sum(n for _, n in sums)) or (0.0, 1.0)
    return min(drawn[round(0.025 * _DRAWS)], exact[0]), max(drawn[round(0.975 * _DRAWS) - 1], exact[1])


def _resampled(sums: Sequence[tuple[int, int]]) -> float:
    return sum(right for right, _ in sums) / sum(n for _, n in sums)


def cliff(probes: Sequence[Probe]) -> int | None:
    """The smallest distance beyond which every probe fails (at least four of them); None where there is none."""
    far = sorted(
        (probe for probe in probes if probe.family != "never_said"), key=lambda probe: -probe.distance
    )
    failed = 0
    while failed < len(far) and not far[failed].right:
        failed += 1
    return far[failed - 1].distance if failed >= _CLIFF else None


_CLIFF = 4


def measures(probes: Sequence[Probe]) -> dict[str, Measure]:
    """Everything beside the gate."""
    scored = of(probes, *SCORED)
    return {
        **{f"accuracy_{ability}": _share(of(probes, *families)) for ability, families in ABILITIES.items()},
        **dict(_by_distance(scored)),
        **_controls(probes, scored),
        **_silence(scored),
        **_live(probes, scored),
    }


def _share(probes: Sequence[Probe]) -> Measure:
    right = sum(probe.right for probe in probes)
    low_high = statistics.wilson(right, len(probes))
    interval = f", Wilson 95 %: {low_high[0]:.3f} to {low_high[1]:.3f}" if low_high else ""
    return Measure(share(probes), "fraction", f"right / judged: {right} / {len(probes)}{interval}")


def _by_distance(scored: Sequence[Probe]) -> Iterator[tuple[str, Measure]]:
    bins = [[probe for probe in scored if low <= probe.distance <= high] for low, high in BINS]
    for (low, high), inside in zip(BINS, bins, strict=True):
        yield f"accuracy_at_{low}_to_{high}", _share(inside)
    near, far = share(bins[0]), share(bins[-1])
    slope = None if near is None or far is None else round(100 * (near - far), 1)
    yield "slope", Measure(slope, "points", "accuracy at 1-5 turns minus accuracy at 36-49 turns")
    edge = "smallest distance in turns beyond which all probes fail, if there are at least 4"
    yield "cliff_turn", Measure(cliff(scored), "turns", edge)


def _controls(probes: Sequence[Probe], scored: Sequence[Probe]) -> dict[str, Measure]:
    near, whole = of(probes, CONTROL), share(scored)
    alone = share(near)
    loss = None if alone is None or whole is None else round(100 * (alone - whole), 1)
    return {
        "control_accuracy": _share(near),
        "memory_loss": Measure(loss, "points", "control_accuracy minus accuracy"),
        "no_fact_accuracy": _share(of(probes, NO_FACT)),
    }


def _silence(scored: Sequence[Probe]) -> dict[str, Measure]:
    said = [probe for probe in scored if probe.figure("abstained")]
    due = [probe for probe in scored if probe.figure("due_abstain")]
    both = sum(probe.right for probe in said if probe.figure("due_abstain"))
    precision = both / len(said) if said else None
    recall = both / len(due) if due else None
    return {
        "abstention_precision": Measure(
            precision, "fraction", f"right abstentions / abstentions: {both} / {len(said)}"
        ),
        "abstention_recall": Measure(
            recall, "fraction", f"right abstentions / probes that demand one: {both} / {len(due)}"
        ),
    }


def _live(probes: Sequence[Probe], scored: Sequence[Probe]) -> dict[str, Measure]:
    talks = of(probes, LIVE)
    right = int(sum(talk.figure("live_right") for talk in talks))
    asked = int(sum(talk.figure("live_n") for talk in talks))
    live, scripted = (right / asked if asked else None), share(scored)
    low_high = statistics.wilson(right, asked)
    interval = f", Wilson 95 %: {low_high[0]:.3f} to {low_high[1]:.3f}" if low_high else ""
    formula = f"right / probes in {len(talks)} live conversations: {right} / {asked}{interval}"
    points = None if live is None or scripted is None else round(100 * (live - scripted), 1)
    return {
        "live_accuracy": Measure(live, "fraction", formula),
        "live_minus_scripted": Measure(points, "points", "live_accuracy minus accuracy"),
    }
