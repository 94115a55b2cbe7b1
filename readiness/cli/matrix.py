"""`readiness matrix`: several runs in one table."""

from __future__ import annotations

import argparse
from pathlib import Path

from readiness.cli.commands import Commands, say


def add(commands: Commands) -> None:
    """Add the command."""
    matrix = commands.add_parser("matrix", help=say("command.matrix"))
    matrix.add_argument("folders", metavar="RUN", type=Path, nargs="+", help=say("command.matrix_run"))
    matrix.add_argument("--markdown", action="store_true", help=say("command.matrix_markdown"))
    matrix.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print the table. Raises `Mistake` where a run is not there."""
    from readiness.evidence.folder import resolve
    from readiness.evidence.recorded import read_run
    from readiness.report.matrix import matrix
    from readiness.report.words import Words

    runs = [read_run(resolve(folder).resolve()) for folder in namespace.folders]
    print(matrix(runs, Words(namespace.lang), as_markdown=namespace.markdown))
    return 0
