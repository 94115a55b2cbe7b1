"""Before anything is measured: is an OpenAI-compatible endpoint there, does the key fit, which model?

At most four requests: the model list, and up to three plain questions, where one good answer is enough:
a fault that comes and goes shall be measured, not end the run here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from readiness.endpoint.errors import error_message, gateway_hint
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.reply import read_reply
from readiness.sentence import Mistake, Sentence, sentence
from readiness.session.asking import Asking
from readiness.session.reference import SERVER_NAME

QUESTIONS = 3
HANGS = (TransportError.FIRST_BYTE_TIMEOUT, TransportError.TOTAL_TIMEOUT)


class PreflightError(Mistake):
    """The run cannot start."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the preflight learnt about the endpoint."""

    model: str
    served_model: str | None
    reference: bool
    """Whether the built-in, scripted endpoint answers, however it was started."""

    def to_json(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Learnt:
        """From a journal."""
        return cls(**data)


def learn_model(asking: Asking, url: str, wanted: str | None) -> str:
    """The model to ask: the one wanted, or the only one that the endpoint lists."""
    exchange = asking.send("GET", "/models", b"")
    _check_there(exchange, url)
    if wanted is not None:
        return wanted
    listed = _listed(exchange)
    if listed is None and exchange.status == 200:
        raise PreflightError("preflight.lists_nothing", url=f"{url}/models", what=_what(exchange))
    if listed and len(listed) == 1:
        return listed[0]
    if listed:
        raise PreflightError("preflight.several", url=url, count=len(listed), names=", ".join(listed))
    raise PreflightError("preflight.no_model", url=f"{url}/models", what=_what(exchange))


def learn(asking: Asking, url: str) -> Learnt:
    """Ask a plain question until one is answered as a chat completion."""
    for _ in range(QUESTIONS):
        exchange = asking.chat(
            [{"role": "user", "content": "Reply with the word ready."}], {"max_tokens": 64}
        )
        _check_there(exchange, url)
        reply = read_reply(exchange)
        if exchange.status == 200 and exchange.answered and reply.choices:
            reference = exchange.headers.get("server", "").startswith(SERVER_NAME)
            return Learnt(asking.model, reply.model, reference)
        if exchange.error in HANGS or exchange.status in (400, 404, 422):
            break
    if exchange.status == 404 or (exchange.status == 400 and "model" in error_message(exchange)):
        raise PreflightError("preflight.other_model", url=url, model=asking.model, what=_what(exchange))
    raise PreflightError("preflight.no_chat", url=url, what=_what(exchange))


def _check_there(exchange: Exchange, url: str) -> None:
    if exchange.error in (
        TransportError.DNS,
        TransportError.CONNECT_REFUSED,
        TransportError.CONNECT_TIMEOUT,
        TransportError.CONNECT_FAILED,
        TransportError.PROXY,
        TransportError.TLS,
    ):
        raise PreflightError("preflight.not_there", url=url, why=exchange.error_detail or exchange.error)
    if exchange.status in (401, 403):
        raise PreflightError("preflight.key", url=url, status=exchange.status, why=error_message(exchange))
    if exchange.status is not None and 300 <= exchange.status < 400:
        where = exchange.headers.get("location", "?")
        raise PreflightError("preflight.redirect", url=url, where=where)


def _listed(exchange: Exchange) -> list[str] | None:
    """The ids of a model list; None where the body is none."""
    try:
        data = json.loads(exchange.body)
        return [entry["id"] for entry in data["data"] if isinstance(entry["id"], str)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _what(exchange: Exchange) -> str | Sentence:
    if exchange.error is not None:
        return f"{exchange.error}: {exchange.error_detail}"
    if exchange.status != 200:
        said = f"HTTP {exchange.status}: {error_message(exchange)}"
        hint = gateway_hint(exchange.status)
        return sentence("preflight.hinted", said=said, hint=hint) if hint else said
    return read_reply(exchange).malformed or "HTTP 200"
