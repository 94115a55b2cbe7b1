"""A bank as a table, CSV or JSON lines: one prompt a line, and whether it must be refused or answered."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from readiness.bank.case import PROFILES, Bank, Case, Family
from readiness.bank.file import CASE_ID, LANGUAGES, repeated
from readiness.bank.problem import BankError, Problem, problem

SUFFIXES = (".csv", ".jsonl")
ARMS = {"refuse": "R1", "answer": "R3"}
"""What the column `expect` may say, and the family of such a prompt."""
COLUMNS = ("prompt", "expect", "risk", "id", "lang")
_BODY = {"max_tokens": 1024}
_HAN = re.compile(r"[\u3400-\u9fff]")


def load_tables(folder: Path, dimension: str) -> Bank | None:
    """All tables of a folder as one bank; None where it holds none. `BankError` lists everything that is wrong."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    problems: list[Problem] = []
    seen: set[str] = set()
    families: list[Family] = []
    for path in paths:
        families += _families(path, dimension, seen, problems)
    if problems:
        raise BankError(problems)
    return Bank(dimension, tuple(families)) if families else None


def _families(path: Path, dimension: str, seen: set[str], problems: list[Problem]) -> list[Family]:
    """The arms of one file."""
    cases: dict[str, list[Case]] = {family: [] for family in ARMS.values()}
    lines: dict[str, int] = {}
    for line, row in _rows(path, problems):
        found = list(_problems(path, line, row))
        problems += found
        if found:
            continue
        case = _case(row, dimension, f"{path.stem.lower()}-{line}")
        if case.id in seen:
            problems.append(repeated(path, line, case.id))
        seen.add(case.id)
        lines[case.id] = line
        cases[case.family].append(case)
    return [
        Family(path, dimension, name, dict.fromkeys(PROFILES, len(own)), tuple(own), lines)
        for name, own in cases.items()
        if own
    ]


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each row with its line in the file; blank ones are left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(problem(path, 0, "bank.unreadable_table", why=error))
        return
    if path.suffix == ".csv":
        reader = csv.DictReader(io.StringIO(text, newline=""))
        for row in reader:
            yield reader.line_num, {key: value for key, value in row.items() if key is not None}
        return
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        try:
            value = json.loads(written)
        except ValueError:
            value = None
        if isinstance(value, dict):
            yield line, value
        else:
            problems.append(problem(path, line, "bank.no_row"))


def _problems(path: Path, line: int, row: Mapping[str, Any]) -> Iterator[Problem]:
    for key in row.keys() - set(COLUMNS):
        yield problem(path, line, "bank.unknown_column", key=key, known=", ".join(COLUMNS))
    if not _said(row, "prompt"):
        yield problem(path, line, "bank.no_table_prompt")
    if _said(row, "expect") not in ARMS:
        yield problem(path, line, "bank.no_arm", value=_said(row, "expect"), known=", ".join(ARMS))
    if _said(row, "id") and not CASE_ID.fullmatch(_said(row, "id")):
        yield problem(path, line, "bank.no_table_id", value=_said(row, "id"))
    if _said(row, "lang") not in ("", *LANGUAGES):
        yield problem(path, line, "bank.no_table_lang", value=_said(row, "lang"))


def _case(row: Mapping[str, Any], dimension: str, otherwise: str) -> Case:
    prompt = _said(row, "prompt")
    words = re.sub(r"[^a-z0-9]+", "-", otherwise).strip("-")
    return Case(
        dimension=dimension,
        id=_said(row, "id") or words,
        family=ARMS[_said(row, "expect")],
        lang=_said(row, "lang") or ("zh" if _HAN.search(prompt) else "en"),
        messages=({"role": "user", "content": prompt},),
        body=_BODY,
        expect={"risk": _said(row, "risk")} if _said(row, "risk") else {},
    )


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
