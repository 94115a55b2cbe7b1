"""What is in flight: worker threads ask all cases, longest first; whoever needs an answer waits for it.

Cases that a dimension wants alone come after all others, one at a time.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from readiness.bank import Case
from readiness.dimension import CaseKey, Dimension, base_of
from readiness.endpoint.exchange import Exchange, TransportError
from readiness.evidence.journal import JournalBroken
from readiness.judging.records import Defect, Kind, Outcome
from readiness.sentence import Sentence, sentence
from readiness.session.asking import Asking, Source
from readiness.session.breaker import Breaker
from readiness.session.pace import NotAsked

SWITCH_INTERVAL_S = 0.001
"""How long a thread may keep the interpreter from the others, a fifth of Python's default: a request
that is ready to leave shall not wait for a judgement. Measured in benchmarks/suite_overlap.py."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """One case of one dimension, to be asked and judged."""

    dimension: Dimension
    case: Case

    @property
    def alone(self) -> bool:
        """Whether nothing else may be in flight while this case is asked."""
        return self.dimension.alone(self.case)


@dataclass(slots=True)
class _Slot:
    job: Job
    done: threading.Event = field(default_factory=threading.Event)
    exchanges: Sequence[Exchange] | None = None
    cause: Sentence | None = None
    """Why there are no exchanges, or why they could not be judged."""


class Engine:
    """Overlaps the requests of one phase up to `concurrency`. `connect` makes one source a thread."""

    def __init__(
        self,
        connect: Callable[[], Source],
        ask: Callable[[Source, Case], Asking],
        breaker: Breaker,
        concurrency: int,
        say: Callable[[Sentence], str] = str,
    ) -> None:
        self._connect = connect
        self._ask = ask
        self._breaker = breaker
        self._concurrency = concurrency
        self._say = say
        self._lock = threading.Lock()
        self._queue: deque[_Slot] = deque()
        self._alone: deque[_Slot] = deque()
        self._working = 0
        self._slots: dict[CaseKey, _Slot] = {}
        self._sources: list[Source] = []
        self._threads: list[threading.Thread] = []
        self._stopped: Sentence | None = None
        self._switch_interval_s = sys.getswitchinterval()
        self.in_flight = 0
        self.answered = 0
        self.broken: JournalBroken | None = None

    def recall(self, jobs: Sequence[Job], ask: Callable[[Case], Asking]) -> list[Job]:
        """Read recorded answers again; returns the jobs whose case has none that can be judged."""
        again = []
        for job in jobs:
            slot = self._slots[job.case.key] = _Slot(job)
            slot.exchanges = _guarded(slot, "ask", partial(job.dimension.ask, ask(job.case), job.case))
            if _missing(slot.exchanges) or self.outcome(job.case.key).kind is Kind.ERROR:
                again.append(job)
            else:
                self.answered += 1
                slot.done.set()
        return again

    def start(self, jobs: Sequence[Job]) -> None:
        """Send everything off; returns at once."""
        slots = {job.case.key: _Slot(job) for job in jobs}
        self._slots |= slots
        for slot in slots.values():
            (self._alone if slot.job.alone else self._queue).append(slot)
        workers = min(self._concurrency, max(len(self._queue), min(1, len(jobs))))
        connected = threading.Barrier(max(1, workers))
        self._working = workers
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        for number in range(workers):
            thread = threading.Thread(
                target=self._work, args=(connected,), name=f"readiness-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    @property
    def outstanding(self) -> bool:
        """Whether anything is still to be asked or answered."""
        return bool(self._queue or self._alone) or self.in_flight > 0

    def wait(self, key: CaseKey, timeout_s: float) -> bool:
        """Wait for one case's answer; False when it is not there after `timeout_s` seconds."""
        return self._slots[key].done.wait(timeout_s)

    def exchanges(self, key: CaseKey) -> Sequence[Exchange]:
        """What the case's requests brought, once it is done; nothing of a case that was not selected."""
        slot = self._slots.get(key)
        return (slot.exchanges if slot else None) or ()

    def outcome(self, key: CaseKey) -> Outcome:
        """Judge one case that is done. A judge that raises is reported as a defect of the suite."""
        slot = self._slots[key]
        if slot.exchanges is None:
            return self._error(slot, "not_asked", slot.cause or sentence("engine.not_asked_yet"))
        outcome = _guarded(
            slot, "judge", lambda: slot.job.dimension.judge(slot.job.case, slot.exchanges or ())
        )
        return outcome or self._error(slot, "suite_defect", slot.cause)

    def _error(self, slot: _Slot, word: str, cause: Sentence | None) -> Outcome:
        expected = self._say(sentence("engine.judgeable"))
        got = self._say(cause) if cause else ""
        return Outcome(Kind.ERROR, (Defect(f"{base_of(slot.job.dimension.id)}.{word}", expected, got),))

    def asked(self, key: CaseKey) -> bool:
        """Whether the case was asked to the end, with whatever result."""
        slot = self._slots[key]
        return slot.done.is_set() and slot.exchanges is not None

    def finished(self) -> list[CaseKey]:
        """Every case that was asked to the end."""
        return [key for key in self._slots if self.asked(key)]

    def stop(self, why: Sentence) -> None:
        """Ask nothing more and cut what is in flight."""
        sys.setswitchinterval(self._switch_interval_s)
        with self._lock:
            self._stopped = self._stopped or why
            sources = list(self._sources)
        for source in sources:
            source.cancel()
        for thread in self._threads:
            thread.join(timeout=1.0)

    def _work(self, connected: threading.Barrier) -> None:
        source = self._connect()
        with self._lock:
            self._sources.append(source)
        source.open()
        connected.wait()
        while (slot := self._next()) is not None:
            slot.exchanges = _guarded(slot, "ask", lambda: self._asked(source, slot))
            with self._lock:
                self.in_flight -= 1
                self.answered += 1
            slot.done.set()
        source.close()

    def _next(self) -> _Slot | None:
        with self._lock:
            why = self._stopped or self._breaker.reason or self.broken
            while (queue := self._due()) and (slot := queue.popleft()):
                if why is None:
                    self.in_flight += 1
                    return slot
                slot.cause = sentence("engine.not_asked", why=why)
                slot.done.set()
            self._working -= 1
        return None

    def _due(self) -> deque[_Slot]:
        """What to take from next. Only the last worker takes what is asked alone: the others have ended."""
        return self._queue if self._queue or self._working > 1 else self._alone

    def _asked(self, source: Source, slot: _Slot) -> Sequence[Exchange] | None:
        case = slot.job.case
        try:
            exchanges = slot.job.dimension.ask(self._ask(source, case), case)
        except JournalBroken as error:
            self.broken = self.broken or error
            slot.cause = sentence("engine.not_recorded", why=error)
            return None
        except NotAsked as error:
            slot.cause = sentence("engine.not_asked", why=error)
            return None
        for exchange in exchanges:
            self._breaker.note(exchange)
        if any(exchange.error is TransportError.CANCELLED for exchange in exchanges):
            slot.cause = sentence("engine.cut_off", why=self._stopped)
            return None
        if _missing(exchanges):
            slot.cause = sentence("engine.not_in_record")
            return None
        return exchanges


def _missing(exchanges: Sequence[Exchange] | None) -> bool:
    """Whether a record that is read again does not hold all of a case."""
    return exchanges is None or any(each.error is TransportError.NOT_RECORDED for each in exchanges)


def _guarded(slot: _Slot, step: str, work: Callable[[], T | None]) -> T | None:
    """Run a dimension's own code: whatever it raises becomes the case's cause, and the run goes on."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001
        what = f"{type(error).__name__}: {error}"
        slot.cause = sentence("engine.suite_defect", step=step, what=what)
        return None
