"""What every command of the listing is given to add itself to."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from readiness.sentence import Mistake

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class CommandError(Mistake):
    """A command that cannot be run as given; `main` says it and exits with 2."""
