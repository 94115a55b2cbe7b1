"""Before anything is measured: is an OpenAI-compatible endpoint there, does the key fit, which model?

At most six requests: the model list, and a question that is asked again only where it failed. A
well-behaved endpoint gets two. One good answer is enough: a fault that comes and goes shall be
measured, not end the run here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from readiness.endpoint.errors import error_message, gateway_hint
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.foreseen import Foreseen
from readiness.endpoint.reply import read_reply
from readiness.sentence import Mistake, Sentence, sentence
from readiness.session.asking import Asking
from readiness.session.dialect import Dialect
from readiness.session.reference import SERVER_NAME

QUESTIONS = 5
"""One good answer, after at most four things that are declined by name."""
FAILURES = 3
ROOM = 512
"""Tokens: an answer takes a few, and thinking is seen whether or not it comes to its end."""
ASKED = ({"role": "user", "content": "What is 17 * 23? Reply with the number alone."},)
TOOL = {
    "type": "function",
    "function": {
        "name": "local_time",
        "description": "Tells what time it is in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
"""Offered, not needed: whether tools are accepted is all that is asked."""
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
    dialect: Dialect

    def to_json(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return {
            "model": self.model,
            "served_model": self.served_model,
            "reference": self.reference,
            "dialect": self.dialect.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Learnt:
        """From a journal; one of an earlier version tells no dialect."""
        dialect = Dialect.from_json(data["dialect"]) if "dialect" in data else Dialect()
        return cls(**{**data, "dialect": dialect})


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


def learn(asking: Asking, url: str, thinking_tokens: int) -> Learnt:
    """Ask one question until it is answered as a chat completion, in the dialect learnt so far.

    It holds everything that the cases will send. What is declined by name is sent the other way; after
    any other failure the bare question decides whether an endpoint is there, and the cases show the rest.
    """
    dialect, bare, failures = Dialect(), False, 0
    for _ in range(QUESTIONS):
        exchange = replace(asking, dialect=dialect).chat(ASKED, _body(dialect, bare))
        _check_there(exchange, url)
        reply = read_reply(exchange)
        if exchange.status == 200 and exchange.answered and reply.choices:
            reference = exchange.headers.get("server", "").startswith(SERVER_NAME)
            return Learnt(asking.model, reply.model, reference, dialect.heard(reply, thinking_tokens))
        wiser = dialect.after(exchange)
        if wiser != dialect:
            dialect = wiser
            continue
        failures += 1
        hopeless = exchange.error in HANGS or exchange.status in (400, 422)
        if exchange.status == 404 or failures == FAILURES or (bare and hopeless):
            break
        bare = True
    if exchange.status == 404 or (exchange.status == 400 and "model" in error_message(exchange)):
        raise PreflightError("preflight.other_model", url=url, model=asking.model, what=_what(exchange))
    raise PreflightError("preflight.no_chat", url=url, what=_what(exchange))


def foresee() -> Foreseen:
    """The one question that a well-behaved endpoint gets."""
    return Foreseen(ASKED, _body(Dialect(), bare=False), answer=3.0)


def _body(dialect: Dialect, bare: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"max_tokens": ROOM}
    if not bare:
        body["temperature"] = 0
        if dialect.no_tools is None:
            body["tools"] = [TOOL]
    return body


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
