"""`readiness selftest`: does the suite find every fault of the reference endpoint?"""

from __future__ import annotations

import argparse
import sys

from readiness import bank
from readiness.cli.commands import CommandError, Commands, say
from readiness.places import dimension_ids


def add(commands: Commands) -> None:
    """Add the command."""
    selftest = commands.add_parser("selftest", help=say("command.selftest"))
    selftest.add_argument("--only", default="", metavar="TEXT", help=say("command.selftest_only"))
    selftest.add_argument("--seeds", type=int, default=1, metavar="N", help=say("command.selftest_seeds"))
    selftest.add_argument(
        "--run-profile", default="standard", choices=bank.PROFILES, help=say("help.run_profile")
    )
    selftest.add_argument(
        "--dimension",
        default="",
        choices=dimension_ids(),
        metavar="NAME",
        help=say("command.selftest_dimension"),
    )
    selftest.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print the table; 1 when a fault was missed or a variation raised an alarm."""
    from readiness import selftest

    dimensions = [namespace.dimension] if namespace.dimension else dimension_ids()
    entries = [
        entry
        for entry in selftest.catalogue()
        if namespace.only in entry.name and not set(dimensions).isdisjoint(entry.dimensions)
    ]
    if not entries:
        raise CommandError("command.no_entry", text=namespace.only)
    seen = []
    seeds = range(namespace.seeds)
    for one in selftest.run(entries, seeds, namespace.run_profile, namespace.dimension):
        seen.append(one)
        print(f"\r{len(seen)}/{len(entries) * namespace.seeds}", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    print(selftest.table(seen))
    return 0 if all(one.right for one in seen) else 1
