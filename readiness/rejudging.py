"""Recorded answers judged anew, case by case, without a run and without a network."""

from __future__ import annotations

import threading

from readiness import dimension
from readiness.bank import Case
from readiness.endpoint.exchange import TransportError
from readiness.evidence.recorded import Recorded, Replay
from readiness.judging.records import Outcome
from readiness.session.asking import Asking
from readiness.session.resuming import Unrecorded
from readiness.session.traffic import Traffic

INCOMPLETE = (TransportError.CANCELLED, TransportError.NOT_RECORDED)


class Rejudging:
    """The judge's word on the cases of one recorded run. Each case may be asked for once."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._replay = Replay(recorded)
        self._model = str(recorded.learnt.get("model", ""))

    def outcome(self, case: Case) -> Outcome | None:
        """From what was recorded, by the dimension's own `ask` and `judge`; None where the record is not whole."""
        asking = Asking(
            source=self._replay,
            journal=Unrecorded(),
            traffic=Traffic(),
            stop=threading.Event(),
            model=self._model,
            extra_body={},
            case_id=case.path,
            attempt=case.attempt,
            earlier=lambda case_id: self._recorded.exchanges.get((f"{case.dimension}/{case_id}", 1), ()),
        )
        its = dimension.load(case.dimension)
        exchanges = its.ask(asking, case)
        if any(one.error in INCOMPLETE for one in exchanges):
            return None
        return its.judge(case, exchanges)
