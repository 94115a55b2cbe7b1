"""One case's way to the endpoint: build the body, record, send, record, and wait where a 429 asks for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.retry import wait_before_retry
from readiness.session.traffic import Traffic

CHAT = "/chat/completions"


class Source(Protocol):
    """Where answers come from: the live endpoint, or a recorded run. Used by one thread."""

    live: bool

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """One request and everything that came back."""
        ...

    def open(self) -> None:
        """Connect, if there is anything to connect to."""
        ...

    def cancel(self) -> None:
        """Make a blocked `send` return at once. Called from another thread."""
        ...

    def close(self) -> None:
        """Give up the connection."""
        ...


class Recorder(Protocol):
    """Where every exchange goes before its case sees it: the journal, as a rule."""

    def request(self, method: str, url: str, body: bytes, case_id: str, attempt: int) -> int:
        """Record a request that is about to leave; the number returned ties the answer to it."""
        ...

    def response(self, number: int, exchange: Exchange, case_id: str, attempt: int, *, cached: bool) -> None:
        """Record what came back."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """What a dimension's `ask` is given. Every exchange is in the journal before it is returned."""

    source: Source
    journal: Recorder
    traffic: Traffic
    stop: threading.Event
    model: str
    extra_body: Mapping[str, Any]
    case_id: str
    attempt: int

    def chat(self, messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> Exchange:
        """One chat completion; what the case sets wins over `--extra-body`."""
        payload = {**self.extra_body, "model": self.model, "messages": list(messages), **body}
        data = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        return self.send("POST", CHAT, data, streamed=bool(body.get("stream")))

    def send(self, method: str, path: str, data: bytes, *, streamed: bool = False) -> Exchange:
        """One request, tried again only where nothing was answered yet: 429 and refused connections."""
        waited_s = 0.0
        tries = 0
        while True:
            tries += 1
            exchange = self._once(method, path, data, tries, streamed=streamed)
            pause_s = wait_before_retry(exchange, tries, waited_s)
            if pause_s is None or (self.source.live and self.stop.wait(pause_s)):
                return exchange
            waited_s += pause_s

    def _once(self, method: str, path: str, data: bytes, tries: int, *, streamed: bool) -> Exchange:
        number = self.journal.request(method, path, data, self.case_id, self.attempt)
        exchange = self.source.send(self.case_id, self.attempt, method, path, data, streamed=streamed)
        exchange = replace(exchange, attempt=tries)
        self.traffic.note(exchange, tries)
        self.journal.response(number, exchange, self.case_id, self.attempt, cached=not self.source.live)
        return exchange
