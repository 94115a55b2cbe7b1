"""`readiness cases check`: the lint of banks."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from readiness import bank
from readiness.cli.commands import Commands
from readiness.language import understood_language
from readiness.sentence import sentence


def add(commands: Commands) -> None:
    """Add the command."""
    cases = commands.add_parser("cases", help="lint banks: file, line, remedy")
    cases.add_argument("action", choices=("check",))
    cases.add_argument("folder", type=Path)
    cases.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print what is wrong, one line each; 1 when anything is."""
    problems = bank.check(namespace.folder)
    lang = understood_language(None, os.environ)
    for problem in problems:
        print(problem.said(lang))
    if not problems:
        count = len(list(namespace.folder.rglob("*.yaml")))
        print(sentence("command.cases_sound", folder=namespace.folder, count=count).said(lang))
    return 1 if problems else 0
