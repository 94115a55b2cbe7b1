"""`readiness cases check`: the lint of banks."""

from __future__ import annotations

import argparse
from pathlib import Path

from readiness import bank
from readiness.cli.commands import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    cases = commands.add_parser("cases", help="lint banks: file, line, remedy")
    cases.add_argument("action", choices=("check",))
    cases.add_argument("folder", type=Path)
    cases.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print what is wrong, one line each; 1 when anything is."""
    problems = bank.check(namespace.folder)
    for problem in problems:
        print(problem)
    if not problems:
        families = len(list(namespace.folder.rglob("*.yaml")))
        print(f"{namespace.folder}: {families} bank files, nothing wrong")
    return 1 if problems else 0
