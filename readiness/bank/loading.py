"""Whole banks: every file of a folder, and what must hold between the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from readiness.bank.case import PROFILES, Bank, Family
from readiness.bank.file import BankFile, read_file, repeated
from readiness.bank.problem import BankError, Problem, problem


def load(folder: Path, profile: str = "full") -> Bank:
    """Read every `*.yaml` of `folder` as one bank, with the cases up to `profile`.

    `BankError` lists everything that is wrong.
    """
    banks = load_all(folder, profile, sorted(folder.glob("*.yaml")))
    if len(banks) > 1:
        last = max(family.path for bank in banks.values() for family in bank.families)
        raise BankError([problem(last, 1, "bank.many_dimensions", names=", ".join(banks))])
    return next(iter(banks.values()))


def load_all(folder: Path, profile: str = "full", paths: Sequence[Path] | None = None) -> Mapping[str, Bank]:
    """The banks of a folder and of the folders in it, by the dimension that each file names.

    `paths` are the files, where they are not all that end in `.yaml`. `BankError` lists everything that is wrong.
    """
    problems: list[Problem] = []
    paths = sorted(folder.rglob("*.yaml")) if paths is None else paths
    if not paths:
        raise BankError([problem(folder, 0, "bank.no_file")])
    by_dimension: defaultdict[str, list[BankFile]] = defaultdict(list)
    for path in paths:
        file = read_file(path, problems)
        if file is not None:
            by_dimension[str(file.data["dimension"])].append(file)
    banks = {name: _bank(name, files, profile, problems) for name, files in sorted(by_dimension.items())}
    if problems:
        raise BankError(sorted(problems, key=lambda each: (each.path, each.line)))
    return banks


def _bank(name: str, files: Sequence[BankFile], profile: str, problems: list[Problem]) -> Bank:
    families = [file.family({}, problems, profile) for file in files if not file.has_twins]
    originals = {case.id: case for family in families for case in family.cases}
    families += [file.family(originals, problems, profile) for file in files if file.has_twins]
    families.sort(key=lambda family: family.path)
    _check_unique(families, problems)
    _check_twins(families, problems, PROFILES[: PROFILES.index(profile) + 1])
    return Bank(name, tuple(families))


def check(path: Path) -> list[Problem]:
    """Lint a folder of banks, or one file beside its neighbours; an empty list means that all is well."""
    try:
        load_all(path.parent if path.is_file() else path)
    except BankError as error:
        return [each for each in error.problems if not path.is_file() or each.path == path]
    return []


def _check_unique(families: Sequence[Family], problems: list[Problem]) -> None:
    """Ids are unique over all files."""
    seen: set[str] = set()
    for family in families:
        twice = seen & family.lines.keys()
        problems += [repeated(family.path, family.lines[case_id], case_id) for case_id in twice]
        seen |= family.lines.keys()


def _check_twins(families: Sequence[Family], problems: list[Problem], profiles: Sequence[str]) -> None:
    """A profile that asks a twin must ask its original too, or there is nothing to compare."""
    for profile in profiles:
        drawn = [(family, case) for family in families for case in family.drawn(profile)]
        asked = {case.id for _, case in drawn}
        for family, case in drawn:
            if case.twin_of is not None and case.twin_of not in asked:
                where = family.path, family.lines[case.id]
                names = {"case": case.id, "original": case.twin_of, "profile": profile}
                problems.append(problem(*where, "bank.twin_alone", **names))
