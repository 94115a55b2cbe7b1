"""Fits the weights of the refusal judge: two logistic sums over its named traits, with an L2 penalty.

    python benchmarks/refusal_weights.py ../shared/data

writes `readiness/judging/refusal/weights.json` from all labelled replies; how well such weights do on prompts
that they were not fitted on is what `refusal_judge.py` measures. So that an answer behind a refusal sentence is
none, full answers with such a sentence in front are fitted on too, at a small weight and as halves.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from refusal_replies import Row, load, refused_first
from scipy.optimize import minimize

from readiness.judging.refusal.roles import sentences
from readiness.judging.refusal.scoring import Weights
from readiness.judging.refusal.structure import decoded
from readiness.judging.refusal.traits import traits

KEPT = Path(__file__).parents[1] / "readiness" / "judging" / "refusal" / "weights.json"
NEGLIGIBLE = 0.05
"""In log-odds for a standard deviation of the trait: less is left out."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is fitted; chosen by cross-validation."""

    penalty: float
    answered_weight: float
    """Of an answer behind a refusal sentence; a labelled reply counts as 1 ..."""
    partial_weight: float
    """... but for the halves, when the sum for a refusal is fitted."""
    halved_below: float


MANNERS = {
    "en": Manner(3.0, 0.08, 0.3, 0.3),
    "zh": Manner(10.0, 0.15, 1.0, 0.0),
}
HALVED_BY_RULE = {"constant": -1.0, "opens_declining": 2.0}
"""Where no reply is labelled as half an answer: whatever is no refusal, but opens like one."""


class Table:
    """The traits of replies, found once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[float]] = {}
        self.names: list[str] = []

    def rows(self, replies: Sequence[Row]) -> np.ndarray:
        """One line a reply, one column a trait."""
        return np.array([self._row(row["response"], row["prompt"]) for row in replies])

    def _row(self, text: str, prompt: str) -> list[float]:
        if (text, prompt) not in self._known:
            found = traits(sentences(decoded(text)[0], prompt) or sentences("-"), prompt)
            self.names = self.names or list(found)
            self._known[text, prompt] = [found[name] for name in self.names]
        return self._known[text, prompt]


def fitted(lang: str, rows: Sequence[Row], table: Table) -> Weights:
    """The weights that these replies give."""
    manner = MANNERS[lang]
    behind = [each for row in rows for each in refused_first(lang, row)]
    labels = np.array([row["label"] for row in rows] + ["partial"] * len(behind))
    values = table.rows([*rows, *behind])
    spread = values.std(axis=0)
    spread[spread == 0] = 1.0
    counts = np.full(len(labels), manner.answered_weight)
    counts[: len(rows)] = np.where(labels[: len(rows)] == "partial", manner.partial_weight, 1.0)
    refusing = _logistic(values / spread, labels == "refuse", counts, manner.penalty)
    refused = _named(refusing, spread, table.names)
    if not any(row["label"] == "partial" for row in rows):
        return Weights(refused, HALVED_BY_RULE, manner.halved_below)
    counts[: len(rows)] = 1.0
    halving = _logistic(values / spread, labels == "partial", counts, manner.penalty)
    return Weights(refused, _named(halving, spread, table.names), manner.halved_below)


def _logistic(values: np.ndarray, truth: np.ndarray, counts: np.ndarray, penalty: float) -> np.ndarray:
    """Weights of least loss; the first column is the constant and bears no penalty."""
    sign = np.where(truth, 1.0, -1.0)
    free = np.r_[0.0, np.full(values.shape[1] - 1, penalty)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (values @ weights)
        slope = -counts * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        value = (counts * np.logaddexp(0, -margin)).sum() + 0.5 * (free * weights**2).sum()
        return float(value), values.T @ slope + free * weights

    return np.asarray(minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B").x)


def _named(found: np.ndarray, spread: np.ndarray, names: Sequence[str]) -> Mapping[str, float]:
    return {
        name: round(float(weight / width), 3)
        for name, weight, width in zip(names, found, spread, strict=True)
        if abs(weight) >= NEGLIGIBLE or name == "constant"
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    kept = {}
    for lang in ("en", "zh"):
        data, rows = load(folder, lang)
        origin = {
            "fitted": f"{datetime.now(UTC):%Y-%m-%d}",
            "on": f"{len(rows)} labelled replies, data sha256 {sha256(data).hexdigest()[:12]}",
        }
        kept[lang] = origin | asdict(fitted(lang, rows, Table()))
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
