"""`readiness judge`: our judges over an organisation's own records."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from readiness.cli.commands import CommandError, Commands, say


def add(commands: Commands) -> None:
    """Add the command."""
    judge = commands.add_parser("judge", help=say("command.judge"))
    judge.add_argument(
        "judge",
        choices=("json", "tool_calls", "refusal", "language"),
        help=say("command.judge_kind"),
    )
    judge.add_argument("file", metavar="FILE", help=say("command.judge_file"))
    judge.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Judge line by line; 1 when a line could not be judged."""
    from readiness.judging.judge_lines import judge_json_lines
    from readiness.judging.language_lines import judge_language_lines
    from readiness.judging.refusal_lines import judge_refusal_lines
    from readiness.judging.tool_call_lines import judge_tool_call_lines

    judges = {
        "json": judge_json_lines,
        "tool_calls": judge_tool_call_lines,
        "refusal": judge_refusal_lines,
        "language": judge_language_lines,
    }
    judge = judges[namespace.judge]
    wrong = 0
    with _lines(namespace.file) as lines:
        for line in judge(lines):
            print(line)
            wrong += '"error":' in line
    return 1 if wrong else 0


@contextlib.contextmanager
def _lines(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    try:
        file = Path(name).open(encoding="utf-8-sig", errors="surrogateescape")  # noqa: SIM115
    except OSError as error:
        raise CommandError("command.unreadable", path=name, why=error.strerror) from error
    with file:
        yield file
