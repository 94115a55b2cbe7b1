"""Reading answers strictly: what every judge of a row starts with."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.endpoint.errors import error_message, message_of, one_line
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.json_text import NotJson, parse, type_name
from readiness.judging.api_compatibility.row import PROBE, Asked, Seen, declined, miss, no_answer
from readiness.judging.api_compatibility.shapes import CORE, ERROR, first_problem
from readiness.judging.json_output.showing import compact, quote

JsonObject = Mapping[str, Any]
HANGS = frozenset(
    {TransportError.FIRST_BYTE_TIMEOUT, TransportError.GAP_TIMEOUT, TransportError.TOTAL_TIMEOUT}
)
CRASHES = frozenset({TransportError.RESET, TransportError.CLOSED_EARLY, TransportError.BAD_HTTP})
REFUSALS = frozenset({400, 404, 405, 413, 415, 422, 501})
_SHOWN = 120


def shown(exchange: Exchange) -> str:
    """What came, in a few words."""
    if exchange.error is not None:
        return f"{exchange.error}: {exchange.error_detail}" if exchange.error_detail else str(exchange.error)
    body = one_line(exchange.body[:2000].decode("utf-8", "replace"), _SHOWN)
    return f"HTTP {exchange.status} {body}"


def said(exchange: Exchange) -> str:
    """Status and the server's own words."""
    if exchange.error is not None:
        return shown(exchange)
    return f"HTTP {exchange.status}: {one_line(error_message(exchange), _SHOWN)}"


def must_be_answered(exchange: Exchange, *, crash_is_miss: bool = False, crash: str = "status_5xx") -> None:
    """Raise where no answer came that could be judged; a 5xx is one only for rows about crashes."""
    if exchange.error is not None:
        if crash_is_miss and exchange.error in HANGS:
            raise miss("hang", shown(exchange), exchange)
        if crash_is_miss and exchange.error in CRASHES:
            raise miss("status_5xx", f"the connection broke: {shown(exchange)}", exchange)
        raise no_answer(shown(exchange), exchange)
    status = exchange.status or 0
    if status == 429:
        raise no_answer(said(exchange), exchange)
    if status >= 500 and crash_is_miss:
        raise miss(crash, said(exchange), exchange)
    if status >= 500:
        raise no_answer(said(exchange), exchange)


def decoded(exchange: Exchange) -> bytes:
    """The body without its content coding; raises a miss where that fails."""
    coding = exchange.headers.get("content-encoding", "identity").strip().lower()
    try:
        if coding in ("gzip", "x-gzip"):
            return gzip.decompress(exchange.body)
        if coding == "deflate":
            return zlib.decompress(exchange.body)
    except (OSError, EOFError, zlib.error) as error:
        raise miss(
            "framing", f"content-encoding {coding} that cannot be decoded: {error}", exchange
        ) from None
    if coding not in ("", "identity"):
        raise miss("framing", f"content-encoding {quote(coding)}, which was not offered", exchange)
    return exchange.body


def document(exchange: Exchange, word: str = "shape") -> Any:
    """The body as JSON; a miss of that word otherwise."""
    try:
        return parse(decoded(exchange))
    except NotJson as error:
        raise miss(word, f"a body that is {error}: {shown(exchange)}", exchange) from None


def completion(
    asked: Asked, rejected: str = "shape", *, crash_is_miss: bool = False, optional: bool = False
) -> JsonObject:
    """The completion in a plain answer with status 200.

    `rejected`: the word for a refusal of the request. `optional`: a clean refusal is no miss.
    """
    exchange = asked.exchange
    must_be_answered(exchange, crash_is_miss=crash_is_miss)
    if exchange.status != 200:
        if optional and clean(exchange):
            raise declined(said(exchange), exchange)
        raise miss(rejected, said(exchange), exchange)
    value = document(exchange)
    if not isinstance(value, dict):
        raise miss("shape", f"a JSON {type_name(value)}: {shown(exchange)}", exchange)
    if message_of(value) is not None and "choices" not in value:
        raise miss(rejected if rejected != "shape" else "error_in_200", shown(exchange), exchange)
    return value


def sound(
    asked: Asked, rejected: str = "shape", *, crash_is_miss: bool = False, optional: bool = False
) -> JsonObject:
    """A completion whose core is in order, for rows that are about something else."""
    value = completion(asked, rejected, crash_is_miss=crash_is_miss, optional=optional)
    if not choices(value):
        raise miss("shape", f"no choice: {shown(asked.exchange)}", asked.exchange)
    return value


def choices(value: JsonObject) -> list[JsonObject]:
    """The choices that are objects."""
    found = value.get("choices")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def message(value: JsonObject) -> JsonObject:
    """The message of the first choice, or an empty one."""
    found = choices(value)[0].get("message") if choices(value) else None
    return found if isinstance(found, dict) else {}


def text(value: JsonObject) -> str:
    """The content of the first choice; empty where there is none."""
    content = message(value).get("content")
    return content if isinstance(content, str) else ""


def finish(value: JsonObject) -> object:
    """The finish_reason of the first choice."""
    return choices(value)[0].get("finish_reason") if choices(value) else None


def usage(value: JsonObject) -> JsonObject:
    """The usage object, or an empty one."""
    found = value.get("usage")
    return found if isinstance(found, dict) else {}


def count(value: JsonObject, name: str) -> int | None:
    """A number of tokens; None where it is no integer."""
    found = usage(value).get(name)
    return found if type(found) is int else None


def clean(exchange: Exchange) -> bool:
    """Whether it is a refusal in the published form."""
    return exchange.status in REFUSALS and envelope_problem(exchange) is None


def envelope_problem(exchange: Exchange) -> str | None:
    """What is wrong with an error body; None for `{"error": {message, type, param, code}}`."""
    try:
        value = parse(decoded(exchange))
    except NotJson as error:
        return f"the body is {error}"
    except Seen as seen:
        return seen.got
    problem = first_problem(value, ERROR)
    if problem is None and not value["error"]["message"].strip():
        return "error.message is empty"
    return problem


def refused(asked: Asked, wanted: Sequence[int] = (400,), code: str | None = None) -> list[str]:
    """A broken request met a 4xx with the envelope; returns what only SHOULD be otherwise."""
    exchange = asked.exchange
    must_be_answered(exchange, crash_is_miss=True)
    status = exchange.status or 0
    if 200 <= status < 300:
        raise miss(_accepted(exchange), shown(exchange), exchange)
    if status not in REFUSALS and status not in wanted:
        raise miss("envelope", f"HTTP {status}, no refusal of the request: {shown(exchange)}", exchange)
    problem = envelope_problem(exchange)
    if problem is not None:
        raise miss("envelope", f"{problem}: {shown(exchange)}", exchange)
    notes = [] if status in wanted else [f"HTTP {status} where {' or '.join(map(str, wanted))} is usual"]
    found = document(exchange)["error"]["code"]
    if isinstance(found, int):
        notes.append(f"code {found} is a number where the schema says string or null")
    elif code is not None and found != code:
        notes.append(f"code {compact(found)} where {code} is usual")
    return notes


def _accepted(exchange: Exchange) -> str:
    """Whether a 2xx tells of an error in its body."""
    try:
        value = parse(exchange.body)
    except NotJson:
        return "error_in_200" if b'"error"' in exchange.body else "accepted_bad_input"
    wrong = isinstance(value, dict) and message_of(value) is not None and "choices" not in value
    return "error_in_200" if wrong else "accepted_bad_input"


def alive(asked: Sequence[Asked]) -> None:
    """Every probe was answered."""
    for each in asked:
        if each.step is PROBE:
            exchange = each.exchange
            if exchange.status == 429:
                continue
            if exchange.error in HANGS:
                raise miss("hang", f"after it the server answered nothing more: {shown(exchange)}", exchange)
            if exchange.error is not None or exchange.status != 200:
                raise miss("status_5xx", f"after it a plain question got {shown(exchange)}", exchange)


def without_probes(asked: Sequence[Asked]) -> list[Asked]:
    """The broken requests alone."""
    return [each for each in asked if each.step is not PROBE]


def core_problem(value: JsonObject) -> str | None:
    """What is wrong with the core of a completion."""
    return first_problem(value, CORE)
