"""What came instead of a completion: nothing, an HTTP error, or a clear refusal of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readiness.endpoint.errors import error_message, gateway_hint
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.refusing import Refused, refused
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect

HANGS = frozenset(
    {TransportError.FIRST_BYTE_TIMEOUT, TransportError.GAP_TIMEOUT, TransportError.TOTAL_TIMEOUT}
)
DROPPED = frozenset({TransportError.RESET, TransportError.CLOSED_EARLY, TransportError.BAD_HTTP})
NOT_ABOUT_THE_BODY = frozenset({401, 403, 407, 408, 429})
"""Statuses of 4xx that speak of the key or the load, not of what was asked."""

_NOT_TAKEN = (
    r"(?:not (?:\w+ )?(?:support|enabl|available|permit|allow|implement|accept)|n't support|unsupported"
    r"|unrecogni[sz]ed|unknown (?:\w+ )?(?:field|param|arg)|unexpected|extra|disabled|requires|must be set)"
)
_TOOLS = r"\b(?:tools?\b(?![.\[]\d)|tool[_ -]?(?:use|call(?:s|ing)?|choice)\b|function[_ -]?call(?:s|ing)?\b)"
_REFUSES_TOOLS = re.compile(rf"{_TOOLS}.{{0,80}}{_NOT_TAKEN}|{_NOT_TAKEN}.{{0,80}}{_TOOLS}", re.IGNORECASE)
_HISTORY = re.compile(r"tool|role|template|argument|function", re.IGNORECASE)


def arrived(exchange: Exchange) -> bool:
    """Whether a complete response with status 200 came."""
    return exchange.answered and exchange.status == 200


def no_answer(exchange: Exchange) -> Defect:
    """Why there is nothing to judge: the transport error, or the status with the server's own words."""
    expected = "HTTP 200 with a chat completion"
    if exchange.error is not None:
        return defect("transport", expected, f"{exchange.error}: {exchange.error_detail}")
    hint = gateway_hint(exchange.status)
    said = f"HTTP {exchange.status}: {error_message(exchange)}"
    return defect("transport", expected, f"{said}; {hint}" if hint else said)


def refusal(exchange: Exchange, body: Mapping[str, Any]) -> Defect | None:
    """An explicit 4xx that declines tools as a whole, or the option that this request is about.

    Of the options only `parallel_tool_calls` and `tool_choice` may be declined; a silent drop is a miss.
    """
    if not _is_refusal(exchange):
        return declines_tools(exchange)
    said = error_message(exchange)
    options = [name for name in ("parallel_tool_calls", "tool_choice") if name in body]
    named = [name for name in options if name in said or name.replace("_", " ") in said.lower()]
    if not named and not _REFUSES_TOOLS.search(said):
        return None
    what = named[0] if named else "tools"
    return defect("unsupported", f"{what} taken", f"HTTP {exchange.status}: {said}")


def declines_tools(exchange: Exchange) -> Defect | None:
    """An error that declines tools altogether, or tools that the model may choose by itself."""
    if not refused(exchange) & {Refused.TOOLS, Refused.AUTO_TOOLS}:
        return None
    return defect("unsupported", "tools taken", f"HTTP {exchange.status}: {error_message(exchange)}")


def _is_refusal(exchange: Exchange) -> bool:
    status = exchange.status or 0
    return exchange.answered and (400 <= status < 500 or status == 501) and status not in NOT_ABOUT_THE_BODY


def rejects_history(exchange: Exchange) -> Defect | None:
    """A 4xx for the server's own call with its result, or a 500 that complains about it.

    A 500 without such words is an accident like any other, and stays outside the figures.
    """
    complains = exchange.answered and exchange.status == 500 and _HISTORY.search(error_message(exchange))
    if not _is_refusal(exchange) and not complains:
        return None
    got = f"HTTP {exchange.status}: {error_message(exchange)}"
    return defect("roundtrip_rejected", "the server's own call and its result taken back", got)
