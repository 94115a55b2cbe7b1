"""Banks: the questions, read from YAML files of one schema, as plain `Case` records.

A bank file holds one family of one dimension. Order matters: the first `counts.quick` cases are the
quick profile, the first `counts.standard` the standard one, all of them the full one. Inside one
language the prompts and then the temperatures are dealt out in turn, so both are balanced.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

JsonObject = Mapping[str, Any]

SCHEMA = "readiness.cases/1"
PROFILES = ("quick", "standard", "full")
LANGUAGES = ("zh", "en")
CASE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FILE_KEYS = frozenset(
    "schema dimension family licence origin counts body expect temperatures prompts padding cases".split()
)
REQUIRED_FILE_KEYS = ("schema", "dimension", "family", "licence", "origin", "counts", "cases")
CASE_KEYS = frozenset("id lang text messages prompt body expect twin_of padding_characters".split())
PROMPT_KEYS = frozenset("lang messages".split())


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a bank: where, what, and what to do."""

    path: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.remedy}"


class BankError(Exception):
    """A bank that cannot be used. `problems` is never empty."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Case:
    """One question. Identity is dimension + id + attempt."""

    dimension: str
    id: str
    family: str
    lang: str
    messages: tuple[JsonObject, ...]
    body: JsonObject = field(default_factory=dict)
    """Request fields beside `model` and `messages`."""
    expect: JsonObject = field(default_factory=dict)
    """What the dimension's judge compares with."""
    twin_of: str | None = None
    attempt: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.dimension, self.id, self.attempt)

    @property
    def path(self) -> str:
        """`dimension/case-id`, as the journal names it."""
        return f"{self.dimension}/{self.id}"

    @property
    def name(self) -> str:
        """`case-id`, or `case-id@2` for a later attempt."""
        return self.id if self.attempt == 1 else f"{self.id}@{self.attempt}"

    @property
    def characters(self) -> int:
        """Length of the conversation, to send the longest first."""
        return sum(len(str(message.get("content", ""))) for message in self.messages)

    def to_json(self) -> dict[str, Any]:
        return {
            "dimension": self.dimension,
            "id": self.id,
            "attempt": self.attempt,
            "family": self.family,
            "lang": self.lang,
            "messages": list(self.messages),
            "body": self.body,
            "expect": self.expect,
            "twin_of": self.twin_of,
        }

    @classmethod
    def from_json(cls, data: JsonObject) -> Case:
        return cls(**{**data, "messages": tuple(data["messages"])})


class _LineLoader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML that keeps the line of every mapping under `__line__` and refuses repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice in one mapping", node.start_mark
            )
        return {**mapping, "__line__": node.start_mark.line + 1}


def _plain(value: Any) -> Any:
    """The same value without line marks."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "__line__"}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Family:
    """One bank file: all cases of a family in their order, and how many each profile takes."""

    path: Path
    dimension: str
    name: str
    counts: Mapping[str, int]
    cases: tuple[Case, ...]
    lines: Mapping[str, int]
    """Case id to line in the file."""

    def drawn(self, profile: str) -> tuple[Case, ...]:
        return self.cases[: self.counts[profile]]


@dataclass(frozen=True, slots=True)
class Bank:
    """All families of one dimension."""

    dimension: str
    families: tuple[Family, ...]

    def cases(self, profile: str) -> tuple[Case, ...]:
        return tuple(case for family in self.families for case in family.drawn(profile))


def load(folder: Path) -> Bank:
    """Read every `*.yaml` of `folder` as one bank; `BankError` lists everything that is wrong."""
    problems: list[Problem] = []
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BankError([Problem(folder, 0, "no bank file (*.yaml) here", "name a folder that holds banks")])
    read = [pair for pair in ((path, _read(path, problems)) for path in files) if pair[1] is not None]
    plain = {path: data for path, data in read if data is not None}
    families = [_family(path, data, {}, problems) for path, data in plain.items() if not _has_twins(data)]
    originals = {case.id: case for family in families for case in family.cases}
    families += [_family(path, data, originals, problems) for path, data in plain.items() if _has_twins(data)]
    families.sort(key=lambda family: family.path)
    _check_unique(families, problems)
    _check_twins(families, problems)
    if problems:
        raise BankError(sorted(problems, key=lambda problem: (problem.path, problem.line)))
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


def _read(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(path, line, f"not YAML: {error.problem}", "mend the line"))
        return None
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 0, f"cannot be read: {error}", "save it as readable UTF-8"))
        return None
    if not isinstance(data, dict):
        problems.append(Problem(path, 1, "not a mapping", f"start with 'schema: {SCHEMA}'"))
        return None
    return data if _check_head(path, data, problems) else None


def _check_head(path: Path, data: dict[str, Any], problems: list[Problem]) -> bool:
    before = len(problems)
    for key in REQUIRED_FILE_KEYS:
        if data.get(key) in (None, "", []):
            problems.append(Problem(path, 1, f"'{key}' is missing or empty", f"add '{key}: ...' at the top"))
    for key in data.keys() - FILE_KEYS - {"__line__"}:
        problems.append(Problem(path, 1, f"unknown key '{key}'", f"known are {', '.join(sorted(FILE_KEYS))}"))
    if data.get("schema") not in (SCHEMA, None):
        problems.append(Problem(path, 1, f"schema is {data['schema']!r}", f"this version reads {SCHEMA}"))
    counts = data.get("counts")
    cases = data.get("cases")
    if counts and (not isinstance(counts, dict) or [type(counts.get(name)) for name in PROFILES] != [int] * 3):
        problems.append(Problem(path, 1, "'counts' is incomplete", "write {quick: N, standard: N, full: N}"))
    elif isinstance(counts, dict) and isinstance(cases, list):
        quick, standard, full = (counts[name] for name in PROFILES)
        if not quick <= standard <= full == len(cases):
            what = f"counts are {quick}, {standard}, {full} but {len(cases)} cases stand in the file"
            problems.append(Problem(path, counts["__line__"], what, "'full' must equal the number of cases"))
    if cases and not isinstance(cases, list):
        problems.append(Problem(path, 1, "'cases' is not a list", "start every case with '- id: ...'"))
    return len(problems) == before


def _has_twins(data: dict[str, Any]) -> bool:
    return any(isinstance(case, dict) and "twin_of" in case for case in data["cases"])


def _family(path: Path, data: dict[str, Any], originals: Mapping[str, Case], problems: list[Problem]) -> Family:
    dealt: Counter[str] = Counter()
    cases: list[Case] = []
    lines: dict[str, int] = {}
    for entry in data["cases"]:
        line = entry.get("__line__", 0) if isinstance(entry, dict) else 0
        found = list(_entry_problems(path, line, entry, data, originals))
        problems += found
        if found:
            continue
        if entry["id"] in lines:
            problems.append(_repeated(path, line, entry["id"]))
        lang = entry["lang"] if "lang" in entry else originals[entry["twin_of"]].lang
        cases.append(_case(data, _plain(entry), lang, dealt[lang], originals))
        lines[entry["id"]] = line
        dealt[lang] += 1
    counts = {name: data["counts"][name] for name in PROFILES}
    return Family(path, data["dimension"], data["family"], counts, tuple(cases), lines)


def _entry_problems(
    path: Path, line: int, entry: Any, data: dict[str, Any], originals: Mapping[str, Case]
) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        yield Problem(path, line, "a case is not a mapping", "start it with '- id: ...'")
        return
    for key in entry.keys() - CASE_KEYS - {"__line__"}:
        yield Problem(path, line, f"unknown key '{key}'", f"known are {', '.join(sorted(CASE_KEYS))}")
    if not isinstance(entry.get("id"), str) or not CASE_ID.fullmatch(entry["id"]):
        yield Problem(path, line, f"id {entry.get('id')!r} is not words", "use a-z, 0-9 and single hyphens")
    if "twin_of" in entry:
        if entry["twin_of"] not in originals:
            yield Problem(path, line, f"twin of unknown case {entry['twin_of']!r}", "name a case of this bank")
        return
    if entry.get("lang") not in LANGUAGES:
        yield Problem(path, line, f"lang is {entry.get('lang')!r}", "write zh or en")
        return
    if "messages" in entry:
        return
    if not isinstance(entry.get("text"), str):
        yield Problem(path, line, "neither 'text' nor 'messages'", "add the text that goes into the prompt")
    prompts = data.get("prompts") or {}
    if "prompt" in entry and entry["prompt"] not in prompts:
        yield Problem(path, line, f"unknown prompt {entry['prompt']!r}", f"known are {', '.join(prompts)}")
    elif not _prompts(data, entry["lang"]):
        yield Problem(path, line, f"no prompt for {entry['lang']}", "add one under 'prompts', or 'messages'")


def _prompts(data: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    prompts = _plain(data.get("prompts") or {})
    return [prompt for prompt in prompts.values() if prompt["lang"] == lang]


def _case(data: dict[str, Any], entry: dict[str, Any], lang: str, index: int, originals: Mapping[str, Case]) -> Case:
    body = {**_plain(data.get("body") or {}), **entry.get("body", {})}
    expect = {**_plain(data.get("expect") or {}), **entry.get("expect", {})}
    if "twin_of" in entry:
        original = originals[entry["twin_of"]]
        return replace(
            original,
            id=entry["id"],
            family=data["family"],
            body={**original.body, **body},
            expect={**original.expect, **expect},
            twin_of=original.id,
        )
    temperatures = data.get("temperatures") or [None]
    dealing: list[dict[str, Any] | None] = [*_prompts(data, lang)] or [None]
    temperature = temperatures[index // len(dealing) % len(temperatures)]
    if temperature is not None and "temperature" not in body:
        body["temperature"] = temperature
    prompt = _plain(data["prompts"][entry["prompt"]]) if "prompt" in entry else dealing[index % len(dealing)]
    messages = entry["messages"] if "messages" in entry else prompt["messages"] if prompt else []
    slots = {"{text}": entry.get("text", ""), "{padding}": _padding(data, entry, lang)}
    return Case(
        dimension=data["dimension"],
        id=entry["id"],
        family=data["family"],
        lang=lang,
        messages=tuple(_filled(message, slots) for message in messages),
        body=body,
        expect=expect,
    )


def _filled(message: dict[str, Any], slots: Mapping[str, str]) -> dict[str, Any]:
    content = message.get("content")
    if isinstance(content, str):
        for slot, text in slots.items():
            content = content.replace(slot, text)
    return {**message, "content": content}


def _padding(data: dict[str, Any], entry: dict[str, Any], lang: str) -> str:
    """Filler of about `padding_characters`, shuffled by the case id so that no two cases share a prefix."""
    wanted = entry.get("padding_characters", 0)
    sentences = (data.get("padding") or {}).get(lang, [])
    if not wanted or not sentences:
        return ""
    chance = random.Random(entry["id"])  # noqa: S311
    lines: list[str] = []
    length = 0
    while length < wanted:
        number = len(lines) + 1
        lines.append(f"{number}. {chance.choice(sentences)}")
        length += len(lines[-1]) + 1
    return "\n".join(lines)


def _repeated(path: Path, line: int, case_id: str) -> Problem:
    return Problem(path, line, f"id '{case_id}' stands twice", "give one of the two another id")


def _check_unique(families: Iterable[Family], problems: list[Problem]) -> None:
    seen: set[str] = set()
    dimensions: dict[str, Path] = {}
    for family in families:
        dimensions.setdefault(family.dimension, family.path)
        for case in family.cases:
            if case.id in seen and list(family.lines).count(case.id) == 1:
                problems.append(_repeated(family.path, family.lines[case.id], case.id))
            seen.add(case.id)
    if len(dimensions) > 1:
        names = ", ".join(sorted(dimensions))
        path = list(dimensions.values())[-1]
        problems.append(Problem(path, 1, f"one folder holds {names}", "give each dimension a folder of its own"))


def _check_twins(families: Iterable[Family], problems: list[Problem]) -> None:
    """A profile that asks a twin must ask its original too, or there is nothing to compare."""
    families = list(families)
    for profile in PROFILES:
        asked = {case.id for family in families for case in family.drawn(profile)}
        for family in families:
            for case in family.drawn(profile):
                if case.twin_of is not None and case.twin_of not in asked:
                    what = f"'{case.id}' is in {profile}, its original '{case.twin_of}' is not"
                    problems.append(Problem(family.path, family.lines[case.id], what, "choose another original"))


def dump(cases: Iterable[Case]) -> str:
    """Cases as JSONL, one a line, as they are kept beside a run."""
    return "".join(json.dumps(case.to_json(), ensure_ascii=False, sort_keys=True) + "\n" for case in cases)
