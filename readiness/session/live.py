"""The line to a live endpoint: one `Access` for the run, one client for each worker thread."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace

from readiness import __version__
from readiness.endpoint.access import Access
from readiness.endpoint.client import Client
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.limits import Limits
from readiness.endpoint.request import Request
from readiness.endpoint.sdk_call import Leaving, SdkCall
from readiness.endpoint.target import Target
from readiness.endpoint.wire import TransportFailure
from readiness.judging.records import Text
from readiness.report.words import Words, in_both
from readiness.session.settings import Settings

LONG_VALUE = 16
"""Characters from which a header value is masked in bodies whatever the header is called; a short one
such as `production` may stand in any reply, and masking it there would alter what is judged."""


class LiveSource:
    """A client as a source of answers."""

    live = True

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client = Client(access)
        self._aside: Client | None = None
        self._cancelled = False

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """Ask the endpoint; which case it is for, it does not learn."""
        return self._client.send(method, path, body or None, streamed=streamed)

    def ask(self, case_id: str, attempt: int, request: Request) -> Exchange:
        """A request of any kind, over a connection of its own where it needs one."""
        if self._cancelled or not request.separate:
            return self._client.ask(request)
        limits = self._access.limits
        first_byte_s = min(limits.first_byte_s, request.deadline_s or limits.first_byte_s)
        self._aside = Client(replace(self._access, limits=replace(limits, first_byte_s=first_byte_s)))
        try:
            return self._aside.ask(request)
        finally:
            self._aside.close()

    def sdk(self, case_id: str, attempt: int, call: SdkCall, model: str, leaving: Leaving) -> Exchange:
        """One call of the SDK over a client of its own."""
        from readiness.endpoint.sdk_client import call_live

        return call_live(self._access, call, model, leaving)

    def keyed(self, case_id: str, attempt: int) -> bool:
        """Whether a key goes with every request."""
        return self._access.keyed

    def open(self) -> None:
        """Connect now, so that the first request need not. What goes wrong shows with that request."""
        with contextlib.suppress(TransportFailure):
            self._client.open()

    def cancel(self) -> None:
        """Make a blocked `send` return at once."""
        self._cancelled = True
        for client in (self._client, self._aside):
            if client is not None:
                client.cancel()

    def close(self) -> None:
        """Hang up."""
        self._client.close()


@dataclass(frozen=True)
class Line:
    """How a run reaches the endpoint, and what the user should know about it."""

    access: Access
    notes: tuple[Text, ...]

    @property
    def shown_url(self) -> str:
        """The base URL without secrets."""
        return self.access.target.shown

    def source(self) -> LiveSource:
        """A source for one thread."""
        return LiveSource(self.access)


def connect(settings: Settings, endpoint: str, words: Words) -> Line:
    """Prepare the way to `endpoint`; nothing is sent yet. Raises `TargetError`."""
    target = Target.parse(endpoint)
    access = Access.to(
        target,
        version=__version__,
        environ=os.environ,
        api_key=settings.api_key.value,
        headers={name: secret.value for name, secret in settings.headers.items()},
        secrets={
            f"--header {name}": secret.value
            for name, secret in settings.headers.items()
            if len(secret.value) >= LONG_VALUE
        },
        limits=Limits.of(settings.request_timeout_s),
        ca_file=settings.ca_file,
        client_cert=settings.client_cert,
    )
    notes = [in_both(target.note)] if target.note else []
    if access.proxy is not None:
        notes.append(words.both("note.proxy", proxy=access.proxy.shown))
    notes += [words.both("note.short_secret", name=name) for name in access.redactor.too_short]
    return Line(access, tuple(notes))
