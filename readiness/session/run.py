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
from readiness.bank import Case, dump
from readiness.dimension import OWN, CaseKey, Dimension, GateInput, base_of
from readiness.evidence import folder as run_folder
from readiness.evidence.journal import Journal, JournalBroken
from readiness.evidence.recorded import Recorded, Replay
from readiness.judging.records import Defect, Kind, Outcome, Text
from readiness.own_cases import OwnBank
from readiness.places import dimension_ids
from readiness.policy.waiving import Ruled, rule
from readiness.report.words import Words
from readiness.sentence import Sentence, sentence
from readiness.session import dialect_notes, resuming
from readiness.session.asking import Asking, Source
from readiness.session.breaker import Breaker
from readiness.session.engine import Engine, Job
from readiness.session.origin import Live, Origin, Replayed
from readiness.session.pace import Limits, Pace, unlimited
from readiness.session.settings import REFERENCE, Settings
from readiness.session.settling import NO_ANSWER, Answer, Gate, Settled, line
from readiness.session.traffic import Traffic

TICK_S = 0.1


class Run:
    """One run. `declare` while pytest collects, `begin` before its loop, `finish` after it."""

    def __init__(
        self, settings: Settings, words: Words, recorded: Recorded | None, resumed: Recorded | None = None
    ) -> None:
        self.settings = settings
        self.words = words
        self.resumed = resumed
        self.replay_of = recorded.folder.name if recorded else None
        self.started = resumed.tail.started if resumed else datetime.now(UTC)
        self.origin: Origin = (
            Replayed(recorded, settings, words) if recorded else Live(settings, words, self.started.date())
        )
        self.policy = self.origin.chosen.policy
        self.dimensions: dict[str, Dimension] = {}
        self.declared: dict[str, Sequence[Case]] = {}
        self.own_banks: dict[str, OwnBank] = {}
        self.outcomes: dict[CaseKey, Outcome] = {}
        self.rulings: dict[str, Ruled] = {}
        self.notes: list[Text] = []
        self.traffic = Traffic()
        self.interrupted = False
        self._stop = threading.Event()
        self.pace = Pace(Limits() if recorded else settings.limits, self._stop.wait)
        self._busy_since_s: float | None = None

    def declare(self, dimension: Dimension) -> Sequence[Case]:
        """The cases that this run plans for a dimension."""
        if dimension.id not in self.dimensions:
            self.dimensions[dimension.id] = dimension
            self.declared[dimension.id] = self.origin.cases(dimension)
        return self.declared[dimension.id]

    def lines(self, dimension: Dimension) -> Sequence[Dimension]:
        """The dimension, and where an own bank names it, the line of that bank."""
        bank = self.origin.own(dimension)
        if bank is None:
            return [dimension]
        self.own_banks[dimension.id + OWN] = bank
        return [dimension, dimension.line(bank.cases)]

    def lateness(self, case: Case | None) -> int:
        """0 as a rule; 1 for a case that is asked with nothing else in flight, 2 for one that is judged last."""
        if case is None:
            return 0
        dimension = self.dimensions[case.dimension]
        return 2 if dimension.judged_last else int(dimension.alone(case))

    # --- the run ---------------------------------------------------------------------------------

    def begin(self, selected: Sequence[Case]) -> None:
        """Make the folder, look at the endpoint, send everything off. Raises one-sentence errors."""
        every = [case for cases in self.declared.values() for case in cases]
        self.folder = run_folder.open_or_create(self.settings.reports, self.settings.resume)
        self.notes += self.origin.open()
        cases, bars = dump(every), self.origin.chosen.toml
        self.cases_sha256, self.policy_sha256 = run_folder.digest(cases), run_folder.digest(bars)
        header = self._header()
        if self.resumed:
            resuming.refuse_changes(self.resumed, header)
        run_folder.write_plan(self.folder, cases, bars)
        tail = self.resumed.tail if self.resumed else None
        self.journal = Journal(self.folder, self.folder.name, header, tail)
        self.breaker = Breaker(self.settings.concurrency)
        loading = threading.Thread(target=self._prepare, daemon=True)
        loading.start()
        self.learnt = self.origin.learn(self._asking_as)
        loading.join()
        if self.resumed:
            resuming.refuse_other_model(self.resumed, self.learnt.to_json())
            self.learnt = resuming.keep_dialect(self.resumed, self.learnt)
        self.journal.write("preflight", self.learnt.to_json())
        self.notes += dialect_notes.notes(self.learnt.dialect, self.words)
        for case in every[self.journal.counts.get("case_planned", 0) :]:
            self.journal.write("case_planned", {"family": case.family}, case.path, case.attempt)
        say = self.words.say
        self.engine = Engine(self.origin.source, self._asking, self.breaker, self.settings.concurrency, say)
        self.engine.start(self._unanswered([Job(self.dimensions[case.dimension], case) for case in selected]))

    def _unanswered(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """What is to be asked: of a resumed run, what has no judgeable answer yet."""
        if self.resumed is None:
            return jobs
        replay = Replay(self.resumed, self.journal.epoch_ns)
        again = self.engine.recall(jobs, lambda case: self._recalling(replay, case))
        self.pace.counted = self.traffic.tokens_in + self.traffic.tokens_out
        self.notes.append(self.words.both("note.resumed", kept=len(jobs) - len(again), again=len(again)))
        return again

    def _prepare(self) -> None:
        for dimension in self.dimensions.values():
            dimension.prepare()

    def _header(self) -> Mapping[str, Any]:
        settings, confidence = self.settings, self.origin.confidence
        return {
            "run_id": self.folder.name,
            "suite_version": __version__,
            "replay_of": self.replay_of,
            "endpoint": self.origin.url,
            "reference": settings.endpoint == REFERENCE,
            "model": settings.model,
            "profile": self.origin.profile,
            "seed": self.origin.seed,
            "confidence": None if confidence is None else repr(confidence),
            "concurrency": settings.concurrency,
            "request_timeout_s": repr(settings.request_timeout_s),
            "extra_body": json.dumps(settings.extra_body, sort_keys=True, ensure_ascii=False),
            "thinking_tokens": settings.thinking_tokens,
            "header_names": sorted(settings.headers),
            "invocation": list(self.origin.invocation),
            "cases_sha256": self.cases_sha256,
            "policy": self.policy.name,
            "own_banks": {
                base_of(name): {"path": bank.path, "sha256": bank.sha256}
                for name, bank in self.own_banks.items()
            },
            "policy_sha256": self.policy_sha256,
            "as_of": self.origin.chosen.as_of.isoformat(),
            "options": settings.given,
            "started": self.started.isoformat(),
        }

    def _asking(self, source: Source, case: Case) -> Asking:
        asking = self._asking_as(source, self.learnt.model, case.path, case.attempt)
        asking = replace(
            asking,
            dialect=self.learnt.dialect,
            keep_budget=case.keep_budget,
            earlier=lambda case_id: self.engine.exchanges((case.dimension, case_id, 1)),
        )
        if not self.pace.limits.weigh:
            return asking
        foreseen = self.dimensions[case.dimension].foresee(case)
        return replace(asking, answer_tokens=max(one.tokens_out for one in foreseen))

    def _asking_as(self, source: Source, model: str, case_id: str, attempt: int = 1) -> Asking:
        extra = self.settings.extra_body
        asking = Asking(source, self.journal, self.traffic, self._stop, model, extra, case_id, attempt)
        return replace(asking, pace=self.pace)

    def _recalling(self, replay: Replay, case: Case) -> Asking:
        return replace(self._asking(replay, case), journal=resuming.Unrecorded(), pace=unlimited())

    # --- answers and gates -----------------------------------------------------------------------

    def answer(self, case: Case, tick: Callable[[], None]) -> Answer:
        """Wait for a case's answer and judge it; raises where there is nothing to judge."""
        self._breathe()
        while not self._due(case):
            tick()
        self._busy_since_s = time.monotonic()
        tick()
        outcome = self._judged(case.key)
        where = f"{self.folder.name} {case.path}@{case.attempt}"
        if outcome is None or outcome.kind is Kind.ERROR:
            outcome = outcome or self._masked(self.engine.outcome(case.key))
            raise Settled(NO_ANSWER, line(outcome, where, self.words))
        return Answer(outcome, where, self.words)

    def _due(self, case: Case) -> bool:
        """Whether a case may be judged now; waits a little where it may not."""
        if not self.engine.wait(case.key, TICK_S):
            return False
        early = self.dimensions[case.dimension].judged_last and self.engine.outstanding
        if early:
            self._stop.wait(TICK_S)
        return not early

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
        self.outcomes[key] = outcome
        dimension, case_id, attempt = key
        if self.resumed and (f"{dimension}/{case_id}", attempt) in self.resumed.scored:
            return outcome
        payload = {
            "outcome": outcome.kind,
            "findings": [defect.code for defect in outcome.defects],
            "figures": {name: repr(value) for name, value in outcome.figures.items()},
        }
        self._record("scored", payload, f"{dimension}/{case_id}", attempt)
        return outcome

    def _masked(self, outcome: Outcome) -> Outcome:
        mask = self.origin.mask
        defects = (Defect(one.code, mask(one.expected), mask(one.got)) for one in outcome.defects)
        return replace(outcome, defects=tuple(defects))

    def gate_input(self, dimension: Dimension) -> GateInput:
        """All that the dimension's gate may look at."""
        return GateInput(
            declared=self.declared[dimension.id],
            outcomes=self.outcomes,
            bars=self.policy.rule(dimension).bars,
            profile=self.origin.profile,
            confidence=self.origin.confidence,
        )

    def gate(self, dimension: Dimension) -> Gate:
        """The dimension's ruling over what it declares, computed once."""
        if dimension.id not in self.rulings:
            given = self.gate_input(dimension)
            ruled = rule(dimension, given, self.policy.waivers_of(dimension.id), self.words)
            self.rulings[dimension.id] = ruled
            ruling = ruled.ruling
            payload = {"verdict": ruling.verdict, "hits": ruling.hits, "misses": ruling.misses}
            payload |= {"waived": ruled.waived}
            self._record("dimension_scored", payload, f"{dimension.id}/gate", 0)
        ruled = self.rulings[dimension.id]
        counts = self.policy.rule(dimension).required is not False
        return Gate(dimension.id, ruled.ruling, self.words.of(ruled.ruling.reason), ruled.waived > 0, counts)

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
        whole = set(self.dimensions) >= set(dimension_ids())
        return not (whole and declared <= self.outcomes.keys())

    def all_notes(self) -> Iterator[Text]:
        """What the user must know beside the figures."""
        yield from self.notes
        if self.breaker.reason:
            yield self.words.both("note.breaker", reason=self.breaker.reason)
        if self.engine.broken:
            yield self.words.both("note.broken", reason=self.engine.broken)
        limits = self.pace.limits
        if self.pace.held_s >= 1:
            yield self.words.both("note.held", seconds=round(self.pace.held_s), limits=limits.paces)
        if self.pace.capped:
            cap, counted = limits.max_total_tokens, self.pace.counted
            yield self.words.both("note.capped", cap=cap, counted=counted)
        if self.interrupted:
            yield self.words.both("note.interrupted", folder=self.folder)

    def stop(self, why: Sentence) -> None:
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
        self.engine.stop(sentence("engine.over"))
        if self.engine.broken is None:
            self.journal.close()
        return self.folder

    def close(self) -> None:
        """End what was started for this run."""
        self.origin.close()
