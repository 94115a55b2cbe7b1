"""E01 to E09 and E12 to E14: broken requests, each followed by a probe that the server lives."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

from readiness.endpoint.errors import error_message
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import MODEL, Auth, Request, chat, user
from readiness.judging.api_compatibility.inputs import WEATHER
from readiness.judging.api_compatibility.reading import (
    alive,
    document,
    envelope_problem,
    must_be_answered,
    refused,
    said,
    shown,
    sound,
    text,
    without_probes,
)
from readiness.judging.api_compatibility.row import QUICK, READY, Asked, Level, Row, Step, always, miss
from readiness.judging.json_output.showing import compact, quote

UNKNOWN_MODEL = "readiness-no-such-model"
COLOUR = ("purple", "violet", "magenta", "紫")
BAD_VALUES: tuple[tuple[str, Any], ...] = (
    ("temperature", "hot"),
    ("max_tokens", 0),
    ("temperature", 5),
    ("temperature", -1),
    ("top_p", 2),
    ("n", 0),
    ("max_tokens", -1),
)


def _some(*steps: Step) -> Callable[[str, int], Sequence[Step]]:
    """All variants, the first one in quick."""
    return lambda profile, _seed: steps[:1] if profile == QUICK else steps


def _refuses(wanted: Sequence[int], code: str | None = None) -> Callable[[Sequence[Asked]], Sequence[str]]:
    """Every broken request is refused in the published form, and the server lives on."""

    def judge(asked: Sequence[Asked]) -> Sequence[str]:
        notes: list[str] = []
        for each in without_probes(asked):
            notes += refused(each, wanted, code)
        alive(asked)
        return notes

    return judge


def _unknown_model(asked: Sequence[Asked]) -> Sequence[str]:
    notes = _refuses((404, 400), "model_not_found")(asked)
    return [*notes, *(["HTTP 400 where 404 is usual"] if asked[0].exchange.status == 400 else [])]


def _bad_values(asked: Sequence[Asked]) -> Sequence[str]:
    notes = list(_refuses((400, 422))(asked))
    for each in without_probes(asked):
        error = document(each.exchange)["error"]
        name = next(name for name, _ in BAD_VALUES if f'"{name}":'.encode() in each.exchange.request_body)
        if name not in str(error["param"]):
            notes.append(f"param {compact(error['param'])} where {name} is wrong")
    return notes


def _keys(asked: Sequence[Asked]) -> Sequence[str]:
    notes: list[str] = []
    for each in without_probes(asked):
        exchange = each.exchange
        must_be_answered(exchange, crash_is_miss=True)
        if exchange.status is not None and exchange.status < 300:
            raise miss("auth_open", shown(exchange), exchange)
        problem = envelope_problem(exchange)
        if exchange.status not in (401, 403) or problem is not None:
            raise miss("envelope", f"{problem or 'no 401'}: {shown(exchange)}", exchange)
        code = document(exchange)["error"]["code"]
        if exchange.status != 401 or code != "invalid_api_key":
            notes.append(f"HTTP {exchange.status}, code {compact(code)} where 401, invalid_api_key is usual")
    alive(asked)
    return notes


def _routes(asked: Sequence[Asked]) -> None:
    unknown, method = without_probes(asked)
    for each in (unknown, method):
        exchange = each.exchange
        must_be_answered(exchange, crash_is_miss=True)
        if exchange.status not in (404, 405):
            raise miss("envelope", f"no 404 and no 405: {shown(exchange)}", exchange)
        if not _json(exchange.body):
            raise miss("envelope", f"no JSON body: {shown(exchange)}", exchange)
    if method.exchange.status == 405 and not method.exchange.headers.get("allow"):
        raise miss("headers", "405 without Allow", method.exchange)
    alive(asked)


def _json(body: bytes) -> bool:
    try:
        return isinstance(parse(body), dict)
    except NotJson:
        return False


def _content_type(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    must_be_answered(exchange, crash_is_miss=True)
    if exchange.status == 200:
        sound(asked[0])
    elif exchange.status not in (400, 415, 422):
        raise miss("envelope", f"neither 200 nor 400 nor 415: {said(exchange)}")
    alive(asked)


def _large(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    refused_in_flight = exchange.error is not None and exchange.status is None
    if not refused_in_flight:
        must_be_answered(exchange, crash_is_miss=True)
        if exchange.status is not None and exchange.status < 300:
            raise miss("accepted_bad_input", f"a message of 32 MiB was answered: {shown(exchange)}")
    alive(asked)


def _image(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    must_be_answered(exchange, crash_is_miss=True)
    if exchange.status == 200:
        answer = text(sound(asked[0]))
        if not any(word in answer.lower() for word in COLOUR):
            raise miss("accepted_bad_input", f"an answer about an image that it cannot see: {quote(answer)}")
    elif not error_message(exchange).strip() or envelope_problem(exchange) is not None:
        raise miss("envelope", f"{envelope_problem(exchange) or 'no message'}: {shown(exchange)}")
    alive(asked)


def _png() -> str:
    """A purple square as a data URL."""
    side = 16
    rows = b"".join(b"\0" + b"\x80\x00\x80" * side for _ in range(side))

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return f"data:image/png;base64,{b64encode(png).decode()}"


def _tool(name: str = "get_weather", parameters: Any = None) -> dict[str, Any]:
    given = WEATHER["function"]
    assert isinstance(given, dict)
    return {
        "type": "function",
        "function": {**given, "name": name, "parameters": parameters or given["parameters"]},
    }


def _raw(body: str, **fields: Any) -> Request:
    return Request(body.replace("MODEL", MODEL).encode(), **fields)


_SPEAKING = "clients that show error.message: every SDK"
_CRASHING = "everybody else on the same server"
_COLOUR = {"type": "text", "text": "Which colour fills this image? Answer with one word."}
_IMAGE = [{"role": "user", "content": [_COLOUR, {"type": "image_url", "image_url": {"url": _png()}}]}]
_ENVELOPE = '{"error": {message, type, param, code}}'

ROWS = (
    Row(
        "E01",
        "unknown-model",
        Level.MUST,
        "S",
        "a model that does not exist",
        f"404 or 400 with {_ENVELOPE}",
        "routers that fall back on model_not_found: LiteLLM",
        always(chat(READY, model=UNKNOWN_MODEL)),
        _unknown_model,
        broken=True,
    ),
    Row(
        "E02",
        "messages-wrong",
        Level.MUST,
        "S",
        "no messages; an empty list; a string",
        f"400 or 422 with {_ENVELOPE}, no FastAPI detail",
        _SPEAKING,
        _some(_raw('{"model":"MODEL"}'), chat([]), chat("hello")),
        _refuses((400, 422)),
        broken=True,
    ),
    Row(
        "E03",
        "malformed-json",
        Level.MUST,
        "R",
        "a body of JSON that is cut off",
        f"400 with {_ENVELOPE}",
        _SPEAKING,
        always(_raw('{"model":"MODEL","messages":[{"role":"user","content":"Reply')),
        _refuses((400,)),
        broken=True,
    ),
    Row(
        "E04",
        "values-out-of-range",
        Level.MUST,
        "S",
        "temperature 5, -1 and hot; top_p 2; n 0; max_tokens 0 and -1, one at a time",
        f"a 4xx with {_ENVELOPE}",
        _SPEAKING,
        _some(*(chat(READY, **{name: value}) for name, value in BAD_VALUES)),
        _bad_values,
        broken=True,
    ),
    Row(
        "E07",
        "keys",
        Level.MUST,
        "D",
        "no key; a wrong key",
        f"401 with {_ENVELOPE}",
        "everybody who pays for the server",
        always(chat(READY, send={"auth": Auth.NONE}), chat(READY, send={"auth": Auth.WRONG})),
        _keys,
        broken=True,
        needs_key=True,
    ),
    Row(
        "E08",
        "routes",
        Level.SHOULD,
        "R",
        "an unknown path; GET on the chat route",
        "404, or 405 with Allow, and a JSON body",
        "clients that probe for routes",
        always(_raw("{}", path="/no-such-path"), Request(method="GET")),
        _routes,
        broken=True,
    ),
    Row(
        "E09",
        "content-type",
        Level.SHOULD,
        "R",
        "a good request as text/plain",
        "415 or 400, or an answer; no 5xx",
        _CRASHING,
        always(chat(READY, send={"headers": (("Content-Type", "text/plain"),)})),
        _content_type,
        broken=True,
    ),
    Row(
        "E10",
        "large-body",
        Level.SHOULD,
        "R",
        "a message of 32 MiB",
        "413 or 400 quickly, and a server that lives",
        _CRASHING,
        always(chat(user("@filler@"), max_tokens=1, send={"filler": 32 * 2**20, "deadline_s": 60.0})),
        _large,
        broken=True,
    ),
    Row(
        "E12",
        "unknown-role-or-part",
        Level.MUST,
        "S",
        "the role wizard; a part of type hologram",
        f"a 4xx with {_ENVELOPE}",
        _SPEAKING,
        _some(
            chat([{"role": "wizard", "content": "Hello"}]),
            chat([{"role": "user", "content": [{"type": "hologram", "hologram": "Hello"}]}]),
        ),
        _refuses((400, 422)),
        broken=True,
    ),
    Row(
        "E13",
        "image",
        Level.SHOULD,
        "D",
        "an image, which a text model cannot see",
        "400 with a message, or the right colour",
        "front ends that let users paste images: Open WebUI",
        always(chat(_IMAGE)),
        _image,
        broken=True,
    ),
    Row(
        "E14",
        "illegal-tools",
        Level.SHOULD,
        "S",
        "a tool name with blanks; one of 65 characters; parameters of the type banana",
        f"400 with {_ENVELOPE}",
        "agents, which learn late that their tools are wrong",
        always(
            chat(READY, tools=[_tool("get the weather")]),
            chat(READY, tools=[_tool("w" * 65)]),
            chat(READY, tools=[_tool(parameters={"type": "banana"})]),
        ),
        _refuses((400, 422)),
        broken=True,
    ),
)
