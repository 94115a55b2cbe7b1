"""The figures beside the gate, each with its unit and how it is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readiness.endpoint.sdk_call import sdk_version
from readiness.judging import statistics
from readiness.judging.api_compatibility.counting import Counted, State, names, of
from readiness.judging.api_compatibility.row import Level
from readiness.judging.records import Kind, Measure

SDK_ROWS = ("A02", "S02", "E16")
_WARNING = (State.MISSED, State.OPEN)


def measures(rows: Sequence[Counted], bar: float) -> Mapping[str, Measure]:
    """Everything that the page lists; a figure that nothing was judged for is None."""
    return dict([*_levels(rows, bar), *_capabilities(rows), *_rates(rows), *_figures(rows), *_sdk(rows)])


def _levels(rows: Sequence[Counted], bar: float) -> Iterator[tuple[str, Measure]]:
    for level in (Level.MUST, Level.SHOULD):
        own = [each for each in of(rows, level) if each.judged]
        hits = sum(each.state(bar) is State.HOLDS for each in own)
        share = round(100 * hits / len(own), 2) if own else None
        yield level.lower(), Measure(share, "%", f"{level} rows that hold / judged: {hits} / {len(own)}")
    missed = [each for each in of(rows, Level.SHOULD) if each.state(bar) in _WARNING]
    yield "should_missed", Measure(names(missed) or "none", "", "SHOULD rows that do not hold; they warn")
    unrun = [each for each in rows if each.row.level is not Level.MAY and not each.judged]
    yield "not_judged", Measure(names(unrun) or "none", "", "MUST and SHOULD rows without a judged attempt")


def _capabilities(rows: Sequence[Counted]) -> Iterator[tuple[str, Measure]]:
    """The matrix of the optional ones."""
    for each in of(rows, Level.MAY):
        formula = "supported, rejected cleanly, ignored silently or broken"
        yield f"may {each.row.case_id}", Measure(each.grade().value, "", formula)


def _rates(rows: Sequence[Counted]) -> Iterator[tuple[str, Measure]]:
    for each in rows:
        if each.row.model_dependent and each.judged:
            bound = statistics.lower_bound(each.hits, each.judged) or 0.0
            shown = f"hits / attempts: {each.hits} / {each.judged}; at least {100 * bound:.1f} % at 95 %, one-sided"
            yield f"row_rate {each.row.case_id}", Measure(round(100 * each.hits / each.judged, 2), "%", shown)


def _figures(rows: Sequence[Counted]) -> Iterator[tuple[str, Measure]]:
    for name, formula in (
        ("text_equal_rate", "A18: answers equal to the most frequent one / answers at temperature 0"),
        ("spread", "S16: events after 20 % of the stream's own time / events"),
    ):
        found = [figure for each in rows if (figure := each.figure(name)) is not None]
        yield name, Measure(round(100 * found[0], 2) if found else None, "%", formula)
    attempts = sum(len(each.outcomes) for each in rows)
    errors = sum(each.count(Kind.ERROR) for each in rows)
    share = round(100 * errors / attempts, 2) if attempts else None
    yield (
        "errors",
        Measure(share, "%", f"attempts without a judgeable answer / planned: {errors} / {attempts}"),
    )


def _sdk(rows: Sequence[Counted]) -> Iterator[tuple[str, Measure]]:
    judged = [each for each in rows if each.row.id in SDK_ROWS and each.judged]
    if judged:
        yield "sdk", Measure(sdk_version(), "", f"the unmodified SDK of {names(judged)}")
        notes = [
            defect.got.partition(";")[0]
            for each in judged
            for outcome in each.outcomes
            if outcome is not None and outcome.kind is Kind.HIT
            for defect in outcome.defects
        ]
        yield (
            "sdk_tolerates",
            Measure(", ".join(notes) or "nothing seen", "", "wrong bytes that it took without a word"),
        )
