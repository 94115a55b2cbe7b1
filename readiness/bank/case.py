"""Plain records: a case, a family of cases, a bank of families."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JsonObject = Mapping[str, Any]

PROFILES = ("quick", "standard", "full")


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
    keep_budget: bool = False
    """Whether `max_tokens` is what the case is about, so that no thinking may be added to it."""

    @property
    def key(self) -> tuple[str, str, int]:
        """Dimension, id, attempt."""
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
        """As it stands in `cases.jsonl`."""
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
            "keep_budget": self.keep_budget,
        }

    @classmethod
    def from_json(cls, data: JsonObject) -> Case:
        """From `cases.jsonl`."""
        return cls(**{**data, "messages": tuple(data["messages"])})


def dump(cases: Iterable[Case]) -> str:
    """Cases as JSONL, one a line, as they are kept beside a run."""
    return "".join(json.dumps(case.to_json(), ensure_ascii=False, sort_keys=True) + "\n" for case in cases)


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
        """The cases that a profile takes."""
        return self.cases[: self.counts[profile]]


@dataclass(frozen=True, slots=True)
class Bank:
    """All families of one dimension."""

    dimension: str
    families: tuple[Family, ...]

    def cases(self, profile: str) -> tuple[Case, ...]:
        """The cases of all families that a profile takes."""
        return tuple(case for family in self.families for case in family.drawn(profile))
