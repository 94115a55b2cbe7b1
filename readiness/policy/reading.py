"""From TOML to a policy. Everything that is wrong is found at once, each with its line and its remedy."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readiness.dimension import Bar, Dimension
from readiness.policy.lines import Lines
from readiness.policy.records import Policy, PolicyError, Problem, Rule, Waiver, default_rule
from readiness.report.words import Words
from readiness.sentence import Sentence, UnknownWord, sentence

TABLES = ("dimension", "waive")
VERDICT_KEYS = ("required", "reason")
WAIVER_KEYS = ("finding", "case", "reason", "by", "until")
_AT_LINE = re.compile(r"at line (\d+)")
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Grounds:
    """What a policy is held against."""

    dimensions: Mapping[str, Dimension]
    words: Words
    """Knows every finding."""
    as_of: date
    """The day, in UTC, on which the answers come or came: a waiver must not have ended before it."""
    case_ids: Callable[[Dimension], Collection[str]] | None
    """The cases that a dimension has in any profile; None where that is not to be checked."""


def read(path: Path, text: str, name: str, grounds: Grounds) -> Policy:
    """The policy that stands in `text`; raises `PolicyError` with every wrong line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        what = sentence("policy.not_toml", why=error)
        raise PolicyError([Problem(path, int(at[1]) if at else text.count("\n") + 1, what)]) from error
    reader = _Reader(path, text, grounds)
    policy = reader.policy(data, name)
    if reader.problems:
        raise PolicyError(sorted(reader.problems, key=lambda problem: problem.line))
    return policy


class _Reader:
    """One text. What is wrong gathers in `problems`, and what is right is read on."""

    def __init__(self, path: Path, text: str, grounds: Grounds) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._lines: Lines | None = None
        self._grounds = grounds
        self._case_ids: dict[str, Collection[str]] = {}

    def policy(self, data: Mapping[str, Any], name: str) -> Policy:
        for key in data.keys() - set(TABLES):
            self._wrong((key,), sentence("policy.unknown_key", name=_shown(key), known=", ".join(TABLES)))
        tables = self._table(data.get("dimension", {}), "dimension")
        known = self._grounds.dimensions
        for key in tables.keys() - known.keys():
            what = sentence("policy.unknown_dimension", name=_shown(key), known=", ".join(sorted(known)))
            self._wrong(("dimension", key), what)
        rules = {key: self._rule(known[key], tables.get(key, {})) for key in sorted(known)}
        return Policy(name, rules, tuple(self._waivers(data.get("waive", []))))

    def _wrong(self, key: tuple[str | int, ...], what: Sentence) -> None:
        self._lines = self._lines or Lines(self._text)
        self.problems.append(Problem(self._path, self._lines.of(*key), what))

    def _table(self, value: Any, *key: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self._wrong(key, sentence("policy.no_table", name=".".join(key), value=_shown(value)))
        return {}

    # --- one dimension ---------------------------------------------------------------------------

    def _rule(self, dimension: Dimension, value: Any) -> Rule:
        where = ("dimension", dimension.id)
        table = self._table(value, *where)
        rule = default_rule(dimension)
        bars = dict(rule.bars)
        for name in table.keys() - set(VERDICT_KEYS):
            if name not in dimension.bars:
                known = ", ".join([*dimension.bars, *VERDICT_KEYS])
                what = sentence("policy.unknown_bar", name=_shown(name), dimension=dimension.id, known=known)
                self._wrong((*where, name), what)
            else:
                fault = self._bar_fault(name, dimension.bars[name], table[name])
                if fault is not None:
                    self._wrong((*where, name), fault)
                else:
                    bars[name] = type(dimension.bars[name].default)(table[name])
        return replace(rule, bars=bars, **self._verdict_keys(where, table))

    def _bar_fault(self, name: str, bar: Bar, value: Any) -> Sentence | None:
        shown = _shown(value)
        if isinstance(bar.default, bool):
            return None if value in (False, True) else sentence("policy.no_switch", name=name, value=shown)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return sentence("policy.no_number", name=name, value=shown)
        if bar.least <= value <= bar.most and math.isfinite(value):
            return None
        least, most = f"{bar.least:g}", f"{bar.most:g}"
        return sentence("policy.out_of_range", name=name, value=shown, least=least, most=most)

    def _verdict_keys(self, where: tuple[str, ...], table: Mapping[str, Any]) -> dict[str, Any]:
        """`required` and its reason, as far as they stand there and are right."""
        required, reason = table.get("required"), table.get("reason")
        if required is not None and not isinstance(required, bool):
            what = sentence("policy.no_switch", name="required", value=_shown(required))
            self._wrong((*where, "required"), what)
        elif reason is not None and not _is_text(reason):
            self._wrong((*where, "reason"), sentence("policy.no_text", name="reason", value=_shown(reason)))
        elif required is False and reason is None:
            self._wrong((*where, "required"), sentence("policy.no_reason", name=where[-1]))
        elif required is not False and reason is not None:
            self._wrong((*where, "reason"), sentence("policy.reason_alone"))
        else:
            return {"required": required, "reason": reason}
        return {}

    # --- waivers ---------------------------------------------------------------------------------

    def _waivers(self, value: Any) -> Iterator[Waiver]:
        if not isinstance(value, list):
            self._wrong(("waive",), sentence("policy.no_waivers"))
            return
        seen: set[tuple[str, str]] = set()
        for number, entry in enumerate(value):
            waiver = self._waiver(number, entry)
            if waiver is None:
                continue
            if (waiver.finding, waiver.case) in seen:
                self._wrong(("waive", number), sentence("policy.waived_twice", name=waiver.case))
            seen.add((waiver.finding, waiver.case))
            yield waiver

    def _waiver(self, number: int, entry: Any) -> Waiver | None:
        before = len(self.problems)
        where = ("waive", number)
        if not isinstance(entry, dict):
            self._wrong(where, sentence("policy.no_waivers"))
            return None
        for key in entry.keys() - set(WAIVER_KEYS):
            what = sentence("policy.unknown_key", name=_shown(key), known=", ".join(WAIVER_KEYS))
            self._wrong((*where, key), what)
        missing = [key for key in WAIVER_KEYS if key not in entry]
        if missing:
            self._wrong(where, sentence("policy.waiver_lacks", names=", ".join(missing)))
        for key in WAIVER_KEYS[:-1]:
            if key in entry and not _is_text(entry[key]):
                what = sentence("policy.no_text", name=key, value=_shown(entry[key]))
                self._wrong((*where, key), what)
        until = _day(entry.get("until"))
        if "until" in entry and until is None:
            self._wrong((*where, "until"), sentence("policy.no_day", value=_shown(entry["until"])))
        if len(self.problems) > before or until is None:
            return None
        waiver = Waiver(entry["finding"], entry["case"], entry["reason"], entry["by"], until)
        for key, what in self._waiver_faults(waiver):
            self._wrong((*where, key), what)
        return waiver

    def _waiver_faults(self, waiver: Waiver) -> Iterator[tuple[str, Sentence]]:
        dimension = self._grounds.dimensions.get(waiver.dimension)
        if dimension is None or not self._is_finding(waiver.finding):
            yield "finding", sentence("policy.unknown_finding", name=_shown(waiver.finding))
            return
        if waiver.finding in dimension.unwaivable:
            yield "finding", sentence("policy.unwaivable", name=waiver.finding)
        if not self._is_case(waiver.case, dimension):
            what = sentence("policy.unknown_case", name=_shown(waiver.case), dimension=dimension.id)
            yield "case", what
        if waiver.until < self._grounds.as_of:
            yield "until", sentence("policy.expired", until=waiver.until, by=waiver.by)

    def _is_case(self, case: str, dimension: Dimension) -> bool:
        case_ids = self._grounds.case_ids
        if case_ids is None:
            return True
        if dimension.id not in self._case_ids:
            self._case_ids[dimension.id] = case_ids(dimension)
        return case in self._case_ids[dimension.id]

    def _is_finding(self, code: str) -> bool:
        try:
            self._grounds.words.finding(code)
        except UnknownWord:
            return False
        return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _shown(value: Any) -> str:
    """A value as it stands in TOML, near enough, and short."""
    plain = value if isinstance(value, bool | int | float | str | list | dict) else str(value)
    text = json.dumps(plain, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
