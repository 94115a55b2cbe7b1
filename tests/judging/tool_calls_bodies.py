"""Bodies of well-made endpoints, and weather questions to go with them, for the tests of the tool-call judge."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.judging.records import Outcome
from readiness.judging.tool_calls.cases import judge_case

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "date": {"type": "string", "format": "date"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "minimum": 1, "maximum": 14},
            },
            "required": ["city", "date", "unit"],
            "additionalProperties": False,
        },
    },
}
TIME = {
    "type": "function",
    "function": {"name": "get-time", "parameters": {"type": "object", "properties": {}}},
}
GOOD = {"city": "Xi'an", "date": "2027-11-11", "unit": "celsius"}
DUE = {
    "name": "get_weather",
    "arguments": {"city": ["Xi'an", "西安"], "date": ["2027-11-11"], "unit": ["celsius"]},
}


@dataclass(frozen=True)
class Question:
    """A case as the judge sees it."""

    family: str = "C"
    messages: tuple[dict[str, Any], ...] = (
        {"role": "user", "content": "Weather in Xi'an on 2027-11-11, Celsius?"},
    )
    body: dict[str, Any] = field(default_factory=lambda: {"tools": [WEATHER, TIME]})
    expect: dict[str, Any] = field(default_factory=lambda: {"calls": [DUE]})
    twin_of: str | None = None


def question(**expect: Any) -> Question:
    return Question(expect=expect)


def asked(expect: dict[str, Any] | None = None, twin_of: str | None = None, **body: Any) -> Question:
    """A question with more request fields."""
    return Question(
        body={"tools": [WEATHER, TIME], **body},
        expect={"calls": [DUE]} if expect is None else expect,
        twin_of=twin_of,
    )


def call(
    arguments: Any = None, name: Any = "get_weather", id: Any = "call_1", **other: Any
) -> dict[str, Any]:
    text = json.dumps(GOOD if arguments is None else arguments, ensure_ascii=False)
    text = arguments if isinstance(arguments, str) else text
    return {"id": id, "type": "function", "function": {"name": name, "arguments": text}, **other}


def completion(*calls: Any, content: Any = None, finish: Any = None, **message: Any) -> bytes:
    """A plain body. Without calls it is an answer."""
    said: dict[str, Any] = {"role": "assistant", "content": content, **message}
    if calls:
        said["tool_calls"] = list(calls)
    reason = finish or ("tool_calls" if calls else "stop")
    choice = {"index": 0, "message": said, "finish_reason": reason}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}).encode()


def delta(finish: str | None = None, **piece: Any) -> dict[str, Any]:
    """A chunk with one choice."""
    choice = {"index": 0, "delta": piece, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "choices": [choice]}


def part(index: Any, text: str | None = None, **head: Any) -> dict[str, Any]:
    """A chunk with one delta of a call: `head` holds id and name."""
    function = {
        key: value
        for key, value in (("name", head.pop("name", None)), ("arguments", text))
        if value is not None
    }
    return delta(tool_calls=[{"index": index, **head, "function": function}])


def begun(index: Any, id: str = "call_1", name: str = "get_weather") -> dict[str, Any]:
    """The first delta of a call."""
    return part(index, "", id=id, type="function", name=name)


FIRST = delta(role="assistant", content=None)
LAST = delta(finish="tool_calls")


def pieces(index: Any, arguments: Any = None, size: int = 7) -> list[dict[str, Any]]:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments or GOOD, ensure_ascii=False)
    return [part(index, text[at : at + size]) for at in range(0, len(text), size)]


STREAM = [FIRST, begun(0), *pieces(0), LAST]


def sse(*chunks: Any, end: str = "\n", done: bool = True) -> bytes:
    """The chunks as an event stream; a string is a line of its own."""
    lines = [
        each if isinstance(each, str) else f"data: {json.dumps(each, ensure_ascii=False)}" for each in chunks
    ]
    lines += ["data: [DONE]"] if done else []
    return "".join(f"{line}{end}{end}" for line in lines).encode()


def exchange(body: bytes, status: int | None = 200, request: Any = None, **fields: Any) -> Exchange:
    kind = "text/event-stream" if body.startswith((b"data:", b":")) else "application/json"
    url, sent = "http://127.0.0.1/v1/chat/completions", json.dumps(request or {}).encode()
    return Exchange("POST", url, sent, status, {"content-type": kind}, body, **fields)


def judged(asked_for: Question, *bodies: bytes) -> Outcome:
    """The outcome, the requests sent as the question says."""
    return judge_case(asked_for, [exchange(body, request=asked_for.body) for body in bodies])


def words(outcome: Outcome) -> list[str]:
    """The finding codes without their dimension, the deciding one first."""
    return [each.code.removeprefix("tool_calls.") for each in outcome.defects]
