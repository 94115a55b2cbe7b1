"""H01 to H08, M01 to M03: HTTP around the chat route, and the other routes."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.endpoint.exchange import TransportError
from readiness.endpoint.request import MODEL, Request, chat
from readiness.judging.api_compatibility.answers import asked_model
from readiness.judging.api_compatibility.reading import (
    HANGS,
    clean,
    document,
    envelope_problem,
    must_be_answered,
    said,
    shown,
    sound,
)
from readiness.judging.api_compatibility.row import READY, Asked, Level, Row, always, declined, miss
from readiness.judging.api_compatibility.shapes import MODEL as MODEL_SHAPE
from readiness.judging.api_compatibility.shapes import MODELS, first_problem
from readiness.judging.api_compatibility.stream import read
from readiness.judging.json_output.showing import compact, quote

UNFRAMED = frozenset({TransportError.BAD_HTTP, TransportError.CLOSED_EARLY, TransportError.RESET})
ID_SUFFIXES = ("request-id", "requestid", "trace-id", "correlation-id")
UNKNOWN = "readiness-no-such-model"
_LIST = Request(method="GET", path="/models")
_ORIGIN = (
    ("Origin", "https://app.example"),
    ("Access-Control-Request-Method", "POST"),
    ("Access-Control-Request-Headers", "authorization, content-type"),
)
_SDK_HEADERS = (
    ("OpenAI-Organization", "org-readiness"),
    ("OpenAI-Beta", "assistants=v2"),
    ("X-Stainless-Lang", "python"),
    ("X-Stainless-Retry-Count", "0"),
)


def _kept_alive(asked: Sequence[Asked]) -> None:
    for number, each in enumerate(asked):
        exchange = each.exchange
        if exchange.error in UNFRAMED:
            raise miss("framing", shown(exchange), exchange)
        must_be_answered(exchange)
        if exchange.status == 200:
            document(exchange, "framing")
        if number and not exchange.reused_connection:
            said_so = asked[number - 1].exchange.headers.get("connection")
            got = f"request {number + 1} needed a new connection; the answer before said connection {compact(said_so)}"
            raise miss("framing", got, exchange)


def _accepted_framing(asked: Sequence[Asked]) -> None:
    for each in asked:
        if each.exchange.error in UNFRAMED | HANGS:
            raise miss("framing", shown(each.exchange), each.exchange)
        sound(each, "framing")


def _compressed(asked: Sequence[Asked]) -> None:
    plain, streamed = asked
    if plain.exchange.error in UNFRAMED:
        raise miss("framing", shown(plain.exchange), plain.exchange)
    document_word = "framing"
    must_be_answered(plain.exchange)
    document(plain.exchange, document_word)
    stream = read(streamed, "framing")
    if not stream.done or stream.problem is not None:
        raise miss("framing", stream.problem or "a stream that ends early", streamed.exchange)


def _preflight(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    must_be_answered(exchange, crash_is_miss=True, crash="broken_capability")
    if exchange.status in (200, 204):
        if not exchange.headers.get("access-control-allow-origin"):
            raise miss("ignored_silently", f"HTTP {exchange.status} without access-control-allow-origin")
        return
    raise declined(said(exchange))


def _head(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    if exchange.error in HANGS:
        raise miss("hang", shown(exchange))
    must_be_answered(exchange, crash_is_miss=True)
    if exchange.status != 200:
        raise declined(f"HTTP {exchange.status}")


def _request_id(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    must_be_answered(exchange)
    if not any(name.endswith(ID_SUFFIXES) and value.strip() for name, value in exchange.headers.items()):
        raise miss("headers", f"no x-request-id among {', '.join(sorted(exchange.headers)) or 'no headers'}")


def _plain_chat(asked: Sequence[Asked]) -> None:
    sound(asked[0], "headers", crash_is_miss=True)


def _model_list(asked: Sequence[Asked]) -> None:
    listed, told = asked
    exchange = listed.exchange
    must_be_answered(exchange)
    if exchange.status != 200:
        raise miss("shape", said(exchange))
    value = document(exchange)
    problem = first_problem(value, MODELS)
    if problem is not None:
        raise miss("created" if problem.startswith("data") and ".created" in problem else "shape", problem)
    wanted = asked_model(told.exchange)
    names = [each["id"] for each in value["data"]]
    if wanted and wanted not in names:
        raise miss("model_name", f"no {quote(wanted)} among {compact(names)}")


def _one_model(asked: Sequence[Asked]) -> None:
    known, unknown, told = asked
    must_be_answered(known.exchange)
    if known.exchange.status != 200:
        raise miss("shape", said(known.exchange), known.exchange)
    value = document(known.exchange)
    problem = first_problem(value, MODEL_SHAPE)
    wanted = asked_model(told.exchange)
    if problem is None and wanted and value["id"] != wanted:
        problem = f"id {compact(value['id'])}"
    if problem is not None:
        raise miss("shape", problem, known.exchange)
    must_be_answered(unknown.exchange, crash_is_miss=True)
    if unknown.exchange.status != 404:
        word = "accepted_bad_input" if unknown.exchange.status == 200 else "envelope"
        raise miss(word, f"for an unknown id: {shown(unknown.exchange)}", unknown.exchange)
    if (wrong := envelope_problem(unknown.exchange)) is not None:
        raise miss("envelope", f"{wrong}: {shown(unknown.exchange)}", unknown.exchange)


def _other_routes(asked: Sequence[Asked]) -> None:
    found = []
    for each in asked:
        exchange = each.exchange
        must_be_answered(exchange, crash_is_miss=True, crash="broken_capability")
        if exchange.status == 200:
            if not isinstance(document(exchange, "broken_capability"), dict):
                raise miss("broken_capability", shown(exchange), exchange)
            found.append(exchange.url)
        elif not clean(exchange):
            got = f"{envelope_problem(exchange) or 'no clean refusal'}: {shown(exchange)}"
            raise miss("broken_capability", got, exchange)
    if not found:
        raise declined("none of the three routes is there")


_KNOWN = '{"model":"MODEL",'.replace("MODEL", MODEL)

ROWS = (
    Row(
        "H01",
        "keep-alive",
        Level.MUST,
        "R",
        "three requests, one after the other",
        "one connection for all, no framing error",
        "every client with a pool: httpx, Node fetch",
        always(_LIST, _LIST, _LIST),
        _kept_alive,
    ),
    Row(
        "H02",
        "request-framing",
        Level.SHOULD,
        "R",
        "Expect: 100-continue; a chunked body",
        "an answer to both",
        "curl with large bodies, Java and Go clients that stream uploads",
        always(
            chat(READY, send={"expect_continue": True}),
            chat(READY, send={"chunked": True}),
        ),
        _accepted_framing,
    ),
    Row(
        "H03",
        "compression",
        Level.SHOULD,
        "R",
        "Accept-Encoding: gzip, not streamed and streamed",
        "bodies that decode, or are not compressed",
        "every SDK, which offers gzip",
        always(
            chat(READY, send={"headers": (("Accept-Encoding", "gzip"),)}),
            chat(READY, stream=True, send={"headers": (("Accept-Encoding", "gzip"),)}),
        ),
        _compressed,
    ),
    Row(
        "H04",
        "cors",
        Level.MAY,
        "R",
        "OPTIONS with Origin",
        "2xx with CORS headers, or a clean refusal",
        "programs in a browser",
        always(Request(method="OPTIONS", headers=_ORIGIN)),
        _preflight,
    ),
    Row(
        "H05",
        "head",
        Level.MAY,
        "R",
        "HEAD on models",
        "an answer without a body",
        "load balancers that check health",
        always(Request(method="HEAD", path="/models", deadline_s=30.0)),
        _head,
    ),
    Row(
        "H06",
        "request-id",
        Level.SHOULD,
        "D",
        "a minimal chat",
        "a request id among the headers",
        "support tickets",
        always(chat(READY)),
        _request_id,
    ),
    Row(
        "H07",
        "sdk-headers",
        Level.SHOULD,
        "D",
        "OpenAI-Organization, OpenAI-Beta and x-stainless headers",
        "the answer as without them",
        "the openai SDKs, which send them",
        always(chat(READY, send={"headers": _SDK_HEADERS})),
        _plain_chat,
    ),
    Row(
        "H08",
        "slash",
        Level.SHOULD,
        "D",
        "a base URL that ends in a slash, put together without care",
        "the answer as without it",
        "clients that join URLs by hand",
        always(chat(READY, send={"path": "//chat/completions"})),
        _plain_chat,
    ),
    Row(
        "M01",
        "model-list",
        Level.MUST,
        "S",
        "GET models",
        "a list of id, object, created, owned_by that holds the model asked",
        "Open WebUI, LiteLLM, Continue, which list models",
        always(_LIST, chat(READY)),
        _model_list,
    ),
    Row(
        "M02",
        "one-model",
        Level.SHOULD,
        "S",
        "GET models by id, and by one that does not exist",
        "the model; 404 with the error envelope",
        "the SDK's models.retrieve",
        always(
            Request(method="GET", path=f"/models/{MODEL}"),
            Request(method="GET", path=f"/models/{UNKNOWN}"),
            chat(READY),
        ),
        _one_model,
    ),
    Row(
        "M03",
        "other-routes",
        Level.MAY,
        "S",
        "POST to completions, embeddings, responses",
        "an answer, or 404 with the error envelope",
        "older clients, retrieval, agents",
        always(
            Request((_KNOWN + '"prompt":"Hello","max_tokens":5}').encode(), path="/completions"),
            Request((_KNOWN + '"input":"Hello"}').encode(), path="/embeddings"),
            Request((_KNOWN + '"input":"Hello","max_output_tokens":16}').encode(), path="/responses"),
        ),
        _other_routes,
    ),
)
