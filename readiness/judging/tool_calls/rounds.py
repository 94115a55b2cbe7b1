"""A conversation with tool results: what is sent next, and whether the answer uses what the tools said (T18)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.judging.json_output.showing import compact, quote
from readiness.judging.records import Defect
from readiness.judging.tool_calls.arguments import judge_arguments
from readiness.judging.tool_calls.arrival import arrived
from readiness.judging.tool_calls.codes import FORMAT, defect, ordered, words
from readiness.judging.tool_calls.due import Due, Expected, Question, due_first, expected_calls, said
from readiness.judging.tool_calls.markup import leaks
from readiness.judging.tool_calls.message import judge_turn, read_calls
from readiness.judging.tool_calls.prose import asked_for, ends, mixed_up, spoilt
from readiness.judging.tool_calls.turn import Turn, read_turn
from readiness.judging.tool_calls.values import paired

JsonObject = Mapping[str, Any]
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-"})


@dataclass(frozen=True, slots=True)
class Step:
    """One reply of a conversation: calls, or an answer that uses the results of the calls before."""

    due: Due | None
    """The calls that are due; None where the answer is."""
    round: JsonObject
    """The bank's entry: results, order, answer_contains, no_new_call, then; after the first also calls."""
    called: Sequence[Expected] = ()
    """The calls whose results an answer is to use, as far as it is known which they are."""


def steps(question: Question) -> list[Step]:
    """The replies that a case asks for, in their order. A case without rounds has one."""
    rounds: Sequence[JsonObject] = question.expect.get("rounds") or ()
    first = due_first(question)
    found: list[Step] = []
    for number, entry in enumerate(rounds):
        calls = expected_calls(entry.get("calls")) if number else first.calls
        count = len(calls) if calls is not None else len(entry["results"])
        found.append(Step(replace(first, calls=calls, count=count), entry))
        if "then" in entry or number == len(rounds) - 1:
            found.append(Step(None, entry, calls or ()))
    return found or [Step(first, {})]


def next_messages(question: Question, exchanges: Sequence[Exchange]) -> list[JsonObject] | None:
    """The conversation to send after these replies; None where it is over, or a reply broke it off."""
    planned = steps(question)
    messages = list(question.messages)
    if len(exchanges) >= len(planned):
        return None
    for step, exchange in zip(planned, exchanges, strict=False):
        if not arrived(exchange):
            return None
        turn = read_turn(exchange)
        broken = set(FORMAT) & words(judge_step(turn, step, messages))
        if broken or turn.silent or bool(turn.calls) == (step.due is None):
            return None
        messages += _continuation(step, turn)
    return messages


def _continuation(step: Step, turn: Turn) -> list[JsonObject]:
    """What the assistant said, then the results of its calls, or what the user says next."""
    if step.due is None:
        return [
            {"role": "assistant", "content": turn.content},
            {"role": "user", "content": step.round["then"]},
        ]
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in turn.calls
    ]
    results = _results(step, step.due, turn)
    if step.round.get("order") == "swapped":
        results.reverse()
    return [{"role": "assistant", "content": turn.content, "tool_calls": calls}, *results]


def _results(step: Step, due: Due, turn: Turn) -> list[JsonObject]:
    """A tool message for each call in its order; each call gets the result of the right one it stands for."""
    arguments = [judge_arguments(call, None, due.source) for call in turn.calls]
    results = step.round["results"]
    order = dict(paired(read_calls(turn.calls, arguments), due.calls)) if due.calls else {}
    return [
        {"role": "tool", "tool_call_id": call.id, "content": _text(results[order.get(number, number)])}
        for number, call in enumerate(turn.calls)
    ]


def _text(result: Any) -> str:
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)


def judge_step(turn: Turn, step: Step, messages: Sequence[JsonObject]) -> tuple[Defect, ...]:
    """Every defect of one reply; `messages` is what had been said before it."""
    source = said(messages)
    if step.due is not None:
        return judge_turn(turn, replace(step.due, source=source))
    if turn.broken:
        return ordered(turn.defects)
    return ordered([*turn.defects, *leaks(turn, source), *spoilt(turn, source), *_answered(turn, step)])


def _answered(turn: Turn, step: Step) -> Iterator[Defect]:
    asked = step.round
    yield from ends(turn)
    if turn.calls:
        if asked.get("no_new_call"):
            names = ", ".join(compact(call.name) for call in turn.calls[:3])
            yield defect(
                "recall_loop", "an answer from the results", f"{len(turn.calls)} more calls: {names}"
            )
        return
    wanted: Sequence[Sequence[str]] = asked.get("answer_contains") or ()
    missing = [
        accepted for accepted in wanted if not any(_says(turn.content or "", each) for each in accepted)
    ]
    if missing or turn.silent:
        expected = " and ".join(" or ".join(map(quote, accepted[:3])) for accepted in missing) or "a word"
        yield defect("result_unused", f"an answer with {expected}", quote(turn.content or ""))
    elif crossed := _crossed(turn.content or "", step, wanted):
        yield defect("result_unused", "each result told of what it was asked for", crossed)


def _crossed(content: str, step: Step, wanted: Sequence[Sequence[str]]) -> str | None:
    """How the results of two calls are told of each other's subject: bound by position, not by id."""
    results = [_text(result) for result in step.round["results"]]
    if not len(step.called) == len(wanted) == len(results) == 2:
        return None
    own = all(
        any(each in results[number] and each not in results[1 - number] for each in wanted[number])
        for number in (0, 1)
    )
    names = asked_for(step.called)
    return mixed_up(content, names, wanted) if own and names else None


def _says(content: str, wanted: str) -> bool:
    """Whether a text holds a word or a number; 23 is not in 2023, 1.23 or 23.5, but 23.0 is 23."""
    text, word = _plain(content), _plain(str(wanted))
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", word):
        return word in text
    zeros = "0*" if "." in word else r"(?:\.0+)?"
    number = rf"(?<!\d)(?<!\d\.){re.escape(word)}{zeros}(?!\d|\.\d|,\d{{3}})"
    return re.search(number, text) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("，", ", ")).casefold().translate(_SIGNS)
