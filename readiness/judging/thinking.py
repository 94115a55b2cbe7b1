"""Thinking: its tags, and whether it ate the whole answer budget. Pure and total."""

from __future__ import annotations

import re

from readiness.endpoint.asked import read_request
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import Reply, Usage

_NAMES = r"(?:seed:)?(?:think|thinking|thought|reasoning|reflection|scratchpad)"
TAG = re.compile(rf"<(?P<close>/?){_NAMES}>|\[(?P<close2>/?)THINK\]|◁(?P<close3>/?)think▷", re.I)
"""An opening or closing tag of thinking that stands in the content; closing where a group is not empty."""

_SPENT = 0.9
_TOKENS_PER_CHARACTER = 3
"""More than any tokenizer needs, even for rare ideographs: shorter thinking cannot have spent the budget."""


def closes(tag: re.Match[str]) -> bool:
    """Whether a match of `TAG` is a closing tag."""
    return any(tag.groupdict().values())


def budget_eaten(exchange: Exchange, reply: Reply) -> bool:
    """Whether nothing but thinking came, because it spent all tokens that the request allowed.

    It takes thinking, `finish_reason` length, and counts that fit the budget: an endpoint that cuts its
    answers short shall not pass for a model that thought too long. Where thinking is hidden, the
    endpoint's own count of it stands for the text.
    """
    if reply.malformed is not None or reply.error is not None or reply.finish_reason != "length":
        return False
    thought = _only_thought(reply)
    if thought is None or reply.tool_calls or reply.refusal:
        return False
    limit = read_request(exchange).limit
    return limit is None or _fits(thought, reply.usage, limit)


def _only_thought(reply: Reply) -> str | None:
    """The thinking of a reply without an answer, empty where it is hidden; None for any other reply."""
    content = (reply.content or "").strip()
    if content:
        tag = TAG.match(content)
        unclosed = tag is not None and not closes(tag) and not any(map(closes, TAG.finditer(content)))
        return content if unclosed else None
    return reply.reasoning or ("" if reply.usage.reasoning_tokens else None)


def _fits(thought: str, usage: Usage, limit: int) -> bool:
    counted = usage.completion_tokens if thought else usage.reasoning_tokens
    if counted is not None and counted < _SPENT * limit:
        return False
    return not thought or _TOKENS_PER_CHARACTER * len(thought) >= limit
