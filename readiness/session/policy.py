"""Which policy a run is judged by: the one that was asked for, or of a replay the recorded one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from readiness.dimension import Dimension, built
from readiness.evidence.recorded import Recorded
from readiness.evidence.result import PolicyName
from readiness.policy import DEFAULT, Grounds, Policy, PolicyError, Problem, load, read
from readiness.policy.writing import bare
from readiness.report.words import Words
from readiness.sentence import sentence

_ANY_SEED = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A policy, and the day (UTC) of the answers that it judges."""

    policy: Policy
    as_of: date
    recorded: PolicyName | None = None
    """Of a replay under another policy: the one that the run was recorded under."""

    @property
    def toml(self) -> str:
        """As it goes into the run's folder."""
        return bare(self.policy)


def for_live(name: str | None, as_of: date, words: Words) -> Chosen:
    """The policy of that name or file, for a run that starts on that day; raises `PolicyError`."""
    return Chosen(load(DEFAULT if name is None else name, Grounds(built(), words, as_of, case_ids)), as_of)


def for_replay(name: str | None, recorded: Recorded, words: Words) -> Chosen:
    """The recorded policy, unless another one is asked for; raises `PolicyError`."""
    header = recorded.header
    as_of = date.fromisoformat(header.get("as_of") or header["started"][:10])
    then = PolicyName(header.get("policy", DEFAULT), header["policy_sha256"])
    if name is None:
        return Chosen(_recorded(recorded, then, Grounds(built(), words, as_of, None)), as_of)
    recorded_ids = {case.id for case in recorded.cases}
    grounds = Grounds(built(), words, as_of, lambda dimension: recorded_ids.union(case_ids(dimension)))
    chosen = Chosen(load(name, grounds), as_of)
    same = sha256(chosen.toml.encode()).hexdigest() == then.sha256
    return chosen if same else Chosen(chosen.policy, as_of, then)


def _recorded(recorded: Recorded, then: PolicyName, grounds: Grounds) -> Policy:
    path = recorded.folder / "policy.toml"
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != then.sha256:
        raise PolicyError([Problem(path, 0, sentence("policy.changed"))])
    return read(path, path.read_text(encoding="utf-8"), then.name, grounds)


def case_ids(dimension: Dimension) -> Collection[str]:
    """The cases of a dimension in its largest profile."""
    return {case.id for case in dimension.cases("full", _ANY_SEED)}
