"""The scorecard as GitHub-flavoured Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate import tabulate

from readiness.evidence.result import RunResult
from readiness.report.escape import markdown, visible
from readiness.report.scorecard import FindingGroup, Row, Scorecard, Section, build
from readiness.report.words import Words


def scorecard(result: RunResult, words: Words, folder: str | None = None) -> str:
    """The page, with a line end at its end."""
    card = build(result, words, folder)
    blocks = [*_head(card), *_table(card, words)]
    for section in card.sections:
        blocks += _section(section, words)
    return "\n\n".join([*blocks, *_end(card, words)]) + "\n"


def _head(card: Scorecard) -> Iterator[str]:
    if card.banner:
        yield f"> **{markdown(card.banner)}**"
    first, *rest = card.answer
    yield f"# {markdown(first)}"
    for sentence in rest:
        yield markdown(sentence)
    yield _pairs(card.facts)


def _table(card: Scorecard, words: Words) -> Iterator[str]:
    if card.rows:
        yield _grid(card.headings, [_cells(row) for row in card.rows])
    if card.unmeasured:
        lines = [words.text("unmeasured.line", reason=reason, ids=ids) for reason, ids in card.unmeasured]
        yield f"**{markdown(words.text('unmeasured.title'))}**"
        yield _list(markdown(line) for line in lines)


def _section(section: Section, words: Words) -> Iterator[str]:
    title = words.text("section.title", title=section.title, id=section.id, word=section.word)
    yield f"## {markdown(title)}"
    yield _pairs(section.facts)
    if section.measures:
        heads = [words.text(f"measure.{column}") for column in ("name", "value", "formula")]
        yield _grid(heads, [[markdown(cell) for cell in measure] for measure in section.measures])
    if section.findings:
        yield f"### {markdown(words.text('section.findings'))}"
        yield "\n\n".join(_finding(group) for group in section.findings)
    if section.more:
        yield markdown(section.more)


def _finding(group: FindingGroup) -> str:
    example = [f"  - {markdown(label)}: <code>{markdown(text)}</code>" for label, text in group.example]
    # A code block of the last item of the inner list, by its indentation: no text can end it.
    again = ["", *(f"        {visible(line)}" for line in group.again)]
    return "\n".join([f"- **{markdown(group.heading)}**: {markdown(group.explanation)}", *example, *again])


def _end(card: Scorecard, words: Words) -> Iterator[str]:
    if card.notes:
        yield f"## {markdown(words.text('notes.title'))}"
        yield _list(markdown(note) for note in card.notes)
    sentence, command = card.check
    yield markdown(sentence)
    yield f"    {visible(command)}"


def _list(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return _list(f"**{markdown(label)}**: {markdown(text)}" for label, text in pairs)


def _cells(row: Row) -> list[str]:
    cells = [row.dimension, [row.word], row.observed, row.cases, row.proves, [row.reason]]
    return ["<br>".join(markdown(line) for line in cell) for cell in cells]


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return tabulate(rows, [markdown(head) for head in heads], tablefmt="github", disable_numparse=True)
