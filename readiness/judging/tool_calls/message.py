"""One assistant turn against what was due: is there a call, is it whole, is it the right one (T02-T16, T19, T20)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from readiness.judging.json_output.showing import compact, quote
from readiness.judging.records import Defect
from readiness.judging.tool_calls.arguments import Arguments, judge_arguments
from readiness.judging.tool_calls.codes import defect, ordered
from readiness.judging.tool_calls.due import Due
from readiness.judging.tool_calls.markup import copies, leaks, written_call
from readiness.judging.tool_calls.prose import ends, spoilt
from readiness.judging.tool_calls.turn import UNSAID, Call, Turn
from readiness.judging.tool_calls.values import Read, value_defects

_DECLARED = "the name of a declared tool"


def judge_turn(turn: Turn, due: Due) -> tuple[Defect, ...]:
    """Every defect of a turn, the deciding one first; empty for a right one. Raises `BrokenSchema`."""
    if turn.broken:
        return ordered(turn.defects)
    found = [*turn.defects, *leaks(turn, due.source), *copies(turn)]
    arguments = [judge_arguments(call, due.tools.get(str(call.name)), due.source) for call in turn.calls]
    if due.silent:
        found += _though_none_was_due(turn, due, arguments)
    elif not turn.calls:
        found += _without_calls(turn, due)
    else:
        found += [*_shapes(turn, due), *(each for one in arguments for each in one.defects)]
        if not found:
            found += value_defects(read_calls(turn.calls, arguments), due)
    return ordered(found)


def read_calls(calls: Sequence[Call], arguments: Sequence[Arguments]) -> list[Read]:
    """The calls whose arguments are an object."""
    both = zip(calls, arguments, strict=True)
    return [Read(str(call.name), one.value) for call, one in both if one.value is not None]


# --- no call -------------------------------------------------------------------------------------


def _though_none_was_due(turn: Turn, due: Due, arguments: Sequence[Arguments]) -> Iterator[Defect]:
    """A call to a tool that nobody declared is a call too; saying nothing is no abstention."""
    word = "none_ignored" if due.choice == "none" else "unwanted_call"
    if turn.legacy:
        yield defect(word, "no call", "one in the old field function_call")
    elif not turn.calls:
        yield from ends(turn)
        yield from spoilt(turn, due.source)
        if turn.silent:
            yield defect("no_call", "an answer", _said(turn))
    elif due.ask_for is not None and any((one.value or {}).get(due.ask_for) for one in arguments):
        got = f"a call with {compact(turn.calls[0].arguments)}"
        yield defect("invented_parameter", f"a question for {quote(due.ask_for)}", got)
    else:
        yield defect(word, "no call", _listed(turn.calls))


def _said(turn: Turn) -> str:
    return "neither a call nor a word" if turn.silent else f"text: {quote(turn.content or '')}"


def _listed(calls: Sequence[Call]) -> str:
    return f"{len(calls)} of {', '.join(compact(call.name) for call in calls[:3])}"


def _without_calls(turn: Turn, due: Due) -> Iterator[Defect]:
    if turn.legacy:
        yield defect("legacy_function_call", "the call in tool_calls", "in the old field function_call")
        return
    yield from ends(turn)
    written = written_call(turn, () if due.optional else due.tools)
    if written is not None:
        yield defect("markup_in_content", "the call in tool_calls", f"in the text: {written}")
    elif turn.silent or not due.optional:
        yield defect("no_call", "a call in tool_calls", _said(turn))
    if due.choice == "required":
        yield defect("required_ignored", "a call, as tool_choice required", _said(turn))
    elif due.named is not None:
        yield defect("named_ignored", f"a call of {quote(due.named)}, as tool_choice named it", _said(turn))


# --- calls ---------------------------------------------------------------------------------------


def _shapes(turn: Turn, due: Due) -> Iterator[Defect]:
    legal = ("tool_calls", "stop") if due.named is not None else ("tool_calls",)
    if turn.finish_reason not in (*legal, UNSAID):
        got = "no finish_reason" if turn.finish_reason is None else quote(str(turn.finish_reason))
        yield defect("finish_stop_with_calls", f"finish_reason {' or '.join(legal)} beside calls", got)
    for call in turn.calls:
        yield from _shape(call, due)
    yield from _repeated_ids(call.id for call in turn.calls)
    yield from _count(len(turn.calls), due)
    named = [call.name for call in turn.calls if isinstance(call.name, str)]
    if due.named is not None and any(name != due.named for name in named):
        expected = f"calls of {quote(due.named)} only, as tool_choice named it"
        yield defect("named_ignored", expected, _listed(turn.calls))


def _shape(call: Call, due: Due) -> Iterator[Defect]:
    if call.type != "function":
        yield defect("type", 'type "function"', "no type" if call.type is None else compact(call.type))
    if not isinstance(call.id, str) or not call.id.strip():
        yield defect("id_missing", "a non-empty string as id", compact(call.id))
    if not isinstance(call.name, str):
        yield defect("name_unknown", _DECLARED, compact(call.name))
    elif call.name not in due.tools:
        alike = _spellings(call.name) & {_bare(name) for name in due.tools}
        yield defect("name_altered" if alike else "name_unknown", _DECLARED, compact(call.name))


def _spellings(name: str) -> set[str]:
    """The bare name as a whole, and each part of it: a namespace may stand before it, a number behind."""
    return {_bare(part) for part in (name, *re.split(r"[.:/]", name))}


def _bare(name: str) -> str:
    """A name without its case and its separators."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def _repeated_ids(ids: Iterable[object]) -> Iterator[Defect]:
    counted = Counter(each for each in ids if isinstance(each, str) and each.strip())
    for each, count in counted.items():
        if count > 1:
            yield defect(
                "id_duplicate", "another id for each call of a message", f"{quote(each)} {count} times"
            )


def _count(came: int, due: Due) -> Iterator[Defect]:
    if due.count is None or came == due.count:
        return
    expected = f"{due.count} call{'s' if due.count > 1 else ''}"
    if came < due.count:
        yield defect("count_low", expected, str(came))
    elif due.alone:
        yield defect("parallel_off_ignored", f"{expected}, as parallel_tool_calls was false", str(came))
    else:
        yield defect("count_high", expected, str(came))
