"""The `readiness` command: everything that is not a run. One module a command; `main` lists them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from readiness import __version__
from readiness.cli import cases, judge, matrix, policy, review, selftest, serve, show
from readiness.cli.commands import CommandError, language, say
from readiness.language import choose_language, option_of
from readiness.sentence import Mistake

COMMANDS = (serve, show, review, matrix, judge, policy, cases, selftest)
"""Each has `add(commands)`, which names the command, its arguments and the function that runs it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 all well, 1 something is wrong, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="readiness", description=say("command.does"))
    parser.add_argument("--version", action="version", version=f"readiness {__version__}")
    parser.add_argument("--lang", metavar="en|zh", help=say("help.lang"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    lang, given = option_of(sys.argv[1:] if arguments is None else arguments)
    namespace, rest = parser.parse_known_args(given)
    namespace.rest = rest
    try:
        namespace.lang = choose_language(lang, os.environ)
        if rest and namespace.run is not serve.run:
            raise CommandError("command.unknown", arguments=" ".join(rest))
        return int(namespace.run(namespace))
    except Mistake as mistake:
        print(f"readiness: {mistake.said(language())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
