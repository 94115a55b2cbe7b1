"""One assistant turn as it came: from a plain body, from a stream, or from an organisation's own record.

Only the structured fields are read. Nothing is repaired, and JSON in prose is no call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.endpoint.asked import read_request
from readiness.endpoint.chunks import function_of, read_chunks
from readiness.endpoint.completion import plain
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import type_name
from readiness.endpoint.reply import Reply, read_reply
from readiness.judging.json_output.showing import compact
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect
from readiness.judging.tool_calls.stream import join

UNSAID = "unsaid"
"""Stands for the finish_reason of a record that does not say one."""


@dataclass(frozen=True, slots=True)
class Call:
    """One entry of `tool_calls`, types not yet checked. None where a field is null or absent."""

    id: Any
    type: Any
    name: Any
    arguments: Any


@dataclass(frozen=True, slots=True)
class Turn:
    """What the assistant said. `defects` are those of the body and the stream; `broken` says that no more was read."""

    content: str | None = None
    reasoning: str = ""
    finish_reason: str | None = None
    calls: tuple[Call, ...] = ()
    legacy: bool = False
    """Whether the call stands in the old `function_call` field."""
    defects: tuple[Defect, ...] = ()
    broken: bool = False

    @property
    def silent(self) -> bool:
        """Whether there is neither a call nor a word."""
        return not self.calls and not (self.content or "").strip()


def read_turn(exchange: Exchange) -> Turn:
    """The turn in a complete response with status 200, which must have the form that the request asked for."""
    reply, streamed = read_reply(exchange), read_request(exchange).streamed
    if reply.error is not None:
        return _broken("a chat completion", f"HTTP 200 with an error: {reply.error}")
    if reply.streamed != streamed:
        return _other_form(streamed)
    if streamed:
        return _streamed(exchange, reply)
    if reply.malformed is not None:
        return _broken("a chat completion", reply.malformed)
    message = plain(exchange.body).message
    calls, legacy = _calls(message.get("tool_calls")), bool(message.get("function_call"))
    return Turn(reply.content, reply.reasoning, reply.finish_reason, calls, legacy)


def _streamed(exchange: Exchange, reply: Reply) -> Turn:
    chunks = read_chunks(exchange.body)
    found = join(chunks.chunks, done=chunks.done)
    malformed = chunks.problem if found.unnumbered else reply.malformed
    broken = [defect("malformed_body", "a chat completion", malformed)] if malformed is not None else []
    return Turn(
        content=reply.content,
        reasoning=reply.reasoning,
        finish_reason=found.finish_reasons[0] if found.finish_reasons else None,
        calls=tuple(Call(piece.id, piece.type, piece.name, piece.arguments) for piece in found.pieces),
        legacy=found.legacy,
        defects=(*found.defects, *broken),
        broken=bool(broken),
    )


def _other_form(streamed: bool) -> Turn:
    if streamed:
        missing = defect("no_done", "an event stream that ends in [DONE]", "one plain JSON body")
        return Turn(defects=(missing,), broken=True)
    return _broken("one plain JSON body", "an event stream")


def _broken(expected: str, got: str) -> Turn:
    return Turn(defects=(defect("malformed_body", expected, got),), broken=True)


def _calls(value: Any) -> tuple[Call, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(_call(entry) for entry in entries if isinstance(entry, dict))


def _call(entry: Mapping[str, Any]) -> Call:
    function = function_of(entry)
    return Call(entry.get("id"), entry.get("type"), function.get("name"), function.get("arguments"))


def turn_of(record: Mapping[str, Any]) -> Turn:
    """The turn in parsed JSON: an assistant message, a choice around it, or a whole completion."""
    choice: Any = record
    if record.get("error") is not None and "role" not in record:
        return _broken("an assistant message", f"an error: {compact(record['error'])}")
    if "choices" in record:
        listed = record["choices"]
        choice = listed[0] if isinstance(listed, list) and listed else None
    message = choice.get("message", choice) if isinstance(choice, dict) else None
    if not isinstance(message, dict):
        return _broken("an assistant message", "a record without one")
    calls = message.get("tool_calls")
    if calls is not None and not (isinstance(calls, list) and all(isinstance(each, dict) for each in calls)):
        return _broken("tool_calls as an array of objects", f"a JSON {type_name(calls)}")
    content = message.get("content")
    reasoning = message.get("reasoning_content") or message.get("reasoning")
    return Turn(
        content=content if isinstance(content, str) else None,
        reasoning=reasoning if isinstance(reasoning, str) else "",
        finish_reason=choice.get("finish_reason", UNSAID),
        calls=_calls(calls),
        legacy=bool(message.get("function_call")),
    )
