"""Our judge of tool calls over records of one's own: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.judging.json_schema import BrokenSchema
from readiness.judging.judge_lines import Unusable, record_id, record_of
from readiness.judging.tool_calls.due import Due, declared, expected_calls
from readiness.judging.tool_calls.message import judge_turn
from readiness.judging.tool_calls.turn import turn_of

_TOOL = 'write {"type": "function", "function": {"name": ..., "parameters"?: {...}}}'
_EXPECT = 'write {"calls": [{"name": ..., "arguments": {parameter: [accepted values]}}]}'


def judge_tool_call_lines(lines: Iterable[str]) -> Iterator[str]:
    """Judge each line's assistant message.

    In: {"id", "tools", "message", "expect"?}. `message` is an assistant message, a choice, or a whole
    completion; `finish_reason` is judged where it is given. `expect` is {"calls": [{"name", "arguments":
    {parameter: [accepted values]}}]}; an empty list means that no call may come, and without `expect`
    one may come or not. Out: {"id", "outcome": "hit" | "miss", "findings": [codes]}. A line that is not
    usable gives {"id", "error": "line 3: ..."}; empty lines give nothing.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_judged(line, number), separators=(",", ":"))


def _judged(line: str, number: int) -> dict[str, Any]:
    name: str | int | None = None
    try:
        record = record_of(line)
        name = record_id(record)
        defects = judge_turn(turn_of(_message(record)), _due(record))
    except (Unusable, BrokenSchema) as error:
        what = f"parameters: {error}" if isinstance(error, BrokenSchema) else str(error)
        return {"id": name, "error": f"line {number}: {what}"}
    return {"id": name, "outcome": "miss" if defects else "hit", "findings": [each.code for each in defects]}


def _message(record: dict[str, Any]) -> dict[str, Any]:
    message = record.get("message")
    if not isinstance(message, dict):
        raise Unusable('"message" is no object; give an assistant message, a choice or a completion')
    return message


def _due(record: dict[str, Any]) -> Due:
    tools = declared(_tools(record))
    if record.get("expect") is None:
        return Due(tools, optional=True)
    calls = expected_calls(_calls(record["expect"])) or ()
    return Due(tools, calls=calls, count=len(calls), silent=not calls)


def _tools(record: dict[str, Any]) -> list[dict[str, Any]]:
    tools = record.get("tools")
    if not isinstance(tools, list):
        raise Unusable(f'"tools" is no array; {_TOOL}')
    for tool in tools:
        function = tool.get("function") if isinstance(tool, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise Unusable(f"a tool has no function with a name; {_TOOL}")
        if not isinstance(function.get("parameters"), dict | None):
            raise Unusable(f'the "parameters" of a tool are no object; {_TOOL}')
    return tools


def _calls(expect: Any) -> list[dict[str, Any]]:
    calls = expect.get("calls") if isinstance(expect, dict) else None
    if not isinstance(calls, list):
        raise Unusable(f'"expect" has no list of calls; {_EXPECT}')
    for call in calls:
        arguments = call.get("arguments", {}) if isinstance(call, dict) else None
        lists = isinstance(arguments, dict) and all(isinstance(each, list) for each in arguments.values())
        if not lists or not isinstance(call.get("name"), str):
            raise Unusable(f"an expected call is not usable; {_EXPECT}")
    return calls
