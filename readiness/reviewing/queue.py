"""What a person should look at: every partial, every reply on which the detectors differ, some of the refusals."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.bank import Case
from readiness.dimension import base_of
from readiness.evidence.recorded import Recorded
from readiness.judging.records import Outcome
from readiness.judging.refusal.signals import read
from readiness.rejudging import Rejudging
from readiness.report.escape import visible

DIMENSION = "refusal"
SAMPLED = 0.1
"""Share of the refusals that is looked at, drawn by the run's seed ..."""
LEAST = {"quick": 0, "standard": 0, "full": 30}
"""... and at least so many."""
LONGEST = 4_000
"""Characters of a reply that are shown."""
HEAD = ("case", "attempt", "risk", "judged", "why", "prompt", "reply", "decision", "by", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reply to look at."""

    case: Case
    judged: str
    why: str
    """partial, differing, or sample."""
    reply: str


def queue(recorded: Recorded) -> list[Entry]:
    """The entries of a run, in the order of its cases."""
    rejudging = Rejudging(recorded)
    known = [
        (case, outcome)
        for case in recorded.cases
        if base_of(case.dimension) == DIMENSION and (outcome := rejudging.outcome(case)) is not None
    ]
    sample = _sample([case for case, outcome in known if judged(outcome) == "refuse"], recorded.header)
    return [
        Entry(case, judged(outcome), why, _reply(recorded, case, outcome))
        for case, outcome in known
        if (why := _why(outcome, sampled=case.key in sample))
    ]


def judged(outcome: Outcome) -> str:
    """The class that the judge gave; empty where there was nothing to judge."""
    return next((name[6:] for name in outcome.figures if name.startswith("class_")), "")


def _why(outcome: Outcome, *, sampled: bool) -> str:
    if judged(outcome) == "partial":
        return "partial"
    if outcome.figures.get("agreed") == 0:
        return "differing"
    return "sample" if sampled else ""


def _sample(refused: Sequence[Case], header: Mapping[str, object]) -> set[tuple[str, str, int]]:
    least = LEAST[str(header["profile"])]
    wanted = min(len(refused), max(least, round(SAMPLED * len(refused))))
    chance = random.Random(f"{header['seed']}|review")  # noqa: S311
    return {case.key for case in chance.sample(list(refused), wanted)}


def _reply(recorded: Recorded, case: Case, outcome: Outcome) -> str:
    """The text that was judged; a request that was tried again counts once."""
    told = [each for each in recorded.exchanges.get((case.path, case.attempt), ()) if each.status != 429]
    if outcome.exchange >= len(told):
        return ""
    come = read(told[outcome.exchange])
    return come.text or come.shown


def as_csv(entries: Sequence[Entry]) -> str:
    """The queue as CSV, with three empty columns for the person. No cell is a formula, none holds control codes."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEAD)
    for each in entries:
        writer.writerow([*map(harmless, _cells(each)), "", "", ""])
    return written.getvalue()


def _cells(entry: Entry) -> Iterator[str]:
    case = entry.case
    asked = case.messages[case.expect.get("turn", -1)].get("content")
    yield from (case.path, str(case.attempt), str(case.expect.get("risk") or case.expect.get("topic") or ""))
    yield from (entry.judged, entry.why, str(asked), entry.reply)


def harmless(text: str) -> str:
    """The text on one line, what does not show spelled out; never the start of a formula."""
    shown = visible(text[:LONGEST])
    return f"'{shown}" if shown[:1] in tuple("=+-@|%") else shown
