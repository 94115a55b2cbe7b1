"""The dimension as a whole: right answers to the bank's own cases are hits, spoilt ones are not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from readiness.bank import Case
from readiness.dimension import GateInput
from readiness.endpoint.exchange import Exchange
from readiness.judging.records import Kind, Outcome, Verdict
from readiness.test_tool_calls import BARS, DIMENSION
from tests.judging.tool_calls_bodies import completion, delta, exchange, sse

DECLARED = DIMENSION.cases("standard", 0)
BY_BARS = {name: bar.default for name, bar in BARS.items()}
Spoil = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def intact(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return calls


class Right:
    """An endpoint that knows the answers of one case, and may spoil its calls."""

    def __init__(self, case: Case, spoil: Spoil = intact) -> None:
        self.case = case
        self.spoil = spoil
        self.replies = list(self._replies())
        self.conversations: list[Sequence[Mapping[str, Any]]] = []

    def _replies(self) -> Any:
        expect = self.case.expect
        yield expect.get("calls") or ()
        for number, entry in enumerate(expect.get("rounds") or ()):
            if number:
                yield entry["calls"]
            yield " ".join(accepted[0] for accepted in entry["answer_contains"])

    def chat(self, messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> Exchange:
        self.conversations.append(messages)
        if self.case.expect.get("status"):
            return exchange(b'{"error": {"message": "no"}}', 400)
        reply = self.replies[len(self.conversations) - 1]
        calls = self.spoil(self._calls(reply)) if not isinstance(reply, str) else []
        text = reply if isinstance(reply, str) else None if calls else "Which one do you mean?"
        return self._sent(calls, text, body)

    def _calls(self, due: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        choice = self.case.expect.get("choice")
        if choice not in (None, "none") and not due:
            offered = self.case.body["tools"][0]["function"]["name"]
            due = [{"name": choice["name"] if isinstance(choice, Mapping) else offered, "arguments": None}]
        calls = [{"name": call["name"], "arguments": self._arguments(call)} for call in due]
        turn = len(self.conversations)
        return [
            {"id": f"call_{turn}_{number}", "type": "function", "function": function}
            for number, function in enumerate(calls)
        ]

    def _arguments(self, call: Mapping[str, Any]) -> str:
        if call["arguments"] is None:
            tools = {tool["function"]["name"]: tool["function"] for tool in self.case.body["tools"]}
            schema = tools[call["name"]]["parameters"]
            return json.dumps({key: example(schema["properties"][key]) for key in schema["required"]})
        given = {key: accepted[0] for key, accepted in call["arguments"].items()}
        return json.dumps(given, ensure_ascii=len(given) % 2 == 0)

    def _sent(self, calls: list[dict[str, Any]], text: str | None, body: Mapping[str, Any]) -> Exchange:
        if not body.get("stream"):
            return exchange(completion(*calls, content=text))
        numbered = [delta(tool_calls=[{"index": index, **call}]) for index, call in enumerate(calls)]
        events = [delta(content=text), *numbered, delta(finish="tool_calls" if calls else "stop")]
        return exchange(sse(*events), request=body)


def example(schema: Mapping[str, Any]) -> Any:
    """Any value that meets the schema of a parameter."""
    if "enum" in schema:
        return schema["enum"][0]
    return (
        "2027-01-31" if schema.get("format") == "date" else {"string": "Brno", "integer": 1}[schema["type"]]
    )


def outcome(case: Case, spoil: Spoil = intact) -> Outcome:
    return DIMENSION.judge(case, DIMENSION.ask(Right(case, spoil), case))


def test_right_answers_to_the_whole_bank_are_hits() -> None:
    seen = {case.name: outcome(case) for case in DECLARED}
    assert {
        name: each.defects for name, each in seen.items() if each.kind is not Kind.HIT or each.defects
    } == {}
    ruled = {case.key: seen[case.name] for case in DECLARED}
    ruling = DIMENSION.gate(GateInput(DECLARED, ruled, BY_BARS, "standard", None))
    assert (ruling.verdict, ruling.n) == (Verdict.PASS, 170)


def neighbours(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for call in calls:
        arguments = {**json.loads(call["function"]["arguments"]), "city": "Cairo"}
        call["function"] = {**call["function"], "arguments": json.dumps(arguments)}
    return calls


def without_last_key(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for call in calls:
        arguments = json.loads(call["function"]["arguments"])
        arguments.popitem()
        call["function"] = {**call["function"], "arguments": json.dumps(arguments)}
    return calls


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (neighbours, "tool_calls.crossed_request"),
        (without_last_key, "tool_calls.lost_parameter"),
        (lambda calls: [], "tool_calls.no_call"),
        (lambda calls: calls * 2, "tool_calls.count_high"),
    ],
    ids=["crossed", "lost", "dropped", "doubled"],
)
def test_the_same_fault_has_the_same_code_in_every_call_of_the_claim(spoil: Spoil, code: str) -> None:
    cases = [case for case in DECLARED if case.family == "C" and "cairo" not in case.id]
    assert {outcome(case, spoil).defects[0].code for case in cases} == {code}


def test_a_conversation_sends_the_servers_own_ids_back_with_the_results() -> None:
    case = next(case for case in DECLARED if case.id.startswith("three-turns"))
    endpoint = Right(case)
    DIMENSION.ask(endpoint, case)
    assert [len(messages) for messages in endpoint.conversations] == [1, 3, 5, 7, 9, 11]
    roles = [message["role"] for message in endpoint.conversations[-1]]
    assert roles == ["user", "assistant", "tool", "assistant"] * 2 + ["user", "assistant", "tool"]
    results = [message for message in endpoint.conversations[-1] if message["role"] == "tool"]
    calls = [message["tool_calls"][0] for message in endpoint.conversations[-1] if "tool_calls" in message]
    assert [each["tool_call_id"] for each in results] == [each["id"] for each in calls]
