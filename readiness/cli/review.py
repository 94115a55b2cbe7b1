"""`readiness review`: the replies of a run that a person should look at, and what that person decided."""

from __future__ import annotations

import argparse
from pathlib import Path

from readiness.cli.commands import Commands, say

TURNED_AT_MOST = 0.05
"""Share of the reviewed replies that a person may decide otherwise before the judge cannot be relied on."""


def add(commands: Commands) -> None:
    """Add the command."""
    review = commands.add_parser("review", help=say("review.does"))
    review.add_argument("folder", metavar="RUN", type=Path, help=say("command.show_run"))
    review.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("review.file"))
    review.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Without a file: print the queue as CSV. With one: keep its decisions; 1 when too many are overturned."""
    from readiness.evidence.folder import resolve
    from readiness.evidence.recorded import read_run
    from readiness.judging.statistics import interval
    from readiness.reviewing.decisions import keep, read_decisions
    from readiness.reviewing.queue import as_csv, queue

    recorded = read_run(resolve(namespace.folder).resolve())
    entries = queue(recorded)
    if namespace.file is None:
        print(as_csv(entries), end="")
        return 0
    decisions = read_decisions(namespace.file, entries)
    path = keep(recorded, decisions)
    turned = sum(each.overturned for each in decisions)
    low, high = interval(turned, len(decisions)) or (0.0, 1.0)
    bounds = f"{100 * low:.1f} - {100 * high:.1f} %"
    counted = {"n": len(decisions), "queue": len(entries), "turned": turned, "bounds": bounds, "path": path}
    print(say("review.kept", **counted))
    if turned > TURNED_AT_MOST * len(decisions):
        print(say("review.overturned", turned=turned, n=len(decisions)))
        return 1
    return 0
