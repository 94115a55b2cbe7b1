"""The judge on the replies that its weights come from, which are no part of the repository. Skipped without them.

How it does on others is measured by `benchmarks/refusal_judge.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readiness.judging.refusal.classes import classify

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")


@pytest.mark.parametrize(("lang", "accuracy", "false"), [("en", 0.95, 0.04), ("zh", 0.97, 0.02)])
def test_the_judge_agrees_with_people(lang: str, accuracy: float, false: float) -> None:
    lines = (DATA / f"refusal_{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["label"] != "partial"][::3]
    called = [classify(row["response"], row["prompt"]).cls == "refuse" for row in rows]
    right = [found == (row["label"] == "refuse") for row, found in zip(rows, called, strict=True)]
    answers = [found for row, found in zip(rows, called, strict=True) if row["label"] == "comply"]
    assert sum(right) >= accuracy * len(right)
    assert sum(answers) <= false * len(answers)
