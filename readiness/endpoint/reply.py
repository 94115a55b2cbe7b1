"""A chat completion as a judge sees it, read from the recorded bytes of an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness.endpoint.chunks import JsonObject
from readiness.endpoint.completion import Completion, joined, plain
from readiness.endpoint.errors import one_line
from readiness.endpoint.event_stream import BOM
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import type_name

STREAM_STARTS = (b"data:", b"event:", b":")
REASONING = ("reasoning_content", "reasoning")
"""Fields in which servers say what the model thought."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as the endpoint reports them; None where the field is absent or no integer."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    """How many of the completion's tokens were thinking, where the endpoint tells it apart."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One choice, from a plain body or from the joined deltas of an event stream.

    Nothing is trimmed, unfenced or repaired. `malformed` says in one line why the body is no chat
    completion; the other fields then hold what could be read all the same.
    """

    streamed: bool
    malformed: str | None = None
    error: str | None = None
    """The message of an error object that came with status 200, in the body or inside the stream."""
    content: str | None = None
    """None where the field is absent or null (streamed: where no delta held text)."""
    content_type: str = "string"
    """JSON type of `content` as it came: string, null, array, object, ..., or absent."""
    reasoning: str = ""
    """Text of `reasoning_content` or `reasoning`."""
    reasoning_in: str | None = None
    """Which of the two fields held it; None where neither did."""
    refusal: str | None = None
    tool_calls: tuple[Mapping[str, Any], ...] = ()
    finish_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    model: str | None = None
    done: bool = False
    """Streamed: whether `data: [DONE]` was seen."""
    choices: int = 0
    """How many different choices came."""


def read_reply(exchange: Exchange) -> Reply:
    """The completion in `exchange.body`, plain or streamed, whichever came. Never raises."""
    encoding = exchange.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        return Reply(False, malformed=one_line(f"compressed as {encoding}, though identity was asked for"))
    streamed = _is_stream(exchange.headers.get("content-type", ""), exchange.body)
    return _reply(streamed, joined(exchange.body) if streamed else plain(exchange.body))


def _is_stream(content_type: str, body: bytes) -> bool:
    """What the body looks like counts for more than what the header calls it."""
    start = body.removeprefix(BOM).lstrip()[:100]
    if start.startswith(STREAM_STARTS):
        return True
    if content_type.partition(";")[0].strip().lower() != "text/event-stream":
        return False
    return not start.startswith(b"{") or b"\ndata:" in body


def _reply(streamed: bool, found: Completion) -> Reply:
    """A field of the wrong type makes the reply malformed, unless it is the content: that is for a judge."""
    problems = [found.problem] if found.problem else []
    message, content = found.message, found.message.get("content")
    reasoning = [_text(message, name, problems) for name in REASONING]
    refusal = _text(message, "refusal", problems)
    finish_reason = _text(found.choice, "finish_reason", problems)
    model = _text(found.whole, "model", problems)
    tool_calls = _tool_calls(message.get("tool_calls"), problems)
    return Reply(
        streamed=streamed,
        malformed=one_line(problems[0]) if problems else None,
        error=None if found.error is None else one_line(found.error),
        content=content if isinstance(content, str) else None,
        content_type=type_name(content) if "content" in message else "absent",
        reasoning=reasoning[0] or reasoning[1] or "",
        reasoning_in=next((name for name, text in zip(REASONING, reasoning, strict=True) if text), None),
        refusal=refusal,
        tool_calls=tool_calls,
        finish_reason=finish_reason,
        usage=_usage(found.whole.get("usage")),
        model=model,
        done=found.done,
        choices=found.choices,
    )


def _text(holder: JsonObject, name: str, problems: list[str]) -> str | None:
    value = holder.get(name)
    if value is None or isinstance(value, str):
        return value
    problems.append(f"{name} is a JSON {type_name(value)}, not a string")
    return None


def _tool_calls(value: object, problems: list[str]) -> tuple[JsonObject, ...]:
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    calls = tuple(item for item in items if isinstance(item, dict))
    if not isinstance(value, list) or len(calls) != len(items):
        problems.append("tool_calls is not an array of objects")
    return calls


def _usage(value: object) -> Usage:
    if not isinstance(value, dict):
        return Usage()
    details = value.get("completion_tokens_details")
    counts = [value.get(name) for name in ("prompt_tokens", "completion_tokens")]
    counts.append(details.get("reasoning_tokens") if isinstance(details, dict) else None)
    return Usage(*(count if type(count) is int else None for count in counts))
