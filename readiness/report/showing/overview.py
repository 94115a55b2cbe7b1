"""What a run holds: per dimension the cases that went wrong, a line each, and how to go on."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from readiness.judging.records import Kind, Outcome
from readiness.report.escape import shorten, visible
from readiness.report.showing.held import Held
from readiness.report.words import Words

WRONG = (Kind.MISS, Kind.ERROR)


def overview(
    folder: Path, head: Sequence[tuple[str, str]], held: Mapping[str, Sequence[Held]], words: Words
) -> Iterator[str]:
    """The page. `held` is by dimension; `head`, what stands above, holds labels and texts."""
    for label, text in head:
        yield visible(words.text("show.line", label=label, text=text))
    first: str | None = None
    for title, cases in held.items():
        yield ""
        yield visible(words.text("show.line", label=title, text=_counted(cases, words)))
        for one in cases:
            if one.outcome is not None and one.outcome.kind in WRONG:
                first = first or one.name
                yield f"  {words.text(f'show.kind.{one.outcome.kind}')}  {one.name}  {_reason(one.outcome)}"
    yield ""
    yield words.text("show.go_on")
    any_case = next((one.name for cases in held.values() for one in cases), "CASE")
    for option in ("", " --curl"):
        yield f"  readiness show {shlex.quote(str(folder))} {first or any_case}{option}"


def _counted(cases: Sequence[Held], words: Words) -> str:
    """Planned, then how they ended; what was not asked is no outcome and is counted too."""
    counts = Counter(one.outcome.kind if one.outcome else None for one in cases)
    parts = [words.text("show.planned", count=len(cases))]
    parts += [f"{counts[kind]} {words.text(f'show.kind.{kind}')}" for kind in Kind if counts[kind]]
    if counts[None]:
        parts.append(f"{counts[None]} {words.text('show.kind.none')}")
    return words.text("separator.list").join(parts)


def _reason(outcome: Outcome) -> str:
    return "; ".join(visible(f"{one.code}: {shorten(one.got)}") for one in outcome.defects[:1])
