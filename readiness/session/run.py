"""One run from the first request to the sealed folder. All of a run's state lives in `Run`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness import __version__
from readiness.bank import Case
from readiness.dimension import CaseKey, Dimension, GateInput
from readiness.evidence import folder as run_folder
from readiness.evidence.journal import Journal, JournalBroken
from readiness.evidence.recorded import Recorded, Replay
from readiness.judging.records import Defect, Kind, Outcome, Ruling, Text
from readiness.places import dimension_ids
from readiness.report.words import Words
from readiness.session import policy, preflight
from readiness.session.asking import Asking, Source
from readiness.session.breaker import Breaker
from readiness.session.engine import Engine, Job
from readiness.session.live import Line, connect
from readiness.session.reference import ReferenceProcess
from readiness.session.settings import REFERENCE, Settings
from readiness.session.settling import NO_ANSWER, Answer, Gate, Settled, line
from readiness.session.traffic import Traffic

TICK_S = 0.1


class Run:
    """One run. `declare` while pytest collects, `begin` before its loop, `finish` after it."""

    def __init__(self, settings: Settings, words: Words, recorded: Recorded | None) -> None:
        self.settings = settings
        self.words = words
        self.recorded = recorded
        self.dimensions: dict[str, Dimension] = {}
        self.declared: dict[str, Sequence[Case]] = {}
        self.outcomes: dict[CaseKey, Outcome] = {}
        self.rulings: dict[str, Ruling] = {}
        self.notes: list[Text] = []
        self.traffic = Traffic()
        self.started = datetime.now(UTC)
        self.interrupted = False
        self._stop = threading.Event()
        self._busy_since_s: float | None = None
        self._reference: ReferenceProcess | None = None
        self._replay = Replay(recorded) if recorded else None
        self._line: Line | None = None

    @property
    def profile(self) -> str:
        """Of the run that is replayed, or as asked for."""
        return str(self.recorded.header["profile"]) if self.recorded else self.settings.profile

    @property
    def seed(self) -> int:
        """What every random choice comes from."""
        return self.recorded.header["seed"] if self.recorded else self.settings.seed

    @property
    def confidence(self) -> float | None:
        """Where given, the lower bound at this probability is the gate."""
        if not self.recorded:
            return self.settings.confidence
        recorded = self.recorded.header["confidence"]
        return None if recorded is None else float(recorded)

    def declare(self, dimension: Dimension) -> Sequence[Case]:
        """The cases that this run plans for a dimension."""
        if dimension.id not in self.dimensions:
            self.dimensions[dimension.id] = dimension
            if self.recorded:
                cases: Sequence[Case] = [
                    case for case in self.recorded.cases if case.dimension == dimension.id
                ]
            else:
                cases = dimension.cases(self.profile, self.seed)
            self.declared[dimension.id] = cases
        return self.declared[dimension.id]

    def alone(self, case: Case | None) -> bool:
        """Whether a case is asked with nothing else in flight."""
        return case is not None and self.dimensions[case.dimension].alone(case)

    # --- the run ---------------------------------------------------------------------------------

    def begin(self, selected: Sequence[Case]) -> None:
        """Make the folder, look at the endpoint, send everything off. Raises one-sentence errors."""
        self.folder = run_folder.create(self.settings.reports)
        self.bars = self._bars()
        every = [case for cases in self.declared.values() for case in cases]
        self.cases_sha256 = run_folder.write_cases(self.folder, every)
        self.policy_sha256 = run_folder.write_policy(
            self.folder, policy.toml(self.dimensions.values(), self.bars)
        )
        self._line = None if self.recorded else self._connected()
        self.journal = Journal(self.folder, self.folder.name, self._header())
        self.breaker = Breaker(self.settings.concurrency)
        loading = threading.Thread(target=self._prepare, daemon=True)
        loading.start()
        self.learnt = self._preflight()
        loading.join()
        self.journal.write("preflight", self.learnt.to_json())
        for case in every:
            self.journal.write("case_planned", {"family": case.family}, case.path, case.attempt)
        self.engine = Engine(self._source, self._asking, self.breaker, self.settings.concurrency)
        self.engine.start([Job(self.dimensions[case.dimension], case) for case in selected])

    def _prepare(self) -> None:
        for dimension in self.dimensions.values():
            dimension.prepare()

    def _bars(self) -> Mapping[str, Mapping[str, float]]:
        if self.recorded:
            return policy.recorded_bars(self.recorded.folder)
        return {dimension.id: policy.default_bars(dimension) for dimension in self.dimensions.values()}

    def _connected(self) -> Line:
        endpoint = self.settings.endpoint
        if endpoint == REFERENCE:
            self._reference = ReferenceProcess()
            endpoint = self._reference.url
        line = connect(self.settings, endpoint, self.words)
        self.notes += line.notes
        return line

    @property
    def shown_url(self) -> str:
        """The base URL without secrets; of a replay, the one that was asked then."""
        if self.recorded:
            return str(self.recorded.header["endpoint"])
        assert self._line is not None
        return self._line.shown_url

    def _header(self) -> Mapping[str, Any]:
        settings = self.settings
        return {
            "run_id": self.folder.name,
            "suite_version": __version__,
            "replay_of": self.recorded.folder.name if self.recorded else None,
            "endpoint": self.shown_url,
            "model": settings.model,
            "profile": self.profile,
            "seed": self.seed,
            "confidence": None if self.confidence is None else repr(self.confidence),
            "concurrency": settings.concurrency,
            "request_timeout_s": repr(settings.request_timeout_s),
            "extra_body": json.dumps(settings.extra_body, sort_keys=True, ensure_ascii=False),
            "header_names": sorted(settings.headers),
            "cases_sha256": self.cases_sha256,
            "policy_sha256": self.policy_sha256,
            "started": self.started.isoformat(),
        }

    def _source(self) -> Source:
        if self._replay is not None:
            return self._replay
        assert self._line is not None
        return self._line.source()

    def _asking(self, source: Source, case: Case) -> Asking:
        return self._asking_as(source, self.learnt.model, case.path, case.attempt)

    def _asking_as(self, source: Source, model: str, case_id: str, attempt: int) -> Asking:
        extra = self.settings.extra_body
        return Asking(source, self.journal, self.traffic, self._stop, model, extra, case_id, attempt)

    def _preflight(self) -> preflight.Learnt:
        if self.recorded:
            return preflight.Learnt.from_json(self.recorded.learnt)
        source, url = self._source(), self.shown_url
        try:
            asking = self._asking_as(source, self.settings.model or "", "preflight/models", 1)
            model = preflight.learn_model(asking, url, self.settings.model)
            return preflight.learn(self._asking_as(source, model, "preflight/chat", 1), url)
        finally:
            source.close()

    # --- answers and gates -----------------------------------------------------------------------

    def answer(self, case: Case, tick: Callable[[], None]) -> Answer:
        """Wait for a case's answer and judge it; raises where there is nothing to judge."""
        self._breathe()
        while not self.engine.wait(case.key, TICK_S):
            tick()
        self._busy_since_s = time.monotonic()
        tick()
        outcome = self._judged(case.key)
        where = f"{self.folder.name} {case.path}@{case.attempt}"
        if outcome is None or outcome.kind is Kind.ERROR:
            raise Settled(NO_ANSWER, line(outcome or self._masked(self.engine.outcome(case.key)), where))
        return Answer(outcome, where)

    def _breathe(self) -> None:
        """Rest as long as the last item took, while requests are outstanding.

        Items and workers share one interpreter lock: judging without a pause would hold up requests.
        """
        if self._busy_since_s is not None and self.engine.outstanding:
            self._stop.wait(time.monotonic() - self._busy_since_s)

    def _judged(self, key: CaseKey) -> Outcome | None:
        """The outcome of a case, recorded once; None for a case that was never asked to the end."""
        if key in self.outcomes:
            return self.outcomes[key]
        if not self.engine.asked(key):
            return None
        outcome = self._masked(self.engine.outcome(key))
        dimension, case_id, attempt = key
        payload = {
            "outcome": outcome.kind,
            "findings": [defect.code for defect in outcome.defects],
            "figures": {name: repr(value) for name, value in outcome.figures.items()},
        }
        self._record("scored", payload, f"{dimension}/{case_id}", attempt)
        self.outcomes[key] = outcome
        return outcome

    def _masked(self, outcome: Outcome) -> Outcome:
        """A reply may echo a secret piece by piece, so that only the joined text shows it."""
        if self._line is None:
            return outcome
        mask = self._line.access.redactor.mask_text
        defects = (Defect(one.code, mask(one.expected), mask(one.got)) for one in outcome.defects)
        return replace(outcome, defects=tuple(defects))

    def gate(self, dimension: Dimension) -> Gate:
        """The dimension's ruling over what it declares, computed once."""
        if dimension.id not in self.rulings:
            ruling = dimension.gate(
                GateInput(
                    declared=self.declared[dimension.id],
                    outcomes=self.outcomes,
                    bars=self.bars[dimension.id],
                    profile=self.profile,
                    confidence=self.confidence,
                )
            )
            self.rulings[dimension.id] = ruling
            payload = {"verdict": ruling.verdict, "hits": ruling.hits, "misses": ruling.misses}
            self._record("dimension_scored", payload, f"{dimension.id}/gate", 0)
        ruling = self.rulings[dimension.id]
        return Gate(dimension.id, ruling, getattr(ruling.reason, self.words.lang))

    def _record(self, kind: str, payload: Mapping[str, Any], case_id: str, attempt: int) -> None:
        """Scores can be computed again from the answers, so a full disk does not stop the judging."""
        if self.engine.broken is None:
            try:
                self.journal.write(kind, payload, case_id, attempt)
            except JournalBroken as error:
                self.engine.broken = error

    def seconds(self, key: CaseKey) -> float:
        """How long the endpoint took over a case, over all of its exchanges."""
        return sum(exchange.done_ns - exchange.sent_ns for exchange in self.engine.exchanges(key)) / 1e9

    # --- the end ---------------------------------------------------------------------------------

    @property
    def partial(self) -> bool:
        """Whether less was asked than the installed version declares."""
        declared = {case.key for cases in self.declared.values() for case in cases}
        whole = set(self.dimensions) == set(dimension_ids())
        return not (whole and declared <= self.outcomes.keys())

    @property
    def concurrency(self) -> int:
        """The most requests that could be in flight."""
        return int(self.recorded.header["concurrency"]) if self.recorded else self.settings.concurrency

    def all_notes(self) -> Iterator[Text]:
        """What the user must know beside the figures."""
        yield from self.notes
        if self.breaker.reason:
            yield self.words.both("note.breaker", reason=self.breaker.reason)
        if self.engine.broken:
            yield self.words.both("note.broken", reason=self.engine.broken)
        if self.interrupted:
            yield self.words.both("note.interrupted")

    def stop(self, why: str) -> None:
        """Ask nothing more; what was answered stays and is judged."""
        self.interrupted = True
        self._stop.set()
        self.engine.stop(why)

    def finish(self) -> Path:
        """Judge what is left, rule, close the journal. The reports are written by the caller."""
        for key in self.engine.finished():
            self._judged(key)
        for dimension in self.dimensions.values():
            self.gate(dimension)
        self.engine.stop("the run is over")
        if self.engine.broken is None:
            self.journal.close()
        return self.folder

    def close(self) -> None:
        """End what was started for this run."""
        if self._reference is not None:
            self._reference.close()
