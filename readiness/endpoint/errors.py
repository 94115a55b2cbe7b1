"""The server's own words about an error, and what a gateway's status asks to be changed."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse
from readiness.sentence import Sentence, sentence

MAX_MESSAGE = 300

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(rb"<h1[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_HINTS = {
    413: sentence("gateway.too_large"),
    502: sentence("gateway.no_server"),
    503: sentence("gateway.too_many"),
    504: sentence("gateway.gave_up"),
}


def one_line(text: str, limit: int = MAX_MESSAGE) -> str:
    """`text` on one line, blanks joined, control codes escaped, at most `limit` characters."""
    text = " ".join(text[: limit * 8].split())
    safe = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[: limit + 1]
    )
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def error_message(exchange: Exchange) -> str:
    """What the server says went wrong: OpenAI's envelope, FastAPI's `detail`, an HTML title, plain text.

    One line of at most 300 characters; where the body says nothing, the status does.
    """
    body = exchange.body.lstrip()
    message = None
    if body.startswith((b"{", b"[", b'"')):
        message = _of_json(body)
    elif body.startswith(b"<"):
        message = page_title(body)
    if message is None:
        message = body.decode("utf-8", "replace")
    return one_line(message) or f"HTTP {exchange.status} without a message"


def _of_json(body: bytes) -> str | None:
    try:
        value = parse(body)
    except NotJson:
        return None
    if isinstance(value, str):
        return value
    return message_of(value) if isinstance(value, dict) else None


def message_of(value: Mapping[str, Any]) -> str | None:
    """The message of an error object, None where `value` is none.

    Knows `{"error": {"message"}}`, `{"error": "..."}`, `{"object": "error", "message"}` (older vLLM), and
    `{"detail"}` or a bare `{"message"}` where there are no choices.
    """
    error = value.get("error")
    if error not in (None, False, "", {}, []):
        known = error if isinstance(error, dict) else {}
        return str(known.get("message") or known.get("detail") or error)
    if value.get("object") == "error":
        return str(value.get("message") or value)
    if "choices" not in value and value.get("detail"):
        return _detail(value["detail"])
    if "choices" not in value and isinstance(value.get("message"), str):
        return str(value["message"])
    return None


def _detail(detail: object) -> str:
    """FastAPI: a string, or a list of `{"loc": [...], "msg": ...}`."""
    if isinstance(detail, list):
        return "; ".join(_problem(problem) for problem in detail)
    return str(detail)


def _problem(problem: object) -> str:
    if not isinstance(problem, dict) or "msg" not in problem:
        return str(problem)
    place = problem.get("loc")
    where = ".".join(map(str, place)) if isinstance(place, list) else ""
    return f"{where}: {problem['msg']}" if where else str(problem["msg"])


def page_title(page: bytes) -> str | None:
    """Title or first heading of an HTML page."""
    found = _TITLE.search(page) or _HEADING.search(page)
    return html.unescape(_TAG.sub(" ", found[1].decode("utf-8", "replace"))).strip() if found else None


def gateway_hint(status: int | None) -> Sentence | None:
    """What to change when a gateway answers 413, 502, 503 or 504."""
    return _HINTS.get(status or 0)
