"""The journal: an append-only chain of events, and the bodies beside it, written as the run goes.

Every event is one line, written with one system call before the caller goes on, so a kill loses
nothing that was answered. `hash` is SHA-256 over the canonical form (RFC 8785) of the event without
`hash` and `payload`; `prev` is the hash of the event before, and for the first one the SHA-256 of the
canonical run header (which is that event's payload).
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.evidence.canonical import canonical
from readiness.sentence import Mistake

JOURNAL = "journal.jsonl"
RAW = "raw"


class JournalBroken(Mistake):
    """The journal cannot be written any more: disk full, folder gone."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a journal ends, so that it can be gone on with: all that its whole lines say."""

    seq: int
    """Number of the next event."""
    hash: str
    size: int
    """Bytes up to the end of the last whole line."""
    requests: int
    started: datetime
    counts: Mapping[str, int]
    bodies: frozenset[str]
    """Digests that an event names."""


class Journal:
    """One run's journal. Safe to use from several threads; one process at a time writes it."""

    def __init__(
        self, folder: Path, run_id: str, header: Mapping[str, Any], tail: Tail | None = None
    ) -> None:
        self._lock = threading.Lock()
        self._folder = folder
        self._run_id = run_id
        self._known: set[str] = set()
        self._raw = f"{folder / RAW}{os.sep}"
        (folder / RAW).mkdir(mode=0o700, exist_ok=True)
        self._file = os.open(folder / JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._lock_file()
        self._seq = tail.seq if tail else 0
        self._requests = tail.requests if tail else 0
        self._size = tail.size if tail else 0
        self._prev = (tail.hash if tail else sha256(canonical(header)).hexdigest()).encode()
        self.counts = dict(tail.counts) if tail else {}
        self.epoch_ns = time.monotonic_ns() - (_since_ns(tail.started) if tail else 0)
        """Monotonic clock when the run started, pauses included; stamps in the journal count from here."""
        os.ftruncate(self._file, self._size)
        self._drop_unnamed(tail.bodies if tail else frozenset())
        self.write("run_start", header)

    def _lock_file(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise JournalBroken("evidence.locked", folder=self._folder) from error

    def _drop_unnamed(self, named: frozenset[str]) -> None:
        """A kill may leave a half-written body that no event names."""
        for path in (self._folder / RAW).iterdir():
            if path.name not in named:
                path.unlink()

    def write(
        self, kind: str, payload: Mapping[str, Any], case_id: str | None = None, attempt: int = 0
    ) -> None:
        """Append one event; raises `JournalBroken` and leaves no half line behind."""
        body = canonical(payload)
        first = canonical(
            {"attempt": attempt, "case_id": case_id, "payload_sha256": sha256(body).hexdigest()}
        )
        middle = canonical({"run_id": self._run_id})[1:-1]
        last = canonical({"ts": datetime.now(UTC).isoformat(timespec="microseconds"), "type": kind})
        with self._lock:
            # Put together by hand, in the order of RFC 8785: every thread of the run waits for this lock.
            head = b'%b,"prev":"%b",%b,"seq":%d,%b' % (first[:-1], self._prev, middle, self._seq, last[1:])
            digest = sha256(head).hexdigest().encode()
            self._append(b'%b,"hash":"%b","payload":%b}\n' % (head[:-1], digest, body))
            self._prev = digest
            self._seq += 1
            self.counts[kind] = self.counts.get(kind, 0) + 1

    def request(
        self,
        method: str,
        url: str,
        body: bytes,
        case_id: str,
        attempt: int,
        sent: Mapping[str, Any] | None = None,
    ) -> int:
        """Record a request that is about to leave; the number returned ties the answer to it.

        `sent`: what is special about it, such as `headers` beside those of every request; nothing secret.
        """
        with self._lock:
            self._requests += 1
            number = self._requests
        payload = {
            "exchange": number,
            "method": method,
            "url": url,
            "body_sha256": self._keep(body),
            "bytes": len(body),
            **(sent or {}),
        }
        self.write("request", payload, case_id, attempt)
        return number

    def response(self, number: int, exchange: Exchange, case_id: str, attempt: int, *, cached: bool) -> None:
        """Record what came back, bytes and stamps, or the class of the transport error.

        Clock readings are kept relative to the start of the journal: the canonical form holds no
        integer above 2^53, which the monotonic clock of a long-running host exceeds.
        """
        payload = {
            "exchange": number,
            "status": exchange.status,
            "headers": dict(exchange.headers),
            "body_sha256": self._keep(exchange.body),
            "bytes": len(exchange.body),
            "reads": [[read.at_ns, read.total_bytes] for read in exchange.reads],
            "sent_ns": exchange.sent_ns - self.epoch_ns,
            "done_ns": exchange.done_ns - self.epoch_ns,
            "error": exchange.error,
            "error_detail": exchange.error_detail,
            "try": exchange.attempt,
            "reused_connection": exchange.reused_connection,
            "stale_retries": exchange.stale_retries,
            "cached": cached,
            "told": exchange.told,
        }
        self.write("response", payload, case_id, attempt)

    def close(self) -> None:
        """Write `run_end`, without which the journal counts as incomplete, and close the file."""
        try:
            self.write("run_end", {"counts": dict(self.counts)})
        finally:
            os.close(self._file)

    def _append(self, line: bytes) -> None:
        try:
            written = os.write(self._file, line)
        except OSError as error:
            raise _broken(self._folder, error.strerror) from error
        if written != len(line):
            os.ftruncate(self._file, self._size)
            raise _broken(self._folder, os.strerror(ENOSPC))
        self._size += written

    def _keep(self, body: bytes) -> str:
        digest = sha256(body).hexdigest()
        with self._lock:
            if digest in self._known:
                return digest
        path = f"{self._raw}{digest}"
        try:
            _write(path, body)
        except OSError as error:
            raise _broken(self._folder, error.strerror) from error
        with self._lock:
            self._known.add(digest)
        return digest


def _since_ns(started: datetime) -> int:
    return round((datetime.now(UTC) - started).total_seconds() * 1e9)


def _write(path: str, body: bytes) -> None:
    """With as few system calls as can be: at each one another thread takes the interpreter over."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        written = os.write(file, body)
    finally:
        os.close(file)
    if written != len(body):
        os.unlink(path)  # noqa: PTH108
        raise OSError(ENOSPC, os.strerror(ENOSPC), path)


def _broken(folder: Path, why: str | None) -> JournalBroken:
    return JournalBroken("evidence.broken", folder=folder, why=why)
