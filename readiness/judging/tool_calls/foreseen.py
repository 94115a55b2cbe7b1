"""The whole conversation of a case as it goes when every reply is right: what is sent, how long each answer is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.endpoint.foreseen import REFUSED, SOME_WORDS, Foreseen
from readiness.endpoint.tokens import of_call
from readiness.judging.tool_calls.due import Due, Expected, Question
from readiness.judging.tool_calls.rounds import Step, steps

JsonObject = Mapping[str, Any]
AN_ID = "call_0123456789abcdef01234567"
"""As long as the ids that servers give."""


def foresee(question: Question) -> list[Foreseen]:
    """One entry a request. What a malformed request costs is nothing: it is to be refused."""
    if question.expect.get("status"):
        return [Foreseen(question.messages, question.body, REFUSED)]
    messages = list(question.messages)
    found = []
    for step in steps(question):
        calls = [] if step.due is None else _calls(step.due)
        answer = sum(of_call(call["function"]["name"], call["function"]["arguments"]) for call in calls)
        found.append(Foreseen(tuple(messages), question.body, answer or SOME_WORDS))
        messages += _said(step, calls)
    return found


def _calls(due: Due) -> list[JsonObject]:
    """The right calls; where nobody says which, one of the tool that the request insists on."""
    if due.silent:
        return []
    expected = due.calls
    if expected is None:
        name = due.named or next(iter(due.tools), "")
        schema = due.tools.get(name)
        properties = schema.get("properties") or {} if isinstance(schema, Mapping) else {}
        expected = (Expected(name, dict.fromkeys(properties, ("some words",))),)
    return [_call(one) for one in expected[: due.count]]


def _call(expected: Expected) -> JsonObject:
    values = {name: accepted[0] for name, accepted in expected.arguments.items() if accepted}
    arguments = json.dumps(values, ensure_ascii=False)
    return {
        "id": AN_ID,
        "type": "function",
        "function": {"name": expected.name, "arguments": arguments},
    }


def _said(step: Step, calls: Sequence[JsonObject]) -> list[JsonObject]:
    """What stands in the next request beside what stood in this one."""
    if step.due is None:
        answer = " ".join(str(accepted[0]) for accepted in step.round.get("answer_contains") or ())
        said: list[JsonObject] = [{"role": "assistant", "content": answer}]
        return [*said, {"role": "user", "content": step.round["then"]}] if "then" in step.round else said
    results = [
        {"role": "tool", "tool_call_id": AN_ID, "content": _text(result)}
        for result in step.round.get("results") or ()
    ]
    return [{"role": "assistant", "content": None, "tool_calls": list(calls)}, *results]


def _text(result: Any) -> str:
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
