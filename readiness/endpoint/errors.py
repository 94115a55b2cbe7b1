"""The server's own words about an error, and what a gateway's status asks to be changed."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse

MAX_MESSAGE = 300

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(rb"<h1[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_HINTS = {
    413: (
        "the gateway takes no body of this size: raise client_max_body_size (nginx) or its like",
        "网关不接受这么大的请求体：请调大 client_max_body_size（nginx）或同类设置",
    ),
    502: (
        "the gateway reached no healthy server: is the model server up, and the upstream address right?",
        "网关连不上后端：请确认模型服务已启动，并检查网关里的 upstream 地址",
    ),
    503: (
        "too many at once, or not up yet: lower --concurrency, or raise the server's queue and connections",
        "同时请求过多，或服务尚未就绪：请降低 --concurrency，或调大服务端的队列与连接数",
    ),
    504: (
        "the gateway gave up waiting: raise proxy_read_timeout (nginx) or the gateway's timeout",
        "网关等待超时：请调大 proxy_read_timeout（nginx）或网关的超时设置",
    ),
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


def gateway_hint(status: int | None) -> Mapping[str, str] | None:
    """What to change when a gateway answers 413, 502, 503 or 504: the sentence in `en` and in `zh`."""
    if status not in _HINTS:
        return None
    en, zh = _HINTS[status]
    return {"en": en, "zh": zh}
