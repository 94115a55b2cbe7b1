"""A recorded request as one line for a shell, with its body from the run's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.endpoint.access import KEY_HEADERS
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.request import WRONG_KEY, Auth
from readiness.report.shell import expanding, fillable, quoted, variable, variables
from readiness.report.showing.held import body_file

DEFAULT_KEY = "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class Way:
    """How the run reached its endpoint, as far as it was recorded: no value of a secret ever is."""

    base: str
    """With `${NAME}` for each query value."""
    headers: tuple[str, ...]
    """`name: ${VAR}`."""
    certificates: tuple[str, ...]
    """What names a private CA and a client certificate."""

    @classmethod
    def of(cls, header: Mapping[str, Any]) -> Way:
        """From a journal's header; one of an older version holds the names of the headers only."""
        options = [text.partition("=")[::2] for text in header.get("invocation", ())]
        own = [value for name, value in options if name == "--header"]
        own = own or [f"{name}: {variable(name)}" for name in header["header_names"]]
        key = dict(options).get("--api-key-env", DEFAULT_KEY)
        named = {text.partition(":")[0].strip().lower() for text in own}
        bearer = [] if named & KEY_HEADERS else [f"authorization: Bearer ${{{key}}}"]
        return cls(fillable(str(header["endpoint"])), (*bearer, *own), tuple(_certificates(dict(options))))

    @property
    def unrecorded(self) -> list[str]:
        """The variables to export before the lines work."""
        return [name for text in (self.base, *self.headers) for name in variables(text)]


def _certificates(options: Mapping[str, str]) -> Iterator[str]:
    if "--ca-file" in options:
        yield f"--cacert {quoted(options['--ca-file'])}"
    certificate, _, key = options.get("--client-cert", "").partition(",")
    if certificate:
        yield f"--cert {quoted(certificate)}"
    if key:
        yield f"--key {quoted(key)}"


def lines(folder: Path, way: Way, exchanges: Sequence[Exchange]) -> Iterator[str]:
    """One line for each exchange."""
    for exchange in exchanges:
        yield " ".join(_words(folder, way, exchange))


def _words(folder: Path, way: Way, exchange: Exchange) -> Iterator[str]:
    yield "curl"
    if _streamed(exchange.request_body):
        yield "-N"
    yield from _method(exchange)
    yield expanding(_url(way.base, exchange))
    for header in _headers(way, exchange):
        yield f"-H {expanding(header)}"
    yield from way.certificates
    if exchange.request_body:
        file = body_file(folder, sha256(exchange.request_body).hexdigest())
        yield f"--data-binary {quoted(f'@{file}')}"


def _method(exchange: Exchange) -> Iterator[str]:
    usual = "POST" if exchange.request_body else "GET"
    if exchange.method == "HEAD":
        yield "--head"
    elif exchange.method != usual:
        yield f"-X {exchange.method}"


def _url(base: str, exchange: Exchange) -> str:
    plain, mark, query = base.partition("?")
    if exchange.sent_as.get("from_root"):
        plain = "/".join(plain.split("/")[:3])
    return f"{plain}{exchange.url}{mark}{query}"


def _headers(way: Way, exchange: Exchange) -> Iterator[str]:
    """Those of every request, but for the key where the request went without it or with a wrong one."""
    own = {name.lower() for name in exchange.request_headers}
    if exchange.request_body and "content-type" not in own:
        yield "content-type: application/json"
    auth = exchange.sent_as.get("auth", "")
    for header in way.headers:
        name, _, value = header.partition(":")
        if name.strip().lower() in KEY_HEADERS and auth:
            if auth == Auth.WRONG:
                yield f"{name}: {'Bearer ' if 'Bearer' in value else ''}{WRONG_KEY}"
        elif name.strip().lower() not in own:
            yield header
    yield from (f"{name}: {value}" for name, value in exchange.request_headers.items())
    if exchange.sent_as.get("chunked"):
        yield "transfer-encoding: chunked"
    if exchange.sent_as.get("expect_continue"):
        yield "expect: 100-continue"


def _streamed(body: bytes) -> bool:
    try:
        request = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return False
    return isinstance(request, dict) and bool(request.get("stream"))
