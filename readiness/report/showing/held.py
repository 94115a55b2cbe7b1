"""What a run's folder holds of its cases: the records that the pages of this room are drawn from."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.bank import Case
from readiness.endpoint.exchange import Exchange
from readiness.judging.records import Outcome


@dataclass(frozen=True, slots=True)
class Held:
    """One case, or one question of the preflight: what was sent, what came, and the judge's word."""

    path: str
    """`dimension/case-id`, as the journal names it."""
    attempt: int
    case: Case | None
    exchanges: tuple[Exchange, ...]
    outcome: Outcome | None
    """None where nothing was judged."""

    @property
    def name(self) -> str:
        """`dimension/case-id`, or `dimension/case-id@2` for a later attempt."""
        return self.path if self.attempt == 1 else f"{self.path}@{self.attempt}"


def chosen(names: Sequence[tuple[str, int]], wanted: str) -> list[tuple[str, int]]:
    """The cases that `ID`, `dimension/ID`, `ID@2` or `dimension/ID@2` means: none, one, or several."""
    asked, mark, number = wanted.rpartition("@")
    if not mark or not number.isdigit():
        asked, number = wanted, "1"
    return [(path, attempt) for path, attempt in names if attempt == int(number) and _means(asked, path)]


def _means(asked: str, path: str) -> bool:
    return asked in (path, path.partition("/")[2])


def near(names: Sequence[tuple[str, int]], wanted: str) -> list[str]:
    """Up to three names of the run that look like the one that it does not hold."""
    whole = {path for path, _ in names}
    known = whole if "/" in wanted else {path.partition("/")[2] for path in whole}
    return difflib.get_close_matches(wanted.partition("@")[0], sorted(known), 3, 0.5)


def body_file(folder: Path, digest: str) -> Path:
    """Where a body lies, as short as it can be written from here."""
    path = (folder / "raw" / digest).resolve()
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path
