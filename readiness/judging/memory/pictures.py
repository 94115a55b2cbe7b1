"""What of the figures is worth a picture: accuracy by distance, with its interval. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging import statistics
from readiness.judging.memory.measures import BINS, SCORED, Probe, of
from readiness.judging.records import Line, Picture, Text


def pictures(probes: Sequence[Probe]) -> Iterator[Picture]:
    """Accuracy by distance, where at least two bins of distance were judged."""
    scored = of(probes, *SCORED)
    bins = [(low, [probe for probe in scored if low <= probe.distance <= high]) for low, high in BINS]
    seen = [(low, sum(probe.right for probe in inside), len(inside)) for low, inside in bins if inside]
    if len(seen) < 2:
        return
    spans = [statistics.wilson(right, n) or (0.0, 1.0) for _, right, n in seen]
    yield Picture(
        "accuracy-by-distance",
        Text("References right, by distance (Wilson 95 %)", "指代正确率与距离（Wilson 95 %）"),
        Text("turns back, from", "距离，轮（起）"),
        Text("share right", "正确比例"),
        Line(
            tuple(float(low) for low, _, _ in seen),
            tuple(right / n for _, right, n in seen),
            tuple(low for low, _ in spans),
            tuple(high for _, high in spans),
        ),
    )
