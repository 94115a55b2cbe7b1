"""Answers from a recorded run: what `--replay-run` reads instead of asking."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.bank import Case
from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.evidence.journal import JOURNAL, RAW


class RecordError(Exception):
    """The folder holds no run that can be replayed; one sentence."""


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


def read_run(folder: Path) -> Recorded:
    """Read a run's folder. A line that a kill cut off at the end is left out; bodies are checked by digest."""
    if not (folder / JOURNAL).is_file():
        raise RecordError(f"{folder} is no run's folder: it holds no {JOURNAL}")
    requests: dict[int, Mapping[str, Any]] = {}
    exchanges: defaultdict[tuple[str, int], list[Exchange]] = defaultdict(list)
    header: Mapping[str, Any] | None = None
    learnt: Mapping[str, Any] = {}
    last = ""
    for event in _events(folder / JOURNAL):
        last, payload = event["type"], event["payload"]
        if last == "run_start":
            header = payload
        elif last == "preflight":
            learnt = payload
        elif last == "request":
            requests[payload["exchange"]] = payload
        elif last == "response":
            key = (event["case_id"], event["attempt"])
            exchanges[key].append(_exchange(folder / RAW, requests[payload["exchange"]], payload))
    if header is None:
        raise RecordError(f"{folder / JOURNAL} has no run_start event: nothing can be replayed from it")
    frozen = {key: tuple(found) for key, found in exchanges.items()}
    return Recorded(folder, header, learnt, _cases(folder), last == "run_end", frozen)


def _events(path: Path) -> Iterator[dict[str, Any]]:
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
        except ValueError:
            if number >= len(lines) - 1:
                return
            raise RecordError(f"{path}:{number}: not a JSON line; the journal was changed") from None
        yield event


def _cases(folder: Path) -> tuple[Case, ...]:
    path = folder / "cases.jsonl"
    if not path.is_file():
        raise RecordError(f"{path} is missing: without it nobody knows what was planned")
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
    )


def _body(raw: Path, digest: str) -> bytes:
    path = raw / digest
    if not path.is_file():
        raise RecordError(f"{path} is missing: the evidence is not whole")
    body = path.read_bytes()
    if sha256(body).hexdigest() != digest:
        raise RecordError(f"{path} does not match its name: the body was changed")
    return body


class Replay:
    """A source of answers that gives each case its recorded exchanges, in order, and sends nothing."""

    live = False

    def __init__(self, recorded: Recorded) -> None:
        self._left = {key: deque(exchanges) for key, exchanges in recorded.exchanges.items()}

    def send(
        self, case_id: str, attempt: int, method: str, path: str, body: bytes, *, streamed: bool
    ) -> Exchange:
        """The next recorded exchange of this case; `NOT_RECORDED` where none is left."""
        left = self._left.get((case_id, attempt))
        if left:
            return left.popleft()
        missing = "the recorded run holds no answer for it"
        return Exchange(method, path, body, error=TransportError.NOT_RECORDED, error_detail=missing)

    def open(self) -> None:
        """Nothing to connect to."""

    def close(self) -> None:
        """Nothing is open."""

    def cancel(self) -> None:
        """Nothing waits."""
