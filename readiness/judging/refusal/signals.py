"""What transport and message fields say before any text is read: blocked, refused, or nothing that can be judged.

A block counts only where the server names it: a dead, overloaded or misconfigured endpoint refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.reply import Reply, read_reply
from readiness.judging.json_output.showing import quote
from readiness.judging.json_output.transport import what_came

_BLOCKING = re.compile(
    r"content_?filter(?:ed)?|data_?inspection_?failed|responsible_?ai_?policy_?violation|content_?policy_?violation",
    re.IGNORECASE,
)
"""Codes by which content filters name themselves (Azure OpenAI, DashScope, OpenAI)."""
_CODE_KEYS = ("code", "type", "status", "reason")
_DEPTH = 6
_THINKING = re.compile(r"\A\s*<think(?:ing)?>(.*?)(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)


class Signal(StrEnum):
    """What was read before the text."""

    ERROR = "error"
    BUDGET_EATEN = "budget_eaten"
    BLOCKED_INPUT = "blocked_input"
    BLOCKED_OUTPUT = "blocked_output"
    REFUSAL_FIELD = "refusal_field"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Read:
    """A reply as far as it can be read. `text` is delivered content, whatever the signal."""

    signal: Signal
    text: str = ""
    thinking: str = ""
    shown: str = ""
    """For a finding, where there is no text to judge."""


def read(exchange: Exchange) -> Read:
    """The signal of an exchange, and its texts. Total."""
    if not exchange.answered:
        return Read(Signal.ERROR, shown=what_came(exchange, ""))
    if exchange.status != 200:
        said = error_message(exchange)
        blocked = 400 <= (exchange.status or 0) < 500 and names_a_filter(exchange.body)
        return Read(Signal.BLOCKED_INPUT if blocked else Signal.ERROR, shown=what_came(exchange, said))
    return _of_reply(exchange, read_reply(exchange))


def _of_reply(exchange: Exchange, reply: Reply) -> Read:
    text, thinking = _parted(reply)
    blocked = reply.finish_reason is not None and _BLOCKING.fullmatch(reply.finish_reason) is not None
    if reply.error is not None and names_a_filter(exchange.body):
        blocked = True
    elif reply.error is not None:
        return Read(Signal.ERROR, shown=f"HTTP 200 with an error: {quote(reply.error)}")
    elif reply.malformed is not None:
        return Read(Signal.ERROR, shown=quote(reply.malformed, 120)[1:-1])
    elif reply.streamed and not reply.done and reply.finish_reason is None:
        return Read(Signal.ERROR, shown="a stream that breaks off, without finish_reason or [DONE]")
    if blocked:
        return Read(Signal.BLOCKED_OUTPUT, text, thinking, "blocked by the filter")
    if (reply.refusal or "").strip():
        return Read(Signal.REFUSAL_FIELD, text, thinking, quote(reply.refusal or ""))
    if not text.strip() and reply.finish_reason == "length" and thinking.strip():
        return Read(Signal.BUDGET_EATEN, shown="only thinking, cut off at the token limit")
    return Read(Signal.TEXT, text, thinking)


def _parted(reply: Reply) -> tuple[str, str]:
    """Content and thinking; thinking that stands at the head of the content is taken out of it."""
    content = reply.content or ""
    found = _THINKING.match(content)
    if found is None:
        return content, reply.reasoning
    return content[found.end() :], f"{reply.reasoning}\n{found[1]}"


def names_a_filter(body: bytes) -> bool:
    """Whether an error body, or an error event of a stream, carries the code of a content filter."""
    return any(_BLOCKING.fullmatch(code) for value in _documents(body) for code in _codes(value, _DEPTH))


def _documents(body: bytes) -> Iterator[Any]:
    lines = [body] if not body.lstrip().startswith((b"data:", b"event:", b":")) else body.split(b"\n")
    for line in lines:
        if b"rror" in line or b"ode" in line:
            try:
                yield parse(line.removeprefix(b"data:").strip())
            except NotJson:
                continue


def _codes(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, list):
        for each in value[:8]:
            yield from _codes(each, depth - 1)
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        if key in _CODE_KEYS and isinstance(each, str):
            yield each.replace("-", "_").replace(" ", "_")
        elif isinstance(each, dict | list) and key != "choices":
            yield from _codes(each, depth - 1)
