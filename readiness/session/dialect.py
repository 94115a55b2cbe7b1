"""How an endpoint wants to be asked: what the preflight learnt, and what follows for every request.

Only what the endpoint declines by name is sent the other way. A server error, a hang or a vague 400
changes nothing: to ask around it would hide a defect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.refusing import Refused, refused
from readiness.endpoint.reply import Reply
from readiness.judging.thinking import TAG

BUDGETS = ("max_tokens", "max_completion_tokens")


class Thinking(StrEnum):
    """Whether the model thinks, and where it says so."""

    NONE = "none"
    REASONING_CONTENT = "reasoning_content"
    REASONING = "reasoning"
    CONTENT = "content"
    """In tags, before or around the answer."""
    HIDDEN = "hidden"
    """Nowhere but in the token count."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer with which an endpoint declined tools, word for word."""

    auto_only: bool
    """Whether only tools that the model chooses by itself are declined."""
    status: int
    body: str
    said: str
    """The message in the body, on one line."""

    def covers(self, request: Mapping[str, Any]) -> bool:
        """Whether a chat request asks for what is declined."""
        choice = request.get("tool_choice")
        if not request.get("tools") or choice == "none":
            return False
        return not self.auto_only or choice in (None, "auto")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One endpoint's dialect; the default one takes everything as it stands."""

    max_tokens: bool = True
    """False: the budget is called `max_completion_tokens`."""
    temperature_0: bool = True
    plain: bool = True
    """False: every reply is a stream."""
    no_tools: Refusal | None = None
    thinking: Thinking = Thinking.NONE
    thinking_tokens: int = 0
    """What every answer budget is raised by."""

    @property
    def declined(self) -> tuple[str, ...]:
        """What the endpoint declines, by name."""
        tools = self.no_tools and ("tool_choice auto" if self.no_tools.auto_only else "tools")
        taken = {"max_tokens": self.max_tokens, "temperature 0": self.temperature_0, "plain": self.plain}
        return (*(name for name, is_taken in taken.items() if not is_taken), *([tools] if tools else []))

    def request(self, wanted: Mapping[str, Any], *, keep_budget: bool = False) -> dict[str, Any]:
        """The chat request that says `wanted` in this dialect."""
        said = dict(wanted)
        if not self.temperature_0 and said.get("temperature") == 0:
            del said["temperature"]
        if not self.plain:
            said["stream"] = True
        for name in BUDGETS:
            if type(said.get(name)) is int and not keep_budget:
                said[name] += self.thinking_tokens
        if not self.max_tokens and "max_tokens" in said:
            said["max_completion_tokens"] = said.pop("max_tokens")
        return said

    def refusal(self, request: Mapping[str, Any]) -> Refusal | None:
        """The refusal that is known to be the answer to a request; None where it must be asked."""
        return self.no_tools if self.no_tools is not None and self.no_tools.covers(request) else None

    def after(self, exchange: Exchange) -> Self:
        """What is known after an answer: one more thing where it declines one by name, else the same."""
        declined = refused(exchange)
        if {Refused.AUTO_TOOLS, Refused.TOOLS} & declined and self.no_tools is None:
            body = exchange.body.decode("utf-8", "replace")
            auto = Refused.AUTO_TOOLS in declined
            return replace(self, no_tools=Refusal(auto, exchange.status or 0, body, error_message(exchange)))
        if Refused.MAX_TOKENS in declined and self.max_tokens:
            return replace(self, max_tokens=False)
        if Refused.TEMPERATURE in declined and self.temperature_0:
            return replace(self, temperature_0=False)
        if Refused.PLAIN in declined and self.plain:
            return replace(self, plain=False)
        return self

    def heard(self, reply: Reply, thinking_tokens: int) -> Self:
        """What is known after a good answer: whether the model thinks, and so needs a larger budget."""
        thinking = _thinking(reply)
        tokens = 0 if thinking is Thinking.NONE else thinking_tokens
        return replace(self, thinking=thinking, thinking_tokens=tokens)

    def to_json(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From a journal."""
        declined = Refusal(**data["no_tools"]) if data["no_tools"] else None
        return cls(**{**data, "no_tools": declined, "thinking": Thinking(data["thinking"])})


def _thinking(reply: Reply) -> Thinking:
    if reply.reasoning_in is not None:
        return Thinking(reply.reasoning_in)
    if TAG.search(reply.content or ""):
        return Thinking.CONTENT
    return Thinking.HIDDEN if reply.usage.reasoning_tokens else Thinking.NONE
