"""What a request asked for, read from its bytes as they were sent: a dialect may have changed them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse

LIMITS = ("max_completion_tokens", "max_tokens")
"""Names of the answer budget, the one that counts first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a chat request that its judge must know as they were sent."""

    streamed: bool = False
    limit: int | None = None
    """Tokens that the answer may have, thinking included; None where the request sets no limit."""


def read_request(exchange: Exchange) -> Asked:
    """Total: a body that is no JSON object asked for nothing."""
    try:
        body = parse(exchange.request_body)
    except NotJson:
        return Asked()
    if not isinstance(body, dict):
        return Asked()
    limits = [body.get(name) for name in LIMITS]
    limit = next((each for each in limits if type(each) is int), None)
    return Asked(body.get("stream") is True, limit)
