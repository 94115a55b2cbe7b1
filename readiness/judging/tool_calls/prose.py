"""An answer in words: does it end as an answer does, is its text whole, and are results told of the right thing?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readiness.judging.json_output.degeneration import looping
from readiness.judging.json_output.showing import near, quote
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect
from readiness.judging.tool_calls.due import Expected
from readiness.judging.tool_calls.turn import Turn

REPLACEMENT = "\ufffd"


def ends(turn: Turn) -> Iterator[Defect]:
    """A reply without calls says why it ended (T03)."""
    if turn.calls:
        return
    if turn.finish_reason == "tool_calls":
        yield defect(
            "finish_calls_empty", "a call where finish_reason says so", 'finish_reason "tool_calls", no call'
        )
    elif not turn.finish_reason:
        yield defect("malformed_body", "a finish_reason at the end of an answer", "none")


def spoilt(turn: Turn, source: str) -> Iterator[Defect]:
    """Replacement characters, and words without end, in what the user is to read."""
    text = turn.content or ""
    if REPLACEMENT in text and REPLACEMENT not in source:
        yield defect("corrupt_text", "text without U+FFFD", near(text, text.index(REPLACEMENT)))
    unit = looping(text)
    if unit is not None and unit.strip() and unit * 8 not in source:
        yield defect("loop", "text that goes on", f"{quote(unit)} over and over")


def mixed_up(text: str, names: Sequence[Sequence[str]], values: Sequence[Sequence[str]]) -> str | None:
    """How two results are told of the wrong things; None where the wording leaves room for doubt.

    `names` and `values` hold, for each of the calls, the accepted spellings of what it asked for and of
    what it brought. Only plain wordings are read: each name and each value once, in turns (`A 23, B 31`;
    `23 in A, 31 in B`) or respectively (`A and B: 23 and 31`).
    """
    found = sorted(
        [(at, "name", number) for number, spellings in enumerate(names) for at in _places(text, spellings)]
        + [
            (at, "value", number)
            for number, spellings in enumerate(values)
            for at in _places(text, spellings)
        ]
    )
    kinds = [kind for _, kind, _ in found]
    told = {kind: [number for _, what, number in found if what == kind] for kind in ("name", "value")}
    plain = kinds in (["name", "value"] * 2, ["value", "name"] * 2, ["name", "name", "value", "value"])
    if plain and told["name"] == told["value"][::-1] and sorted(told["name"]) == [0, 1]:
        return f"{values[1][0]} told of {quote(names[0][0])} and {values[0][0]} of {quote(names[1][0])}"
    return None


def _places(text: str, spellings: Sequence[str]) -> list[int]:
    """Where a text holds any of the spellings; one that contains another counts once."""
    longest_first = sorted(spellings, key=len, reverse=True)
    pattern = "|".join(
        rf"(?<![\d.]){re.escape(one)}(?![\d]|\.\d)" if re.fullmatch(r"-?\d+", one) else re.escape(one)
        for one in longest_first
        if one
    )
    return [match.start() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []


def asked_for(calls: Sequence[Expected]) -> list[list[str]]:
    """For each of two calls the spellings of what tells it from the other one; empty where nothing does."""
    arguments = [call.arguments for call in calls]
    own = [
        key
        for key in arguments[0]
        if all(key in one and one[key] != arguments[0][key] for one in arguments[1:])
    ]
    return [[str(each) for key in own for each in one[key]] for one in arguments] if len(own) == 1 else []
