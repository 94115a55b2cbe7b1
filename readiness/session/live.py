"""The line to a live endpoint: one `Access` for the run, one client for each worker thread."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

from readiness import __version__
from readiness.endpoint.access import Access
from readiness.endpoint.client import Client
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.limits import Limits
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

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """Ask the endpoint; which case it is for, it does not learn."""
        return self._client.send(method, path, body or None, streamed=streamed)

    def open(self) -> None:
        """Connect now, so that the first request need not. What goes wrong shows with that request."""
        with contextlib.suppress(TransportFailure):
            self._client.open()

    def cancel(self) -> None:
        """Make a blocked `send` return at once."""
        self._client.cancel()

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
        return LiveSource(Client(self.access))


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
