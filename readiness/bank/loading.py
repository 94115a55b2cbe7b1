"""Whole banks: every file of a folder, and what must hold between the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readiness.bank.case import PROFILES, Bank, Family
from readiness.bank.file import read_file, repeated
from readiness.bank.problem import BankError, Problem, problem


def load(folder: Path, profile: str = "full") -> Bank:
    """Read every `*.yaml` of `folder` as one bank, with the cases up to `profile`.

    `BankError` lists everything that is wrong.
    """
    problems: list[Problem] = []
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise BankError([problem(folder, 0, "bank.no_file")])
    files = [file for path in paths if (file := read_file(path, problems)) is not None]
    families = [file.family({}, problems, profile) for file in files if not file.has_twins]
    originals = {case.id: case for family in families for case in family.cases}
    families += [file.family(originals, problems, profile) for file in files if file.has_twins]
    families.sort(key=lambda family: family.path)
    _check_unique(families, problems)
    _check_twins(families, problems, PROFILES[: PROFILES.index(profile) + 1])
    if problems:
        raise BankError(sorted(problems, key=lambda each: (each.path, each.line)))
    return Bank(families[0].dimension, tuple(families))


def check(folder: Path) -> list[Problem]:
    """Lint a bank folder, or a folder of bank folders; an empty list means that all is well."""
    folders = sorted({path.parent for path in folder.rglob("*.yaml")}) or [folder]
    problems: list[Problem] = []
    for each in folders:
        try:
            load(each)
        except BankError as error:
            problems += error.problems
    return problems


def _check_unique(families: Sequence[Family], problems: list[Problem]) -> None:
    """Ids are unique over all files, and one folder holds one dimension."""
    seen: set[str] = set()
    for family in families:
        twice = seen & family.lines.keys()
        problems += [repeated(family.path, family.lines[case_id], case_id) for case_id in twice]
        seen |= family.lines.keys()
    names = sorted({family.dimension for family in families})
    if len(names) > 1:
        problems.append(problem(families[-1].path, 1, "bank.many_dimensions", names=", ".join(names)))


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
