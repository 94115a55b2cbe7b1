"""One case's way to the endpoint: build the body, record, send, record, and wait where a 429 asks for it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.request import CHAT, Request
from readiness.endpoint.retry import wait_before_retry
from readiness.endpoint.sdk_call import Leaving, SdkCall
from readiness.endpoint.spending import asked_tokens, spent
from readiness.session.dialect import Dialect, Refusal
from readiness.session.pace import Pace, unlimited
from readiness.session.traffic import Traffic


class Source(Protocol):
    """Where answers come from: the live endpoint, or a recorded run. Used by one thread."""

    live: bool

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """One request and everything that came back."""
        ...

    def ask(self, case_id: str, attempt: int, request: Request) -> Exchange:
        """The same for a request of any kind."""
        ...

    def sdk(self, case_id: str, attempt: int, call: SdkCall, model: str, leaving: Leaving) -> Exchange:
        """One call of the SDK; `leaving` is told of the request before it leaves."""
        ...

    def keyed(self, case_id: str, attempt: int) -> bool:
        """Whether a key goes with every request."""
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

    def request(
        self,
        method: str,
        url: str,
        body: bytes,
        case_id: str,
        attempt: int,
        sent: Mapping[str, Any] | None = None,
    ) -> int:
        """Record a request that is about to leave; the number returned ties the answer to it."""
        ...

    def response(self, number: int, exchange: Exchange, case_id: str, attempt: int, *, cached: bool) -> None:
        """Record what came back."""
        ...


def _nothing(_case_id: str) -> Sequence[Exchange]:
    """No other case was asked."""
    return ()


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
    dialect: Dialect = Dialect()  # noqa: RUF009
    keep_budget: bool = False
    """Whether the case is about its own small limit, so that nothing is added for thinking."""
    pace: Pace = field(default_factory=unlimited)
    answer_tokens: float = 0.0
    """About how long a reply will be; looked at under limits on tokens only."""
    earlier: Callable[[str], Sequence[Exchange]] = _nothing
    """What another case of the same dimension brought, by its id; nothing where it was not asked yet."""

    def chat(self, messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> Exchange:
        """One chat completion in the endpoint's dialect; what the case sets wins over `--extra-body`."""
        wanted = {**self.extra_body, "model": self.model, "messages": list(messages), **body}
        payload = self.dialect.request(wanted, keep_budget=self.keep_budget)
        data = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        refusal = self.dialect.refusal(payload)
        if refusal is not None:
            return self._told_before(data, refusal)
        return self.send("POST", CHAT, data, streamed=bool(payload.get("stream")))

    def _told_before(self, data: bytes, refusal: Refusal) -> Exchange:
        """The refusal that the preflight learnt, recorded as the answer to this request; nothing is sent."""
        number = self.journal.request("POST", CHAT, data, self.case_id, self.attempt)
        if self.source.live:
            now_ns = time.monotonic_ns()
            exchange = Exchange(
                method="POST",
                url=CHAT,
                request_body=data,
                status=refusal.status,
                body=refusal.body.encode(),
                sent_ns=now_ns,
                done_ns=now_ns,
                told=True,
            )
        else:
            exchange = self.source.send(self.case_id, self.attempt, "POST", CHAT, data, streamed=False)
        self.journal.response(number, exchange, self.case_id, self.attempt, cached=True)
        return exchange

    def send(self, method: str, path: str, data: bytes, *, streamed: bool = False) -> Exchange:
        """One request to a path below the base URL."""

        def once(tries: int) -> Exchange:
            number = self.journal.request(method, path, data, self.case_id, self.attempt)
            exchange = self.source.send(self.case_id, self.attempt, method, path, data, streamed=streamed)
            return self._noted(number, exchange, tries)

        return self._until_answered(data, once)

    @property
    def keyed(self) -> bool:
        """Whether a key goes with every request."""
        return self.source.keyed(self.case_id, self.attempt)

    def request(self, request: Request) -> Exchange:
        """One request of any kind, as it stands: only the model's name and `--extra-body` are filled in."""
        if request.pause_s and self.source.live:
            self.stop.wait(request.pause_s)
        filled = request.filled(self.model, self.extra_body)
        sent = filled.to_json()

        def once(tries: int) -> Exchange:
            number = self.journal.request(
                filled.method, filled.path, filled.body or b"", self.case_id, self.attempt, sent
            )
            exchange = self.source.ask(self.case_id, self.attempt, filled)
            return self._noted(number, exchange, tries)

        return self._until_answered(filled.body or b"", once, patient=request.patient)

    def sdk(self, call: SdkCall) -> Exchange:
        """One call of the unmodified SDK; what it sent and what came back."""
        body = {"extra_body": dict(self.extra_body), **call.body} if self.extra_body else call.body
        full = replace(call, body=body)

        def once(tries: int) -> Exchange:
            numbers: list[int] = []

            def leaving(method: str, path: str, data: bytes, headers: Mapping[str, str]) -> None:
                sent = {"headers": dict(headers), "sdk": call.shown}
                numbers.append(self.journal.request(method, path, data, self.case_id, self.attempt, sent))

            exchange = self.source.sdk(self.case_id, self.attempt, full, self.model, leaving)
            if not numbers:  # a replay, or a call that broke before it sent anything
                leaving(exchange.method, CHAT, exchange.request_body, exchange.request_headers)
            return self._noted(numbers[-1], exchange, tries)

        return self._until_answered(_written(full), once)

    def _until_answered(
        self, body: bytes, once: Callable[[int], Exchange], *, patient: bool = True
    ) -> Exchange:
        """Tried again only where nothing was answered yet: 429 and refused connections.

        Raises `NotAsked` where the limits of the run end it.
        """
        tokens = self._weight(body)
        waited_s = 0.0
        tries = 0
        while True:
            tries += 1
            passed = self.pace.enter(tokens)
            exchange = once(tries)
            took = spent(exchange)
            self.pace.settle(passed, took)
            self.traffic.note(exchange, tries, took)
            pause_s = wait_before_retry(exchange, tries, waited_s) if patient else None
            if pause_s is None or (self.source.live and self.stop.wait(pause_s)):
                return exchange
            waited_s += pause_s

    def _weight(self, body: bytes) -> int:
        """About how many tokens a request will take, in and out; 0 where nobody has to know."""
        return round(asked_tokens(body) + self.answer_tokens) if body and self.pace.limits.weigh else 0

    def _noted(self, number: int, exchange: Exchange, tries: int) -> Exchange:
        exchange = replace(exchange, attempt=tries)
        self.journal.response(number, exchange, self.case_id, self.attempt, cached=not self.source.live)
        return exchange


def _written(call: SdkCall) -> bytes:
    """About what the SDK will send."""
    return json.dumps(
        {**call.body, "messages": list(call.messages)}, ensure_ascii=False, default=str
    ).encode()
