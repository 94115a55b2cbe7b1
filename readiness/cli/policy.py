"""`readiness policy`: a policy as TOML with explanations, and the wrong lines of one."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from readiness.cli.commands import Commands, say
from readiness.dimension import built
from readiness.policy import DEFAULT, Grounds, PolicyError, load, names
from readiness.policy.writing import explained
from readiness.report.words import Words
from readiness.sentence import sentence
from readiness.session.policy import case_ids


def add(commands: Commands) -> None:
    """Add the command."""
    policy = commands.add_parser("policy", help=say("command.policy"))
    what = policy.add_mutually_exclusive_group()
    what.add_argument(
        "name", nargs="?", default=DEFAULT, help=say("command.policy_name", names=", ".join(names()))
    )
    what.add_argument("--check", metavar="FILE", help=say("command.policy_check"))
    what.add_argument("--list", action="store_true", help=say("command.policy_list"))
    policy.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print what was asked for; 1 when the policy has a wrong line."""
    if namespace.list:
        print("\n".join(names()))
        return 0
    words = Words(namespace.lang)
    grounds = Grounds(built(), words, datetime.now(UTC).date(), case_ids)
    try:
        policy = load(namespace.check or namespace.name, grounds)
    except PolicyError as error:
        for problem in error.problems:
            print(problem.said(words.lang), file=sys.stdout if namespace.check else sys.stderr)
        return 1
    if namespace.check:
        bars = sum(len(rule.bars) for rule in policy.rules.values())
        fine = sentence("policy.fine", path=namespace.check, bars=bars, waivers=len(policy.waivers))
        print(fine.said(words.lang))
    else:
        print(explained(policy, grounds.dimensions, words), end="")
    return 0
