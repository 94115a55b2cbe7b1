"""Several runs beside one another, row by row of API compatibility, as compatibility suites print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tabulate import tabulate

from readiness.evidence.recorded import Recorded, Score
from readiness.judging.api_compatibility.counting import Counted, Grade, State, of
from readiness.judging.api_compatibility.row import DIMENSION, Level, Row
from readiness.judging.api_compatibility.table import ROWS
from readiness.judging.records import Defect, Kind, Outcome
from readiness.report.escape import markdown, shorten, visible
from readiness.report.words import Words

ROW_RATE = 0.8
"""The bar of rows that depend on the model, where a run does not say its own."""


def matrix(runs: Sequence[Recorded], words: Words, *, as_markdown: bool) -> str:
    """One table: a column a run, a line a row of the page, and what they add up to."""
    counted = [_counted(run) for run in runs]
    heads = [words.text("matrix.row"), words.text("matrix.level"), *(_head(run) for run in runs)]
    lines = [*_lines(counted, words), *_sums(counted, words)]
    if as_markdown:
        cells = [[markdown(cell) for cell in line] for line in lines]
        return tabulate(cells, [markdown(head) for head in heads], tablefmt="github", disable_numparse=True)
    return tabulate(lines, heads, tablefmt="simple", disable_numparse=True)


def _head(run: Recorded) -> str:
    """Which model, and which run."""
    model = str(run.learnt.get("model") or run.header["model"] or "?")
    return f"{shorten(visible(model))}\n{run.folder.name}"


def _counted(run: Recorded) -> Mapping[str, Counted]:
    found: dict[str, list[Outcome | None]] = {}
    for case in run.cases:
        name = case.expect.get("row")
        if case.dimension == DIMENSION and name in ROWS:
            found.setdefault(str(name), []).append(_outcome(run.scores.get((case.path, case.attempt))))
    return {name: Counted(ROWS[name], tuple(outcomes)) for name, outcomes in found.items()}


def _outcome(score: Score | None) -> Outcome | None:
    if score is None:
        return None
    return Outcome(Kind(score.outcome), tuple(Defect(code, "", "") for code in score.findings))


def _lines(runs: Sequence[Mapping[str, Counted]], words: Words) -> Iterator[list[str]]:
    for row in ROWS.values():
        if any(row.id in run for run in runs):
            cells = [_cell(row, run.get(row.id), words) for run in runs]
            yield [f"{row.id} {row.name}", row.level.value, *cells]


def _cell(row: Row, counted: Counted | None, words: Words) -> str:
    if counted is None or counted.state(ROW_RATE) is State.UNASKED:
        return words.text("matrix.unasked")
    if row.level is Level.MAY:
        return words.text(f"matrix.{_WORD[counted.grade()]}")
    state = counted.state(ROW_RATE)
    word = words.text(f"matrix.{state.value}")
    if row.model_dependent and counted.judged:
        return f"{word} {counted.hits}/{counted.judged}"
    codes = [one.defects[0].code for one in counted.outcomes if one and one.kind is Kind.MISS and one.defects]
    return f"{word} {codes[0].partition('.')[2]}" if state is State.MISSED and codes else word


_WORD = {
    Grade.SUPPORTED: "supported",
    Grade.REJECTED: "rejected",
    Grade.IGNORED: "ignored",
    Grade.BROKEN: "broken",
    Grade.OPEN: "error",
}


def _sums(runs: Sequence[Mapping[str, Counted]], words: Words) -> Iterator[list[str]]:
    for level in (Level.MUST, Level.SHOULD):
        cells = []
        for run in runs:
            own = [each for each in of(list(run.values()), level) if each.judged]
            cells.append(f"{sum(each.state(ROW_RATE) is State.HOLDS for each in own)} / {len(own)}")
        yield [words.text("matrix.sum"), level.value, *cells]
