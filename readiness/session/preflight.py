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
from readiness.session.asking import Asking
from readiness.session.reference import SERVER_NAME

QUESTIONS = 3
HANGS = (TransportError.FIRST_BYTE_TIMEOUT, TransportError.TOTAL_TIMEOUT)


class PreflightError(Exception):
    """The run cannot start; one sentence with what to change."""


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
        raise PreflightError(_no_endpoint(f"{url}/models", "lists no models", exchange))
    if listed and len(listed) == 1:
        return listed[0]
    if listed:
        raise PreflightError(
            f"{url} lists {len(listed)} models: choose one with --model: {', '.join(listed)}"
        )
    raise PreflightError(f"{url}/models lists no model ({_what(exchange)}): name one with --model")


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
        raise PreflightError(
            f"{url} does not serve the model {asking.model!r} ({_what(exchange)}): check --model and --endpoint"
        )
    raise PreflightError(_no_endpoint(url, "does not answer a plain chat question", exchange))


def _no_endpoint(url: str, fails: str, exchange: Exchange) -> str:
    return (
        f"{url} {fails} as an OpenAI-compatible endpoint does ({_what(exchange)}): "
        "check that --endpoint is the base URL, usually ending in /v1"
    )


def _check_there(exchange: Exchange, url: str) -> None:
    if exchange.error in (
        TransportError.DNS,
        TransportError.CONNECT_REFUSED,
        TransportError.CONNECT_TIMEOUT,
        TransportError.CONNECT_FAILED,
        TransportError.PROXY,
        TransportError.TLS,
    ):
        raise PreflightError(f"no endpoint answers at {url}: {exchange.error_detail or exchange.error}")
    if exchange.status in (401, 403):
        raise PreflightError(
            f"{url} refuses the key (HTTP {exchange.status}: {error_message(exchange)}): "
            "put the right one into the variable that --api-key-env names"
        )
    if exchange.status is not None and 300 <= exchange.status < 400:
        where = exchange.headers.get("location", "nowhere")
        raise PreflightError(
            f"{url} redirects to {where}, which is not followed: give that --endpoint if it is meant"
        )


def _listed(exchange: Exchange) -> list[str] | None:
    """The ids of a model list; None where the body is none."""
    try:
        data = json.loads(exchange.body)
        return [entry["id"] for entry in data["data"] if isinstance(entry["id"], str)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _what(exchange: Exchange) -> str:
    if exchange.error is not None:
        return f"{exchange.error}: {exchange.error_detail}"
    if exchange.status != 200:
        hint = gateway_hint(exchange.status or 0)
        return f"HTTP {exchange.status}: {error_message(exchange)}" + (f"; {hint['en']}" if hint else "")
    return read_reply(exchange).malformed or "HTTP 200"
