"""No answer: is it the window, a gateway before it, or the line? Pure and total.

A refusal for length is honest and says what the window is; a gateway that takes no large body or gives up
early says nothing about the window.
"""

from __future__ import annotations

import re

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.reply import Reply
from readiness.judging.long_context.codes import defect
from readiness.judging.records import Kind, Outcome
from readiness.judging.thinking import budget_eaten

_NUMBER = r"(\d[\d,_]{2,})"
_WINDOWS = (
    rf"(?:maximum|max\.?|available) (?:model )?(?:context|sequence|input|prompt)? ?(?:length|size|window|tokens?)?"
    rf"\D{{0,40}}?{_NUMBER}",
    rf"context (?:length|size|window|limit)\D{{0,40}}?{_NUMBER}",
    rf"(?:max_model_len|n_ctx|num_ctx|max_seq_len|max_position_embeddings)\D{{0,20}}?{_NUMBER}",
    rf">\s*{_NUMBER}\s*(?:tokens\s*)?maximum",
    rf"(?:limit|limited|at most|up to)\D{{0,30}}?{_NUMBER}\s*tokens?",
    rf"上下文\D{{0,20}}?{_NUMBER}",
    rf"最[大多]\D{{0,12}}?{_NUMBER}",
)
_ABOUT_LENGTH = re.compile(
    r"context|too (?:long|many tokens)|max(?:imum|_).{0,30}(?:length|len|tokens)|prompt is too|input length"
    r"|tokens?.{0,20}(?:limit|exceed|larger)|sequence length|n_ctx|num_ctx|上下文|过长|超[出过].{0,12}(?:长度|token)",
    re.IGNORECASE,
)
_CARD = ("max_model_len", "context_length", "context_window", "max_context_length", "max_input_tokens")
"""Names under which model cards tell the window."""
LATE = (TransportError.FIRST_BYTE_TIMEOUT, TransportError.GAP_TIMEOUT, TransportError.TOTAL_TIMEOUT)
REFUSING = (400, 413, 422)


def refused_for_length(exchange: Exchange) -> bool:
    """Whether the server says that the text is too long for its model."""
    about = _ABOUT_LENGTH.search(error_message(exchange)) if exchange.status in REFUSING else None
    return about is not None


def window_told(exchange: Exchange) -> int | None:
    """The window in tokens that a refusal names; None where it names none."""
    said = error_message(exchange)
    for pattern in _WINDOWS:
        found = re.search(pattern, said, re.IGNORECASE)
        if found:
            return int(re.sub(r"[,_]", "", found[1]))
    return None


def window_on_card(exchange: Exchange, model: str) -> int | None:
    """The window that `/models` tells of a model; None where it tells none."""
    try:
        listed = parse(exchange.body)["data"]
        card = next(entry for entry in listed if entry["id"] == model or len(listed) == 1)
        return next((card[name] for name in _CARD if type(card.get(name)) is int), None)
    except (NotJson, TypeError, LookupError, AttributeError, StopIteration):
        return None


def unsaid(exchange: Exchange, reply: Reply) -> Outcome | None:
    """The outcome where there is no summary to judge, thinking alone included; None where there is one."""
    stopped = unanswered(exchange, reply)
    if stopped is None and budget_eaten(exchange, reply):
        return _error("budget_eaten", "only thinking, cut off at the token limit", 0.0)
    return stopped


def unanswered(exchange: Exchange, reply: Reply) -> Outcome | None:
    """The outcome where no completion came; None where one did."""
    if exchange.error is not None:
        late = float(exchange.error in LATE)
        return _error("transport", f"{exchange.error}: {exchange.error_detail}", late)
    said = f"HTTP {exchange.status}: {error_message(exchange)}"
    if refused_for_length(exchange):
        window = window_told(exchange)
        figures = {"refused": 1.0, **({"window": float(window)} if window else {})}
        return Outcome(Kind.MISS, (defect("not_offered", "the document taken", said),), figures)
    if exchange.status == 413:
        return _error("body_limit", said, 0.0)
    if exchange.status in (504, 524):
        return _error("gateway_timeout", said, 1.0)
    if exchange.status != 200:
        return _error("transport", said, 0.0)
    if reply.malformed is not None or reply.error is not None:
        return _error("transport", reply.error or reply.malformed or "", 0.0)
    return None


def _error(word: str, got: str, late: float) -> Outcome:
    """`late` is 1 where the run took longer than anybody waits."""
    return Outcome(Kind.ERROR, (defect(word, "HTTP 200 with a summary", got),), {"late": late})
