"""What a reply must be: which calls, how many, or none; read from what was asked and what the case expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from readiness.judging.json_schema import Schema

NOTHING_TAKEN: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
"""The schema of a tool that declares no parameters."""


class Question(Protocol):
    """A case, as far as this judge looks at it."""

    @property
    def family(self) -> str:
        """The kind of case, as the bank names it."""
        ...

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        """The conversation that is sent first."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """Request fields beside model and messages; the tools stand here."""
        ...

    @property
    def expect(self) -> Mapping[str, Any]:
        """What the bank says must come back."""
        ...

    @property
    def twin_of(self) -> str | None:
        """The case that sends the same without streaming."""
        ...


@dataclass(frozen=True, slots=True)
class Expected:
    """One right call: for each parameter the values that are accepted. None among them: it may be left out."""

    name: str
    arguments: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Due:
    """What one reply must be."""

    tools: Mapping[str, Schema]
    """Declared name to the schema of its parameters."""
    calls: tuple[Expected, ...] | None = None
    """The right calls, in any order; None where it is not said which they are."""
    count: int | None = None
    """How many calls; None for one or more."""
    alone: bool = False
    """`parallel_tool_calls` was false."""
    silent: bool = False
    """No call may come, but words must."""
    optional: bool = False
    """A call may come or not: nothing says which."""
    choice: str = "auto"
    """`tool_choice` as it was sent, a named function by its name."""
    ask_for: str | None = None
    """The required parameter that nobody has named, so that the model has to ask for it."""
    elsewhere: frozenset[str] = frozenset()
    """Values of other cases of the run, by which a mixed-up reply is told."""
    source: str = ""
    """All that was said before: what it holds may be repeated."""

    @property
    def named(self) -> str | None:
        """The function that the request insisted on, if any."""
        return None if self.choice in ("auto", "none", "required") else self.choice


def due_first(question: Question) -> Due:
    """What the first reply of a case must be."""
    expect, body = question.expect, question.body
    choice = choice_of(expect.get("choice", body.get("tool_choice")))
    calls = expected_calls(expect.get("calls"))
    alone = body.get("parallel_tool_calls") is False
    return Due(
        tools=declared(body.get("tools") or ()),
        calls=calls,
        count=1 if alone else len(calls) if calls is not None else None,
        alone=alone,
        silent=bool(expect.get("no_call")) or choice == "none",
        choice=choice,
        ask_for=expect.get("ask_for"),
        elsewhere=frozenset(expect.get("elsewhere") or ()),
        source=said(question.messages),
    )


def choice_of(value: Any) -> str:
    """`tool_choice` as one word: the name of a named function, else auto, none or required."""
    if isinstance(value, Mapping):
        function = value.get("function")
        return str(function["name"] if isinstance(function, Mapping) else value["name"])
    return value or "auto"


def expected_calls(entries: Sequence[Mapping[str, Any]] | None) -> tuple[Expected, ...] | None:
    """The right calls as a bank lists them: name, and parameter to accepted values."""
    if entries is None:
        return None
    return tuple(Expected(entry["name"], entry.get("arguments") or {}) for entry in entries)


def declared(tools: Sequence[Mapping[str, Any]]) -> dict[str, Schema]:
    """Each tool's name and the schema of its parameters; a tool without one takes nothing."""
    functions = [tool["function"] for tool in tools]
    return {function["name"]: function.get("parameters") or NOTHING_TAKEN for function in functions}


def said(messages: Sequence[Mapping[str, Any]]) -> str:
    """All texts of a conversation."""
    return "\n".join(str(message.get("content") or "") for message in messages)
