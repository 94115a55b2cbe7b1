"""`readiness show`: what a run holds, one case's conversation, and lines to send it again."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.cli.commands import CommandError, Commands, say

if TYPE_CHECKING:
    from readiness.bank import Case
    from readiness.evidence.recorded import Recorded
    from readiness.rejudging import Rejudging
    from readiness.report.showing.held import Held
    from readiness.report.words import Words

RESULT = "run.json"


def add(commands: Commands) -> None:
    """Add the command."""
    show = commands.add_parser("show", help=say("command.show"))
    show.add_argument("folder", metavar="RUN", type=Path, help=say("command.show_run"))
    show.add_argument("case", metavar="CASE[@ATTEMPT]", nargs="?", help=say("command.show_case"))
    show.add_argument("--curl", action="store_true", help=say("command.show_curl"))
    show.add_argument("--raw", action="store_true", help=say("command.show_raw"))
    show.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print the page. Raises `Mistake` where the run or the case is not there."""
    from readiness.evidence.folder import resolve
    from readiness.evidence.recorded import read_run
    from readiness.report.words import Words

    words = Words(namespace.lang)
    recorded = read_run(resolve(namespace.folder).resolve())
    if namespace.case is None and (namespace.curl or namespace.raw):
        raise CommandError("command.case_missing", option="--curl" if namespace.curl else "--raw")
    lines = _overview if namespace.case is None else _curl if namespace.curl else _page
    for line in lines(namespace, recorded, words):
        print(line)
    return 0


def _overview(namespace: argparse.Namespace, recorded: Recorded, words: Words) -> Iterator[str]:
    from readiness.rejudging import Rejudging
    from readiness.report.showing.overview import overview

    rejudging = Rejudging(recorded)
    entries = [each for entry in words.dimensions() for each in (entry, words.own(entry))]
    titles = {entry.id: words.of(entry.title) for entry in entries}
    by_dimension: dict[str, list[Held]] = {}
    for case in recorded.cases:
        title = words.text("show.dimension", title=titles[case.dimension], id=case.dimension)
        by_dimension.setdefault(title, []).append(_held(recorded, rejudging, case))
    return overview(namespace.folder, list(_head(recorded, words)), by_dimension, words)


def _head(recorded: Recorded, words: Words) -> Iterator[tuple[str, str]]:
    """Whose run it is, and whether it came to its end."""
    from readiness.evidence.result import ResultError, RunResult

    header = recorded.header
    yield words.text("fact.run"), recorded.folder.name
    yield words.text("fact.endpoint"), str(header["endpoint"])
    yield words.text("fact.model"), str(recorded.learnt.get("model") or header["model"])
    yield words.text("fact.profile"), str(header["profile"])
    path = recorded.folder / RESULT
    if not path.is_file():
        yield words.text("table.verdict"), words.text("show.no_result")
        return
    with contextlib.suppress(ResultError):  # one of another version; the journal says the rest
        verdict = RunResult.read(path).verdict
        yield words.text("table.verdict"), words.text(f"verdict.run.{verdict}")


def _page(namespace: argparse.Namespace, recorded: Recorded, words: Words) -> Iterator[str]:
    from readiness.report.showing.conversation import Page

    page = Page(recorded.folder, str(recorded.header["endpoint"]), words, raw=namespace.raw)
    return page.lines(_chosen(recorded, namespace.case))


def _curl(namespace: argparse.Namespace, recorded: Recorded, words: Words) -> Iterator[str]:
    """The lines alone go to standard output, so that they can be piped into a shell."""
    from readiness.report.showing.curl import Way, lines

    held, way = _chosen(recorded, namespace.case), Way.of(recorded.header)
    print(f"# {words.text('show.export', names=' '.join(way.unrecorded))}", file=sys.stderr)
    if not held.exchanges:
        print(f"# {words.text('show.no_exchange')}", file=sys.stderr)
    return lines(recorded.folder, way, held.exchanges)


def _chosen(recorded: Recorded, wanted: str) -> Held:
    """The one case that is meant, or a `Mistake` with names near it."""
    from readiness.rejudging import Rejudging
    from readiness.report.showing.held import Held, chosen, near

    cases = {(case.path, case.attempt): case for case in recorded.cases}
    names = [*cases, *sorted(recorded.exchanges.keys() - cases.keys())]
    found = chosen(names, wanted)
    if len(found) > 1:
        raise CommandError("command.several_cases", wanted=wanted, names=", ".join(path for path, _ in found))
    if not found:
        close = near(names, wanted)
        if close:
            raise CommandError("command.unknown_case_near", wanted=wanted, names=", ".join(close))
        raise CommandError("command.unknown_case", wanted=wanted)
    case = cases.get(found[0])
    if case is None:
        return Held(*found[0], None, recorded.exchanges[found[0]], None)
    return _held(recorded, Rejudging(recorded), case)


def _held(recorded: Recorded, rejudging: Rejudging, case: Case) -> Held:
    """A case with its answers, judged anew by its dimension."""
    from readiness.report.showing.held import Held

    exchanges = recorded.exchanges.get((case.path, case.attempt), ())
    return Held(case.path, case.attempt, case, exchanges, rejudging.outcome(case))
