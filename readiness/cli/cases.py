"""`readiness cases check`: the lint of banks."""

from __future__ import annotations

import argparse
from pathlib import Path

from readiness import own_cases
from readiness.cli.commands import Commands, language, say


def add(commands: Commands) -> None:
    """Add the command."""
    cases = commands.add_parser("cases", help=say("command.cases"))
    cases.add_argument("action", choices=("check",), help=say("command.cases_action"))
    cases.add_argument("path", type=Path, metavar="DIR", help=say("command.cases_folder"))
    cases.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print what is wrong, one line each; 1 when anything is."""
    problems = own_cases.check(namespace.path)
    for problem in problems:
        print(problem.said(language()))
    if not problems:
        count = 1 if namespace.path.is_file() else len(list(namespace.path.rglob("*.yaml")))
        print(say("command.cases_sound", folder=namespace.path, count=count))
    return 1 if problems else 0
