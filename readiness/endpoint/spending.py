"""What an exchange cost in tokens: as `usage` of the reply counts it, estimated where the reply has none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from readiness.endpoint import tokens
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply

_IN, _OUT = (re.compile(rb'"%b_tokens"\s*:\s*(\d{1,15})' % name) for name in (b"prompt", b"completion"))
"""Inside a JSON text such a name would be written with escaped quotes, so these find fields only."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens of one exchange. `estimated`: the reply did not say."""

    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False


def spent(exchange: Exchange) -> Spent:
    """The tokens that an exchange took. Nothing where the request was refused or never answered."""
    if exchange.method != "POST" or exchange.status != 200:
        return Spent()
    told = [found.findall(exchange.body) for found in (_IN, _OUT)]
    if all(told):
        # A stream may repeat its running count; the last one is the whole.
        return Spent(int(told[0][-1]), int(told[1][-1]))
    return _estimated(exchange)


def _estimated(exchange: Exchange) -> Spent:
    reply = read_reply(exchange)
    said = tokens.of_text((reply.content or "") + reply.reasoning)
    for call in reply.tool_calls:
        function = call.get("function")
        if isinstance(function, dict):
            said += tokens.of_call(str(function.get("name")), str(function.get("arguments")))
    return Spent(round(asked_tokens(exchange.request_body)), round(said), estimated=True)


def asked_tokens(body: bytes) -> float:
    """About how many tokens the body of a request asks the endpoint to read."""
    try:
        request = json.loads(body)
        return tokens.of_prompt(request["messages"], request)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # no chat, or masked
        return tokens.of_text(body.decode(errors="replace"))
