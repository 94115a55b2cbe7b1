"""One bank file: its head, its cases, and everything that can be wrong with it, by file and line."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from readiness.bank.case import PROFILES, Case, Family, JsonObject
from readiness.bank.problem import Problem, problem

SCHEMA = "readiness.cases/1"
LANGUAGES = ("zh", "en")
CASE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REQUIRED_KEYS = ("schema", "dimension", "family", "licence", "origin", "counts", "cases")
FILE_KEYS = (*REQUIRED_KEYS, "body", "expect", "temperatures", "prompts", "padding", "keep_budget")
CASE_KEYS = ("id", "lang", "text", "messages", "prompt", "body", "expect", "twin_of", "padding_characters")


class _Marked(dict[Any, Any]):
    """A mapping that knows its line in the file."""

    line = 0


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML that keeps the line of every mapping and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> _Marked:
        mapping = _Marked(super().construct_mapping(node, deep=True))
        mapping.line = node.start_mark.line + 1
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice in one mapping", node.start_mark
            )
        return mapping

    def construct_marked(self, node: yaml.MappingNode) -> _Marked:
        return self.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_marked)


def read_file(path: Path, problems: list[Problem]) -> BankFile | None:
    """Read and check the head of one file; None, with the reason among `problems`, where it is unusable."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(problem(path, line, "bank.no_yaml", why=error.problem))
        return None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.append(problem(path, 0, "bank.unreadable", why=error))
        return None
    if not isinstance(data, dict):
        problems.append(problem(path, 1, "bank.no_mapping", schema=SCHEMA))
        return None
    found = list(_head_problems(path, data))
    problems += found
    return None if found else BankFile(path, data)


def repeated(path: Path, line: int, case_id: str) -> Problem:
    """An id that stands twice."""
    return problem(path, line, "bank.repeated", case=case_id)


def _head_problems(path: Path, data: dict[str, Any]) -> Iterator[Problem]:
    for key in REQUIRED_KEYS:
        if data.get(key) in (None, "", []):
            yield problem(path, 1, "bank.missing", key=key)
    for key in data.keys() - set(FILE_KEYS):
        yield problem(path, 1, "bank.unknown_key", key=key, known=", ".join(FILE_KEYS))
    if data.get("schema") not in (SCHEMA, None):
        yield problem(path, 1, "bank.schema", schema=data["schema"], known=SCHEMA)
    for key, kind in (
        ("cases", list),
        ("temperatures", list),
        ("body", dict),
        ("expect", dict),
        ("padding", dict),
        ("keep_budget", bool),
    ):
        if data.get(key) and not isinstance(data[key], kind):
            yield problem(path, 1, "bank.wrong_kind", key=key, kind=kind.__name__)
    yield from _count_problems(path, data.get("counts"), data.get("cases"))
    yield from _prompt_problems(path, data.get("prompts") or {})


def _count_problems(path: Path, counts: Any, cases: Any) -> Iterator[Problem]:
    if not counts:
        return
    if not isinstance(counts, _Marked) or [type(counts.get(name)) for name in PROFILES] != [int] * 3:
        yield problem(path, 1, "bank.counts_incomplete")
    elif isinstance(cases, list):
        quick, standard, full = (counts[name] for name in PROFILES)
        if not 0 <= quick <= standard <= full == len(cases):
            given = f"{quick}, {standard}, {full}"
            yield problem(path, counts.line, "bank.counts", counts=given, cases=len(cases))


def _prompt_problems(path: Path, prompts: Any) -> Iterator[Problem]:
    if not isinstance(prompts, dict):
        yield problem(path, 1, "bank.prompts_no_mapping")
        return
    for name, prompt in prompts.items():
        right = (
            isinstance(prompt, _Marked)
            and prompt.get("lang") in LANGUAGES
            and _messages(prompt.get("messages"))
        )
        if not right:
            line = prompt.line if isinstance(prompt, _Marked) else 1
            yield problem(path, line, "bank.prompt_incomplete", name=name)


def _messages(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and "role" in one for one in value)
    )


@dataclass(frozen=True)
class BankFile:
    """A file whose head is in order."""

    path: Path
    data: Mapping[str, Any]

    @property
    def has_twins(self) -> bool:
        """Whether cases here repeat cases of other files in another way, such as streamed."""
        return any(isinstance(entry, dict) and "twin_of" in entry for entry in self.data["cases"])

    def family(self, originals: Mapping[str, Case], problems: list[Problem], profile: str = "full") -> Family:
        """The cases of this file up to `profile`; what is wrong with one is added to `problems`."""
        counts = {name: self.data["counts"][name] for name in PROFILES}
        prompts = list((self.data.get("prompts") or {}).values())
        dealing = {lang: [prompt for prompt in prompts if prompt["lang"] == lang] for lang in LANGUAGES}
        dealt: Counter[str] = Counter()
        cases: dict[str, Case] = {}
        lines: dict[str, int] = {}
        for entry in self.data["cases"][: counts[profile]]:
            line = entry.line if isinstance(entry, _Marked) else 0
            found = list(self._problems(line, entry, originals, dealing))
            problems += found
            if found:
                continue
            if entry["id"] in lines:
                problems.append(repeated(self.path, line, entry["id"]))
            case = self._case(entry, originals, dealing, dealt)
            cases[case.id], lines[case.id] = case, line
        return Family(
            self.path, self.data["dimension"], self.data["family"], counts, tuple(cases.values()), lines
        )

    def _problems(
        self,
        line: int,
        entry: Any,
        originals: Mapping[str, Case],
        dealing: Mapping[str, Sequence[JsonObject]],
    ) -> Iterator[Problem]:
        if not isinstance(entry, dict):
            yield problem(self.path, line, "bank.case_no_mapping")
            return
        for key in entry.keys() - set(CASE_KEYS):
            yield problem(self.path, line, "bank.unknown_key", key=key, known=", ".join(CASE_KEYS))
        for key in ("body", "expect"):
            if not isinstance(entry.get(key, {}), dict):
                yield problem(self.path, line, "bank.part_no_mapping", key=key)
        if not isinstance(entry.get("id"), str) or not CASE_ID.fullmatch(entry["id"]):
            yield problem(self.path, line, "bank.id", case=entry.get("id"))
        if "twin_of" in entry:
            if entry["twin_of"] not in originals:
                yield problem(self.path, line, "bank.twin_unknown", case=entry["twin_of"])
        elif entry.get("lang") not in LANGUAGES:
            yield problem(self.path, line, "bank.lang", lang=entry.get("lang"))
        elif "messages" in entry:
            if not _messages(entry["messages"]):
                yield problem(self.path, line, "bank.messages")
        else:
            yield from self._text_problems(line, entry, dealing)

    def _text_problems(
        self, line: int, entry: JsonObject, dealing: Mapping[str, Sequence[JsonObject]]
    ) -> Iterator[Problem]:
        if not isinstance(entry.get("text"), str):
            yield problem(self.path, line, "bank.no_text")
        prompts = self.data.get("prompts") or {}
        if "prompt" in entry and entry["prompt"] not in prompts:
            yield problem(
                self.path, line, "bank.prompt_unknown", name=entry["prompt"], known=", ".join(prompts)
            )
        elif not dealing[entry["lang"]]:
            yield problem(self.path, line, "bank.no_prompt", lang=entry["lang"])

    def _case(
        self,
        entry: JsonObject,
        originals: Mapping[str, Case],
        dealing: Mapping[str, Sequence[JsonObject]],
        dealt: Counter[str],
    ) -> Case:
        body = {**(self.data.get("body") or {}), **entry.get("body", {})}
        expect = {**(self.data.get("expect") or {}), **entry.get("expect", {})}
        if "twin_of" in entry:
            original = originals[entry["twin_of"]]
            return replace(
                original,
                id=entry["id"],
                family=self.data["family"],
                body={**original.body, **body},
                expect={**original.expect, **expect},
                twin_of=original.id,
            )
        lang = entry["lang"]
        prompts, index = dealing[lang], dealt[lang]
        dealt[lang] += 1
        temperatures = self.data.get("temperatures") or [None]
        asked = max(1, len(prompts))
        temperature = temperatures[(index % asked + index // asked) % len(temperatures)]
        if temperature is not None:
            body.setdefault("temperature", temperature)
        if "messages" in entry:
            messages = entry["messages"]
        elif "prompt" in entry:
            messages = self.data["prompts"][entry["prompt"]]["messages"]
        else:
            messages = prompts[index % len(prompts)]["messages"]
        slots = {"{padding}": self._padding(entry), "{text}": entry.get("text", "")}
        return Case(
            dimension=self.data["dimension"],
            id=entry["id"],
            family=self.data["family"],
            lang=lang,
            messages=tuple(_filled(message, slots) for message in messages),
            body=body,
            expect=expect,
            keep_budget=bool(self.data.get("keep_budget")),
        )

    def _padding(self, entry: JsonObject) -> str:
        """Filler of about `padding_characters`, drawn by the case id so that no two cases share a prefix."""
        wanted = entry.get("padding_characters", 0)
        sentences = (self.data.get("padding") or {}).get(entry["lang"], [])
        if not wanted or not sentences:
            return ""
        chance = random.Random(entry["id"])  # noqa: S311
        lines: list[str] = []
        length = 0
        while length < wanted:
            lines.append(f"{len(lines) + 1}. {chance.choice(sentences)}")
            length += len(lines[-1]) + 1
        return "\n".join(lines)


def _filled(message: JsonObject, slots: Mapping[str, str]) -> dict[str, Any]:
    content = message.get("content")
    if not isinstance(content, str):
        return dict(message)
    for slot, text in slots.items():
        content = content.replace(slot, text)
    return {**message, "content": content}
