"""The client: one thread, one kept-alive connection, `http.client` underneath.

It stamps and keeps bytes; nothing is parsed but the framing. Whatever a server does comes back as an
`Exchange`: exceptions are for mistakes of the caller only.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic_ns

from readiness.endpoint.access import Access
from readiness.endpoint.connecting import connect
from readiness.endpoint.errors import one_line
from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.endpoint.receiving import Answer, Connection, failure_of, read_body, take_head
from readiness.endpoint.wire import TransportFailure, Wire


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    streamed: bool


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
        request = _Request(method, path, body, self._access.request_headers(body, headers), streamed)
        answer = self._ask(request)
        stale = answer.unheard and answer.idle_ns > self._access.limits.stale_after_s * 1e9
        if stale:
            answer = self._ask(request)
        return self._exchange(request, answer, int(stale))

    def _ask(self, request: _Request) -> Answer:
        answer = Answer(sent_ns=monotonic_ns())
        try:
            wire = self._ready()
            answer.reused = self._used
            answer.idle_ns = monotonic_ns() - self._idle_since_ns
            self._talk(wire, request, answer)
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

    def _talk(self, wire: Wire, request: _Request, answer: Answer) -> None:
        target = self._access.request_target(request.path)
        connection = Connection("endpoint")
        connection.sock = wire
        connection.request(request.method, target, body=request.body, headers=request.headers)
        unsent: TransportFailure | None = None
        try:
            wire.transmit()
        except TransportFailure as failure:
            unsent = failure  # a gateway may have said 413 and closed: its answer counts
        answer.sent_ns = wire.sent_ns
        try:
            response = connection.getresponse()
            take_head(wire, response, answer)
            complete = read_body(wire, response, request.streamed, self._access.limits.max_body_bytes, answer)
            if wire.ended:  # perhaps by `cancel`, and a body without a length would look whole
                self._check_cancelled()
            answer.may_reuse = complete and unsent is None and not response.will_close and not wire.ended
            answer.done_ns = wire.at_ns
            response.close()
        except (TransportFailure, http.client.HTTPException, OSError, ValueError) as error:
            broken = error if isinstance(error, TransportFailure) else failure_of(error, wire)
            told_more = answer.status is not None or broken.error is TransportError.TLS
            raise (broken if unsent is None or told_more else unsent) from None
        finally:
            answer.received = wire.received

    def _exchange(self, request: _Request, answer: Answer, stale_retries: int) -> Exchange:
        redactor = self._access.redactor
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
        )

    def _told(self, failure: TransportFailure) -> tuple[TransportError, str]:
        """Class and detail as they may be written."""
        if self._cancelled:
            return TransportError.CANCELLED, "the run was stopped"
        return failure.error, one_line(self._access.redactor.mask_text(failure.detail))
