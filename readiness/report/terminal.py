"""The scorecard for a terminal: plain lines of a given width, coloured only where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate import MIN_PADDING, SEPARATING_LINE, tabulate

from readiness.evidence.result import RunResult, RunVerdict
from readiness.judging.records import Verdict
from readiness.report.escape import visible
from readiness.report.layout import columns, hang, pad, wrap
from readiness.report.scorecard import FindingGroup, Row, Scorecard, Section, build
from readiness.report.words import Words

_GAP = 2
_INDENT = 2
_MOST = (28, 14, 14, 18, 18)
"""Columns that dimension, verdict, observed, cases and proof may take; the reason gets what is left."""
_LEAST_REASON = 28
_SHORT_VALUE = 14
"""Columns of a value that may share its line with others."""
_BOLD, _INVERSE = "1", "1;7"
_COLOURS: dict[str, str] = {
    Verdict.PASS: "32",
    Verdict.FAIL: "1;31",
    Verdict.INCONCLUSIVE: "1;33",
    RunVerdict.READY: "1;32",
    RunVerdict.NOT_READY: "1;31",
}
"""Of a dimension's and of the run's verdict; both know the word inconclusive."""


def scorecard(result: RunResult, words: Words, width: int, color: bool, folder: str | None = None) -> str:
    """The page, at most `width` columns wide (at least 60), without a line end at its end."""
    page = _Page(max(width, 60), color)
    return "\n".join(page.lines(build(result, words, folder), words))


class _Page:
    """How wide the page is, and whether it is coloured."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        self.color = color

    def lines(self, card: Scorecard, words: Words) -> Iterator[str]:
        if card.banner:
            yield from self._painted(wrap(card.banner, self.width), _INVERSE)
            yield ""
        first, *rest = card.answer
        yield from self._painted(wrap(first, self.width), _COLOURS[card.verdict])
        for sentence in rest:
            yield from wrap(sentence, self.width)
        yield ""
        yield from self._pairs(card.facts, 0)
        if card.rows:
            yield ""
            yield from self._table(card)
        if card.unmeasured:
            yield ""
            yield from self._painted([words.text("unmeasured.title")], _BOLD)
            for reason, ids in card.unmeasured:
                yield from self._indented(words.text("unmeasured.line", reason=reason, ids=ids))
        for section in card.sections:
            yield ""
            yield from self._section(section, words)
        yield from self._end(card, words)

    def _end(self, card: Scorecard, words: Words) -> Iterator[str]:
        if card.notes:
            yield ""
            yield from self._painted([words.text("notes.title")], _BOLD)
            for note in card.notes:
                yield from hang("-", note, self.width, _INDENT)
        sentence, command = card.check
        yield ""
        yield sentence
        # Not wrapped: a command line is there to be copied.
        yield " " * _INDENT + visible(command)

    # --- the table -------------------------------------------------------------------------------

    def _table(self, card: Scorecard) -> Iterator[str]:
        """Rules and blanks only: a frame would cost the columns that the words need."""
        rows = [_cells(row) for row in card.rows]
        widths = self._widths(card.headings, rows)
        body: list[list[str] | str] = []
        for row, cells in zip(card.rows, rows, strict=True):
            fitted = [_fitted(cell, room) for cell, room in zip(cells, widths, strict=False)]
            fitted[1] = list(self._painted(fitted[1], _COLOURS[row.verdict]))
            body += [["\n".join(lines) for lines in fitted], SEPARATING_LINE]
        heads = ["\n".join(_fitted([text], room)) for text, room in zip(card.headings, widths, strict=False)]
        yield from tabulate(body, heads, tablefmt="simple", disable_numparse=True).splitlines()

    def _widths(self, headings: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> list[int]:
        """Columns as wide as their words, the first one as far as there is room; the reason where it fits."""
        by_column = list(zip(*rows, strict=True))
        widths = [
            min(most, max(_widest(cells), columns(heading) + MIN_PADDING))
            for most, heading, cells in zip(_MOST, headings, by_column, strict=False)
        ]
        left = self.width - sum(widths) - _GAP * len(widths)
        if left >= _LEAST_REASON:
            return [*widths, left]
        return [min(widths[0], widths[0] + left + _GAP), *widths[1:]]

    # --- one dimension in detail -----------------------------------------------------------------

    def _section(self, section: Section, words: Words) -> Iterator[str]:
        yield "-" * self.width
        title = words.text("section.title", title=section.title, id=section.id, word=section.word)
        yield from self._painted(wrap(title, self.width), _COLOURS[section.verdict])
        yield from self._pairs(section.facts, _INDENT)
        if section.findings:
            yield ""
            yield from self._painted([" " * _INDENT + words.text("section.findings")], _BOLD)
            for group in section.findings:
                yield from self._finding(group)
            if section.more:
                yield from self._indented(section.more)
        if section.measures:
            yield ""
            yield from self._painted([" " * _INDENT + words.text("section.measures")], _BOLD)
            yield from self._measures(section.measures)

    def _measures(self, measures: Sequence[tuple[str, str, str]]) -> Iterator[str]:
        """Names and values in as many columns as fit; how each is computed stands in the Markdown page."""
        indent = 2 * _INDENT
        pairs = [(visible(name), visible(value)) for name, value, _ in measures]
        short = [pair for pair in pairs if columns(pair[1]) <= _SHORT_VALUE]
        names = max((columns(name) for name, _ in short), default=0) + _GAP
        across = max(1, (self.width - indent) // (names + _SHORT_VALUE + _GAP))
        down = -(-len(short) // across)
        for line in range(down):
            cells = [pad(name, names) + pad(value, _SHORT_VALUE + _GAP) for name, value in short[line::down]]
            yield (" " * indent + "".join(cells)).rstrip()
        for name, value in pairs:
            if columns(value) > _SHORT_VALUE:
                yield from hang(" " * indent + pad(name, names), value, self.width, indent + names)

    def _finding(self, group: FindingGroup) -> Iterator[str]:
        indent = 2 * _INDENT
        yield from hang(" " * indent, group.heading, self.width, indent)
        yield from hang("", group.explanation, self.width, indent + _INDENT)
        yield from self._pairs(group.example, indent + _INDENT)
        # Not wrapped: these lines are there to be copied.
        yield from (" " * (indent + _INDENT) + visible(line) for line in group.again)

    # --- lines -----------------------------------------------------------------------------------

    def _pairs(self, pairs: Sequence[tuple[str, str]], indent: int) -> Iterator[str]:
        room = max(columns(label) for label, _ in pairs) + _GAP
        for label, text in pairs:
            yield from hang(" " * indent + label, text, self.width, indent + room)

    def _indented(self, text: str) -> Iterator[str]:
        return iter(hang("", text, self.width, _INDENT))

    def _painted(self, lines: Sequence[str], style: str) -> Iterator[str]:
        for line in lines:
            yield f"\x1b[{style}m{line}\x1b[0m" if self.color else line


def _cells(row: Row) -> list[Sequence[str]]:
    return [row.dimension, [row.word], row.observed, row.cases, row.proves, [row.reason]]


def _widest(cells: Sequence[Sequence[str]]) -> int:
    return max(columns(visible(line)) for cell in cells for line in cell)


def _fitted(cell: Sequence[str], room: int) -> list[str]:
    return [line for text in cell for line in wrap(text, room)]
