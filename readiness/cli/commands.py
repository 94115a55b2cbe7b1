"""What every command of the listing is given to add itself to."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TypeAlias

from readiness.language import language_of_arguments
from readiness.sentence import Mistake, Sentence

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def language() -> str:
    """`--lang` wherever it stands on the command line, else READINESS_LANG, else the locale."""
    return language_of_arguments(sys.argv[1:], os.environ)


def say(key: str, /, **values: object) -> str:
    """A sentence of `words/usage/` in that language: help texts, and what a command prints."""
    return Sentence(key, values).said(language())


class CommandError(Mistake):
    """A command that cannot be run as given; `main` says it and exits with 2."""
