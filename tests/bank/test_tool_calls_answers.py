"""Every case of the bank is answered rightly by the reference endpoint's skills, conversations included."""

from __future__ import annotations

import random
from typing import Any

from answering import answer

from readiness import bank
from readiness.bank import Case
from readiness.places import banks_folder

from .tool_calls_said import Calls, read


class Conversation:
    """A case and what has been said so far."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.messages: list[Any] = [dict(message) for message in case.messages]
        self.said: Any = None

    def ask(self) -> None:
        request = {"messages": self.messages, **self.case.body}
        self.said = answer(request, random.Random(f"{self.case.id} {len(self.messages)}"))

    def give(self, results: list[str], *, swapped: bool) -> None:
        calls = [{"id": f"c{number}", **call} for number, call in enumerate(self.said.tool_calls)]
        given = [
            {"role": "tool", "tool_call_id": call["id"], "content": text}
            for call, text in zip(calls, results, strict=True)
        ]
        self.messages.append({"role": "assistant", "content": None, "tool_calls": calls})
        self.messages += reversed(given) if swapped else given
        self.ask()


def fits(calls: Calls, due: list[dict[str, Any]]) -> bool:
    """Whether the calls are the expected ones, each once, in any order."""
    left = list(due)
    for name, arguments in calls:
        match = next(
            (each for each in left if each["name"] == name and _same(arguments, each["arguments"])), None
        )
        if match is None:
            return False
        left.remove(match)
    return not left


def _same(arguments: dict[str, Any], accepted: dict[str, list[Any]]) -> bool:
    return arguments.keys() == accepted.keys() and all(
        any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in accepted[name])
        for name, value in arguments.items()
    )


def is_right(case: Case) -> bool:
    talk = Conversation(case)
    talk.ask()
    expect, calls = case.expect, read(talk.said)
    if expect.get("no_call"):
        return not calls and bool(talk.said.content)
    if "calls" in expect:
        return fits(calls, expect["calls"]) and _goes_on(talk)
    named = expect["choice"]["name"] if isinstance(expect["choice"], dict) else None
    return bool(calls) and all(named in (None, name) for name, _ in calls)


def _goes_on(talk: Conversation) -> bool:
    """Whether the later turns are right: an answer that uses each result, and the calls that follow."""
    for number, entry in enumerate(talk.case.expect.get("rounds", ())):
        if number and not fits(read(talk.said), entry["calls"]):
            return False
        talk.give(entry["results"], swapped=entry.get("order") == "swapped")
        content = talk.said.content or ""
        used = all(any(text in content for text in accepted) for accepted in entry["answer_contains"])
        if talk.said.tool_calls or not used:
            return False
        if "then" in entry:
            then = {"role": "user", "content": entry["then"]}
            talk.messages += [{"role": "assistant", "content": content}, then]
            talk.ask()
    return True


def test_every_case_of_the_bank_is_answered_rightly() -> None:
    cases = [case for case in bank.load(banks_folder() / "tool_calls").cases("full") if case.family != "NG"]
    assert [case.id for case in cases if not is_right(case)] == []
    assert len(cases) == 756
