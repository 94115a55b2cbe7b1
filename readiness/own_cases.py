"""An organisation's own banks, `--cases DIR`: read, linted, and one line beside each dimension that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from readiness import bank, dimension
from readiness.bank import Bank, BankError, Case, Problem
from readiness.bank.problem import problem
from readiness.bank.table import SUFFIXES, load_tables
from readiness.dimension import OWN
from readiness.places import dimension_ids

TABLES = "refusal"
"""The dimension whose banks may come as tables: prompts that must be refused or answered, and nothing else."""


@dataclass(frozen=True, slots=True)
class OwnBank:
    """What a profile takes of an own bank, and what names the bank in the record."""

    path: str
    """As it was given."""
    sha256: str
    """Over the name and the bytes of each file."""
    cases: tuple[Case, ...]


def read(folder: Path, profile: str, seed: int = 0) -> Mapping[str, OwnBank]:
    """The own banks by dimension. `BankError` lists everything that is wrong, of all profiles.

    A bank that comes as a table is drawn by seed.
    """
    tables = load_tables(folder, TABLES)
    banks = bank.load_all(folder) if tables is None or list(folder.rglob("*.yaml")) else {}
    problems = list(_problems(banks))
    if problems:
        raise BankError(problems)
    found = {name: _own(folder, each, profile) for name, each in banks.items()}
    if tables is not None:
        found[TABLES] = _drawn(folder, tables, profile, seed, found.get(TABLES))
    return found


def _drawn(folder: Path, tables: Bank, profile: str, seed: int, beside: OwnBank | None) -> OwnBank:
    """What a profile takes of the tables, beside the bank files of the same dimension."""
    own = dimension.load(TABLES).own
    assert own is not None
    assert own.tables is not None
    cases = [replace(case, dimension=TABLES + OWN) for case in tables.cases(profile)]
    drawn = (*(beside.cases if beside else ()), *own.tables(cases, profile, seed))
    digest = _digest(folder, {family.path for family in tables.families})
    both = f"{beside.sha256}{digest}".encode() if beside else None
    return OwnBank(folder.as_posix(), sha256(both).hexdigest() if both else digest, drawn)


def _digest(folder: Path, paths: Collection[Path]) -> str:
    """Over the name and the bytes of each file."""
    lines = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(paths)
    ]
    return sha256("".join(lines).encode()).hexdigest()


def check(path: Path) -> Sequence[Problem]:
    """Lint a folder of banks, or one file: the form that all share, then what the dimensions say."""
    if path.suffix in SUFFIXES or (path.is_dir() and not list(path.rglob("*.yaml"))):
        try:
            if load_tables(path.parent if path.is_file() else path, TABLES) is not None:
                return []
        except BankError as error:
            return [each for each in error.problems if not path.is_file() or each.path == path]
    found = bank.check(path)
    if found:
        return found
    found = list(_problems(bank.load_all(path.parent if path.is_file() else path)))
    return [each for each in found if not path.is_file() or each.path == path]


def _problems(banks: Mapping[str, Bank]) -> Iterator[Problem]:
    for name, each in banks.items():
        own = dimension.load(name).own if name in dimension_ids() else None
        for family in each.families:
            if own is None:
                known = ", ".join(one for one in dimension_ids() if dimension.load(one).own)
                yield problem(family.path, 1, "bank.no_dimension", name=name, known=known)
                continue
            for case in family.cases:
                line = family.lines[case.id]
                yield from (Problem(family.path, line, what) for what in own.check(case))


def _own(folder: Path, each: Bank, profile: str) -> OwnBank:
    own = dimension.load(each.dimension).own
    assert own is not None
    cases = own.drawn([replace(case, dimension=each.dimension + OWN) for case in each.cases(profile)])
    return OwnBank(
        folder.as_posix(), _digest(folder, [family.path for family in each.families]), tuple(cases)
    )
