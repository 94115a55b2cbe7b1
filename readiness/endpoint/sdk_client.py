"""The SDK against a live endpoint: its own HTTP library sends, and every byte is kept on a tape.

Proxy, TLS, headers, query and base URL are those of the run; the SDK adds its own headers, as in any program.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic_ns
from urllib.parse import parse_qsl

import httpx2
from openai import Omit

from readiness.endpoint.access import KEY_HEADERS, Access
from readiness.endpoint.errors import one_line
from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.endpoint.receiving import kept_headers
from readiness.endpoint.request import WRONG_KEY, Auth
from readiness.endpoint.sdk_call import Leaving, SdkCall, perform

_NOT_PASSED = frozenset({"host", "accept", "accept-encoding", "proxy-authorization", "authorization"})
_SHOWN = ("user-agent", "accept", "accept-encoding", "content-type")
_SHOWN_PREFIXES = ("x-stainless-",)


def call_live(access: Access, call: SdkCall, model: str, leaving: Leaving) -> Exchange:
    """Make the call; what came back is in the exchange, whatever the SDK made of it."""
    tape = _Tape(access, leaving)
    limits, target = access.limits, access.target
    headers = _headers(access, call.auth)
    bare = not any(name.lower() == "authorization" for name in headers)
    options = {
        "base_url": f"{target.scheme}://{target.authority}{target.base_path}",
        "default_headers": headers,
        "default_query": dict(parse_qsl(access.target.query, keep_blank_values=True)),
        "timeout": httpx2.Timeout(limits.first_byte_s, connect=limits.connect_s),
    }
    # The SDK insists on a key; where the run has none, the header is left out in the SDK's own way.
    arguments = {"extra_headers": {"Authorization": Omit()}} if bare else None
    perform(call, model, options, _Taped(access, tape), _AsyncTaped(access, tape), arguments)
    return tape.exchange()


def _headers(access: Access, auth: Auth) -> dict[str, str]:
    """The user's headers, and the key as our own client sends it."""
    headers: dict[str, str] = {}
    for name, value in access.headers.items():
        if name.lower() in KEY_HEADERS:
            if auth is Auth.OWN:
                headers[name] = value
            elif auth is Auth.WRONG:
                headers[name] = f"Bearer {WRONG_KEY}" if value.startswith("Bearer ") else WRONG_KEY
        elif name.lower() not in _NOT_PASSED and not value.startswith("readiness/"):
            headers[name] = value
    return headers


@dataclass(slots=True)
class _Tape:
    """What goes over the wire during one call."""

    access: Access
    leaving: Leaving
    method: str = "POST"
    path: str = ""
    url: str = ""
    request_body: bytes = b""
    request_headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    total: int = 0
    sent_ns: int = field(default_factory=monotonic_ns)
    done_ns: int = 0
    error: TransportError | None = None
    detail: str = ""

    def leaves(self, request: httpx2.Request) -> None:
        """A request is about to be sent."""
        redactor, target = self.access.redactor, self.access.target
        self.method, self.url = request.method, redactor.mask_text(str(request.url).partition("?")[0])
        self.path = request.url.path.removeprefix(target.base_path)
        self.request_body = redactor.mask_bytes(request.content)
        shown = {name: value for name, value in request.headers.items() if _is_shown(name)}
        self.request_headers = {name: redactor.mask_text(value) for name, value in shown.items()}
        self.leaving(self.method, self.path, self.request_body, self.request_headers)
        self.sent_ns = monotonic_ns()

    def head(self, response: httpx2.Response) -> None:
        """The head of the answer has come."""
        mask = self.access.redactor.mask_text
        self.status = response.status_code
        self.headers = {name: mask(value) for name, value in kept_headers(response.headers.items()).items()}
        self.reads.append(Read(monotonic_ns() - self.sent_ns, 0))

    def piece(self, data: bytes) -> None:
        """A part of the body has come."""
        self.pieces.append(data)
        self.total += len(data)
        self.reads.append(Read(monotonic_ns() - self.sent_ns, self.total))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note what goes wrong below the SDK, and let the SDK see it too."""
        try:
            yield
        except httpx2.TransportError as error:
            self.error = _class_of(error, begun=self.status is not None)
            self.detail = one_line(self.access.redactor.mask_text(str(error) or type(error).__name__))
            raise

    def exchange(self) -> Exchange:
        """Everything as the run's own client would have recorded it."""
        return Exchange(
            method=self.method,
            url=self.url,
            request_body=self.request_body,
            status=self.status,
            headers=self.headers,
            body=self.access.redactor.mask_bytes(b"".join(self.pieces)),
            reads=tuple(self.reads),
            sent_ns=self.sent_ns,
            done_ns=max(monotonic_ns(), self.sent_ns),
            error=self.error,
            error_detail=self.detail,
            request_headers=self.request_headers,
        )


def _is_shown(name: str) -> bool:
    return name in _SHOWN or name.startswith(_SHOWN_PREFIXES)


def _class_of(error: httpx2.TransportError, *, begun: bool) -> TransportError:
    classes = (
        (httpx2.ConnectTimeout, TransportError.CONNECT_TIMEOUT),
        (httpx2.ReadTimeout, TransportError.GAP_TIMEOUT if begun else TransportError.FIRST_BYTE_TIMEOUT),
        (httpx2.TimeoutException, TransportError.SEND_FAILED),
        (httpx2.ProxyError, TransportError.PROXY),
        (httpx2.ConnectError, TransportError.CONNECT_FAILED),
        (httpx2.WriteError, TransportError.SEND_FAILED),
        (httpx2.ProtocolError, TransportError.CLOSED_EARLY if begun else TransportError.BAD_HTTP),
    )
    return next((found for kind, found in classes if isinstance(error, kind)), TransportError.RESET)


def _proxy(access: Access) -> httpx2.Proxy | None:
    proxy = access.proxy
    if proxy is None:
        return None
    headers = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
    return httpx2.Proxy(proxy.shown, headers=headers)


class _Taped(httpx2.BaseTransport):
    """The SDK's real transport with a tape beside it."""

    def __init__(self, access: Access, tape: _Tape) -> None:
        self._inner = httpx2.HTTPTransport(verify=access.tls or False, trust_env=False, proxy=_proxy(access))
        self._tape = tape

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._tape.leaves(request)
        with self._tape.watching():
            response = self._inner.handle_request(request)
        self._tape.head(response)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _TapedStream(response.stream, self._tape)
        return response

    def close(self) -> None:
        self._inner.close()


class _TapedStream(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, tape: _Tape) -> None:
        self._inner = inner
        self._tape = tape

    def __iter__(self) -> Iterator[bytes]:
        with self._tape.watching():
            for piece in self._inner:
                self._tape.piece(piece)
                yield piece

    def close(self) -> None:
        self._inner.close()


class _AsyncTaped(httpx2.AsyncBaseTransport):
    """The same for the asynchronous client."""

    def __init__(self, access: Access, tape: _Tape) -> None:
        self._inner = httpx2.AsyncHTTPTransport(
            verify=access.tls or False, trust_env=False, proxy=_proxy(access)
        )
        self._tape = tape

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self._tape.leaves(request)
        with self._tape.watching():
            response = await self._inner.handle_async_request(request)
        self._tape.head(response)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _AsyncTapedStream(response.stream, self._tape)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _AsyncTapedStream(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, tape: _Tape) -> None:
        self._inner = inner
        self._tape = tape

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with self._tape.watching():
            async for piece in self._inner:
                self._tape.piece(piece)
                yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()
