"""An organisation's own tool-call cases: what they may hold, and how the gate counts them.

Families may have any name: a case is counted by what it expects, as ours of that kind are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from readiness.judging.json_output.counting import Row
from readiness.judging.json_schema import BrokenSchema, violations
from readiness.judging.records import Ruling
from readiness.judging.tool_calls.due import Question
from readiness.judging.tool_calls.gate import rule
from readiness.judging.tool_calls.measures import (
    CONSECUTIVE,
    NEGATIVE,
    NO_TOOL,
    ROUND_TRIP,
    TOOL_CHOICE,
    by_family,
)
from readiness.sentence import Sentence, sentence

EXPECTATIONS = ("calls", "no_call", "rounds", "choice", "ask_for", "status")
ADDED = ("repeat_of", "elsewhere")


def counted_as(question: Question) -> str:
    """The family of ours that a case is counted like; a request for calls where nothing else is said."""
    expect = question.expect
    kinds = (
        ("status", NEGATIVE),
        ("choice", TOOL_CHOICE),
        ("rounds", ROUND_TRIP),
        ("no_call", NO_TOOL),
    )
    return next((family for key, family in kinds if expect.get(key)), CONSECUTIVE)


def rule_own(
    rows: Sequence[Row],
    counted: Sequence[str],
    bars: Mapping[str, float],
    profile: str,
    confidence: float | None,
) -> Ruling:
    """The verdict over rows counted as those families; the rates by family keep the bank's own names."""
    ours = [replace(row, family=family) for row, family in zip(rows, counted, strict=True)]
    ruling = rule(ours, bars, profile, confidence)
    others = {name: one for name, one in ruling.measures.items() if name not in by_family(ours)}
    return replace(ruling, measures={**by_family(rows), **others})


def check(question: Question) -> Iterator[Sentence]:
    """What is wrong with a case: expectations that nothing looks at, tools that cannot be offered or called."""
    expect, names = question.expect, []
    for key in expect:
        if key not in (*EXPECTATIONS, *ADDED):
            yield sentence("bank.no_such_expectation", key=key, known=", ".join(EXPECTATIONS))
    if not any(expect.get(key) for key in EXPECTATIONS):
        yield sentence("bank.no_expected_call")
    if expect.get("status"):
        return
    tools = question.body.get("tools")
    if not isinstance(tools, list) or not tools or not all(map(_is_tool, tools)):
        yield sentence("bank.no_tools")
        return
    for tool in tools:
        names.append(tool["function"]["name"])
        yield from _schema(names[-1], tool["function"].get("parameters"))
    yield from _calls(expect.get("calls"), names)


def _is_tool(tool: Any) -> bool:
    function = tool.get("function") if isinstance(tool, dict) else None
    return isinstance(function, dict) and isinstance(function.get("name"), str)


def _schema(name: str, parameters: Any) -> Iterator[Sentence]:
    try:
        violations(parameters or {}, {})
    except BrokenSchema as error:
        yield sentence("bank.broken_schema", where=name, why=error)


def _calls(calls: Any, names: Sequence[str]) -> Iterator[Sentence]:
    for call in calls if isinstance(calls, list) else ():
        name = call.get("name") if isinstance(call, dict) else call
        if name not in names:
            yield sentence("bank.no_such_tool", name=name, known=", ".join(names))
            continue
        for parameter, accepted in (call.get("arguments") or {}).items():
            if not isinstance(accepted, list):
                yield sentence("bank.no_accepted_values", name=parameter)
