"""What a run is held to: the bars, what is required, what is waived; read, checked, written, applied."""

from readiness.policy.reading import Grounds, read
from readiness.policy.records import Policy, PolicyError, Problem, Rule, Waiver
from readiness.policy.shelf import DEFAULT, load, names

__all__ = [
    "DEFAULT",
    "Grounds",
    "Policy",
    "PolicyError",
    "Problem",
    "Rule",
    "Waiver",
    "load",
    "names",
    "read",
]
