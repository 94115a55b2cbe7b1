"""Whether calls say what they should (T13): the calls of a message against the right ones, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from readiness.judging import strict_json
from readiness.judging.json_output.lexis import SPECIAL
from readiness.judging.json_output.showing import compact, near, quote, show
from readiness.judging.json_output.values import differences
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect
from readiness.judging.tool_calls.due import Due, Expected

_DAMAGE = re.compile("[\ud800-\udfff\ufffd]")
_WORDS = {"corrupt_text": "corrupt_text", "loop": "loop"}
"""Words of the document judge that mean the same here; every other difference is a wrong value."""


@dataclass(frozen=True, slots=True)
class Read:
    """A call whose arguments are a legal object."""

    name: str
    arguments: Mapping[str, Any]


def paired(calls: Sequence[Read], right: Sequence[Expected]) -> list[tuple[int, int]]:
    """Which call stands for which right one, as pairs of positions: the best matches first, each used once."""
    pairs = product(range(len(calls)), range(len(right)))
    chosen: list[tuple[int, int]] = []
    for mine, other in sorted(pairs, key=lambda pair: (-_match(calls[pair[0]], right[pair[1]]), pair)):
        if all(mine != one and other != two for one, two in chosen):
            chosen.append((mine, other))
    return sorted(chosen)


def _match(call: Read, right: Expected) -> float:
    """How well a call fits: its name first, then the share of right parameters."""
    wanted = right.arguments
    fitting = sum(not any(_one(call, right, key, "")) for key in wanted)
    return (call.name == right.name) + (fitting / len(wanted) if wanted else 1.0)


def value_defects(calls: Sequence[Read], due: Due) -> Iterator[Defect]:
    """What is wrong with calls whose form is right. A parameter that nobody named may stand or not."""
    for call in calls:
        yield from _damaged(call, due.source)
    for mine, other in paired(calls, due.calls or ()):
        call, right = calls[mine], (due.calls or ())[other]
        if call.name != right.name:
            yield defect("wrong_value", f"a call of {quote(right.name)}", f"a call of {quote(call.name)}")
            continue
        for key in right.arguments:
            for found in _one(call, right, key, due.source):
                yield _crossed(found, call.arguments.get(key), right.arguments[key], due)


def _damaged(call: Read, source: str) -> Iterator[Defect]:
    """What no argument should hold, whatever was asked."""
    for text in strict_json.strings(call.arguments):
        broken, mark = _DAMAGE.search(text), SPECIAL.search(text)
        if broken and broken[0] not in source:
            yield defect("corrupt_text", "whole characters", near(text, broken.start()))
        if mark and mark[0] not in source:
            yield defect(
                "markup_leak", "no token of the chat template in the arguments", near(text, mark.start())
            )


def _one(call: Read, right: Expected, key: str, source: str) -> Iterator[Defect]:
    """What is wrong with one parameter; one that was named and is gone is lost, whatever the schema says."""
    accepted = right.arguments[key]
    if key not in call.arguments:
        if None not in accepted:
            yield defect("lost_parameter", f"$.{key}: {_shown(accepted)}", f"no {quote(key)}")
        return
    expected = strict_json.exact({"any_of": list(accepted)})
    for found in differences(call.arguments[key], expected, source, whole=True, path=(key,)):
        word = _WORDS.get(found.code.partition(".")[2], "wrong_value")
        yield defect(word, f"$.{key}: {_shown(accepted)}", show(call.arguments[key]))


def _shown(accepted: Sequence[Any]) -> str:
    return show(strict_json.exact(accepted[0])) if len(accepted) == 1 else f"one of {compact(list(accepted))}"


def _crossed(found: Defect, got: Any, accepted: Sequence[Any], due: Due) -> Defect:
    """The same difference, by its right name where the value is that of another case of the run."""
    if not isinstance(got, str) or got not in due.elsewhere or got in accepted or got in due.source:
        return found
    return defect("crossed_request", found.expected, f"{show(got)}, which another request asked for")
