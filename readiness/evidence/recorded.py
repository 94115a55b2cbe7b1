"""Answers from a recorded run: what `--replay-run` reads instead of asking, and `--resume-run` keeps.

A run that was resumed has several `run_start` events. A case that was asked again after a later one
has only its new exchanges: the earlier ones brought no judgeable answer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.bank import Case
from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.endpoint.request import CHAT, Request
from readiness.endpoint.sdk_call import Leaving, SdkCall
from readiness.evidence.journal import JOURNAL, RAW, Tail
from readiness.sentence import Mistake

SENT_AS = ("from_root", "auth", "filler", "chunked", "expect_continue")


class RecordError(Mistake):
    """The folder holds no run that can be replayed."""


@dataclass(frozen=True, slots=True)
class Score:
    """The judge's word on a case as the journal holds it: the outcome, and the codes of its findings."""

    outcome: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run as it was recorded. `exchanges` are in the order in which they were asked."""

    folder: Path
    header: Mapping[str, Any]
    learnt: Mapping[str, Any]
    """What the preflight learnt: model, served model, notes."""
    cases: tuple[Case, ...]
    complete: bool
    """Whether the journal ends with `run_end`."""
    exchanges: Mapping[tuple[str, int], tuple[Exchange, ...]] = field(repr=False)
    scored: frozenset[tuple[str, int]]
    """Cases whose present answer was scored."""
    scores: Mapping[tuple[str, int], Score] = field(repr=False)
    """What was said of each of them then."""
    tail: Tail


def read_run(folder: Path) -> Recorded:
    """Read a run's folder. A line that a kill cut off at the end is left out; bodies are checked by digest."""
    if not (folder / JOURNAL).is_file():
        raise RecordError("evidence.no_run", folder=folder, file=JOURNAL)
    reading = _Reading(folder / RAW)
    for event, size in _events(folder / JOURNAL):
        reading.take(event, size)
    if reading.header is None:
        raise RecordError("evidence.no_start", path=folder / JOURNAL)
    return Recorded(
        folder,
        reading.header,
        reading.learnt,
        _cases(folder),
        reading.complete,
        {key: tuple(found) for key, found in reading.exchanges.items()},
        frozenset(reading.scored),
        dict(reading.scored),
        reading.tail(),
    )


def holds_start(folder: Path) -> bool:
    """Whether anything was recorded: the first line of the journal is whole."""
    path = folder / JOURNAL
    if not path.is_file():
        return False
    with path.open("rb") as lines:
        return lines.readline().endswith(b"\n")


class _Reading:
    """What the events so far amount to."""

    def __init__(self, raw: Path) -> None:
        self.header: Mapping[str, Any] | None = None
        self.learnt: Mapping[str, Any] = {}
        self.exchanges: defaultdict[tuple[str, int], list[Exchange]] = defaultdict(list)
        self.scored: dict[tuple[str, int], Score] = {}
        self._last: Mapping[str, Any] = {}
        self._size = 0
        self._raw = raw
        self._requests: dict[int, Mapping[str, Any]] = {}
        self._counts: Counter[str] = Counter()
        self._bodies: set[str] = set()
        self._start_of: dict[tuple[str, int], int] = {}

    @property
    def complete(self) -> bool:
        """Whether the last event is `run_end`."""
        return bool(self._last["type"] == "run_end")

    def take(self, event: Mapping[str, Any], size: int) -> None:
        """Take in one event, whose line ends at `size` bytes."""
        self._last, self._size = event, size
        kind, payload = event["type"], event["payload"]
        key = (event["case_id"] or "", event["attempt"])
        self._counts[kind] += 1
        if kind == "run_start":
            self.header = self.header or payload
        elif kind == "preflight":
            self.learnt = payload
        elif kind == "request":
            self._requests[payload["exchange"]] = payload
            self._bodies.add(payload["body_sha256"])
            self._supersede(key)
        elif kind == "response":
            self._bodies.add(payload["body_sha256"])
            self.exchanges[key].append(_exchange(self._raw, self._requests[payload["exchange"]], payload))
        elif kind == "scored":
            self.scored[key] = Score(payload["outcome"], tuple(payload["findings"]))

    def tail(self) -> Tail:
        """Where the journal ends."""
        assert self.header is not None
        started = datetime.fromisoformat(self.header["started"])
        requests = len(self._requests)
        counts, bodies = dict(self._counts), frozenset(self._bodies)
        last = self._last
        return Tail(last["seq"] + 1, last["hash"], self._size, requests, started, counts, bodies)

    def _supersede(self, key: tuple[str, int]) -> None:
        """The first request of a case after a later `run_start` begins the case anew."""
        starts = self._counts["run_start"]
        if self._start_of.setdefault(key, starts) != starts:
            self._start_of[key] = starts
            self.exchanges.pop(key, None)
            self.scored.pop(key, None)


def _events(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """Every event on a whole line, and the bytes up to that line's end."""
    size = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            size += len(line)
            try:
                yield json.loads(line), size
            except ValueError:
                raise RecordError("evidence.no_line", path=path, line=number) from None


def _cases(folder: Path) -> tuple[Case, ...]:
    path = folder / "cases.jsonl"
    if not path.is_file():
        raise RecordError("evidence.no_cases", path=path)
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(Case.from_json(json.loads(line)) for line in lines if line)


def _exchange(raw: Path, request: Mapping[str, Any], response: Mapping[str, Any]) -> Exchange:
    return Exchange(
        method=request["method"],
        url=request["url"],
        request_body=_body(raw, request["body_sha256"]),
        status=response["status"],
        headers=response["headers"],
        body=_body(raw, response["body_sha256"]),
        reads=tuple(Read(at_ns, total) for at_ns, total in response["reads"]),
        sent_ns=response["sent_ns"],
        done_ns=response["done_ns"],
        error=TransportError(response["error"]) if response["error"] else None,
        error_detail=response["error_detail"],
        attempt=response["try"],
        reused_connection=response["reused_connection"],
        stale_retries=response["stale_retries"],
        request_headers=request.get("headers", {}),
        sent_as={name: request[name] for name in SENT_AS if name in request},
        told=response.get("told", False),
    )


def _body(raw: Path, digest: str) -> bytes:
    path = raw / digest
    if not path.is_file():
        raise RecordError("evidence.no_body", path=path)
    body = path.read_bytes()
    if sha256(body).hexdigest() != digest:
        raise RecordError("evidence.changed_body", path=path)
    return body


class Replay:
    """A source of answers that gives each case its recorded exchanges, in order, and sends nothing.

    `epoch_ns` is added to their clock readings, which the journal counts from the start of the run.
    """

    live = False

    def __init__(self, recorded: Recorded, epoch_ns: int = 0) -> None:
        self._epoch_ns = epoch_ns
        self._left = {key: deque(exchanges) for key, exchanges in recorded.exchanges.items()}

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """The next recorded exchange of this case; `NOT_RECORDED` where none is left."""
        return self._next(case_id, attempt, method, path, body)

    def ask(self, case_id: str, attempt: int, request: Request) -> Exchange:
        """The same for a request of any kind."""
        return self._next(case_id, attempt, request.method, request.path, request.body or b"")

    def sdk(self, case_id: str, attempt: int, call: SdkCall, model: str, leaving: Leaving) -> Exchange:
        """The same for a call of the SDK."""
        return self._next(case_id, attempt, "POST", CHAT, b"")

    def keyed(self, case_id: str, attempt: int) -> bool:
        """Whether the case was asked then, which takes a key."""
        return bool(self._left.get((case_id, attempt)))

    def _next(self, case_id: str, attempt: int, method: str, path: str, body: bytes) -> Exchange:
        left = self._left.get((case_id, attempt))
        if left:
            found = left.popleft()
            sent_ns, done_ns = found.sent_ns + self._epoch_ns, found.done_ns + self._epoch_ns
            return replace(found, sent_ns=sent_ns, done_ns=done_ns)
        missing = "the recorded run holds no answer for it"
        return Exchange(method, path, body, error=TransportError.NOT_RECORDED, error_detail=missing)

    def open(self) -> None:
        """Nothing to connect to."""

    def close(self) -> None:
        """Nothing is open."""

    def cancel(self) -> None:
        """Nothing waits."""
