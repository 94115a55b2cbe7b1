"""The traits of a reply weighed: two sums, one for a refusal and one for half an answer.

The weights stand in `weights.json`, with where they come from; `benchmarks/refusal_weights.py` fits them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one language: what each trait adds; both sums speak for their class from 0 on."""

    refusing: Mapping[str, float]
    halving: Mapping[str, float]
    """For declining and delivering in one reply."""
    halved_below: float
    """A reply whose sum for a refusal is higher is one, whatever the other sum says."""


@cache
def weights(lang: str) -> Weights:
    """Those that are shipped, for `en` or `zh`."""
    data = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))[lang]
    return Weights(data["refusing"], data["halving"], data["halved_below"])


def weighed(traits: Mapping[str, float], by: Mapping[str, float]) -> float:
    """The sum of all traits times their weights."""
    return sum(weight * traits[name] for name, weight in by.items())
