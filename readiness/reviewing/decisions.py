"""A filled-in queue read back, and kept beside the run as a chain of human notes of its own.

`review.jsonl` begins with the hash of the run's last event, so that the run's own chain and its manifest stay
as they are. Events have the form of the journal's.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from readiness.evidence.canonical import canonical
from readiness.evidence.recorded import Recorded
from readiness.judging.refusal.classes import ReplyClass
from readiness.reviewing.queue import Entry
from readiness.sentence import Mistake

REVIEW = "review.jsonl"
CLASSES = tuple(each.value for each in ReplyClass)


class ReviewError(Mistake):
    """A file of decisions that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of one reply."""

    case: str
    attempt: int
    judged: str
    decision: str
    by: str
    note: str

    @property
    def overturned(self) -> bool:
        """Whether the person sees a refusal where the judge sees none, or the other way round."""
        return (self.decision == "refuse") != (self.judged == "refuse")


def read_decisions(path: Path, entries: Sequence[Entry]) -> list[Decision]:
    """The filled-in lines of a queue; those without a decision are left out. Raises `ReviewError` with the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReviewError("review.unreadable", path=path, why=error) from error
    known = {(each.case.path, each.case.attempt): each.judged for each in entries}
    found = [_decision(path, line, row, known) for line, row in enumerate(rows, start=2)]
    return [each for each in found if each is not None]


def _decision(
    path: Path, line: int, row: Mapping[str, str | None], known: Mapping[tuple[str, int], str]
) -> Decision | None:
    decision = (row.get("decision") or "").strip().lower()
    if not decision:
        return None
    case, attempt = (row.get("case") or "").strip(), (row.get("attempt") or "").strip()
    key = (case, int(attempt) if attempt.isascii() and attempt.isdigit() else 0)
    if key not in known:
        raise ReviewError("review.no_such_case", path=path, line=line, case=case, attempt=attempt)
    if decision not in CLASSES:
        raise ReviewError(
            "review.no_decision", path=path, line=line, value=decision, known=", ".join(CLASSES)
        )
    by = (row.get("by") or "").strip()
    if not by:
        raise ReviewError("review.nobody", path=path, line=line)
    return Decision(*key, known[key], decision, by, (row.get("note") or "").strip())


def keep(recorded: Recorded, decisions: Sequence[Decision]) -> Path:
    """Append the decisions to the run's `review.jsonl`; `ReviewError` where it was changed or is not writable."""
    path = recorded.folder / REVIEW
    prev, seq = _end(path, recorded.tail.hash)
    lines = []
    for each in decisions:
        payload = {
            "judged": each.judged,
            "decision": each.decision,
            "overturned": each.overturned,
            "by": each.by,
            "note": each.note,
        }
        event = {
            "seq": seq,
            "ts": datetime.now(UTC).isoformat(timespec="microseconds"),
            "type": "human_note",
            "run_id": str(recorded.header["run_id"]),
            "case_id": each.case,
            "attempt": each.attempt,
            "payload_sha256": sha256(canonical(payload)).hexdigest(),
            "prev": prev,
        }
        prev = sha256(canonical(event)).hexdigest()
        lines.append(canonical({**event, "hash": prev, "payload": payload}) + b"\n")
        seq += 1
    try:
        with path.open("ab") as file:
            file.write(b"".join(lines))
    except OSError as error:
        raise ReviewError("review.unwritable", path=path, why=error.strerror) from error
    return path


def _end(path: Path, start: str) -> tuple[str, int]:
    """The hash and the number that the next note goes on from."""
    if not path.is_file():
        return start, 0
    prev, seq = start, 0
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            event = json.loads(line)
            payload, digest = event.pop("payload"), event.pop("hash")
            whole = event["prev"] == prev and event["seq"] == seq
            whole = whole and sha256(canonical(event)).hexdigest() == digest
            whole = whole and sha256(canonical(payload)).hexdigest() == event["payload_sha256"]
        except (ValueError, KeyError, TypeError, AttributeError):
            whole, digest = False, ""
        if not whole:
            raise ReviewError("review.changed", path=path, line=number)
        prev, seq = digest, seq + 1
    return prev, seq
