"""`readiness serve`: the reference endpoint alone."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from readiness.cli.commands import Commands, say
from readiness.places import fixtures_folder


def add(commands: Commands) -> None:
    """Add the command; its options belong to the endpoint's own program."""
    serve = commands.add_parser(
        "serve",
        add_help=False,
        help=say("command.serve"),
    )
    serve.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Become the endpoint's program."""
    command = [sys.executable, str(fixtures_folder() / "reference"), *namespace.rest]
    if os.name == "posix":  # one process, so that whoever ends us ends the server
        os.execv(sys.executable, command)  # noqa: S606
    return subprocess.run(command, check=False).returncode  # noqa: S603
