"""A chat completion as a judge sees it, read from the recorded bytes of an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as the endpoint reports them; None where the field is absent or no integer."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


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
    refusal: str | None = None
    tool_calls: tuple[Mapping[str, Any], ...] = ()
    finish_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    model: str | None = None
    done: bool = False
    """Streamed: whether `data: [DONE]` was seen."""
    choices: int = 0
    """How many different choices came."""
