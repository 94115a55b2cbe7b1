"""What the transport and the status line decide before any text is read."""

from __future__ import annotations

import re

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.reply import Reply
from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.showing import quote
from readiness.judging.records import Defect, Kind, Outcome

_GATEWAY = frozenset({413, 502, 503, 504})
_NOT_ABOUT_THE_BODY = frozenset({401, 403, 407, 408, 429})
_FORMAT_WORDS = re.compile(
    r"response.?format|json.?(?:object|schema|mode)|grammar|guided|structured.?output|结构化|响应格式|输出格式",
    re.I,
)
_LIMITS_WORDS = re.compile(r"keyword|schema|unsupported|not supported|unimplemented|不支持", re.I)
_CUT = (
    TransportError.RESET,
    TransportError.CLOSED_EARLY,
    TransportError.FIRST_BYTE_TIMEOUT,
    TransportError.GAP_TIMEOUT,
    TransportError.TOTAL_TIMEOUT,
    TransportError.BAD_HTTP,
)
_SHOWN = 160


def undelivered(exchange: Exchange, said: str) -> Outcome | None:
    """The error of an exchange that brought no complete answer with status 200; None where it did.

    `said` is the server's own message, shown in the finding.
    """
    if exchange.answered and exchange.status == 200:
        return None
    return Outcome(
        Kind.ERROR, (defect("transport", "a complete answer, HTTP 200", what_came(exchange, said)),)
    )


def what_came(exchange: Exchange, said: str) -> str:
    """What came instead of an answer, in one line."""
    if not exchange.answered:
        detail = f": {exchange.error_detail}" if exchange.error_detail else ""
        return f"{exchange.error or 'no answer'}{detail}"[:_SHOWN]
    status = exchange.status or 0
    origin = (
        " of a gateway" if status in _GATEWAY else ", a redirect, not followed" if 300 <= status < 400 else ""
    )
    return f"HTTP {status}{origin}: {quote(said, _SHOWN)}"


def declined(exchange: Exchange, said: str, asked_format: bool, keyword: str | None) -> Outcome | None:
    """The server says that it does not do what was asked: a 4xx or 501 that names the format or keyword."""
    status = exchange.status or 0
    refused = (400 <= status < 500 and status not in _NOT_ABOUT_THE_BODY) or status == 501
    if not (exchange.answered and refused and asked_format):
        return None
    named = _FORMAT_WORDS.search(said) is not None
    if keyword is not None:
        named = named or keyword.lower() in said.lower() or _LIMITS_WORDS.search(said) is not None
    if not named:
        return None
    found = defect("unsupported", "the format that the request asks for", what_came(exchange, said))
    return Outcome(Kind.UNSUPPORTED, (found,))


def judge_bad_request(exchange: Exchange, reply: Reply, said: str) -> Outcome:
    """Family bad_request: a malformed request is answered by a clear 4xx."""
    status = exchange.status or 0
    expected = "HTTP 4xx for a malformed response_format"
    if not exchange.answered:
        hung = exchange.error in _CUT
        return (
            _missed("bad_request_5xx", expected, what_came(exchange, said))
            if hung
            else _error(exchange, said)
        )
    if status in _GATEWAY:
        return _error(exchange, said)
    if status >= 500:
        return _missed("bad_request_5xx", expected, what_came(exchange, said))
    if 200 <= status < 300 and reply.error is not None:
        return _missed(
            "error_body_200", expected, f"HTTP {status} with an error: {quote(reply.error, _SHOWN)}"
        )
    if 200 <= status < 300:
        return _missed("bad_request_accepted", expected, f"HTTP {status}: {quote(reply.content or '')}")
    if status >= 400 and status not in _NOT_ABOUT_THE_BODY:
        return Outcome(Kind.HIT)
    return _error(exchange, said)


def _missed(word: str, expected: str, got: str) -> Outcome:
    return Outcome(Kind.MISS, (defect(word, expected, got),))


def _error(exchange: Exchange, said: str) -> Outcome:
    found: Defect = defect("transport", "a complete answer", what_came(exchange, said))
    return Outcome(Kind.ERROR, (found,))
