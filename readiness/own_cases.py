"""An organisation's own banks, `--cases DIR`: read, linted, and one line beside each dimension that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from readiness import bank, dimension
from readiness.bank import Bank, BankError, Case, Problem
from readiness.bank.problem import problem
from readiness.dimension import OWN
from readiness.places import dimension_ids


@dataclass(frozen=True, slots=True)
class OwnBank:
    """What a profile takes of an own bank, and what names the bank in the record."""

    path: str
    """As it was given."""
    sha256: str
    """Over the name and the bytes of each file."""
    cases: tuple[Case, ...]


def read(folder: Path, profile: str) -> Mapping[str, OwnBank]:
    """The own banks by dimension. `BankError` lists everything that is wrong, of all profiles."""
    banks = bank.load_all(folder)
    problems = list(_problems(banks))
    if problems:
        raise BankError(problems)
    return {name: _own(folder, each, profile) for name, each in banks.items()}


def check(path: Path) -> Sequence[Problem]:
    """Lint a folder of banks, or one file: the form that all share, then what the dimensions say."""
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
    digests = [
        f"{sha256(family.path.read_bytes()).hexdigest()}  {family.path.relative_to(folder).as_posix()}\n"
        for family in each.families
    ]
    cases = own.drawn([replace(case, dimension=each.dimension + OWN) for case in each.cases(profile)])
    return OwnBank(folder.as_posix(), sha256("".join(digests).encode()).hexdigest(), tuple(cases))
