"""`readiness policy`: a policy as TOML with explanations, and the wrong lines of one."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime

from readiness.cli.commands import Commands
from readiness.dimension import built
from readiness.language import choose_language
from readiness.policy import DEFAULT, Grounds, PolicyError, load, names
from readiness.policy.writing import explained
from readiness.report.words import Words
from readiness.sentence import LANGUAGES, sentence
from readiness.session.policy import case_ids


def add(commands: Commands) -> None:
    """Add the command."""
    policy = commands.add_parser("policy", help="print a policy to edit for --policy, or check one")
    what = policy.add_mutually_exclusive_group()
    what.add_argument("name", nargs="?", default=DEFAULT, help=f"which one: {', '.join(names())}, or a file")
    what.add_argument("--check", metavar="FILE", help="print the wrong lines of a policy: file, line, remedy")
    what.add_argument("--list", action="store_true", help="print the names that --policy knows")
    policy.add_argument("--lang", choices=LANGUAGES, help="language of the comments and messages")
    policy.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Print what was asked for; 1 when the policy has a wrong line."""
    if namespace.list:
        print("\n".join(names()))
        return 0
    words = Words(choose_language(namespace.lang, os.environ))
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
