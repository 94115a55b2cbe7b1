"""The client: one thread, one kept-alive connection, `http.client` underneath.

It stamps and keeps bytes; nothing is parsed but the framing. Whatever a server does comes back as an
`Exchange`: exceptions are for mistakes of the caller only.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic_ns

from readiness.endpoint.access import Access
from readiness.endpoint.connecting import connect
from readiness.endpoint.errors import one_line
from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.endpoint.receiving import Answer, Connection, failure_of, read_body, take_head
from readiness.endpoint.request import Request
from readiness.endpoint.wire import TransportFailure, Wire

SERVER_ERROR = 500
CONTINUE_S = 1.0
"""Seconds to wait for `100 Continue`; after that the body is sent all the same (RFC 9110, 10.1.1)."""


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A request with the headers of this run."""

    request: Request
    headers: Mapping[str, str]

    @property
    def shown_headers(self) -> dict[str, str]:
        """What was added to the headers that every request has."""
        return dict(self.request.headers)


class Client:
    """For one worker thread; only `cancel` may be called from another."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._wire: Wire | None = None
        self._socket: socket.socket | None = None
        self._cancelled = False
        self._used = False
        self._idle_since_ns = 0

    def open(self) -> None:
        """Connect now, so that the first request need not. Raises `TransportFailure`, masked."""
        try:
            self._ready()
        except TransportFailure as failure:
            self.close()
            raise TransportFailure(*self._told(failure)) from None

    def close(self) -> None:
        """Hang up. A later `send` connects again."""
        if self._wire is not None:
            self._wire.hang_up()
        self._wire = self._socket = None

    def cancel(self) -> None:
        """End the request under way, and every later one, as `CANCELLED`; for another thread."""
        self._cancelled = True
        watched = self._socket
        if watched is not None:
            with suppress(OSError):
                # Past SSLSocket.shutdown, which would take the TLS state away from the reading thread.
                socket.socket.shutdown(watched, socket.SHUT_RDWR)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Iterable[tuple[str, str]] = (),
        streamed: bool = False,
    ) -> Exchange:
        """One request to `path` below the base URL (`/chat/completions`), and all that came back.

        `streamed`: stop reading soon after `data: [DONE]`, whether or not the server ends the body.
        """
        return self.ask(Request(body, method, path, tuple(headers), streamed=streamed))

    def ask(self, request: Request) -> Exchange:
        """One request of any kind, and all that came back."""
        headers = self._access.request_headers(request.body, request.headers, request.auth)
        outgoing = _Outgoing(request, headers)
        answer = self._answer(outgoing)
        stale = answer.unheard and answer.idle_ns > self._access.limits.stale_after_s * 1e9
        if stale:
            answer = self._answer(outgoing)
        return self._exchange(outgoing, answer, int(stale))

    def _answer(self, outgoing: _Outgoing) -> Answer:
        answer = Answer(sent_ns=monotonic_ns())
        try:
            wire = self._ready()
            answer.reused = self._used
            answer.idle_ns = monotonic_ns() - self._idle_since_ns
            self._talk(wire, outgoing, answer)
        except TransportFailure as failure:
            answer.failure = failure
            answer.done_ns = monotonic_ns()
        if answer.may_reuse:
            self._used = True
            self._idle_since_ns = monotonic_ns()
        else:
            self.close()
        return answer

    def _ready(self) -> Wire:
        """The kept connection, or a new one where there is none or the server has closed it."""
        if self._wire is not None and not self._wire.reusable():
            self.close()
        if self._wire is None:
            self._wire = connect(self._access, self._watch)
            self._used = False
            self._idle_since_ns = monotonic_ns()
        self._check_cancelled()
        return self._wire

    def _check_cancelled(self) -> None:
        if self._cancelled:
            raise TransportFailure(TransportError.CANCELLED, "")

    def _watch(self, sock: socket.socket) -> None:
        self._socket = sock
        if self._cancelled:
            sock.close()

    def _talk(self, wire: Wire, outgoing: _Outgoing, answer: Answer) -> None:
        request = outgoing.request
        target = self._access.request_target(request.path, from_root=request.from_root)
        connection = Connection("endpoint")
        connection.sock = wire
        unsent: TransportFailure | None = None
        try:
            _transmit(connection, wire, target, outgoing)
        except TransportFailure as failure:
            unsent = failure  # a gateway may have said 413 and closed: its answer counts
        answer.sent_ns = wire.sent_ns
        try:
            response = connection.getresponse()
            take_head(wire, response, answer)
            most_bytes = self._access.limits.max_body_bytes
            complete = read_body(wire, response, request.streamed, most_bytes, answer, request.hang_up_after)
            if wire.ended:  # perhaps by `cancel`, and a body without a length would look whole
                self._check_cancelled()
            whole = complete and unsent is None and not response.will_close and not wire.ended
            # Servers hang up after an error of their own without saying so; the next request would meet that.
            answer.may_reuse = whole and response.status < SERVER_ERROR
            answer.done_ns = wire.at_ns
            response.close()
        except (TransportFailure, http.client.HTTPException, OSError, ValueError) as error:
            broken = error if isinstance(error, TransportFailure) else failure_of(error, wire)
            told_more = answer.status is not None or broken.error is TransportError.TLS
            raise (broken if unsent is None or told_more else unsent) from None
        finally:
            answer.received = wire.received

    def _exchange(self, outgoing: _Outgoing, answer: Answer, stale_retries: int) -> Exchange:
        redactor, request = self._access.redactor, outgoing.request
        error, detail = self._told(answer.failure) if answer.failure else (None, "")
        return Exchange(
            method=request.method,
            url=redactor.mask_text(self._access.target.url(request.path)),
            request_body=redactor.mask_bytes(request.body or b""),
            status=answer.status,
            headers={name: redactor.mask_text(value) for name, value in answer.headers.items()},
            body=redactor.mask_bytes(b"".join(answer.pieces)),
            reads=tuple(map(Read, answer.stamps, answer.totals)),
            sent_ns=answer.sent_ns,
            done_ns=answer.done_ns,
            error=error,
            error_detail=detail,
            reused_connection=answer.reused,
            stale_retries=stale_retries,
            request_headers=outgoing.shown_headers,
        )

    def _told(self, failure: TransportFailure) -> tuple[TransportError, str]:
        """Class and detail as they may be written."""
        if self._cancelled:
            return TransportError.CANCELLED, "the run was stopped"
        return failure.error, one_line(self._access.redactor.mask_text(failure.detail))


def _transmit(connection: Connection, wire: Wire, target: str, outgoing: _Outgoing) -> None:
    """Send a request in the form that is asked for: plain, in chunks, or its body after `100 Continue`."""
    request, headers = outgoing.request, dict(outgoing.headers)
    body = request.wire_body()
    if request.expect_continue and body is not None:
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in {**headers, "Content-Length": str(len(body)), "Expect": "100-continue"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        wire.transmit()
        wire.wait(CONTINUE_S)
        connection.send(body)
    elif request.chunked and body is not None:
        middle = len(body) // 2
        headers["Transfer-Encoding"] = "chunked"
        pieces = iter((body[:middle], body[middle:]))
        connection.request(request.method, target, body=pieces, headers=headers, encode_chunked=True)
    else:
        connection.request(request.method, target, body=body, headers=headers)
    wire.transmit()
