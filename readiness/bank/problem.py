"""What is wrong with a bank, by file and line, with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.sentence import Mistake, Sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a bank: where, and a sentence that says what, and what to do."""

    path: Path
    line: int
    what: Sentence

    def said(self, lang: str) -> str:
        """`FILE:LINE: what; remedy`."""
        return f"{self.path}:{self.line}: {self.what.said(lang)}"

    def __str__(self) -> str:
        return self.said("en")


def problem(path: Path, line: int, key: str, /, **values: object) -> Problem:
    """A problem with its sentence in `words/usage/bank.toml`."""
    return Problem(path, line, Sentence(key, values))


class BankError(Mistake):
    """A bank that cannot be used. `problems` is never empty."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("bank.unusable", count=len(problems))
        self.problems = tuple(problems)

    def said(self, lang: str) -> str:
        """All problems, one a line, under one line of heading."""
        return "\n".join([super().said(lang), *(each.said(lang) for each in self.problems)])
