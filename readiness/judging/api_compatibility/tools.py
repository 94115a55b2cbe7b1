"""T01 to T09: tool calls, whole and streamed. Each depends on the model, so each is a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.chunks import function_of, tool_deltas
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import chat, user
from readiness.judging.api_compatibility.inputs import WEATHER
from readiness.judging.api_compatibility.reading import (
    JsonObject,
    clean,
    finish,
    message,
    must_be_answered,
    shown,
    sound,
    text,
)
from readiness.judging.api_compatibility.row import Asked, Level, Row, always, declined, miss
from readiness.judging.api_compatibility.sampling import ATTEMPTS
from readiness.judging.api_compatibility.shapes import TOOL_CALL, first_problem
from readiness.judging.api_compatibility.stream import Stream, read
from readiness.judging.json_output.showing import compact, quote

_ONE = user("What will the weather be in Oslo on 5 December 2026, in Celsius? Use the tool.")
_TWO = user(
    "Please get the weather in Oslo and in Lisbon for 5 December 2026, both in Celsius. Use the tool."
)
TIME = {
    "type": "function",
    "function": {
        "name": "get_time",
        "description": "Local time of one city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
PING = {
    "type": "function",
    "function": {
        "name": "ping",
        "description": "Checks that the system is up. Takes no parameters.",
        "parameters": {"type": "object", "properties": {}},
    },
}
_BARE = {"type": "function", "function": {"name": "ping", "description": "Checks that the system is up."}}
_STRICT = {"type": "function", "function": {**WEATHER["function"], "strict": True}}  # type: ignore[dict-item]


def _answer(asked: Asked) -> JsonObject:
    """The completion; tools that are refused in a clean way are not supported."""
    return sound(asked, "choice_ignored", optional=True)


def calls(value: JsonObject) -> list[Any]:
    """The tool calls of an answer, whatever they are."""
    found = message(value).get("tool_calls")
    return found if isinstance(found, list) else [] if found is None else [found]


def names(found: Sequence[Any]) -> list[str]:
    """The names of calls that have one."""
    functions = [each.get("function") if isinstance(each, dict) else None for each in found]
    return [str(each.get("name")) for each in functions if isinstance(each, dict)]


def _shaped(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    found = calls(value)
    if not found:
        raise miss("choice_ignored", f"no tool call: content {quote(text(value))}")
    offered = {"get_weather"}
    for each in found:
        problem = call_problem(each, offered)
        if problem is not None:
            raise miss("tool_shape", problem)
    if not isinstance(message(value).get("tool_calls"), list):
        raise miss("tool_shape", "tool_calls is no array")
    ids = [each["id"] for each in found]
    if len(set(ids)) < len(ids):
        raise miss("tool_shape", f"calls that share an id: {compact(ids)}")
    if message(value).get("content") not in (None, "") and not isinstance(message(value)["content"], str):
        raise miss("tool_shape", f"content {compact(message(value)['content'])} beside a call")


def call_problem(call: Any, offered: set[str]) -> str | None:
    """What is wrong with one call: its shape, its name, its arguments."""
    problem = first_problem(call, TOOL_CALL, "tool_call.")
    if problem is not None:
        return problem
    if call["function"]["name"] not in offered:
        return f"the name {quote(call['function']['name'])} was not offered"
    return arguments_problem(call["function"]["arguments"])


def arguments_problem(arguments: str) -> str | None:
    """Arguments are the text of a JSON object."""
    try:
        value = parse(arguments)
    except NotJson as error:
        return f"arguments {quote(arguments)} are {error}"
    return None if isinstance(value, dict) else f"arguments {quote(arguments)} are no object"


def _finished(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    if not calls(value):
        raise miss("choice_ignored", f"no tool call: content {quote(text(value))}")
    if finish(value) != "tool_calls":
        raise miss("tool_finish", f"finish_reason {compact(finish(value))} beside a call")


def _named(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    found = names(calls(value))
    if not found or set(found) != {"get_time"}:
        raise miss(
            "choice_ignored", f"calls of {compact(found)}" if found else f"no call: {quote(text(value))}"
        )
    if finish(value) not in ("tool_calls", "stop"):
        raise miss("tool_finish", f"finish_reason {compact(finish(value))}")


def _none(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    if calls(value):
        raise miss("choice_ignored", f"calls of {compact(names(calls(value)))}")


def _single(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    if len(calls(value)) > 1:
        raise miss("choice_ignored", f"{len(calls(value))} calls")


@dataclass(slots=True)
class Joined:
    """A call as its deltas build it up."""

    id: str | None = None
    name: str | None = None
    arguments: str = ""
    names: int = 0
    ids: set[str] = field(default_factory=set)


def joined(stream: Stream) -> dict[int, Joined]:
    """The calls of a stream by index; a miss where deltas cannot be told apart or change what was said."""
    found: dict[int, Joined] = {}
    for piece in stream.deltas():
        listed = piece.get("tool_calls")
        if listed is None:
            continue
        if not isinstance(listed, list):
            raise miss("tool_index", f"tool_calls {compact(listed)} in a delta")
        for each in listed:
            _grow(found, each)
    return found


def _grow(found: dict[int, Joined], each: Any) -> None:
    index = each.get("index") if isinstance(each, dict) else None
    if type(index) is not int:
        raise miss("tool_index", f"a delta of a call with index {compact(index)}: {compact(each)}")
    if index not in found and index != len(found):
        raise miss("tool_index", f"index {index} after {len(found)} calls")
    call = found.setdefault(index, Joined())
    function = each.get("function")
    function = function if isinstance(function, dict) else {}
    given, name, arguments = each.get("id"), function.get("name"), function.get("arguments")
    for what, value in (("id", given), ("name", name), ("arguments", arguments)):
        if value is not None and not isinstance(value, str):
            raise miss("tool_index", f"{what} {compact(value)} in a delta")
    if given:
        if call.id is not None and given != call.id:
            raise miss("tool_index", f"index {index} has the ids {quote(call.id)} and {quote(given)}")
        call.id = given
    if name:
        if call.name is not None:
            raise miss("tool_index", f"the name {quote(name)} once more at index {index}")
        call.name = name
    call.arguments += arguments or ""


def _streamed(asked: Sequence[Asked]) -> None:
    stream = _stream(asked[0])
    found = joined(stream)
    if not found:
        raise miss("choice_ignored", f"no tool call in the stream: content {quote(stream.text())}")
    ids = [call.id for call in found.values()]
    if None in ids or len(set(ids)) < len(ids):
        raise miss("tool_index", f"ids {compact(ids)}")
    for index, call in found.items():
        if call.name is None:
            raise miss("tool_index", f"no name at index {index}")
        problem = arguments_problem(call.arguments)
        if problem is not None:
            raise miss("tool_index", f"at index {index} the {problem}")
    _ends(stream)


def _ends(stream: Stream) -> None:
    ends = [choice["finish_reason"] for _, choice in stream.choices() if choice.get("finish_reason")]
    if ends != ["tool_calls"]:
        raise miss("tool_finish", f"finish_reasons {compact(ends)} beside calls")


def _stream(asked: Asked) -> Stream:
    if clean(asked.exchange):
        raise declined(shown(asked.exchange))
    return read(asked, "choice_ignored")


def _same(asked: Sequence[Asked]) -> None:
    whole = sorted(names(calls(_answer(asked[0]))))
    stream = _stream(asked[1])
    told = [function_of(each).get("name") for piece in stream.deltas() for each in tool_deltas(piece)]
    streamed = {name for name in told if name}
    if set(whole) != streamed:
        got = f"{compact(sorted(map(str, streamed)))} streamed, {compact(whole)} not streamed"
        raise miss("stream_differs", got, asked[1].exchange)
    if len(_begun(stream)) < len(whole):
        got = f"{len(_begun(stream))} calls streamed, {len(whole)} not streamed"
        raise miss("stream_differs", got, asked[1].exchange)


def _begun(stream: Stream) -> set[str]:
    """The ids, or else the indices, of the calls of a stream."""
    listed = [each for piece in stream.deltas() for each in tool_deltas(piece)]
    return {str(each["id"]) for each in listed if each.get("id")} or {
        str(each.get("index")) for each in listed
    }


def _no_parameters(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    found = calls(value)
    if not found:
        raise miss("choice_ignored", f"no tool call: content {quote(text(value))}")
    for each in found:
        problem = call_problem(each, {"ping"})
        if problem is not None:
            raise miss("tool_shape", problem)


def _unusual(asked: Sequence[Asked]) -> None:
    for each in asked:
        must_be_answered(each.exchange, crash_is_miss=True)


_AGENTS = "agent frameworks: LangChain, OpenAI Agents SDK, Vercel AI SDK"
_NAMED = {"type": "function", "function": {"name": "get_time"}}

ROWS = (
    Row(
        "T01",
        "call-shape",
        Level.MUST,
        "S",
        "one tool, tool_choice required",
        "tool_calls with id, type function, the offered name, arguments as the text of a JSON object",
        _AGENTS,
        always(chat(_ONE, tools=[WEATHER], tool_choice="required")),
        _shaped,
        attempts=ATTEMPTS,
    ),
    Row(
        "T02",
        "call-finish",
        Level.MUST,
        "S",
        "one tool, tool_choice required",
        "finish_reason tool_calls",
        "agents that look at finish_reason: LangChain, Semantic Kernel",
        always(chat(_ONE, tools=[WEATHER], tool_choice="required")),
        _finished,
        attempts=ATTEMPTS,
    ),
    Row(
        "T03",
        "named-choice",
        Level.MUST,
        "S",
        "two tools, tool_choice naming get_time",
        "a call of get_time",
        "structured output by a forced tool: Instructor",
        always(chat(_ONE, tools=[WEATHER, TIME], tool_choice=_NAMED)),
        _named,
        attempts=ATTEMPTS,
    ),
    Row(
        "T04",
        "no-choice",
        Level.MUST,
        "S",
        "one tool, tool_choice none",
        "no tool call",
        _AGENTS,
        always(chat(_ONE, tools=[WEATHER], tool_choice="none")),
        _none,
        attempts=ATTEMPTS,
    ),
    Row(
        "T05",
        "parallel-off",
        Level.SHOULD,
        "S",
        "a question for two calls, parallel_tool_calls false",
        "at most one call",
        "agents that take one step at a time",
        always(chat(_TWO, tools=[WEATHER], parallel_tool_calls=False)),
        _single,
        attempts=ATTEMPTS,
    ),
    Row(
        "T06",
        "streamed-calls",
        Level.MUST,
        "I",
        "a question for two calls, tool_choice required, streamed",
        "deltas with an integer index, id and name once a call, arguments that join to an object",
        "openai SDK stream helper, Vercel AI SDK, Cline",
        always(chat(_TWO, tools=[WEATHER], tool_choice="required", stream=True)),
        _streamed,
        attempts=ATTEMPTS,
    ),
    Row(
        "T07",
        "streamed-same",
        Level.MUST,
        "O",
        "a question for two calls, not streamed and streamed",
        "the same functions called",
        _AGENTS,
        always(
            chat(_TWO, tools=[WEATHER], tool_choice="required", temperature=0),
            chat(_TWO, tools=[WEATHER], tool_choice="required", temperature=0, stream=True),
        ),
        _same,
        attempts=ATTEMPTS,
    ),
    Row(
        "T08",
        "no-parameters",
        Level.SHOULD,
        "D",
        "a tool without parameters, tool_choice required",
        'arguments "{}"',
        "clients that parse arguments at once",
        always(chat(user("Use the ping tool."), tools=[PING], tool_choice="required")),
        _no_parameters,
    ),
    Row(
        "T09",
        "unusual-tools",
        Level.SHOULD,
        "S",
        "a tool without the key parameters; a tool with strict true",
        "no 5xx",
        "OpenAI SDK helpers, which send strict",
        always(chat(user("Use the ping tool."), tools=[_BARE]), chat(_ONE, tools=[_STRICT])),
        _unusual,
    ),
)
