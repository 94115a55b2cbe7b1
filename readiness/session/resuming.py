"""Going on with a run that was killed or cut off: what must not have changed since.

The run's own answers are read again through the dimension's `ask` and judged; a case is asked again where
that gives no judgeable answer. So a conversation that was cut off in the middle begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.target import REDACTED
from readiness.evidence.recorded import Recorded
from readiness.sentence import Mistake, Sentence, sentence
from readiness.session.options import Given
from readiness.session.preflight import Learnt
from readiness.session.settings import REFERENCE

VOLATILE = frozenset({"run_id", "started", "options", "invocation"})
"""Header fields that differ between a run and its resumption; options are compared one by one."""


class ResumeError(Mistake):
    """The run cannot be gone on with."""


def with_recorded(recorded: Recorded, given: Given) -> Given:
    """The options of the run: what is not given now is as it was then."""
    header = recorded.header
    endpoint = REFERENCE if header["reference"] else header["endpoint"]
    if "--endpoint" not in given.values and REDACTED in endpoint:
        raise ResumeError("resuming.query", folder=recorded.folder, url=endpoint)
    everything = given.beside(header["options"])
    return Given({"--endpoint": endpoint, **everything.values})


def refuse_options(recorded: Recorded, given: Given) -> None:
    """Refuse where an option has another value now than then."""
    then = Given({}).beside(recorded.header["options"])
    for name in sorted(given.values.keys() | then.values.keys()):
        if name in given.recordable() and str(given(name)) != str(then(name)):
            raise _changed(recorded, name, then(name), given(name))


def refuse_changes(recorded: Recorded, now: Mapping[str, Any]) -> None:
    """Refuse where the header of the run would be another one now."""
    then = recorded.header
    skipped = VOLATILE | ({"endpoint"} if then["reference"] and now["reference"] else set())
    for field in {**then, **now}:
        if field not in skipped and then.get(field) != now.get(field):
            raise _changed(recorded, field, then.get(field), now.get(field))


def refuse_other_model(recorded: Recorded, now: Mapping[str, Any]) -> None:
    """Refuse where the endpoint serves something else now. A run killed before it learnt this has no say."""
    for field in ("model", "served_model"):
        then = recorded.learnt.get(field, now[field])
        if then != now[field]:
            raise _changed(recorded, field, then, now[field])


def keep_dialect(recorded: Recorded, now: Learnt) -> Learnt:
    """The dialect in which the run began, so that all cases are asked alike; refuse where it is wrong now."""
    if not recorded.learnt:
        return now
    then = Learnt.from_json(recorded.learnt).dialect
    if then.declined != now.dialect.declined:
        before, present = (_listed(each.declined) for each in (then, now.dialect))
        raise ResumeError("resuming.declined", folder=recorded.folder, then=before, now=present)
    return replace(now, dialect=then)


def _changed(recorded: Recorded, field: str, then: Any, now: Any) -> ResumeError:
    folder = recorded.folder
    return ResumeError("resuming.changed", folder=folder, field=field, then=_shown(then), now=_shown(now))


def _listed(names: Sequence[str]) -> str | Sentence:
    return ", ".join(names) or sentence("resuming.nothing")


def _shown(value: Any) -> str | Sentence:
    return sentence("resuming.not_given") if value is None else repr(value)


class Unrecorded:
    """Takes the place of the journal where recorded exchanges are read again: they stand in it already."""

    def request(
        self,
        method: str,
        url: str,
        body: bytes,
        case_id: str,
        attempt: int,
        sent: Mapping[str, Any] | None = None,
    ) -> int:
        """Nothing to write."""
        return 0

    def response(self, number: int, exchange: Exchange, case_id: str, attempt: int, *, cached: bool) -> None:
        """Nothing to write."""
