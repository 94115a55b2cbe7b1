"""What is in flight when: the engine alone, with sources that count."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.bank import Case
from readiness.dimension import Dimension
from readiness.endpoint.exchange import Exchange
from readiness.evidence.journal import Journal
from readiness.judging.records import Kind, Outcome
from readiness.session.asking import Asking
from readiness.session.breaker import Breaker
from readiness.session.engine import Engine, Job
from readiness.session.traffic import Traffic
from readiness.test_json_output import DIMENSION

IN_FLIGHT = 3


class Meeting:
    """A source whose overlapping requests wait for each other, and that counts who is in flight."""

    live = True

    def __init__(self) -> None:
        self._together = threading.Barrier(IN_FLIGHT)
        self._lock = threading.Lock()
        self._now = 0
        self.order: list[tuple[str, int]] = []

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        with self._lock:
            self._now += 1
        if "alone" not in case_id:
            self._together.wait(10)
        with self._lock:
            self.order.append((case_id.split("/")[1], self._now))
        if "alone" not in case_id:
            self._together.wait(10)
        with self._lock:
            self._now -= 1
        return Exchange(method, path, body, status=200)

    def open(self) -> None: ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def start(tmp_path: Path) -> Callable[[Meeting, Sequence[Case]], Engine]:
    """`start(source, cases)` has the engine ask the cases; those with `alone` in their id, alone."""

    def ask(endpoint: Any, case: Case) -> Sequence[Exchange]:
        return [endpoint.chat(case.messages, case.body)]

    dimension: Dimension = replace(
        DIMENSION,
        ask=ask,
        judge=lambda _case, _seen: Outcome(Kind.HIT),
        alone=lambda case: "alone" in case.id,
    )

    def started(source: Meeting, cases: Sequence[Case]) -> Engine:
        journal = Journal(tmp_path, "run", {})
        extra: Mapping[str, Any] = {}
        traffic, stop = Traffic(), threading.Event()
        engine = Engine(
            lambda: source,
            lambda line, case: Asking(line, journal, traffic, stop, "m", extra, case.path, case.attempt),
            Breaker(IN_FLIGHT),
            IN_FLIGHT,
        )
        engine.start([Job(dimension, case) for case in cases])
        for case in cases:
            assert engine.wait(case.key, 20)
        return engine

    return started


def _case(name: str) -> Case:
    return Case("json_output", name, "P", "en", ({"role": "user", "content": name},))


def test_what_is_asked_alone_comes_last_and_has_the_endpoint_for_itself(
    start: Callable[[Meeting, Sequence[Case]], Engine],
) -> None:
    source = Meeting()
    start(source, [_case(name) for name in ("alone-1", "one", "two", "alone-2", "three")])
    together, alone = source.order[:IN_FLIGHT], source.order[IN_FLIGHT:]
    assert {name for name, _ in together} == {"one", "two", "three"}
    assert {count for _, count in together} == {IN_FLIGHT}
    assert alone == [("alone-1", 1), ("alone-2", 1)]


def test_nothing_but_what_is_asked_alone_is_asked_too(
    start: Callable[[Meeting, Sequence[Case]], Engine],
) -> None:
    source = Meeting()
    engine = start(source, [_case("alone-1"), _case("alone-2")])
    assert source.order == [("alone-1", 1), ("alone-2", 1)]
    assert not engine.outstanding
