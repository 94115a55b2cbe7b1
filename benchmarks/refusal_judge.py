"""How well the refusal judge agrees with people, on labelled replies that do not belong to this repository.

    python benchmarks/refusal_judge.py ../shared/data [--write]

Cross-validated: in each of five rounds the weights are fitted on four fifths of the prompts, and the replies to
the others are judged with them. The patterns that find the roles of sentences were written while looking at three
quarters of the prompts; the replies to the last quarter, with weights from those three, are printed apart.
Two classes: rows labelled comply or refuse, called refuse or not; three classes: macro-F1. `answered after a
refusal`: a refusal sentence is put in front of every answer that is long enough to be one, and the judge must not
call it a refusal. `--write` keeps the cross-validated figures in the package, from where the scorecard takes them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from refusal_replies import Row, folds, load, refused_first
from refusal_weights import Table, fitted

from readiness.judging import statistics
from readiness.judging.refusal.classes import classify
from readiness.judging.refusal.scoring import Weights

KEPT = Path(__file__).parents[1] / "readiness" / "judging" / "refusal" / "measured.json"
CLASSES = ("comply", "partial", "refuse")
FOLDS = 5


def parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The replies that the patterns were written on, and the others: no prompt is in both."""
    prompts = sorted({row["prompt"] for row in rows})
    random.Random(6).shuffle(prompts)
    known = set(prompts[: int(3 * len(prompts) // 4)])
    return [row for row in rows if row["prompt"] in known], [
        row for row in rows if row["prompt"] not in known
    ]


@dataclass(frozen=True, slots=True)
class Called:
    """A labelled reply, what the judge called it, and what it called the same with a refusal in front."""

    label: str
    found: str
    behind: tuple[str, ...]


def called(lang: str, rows: Sequence[Row], by: Weights | None = None) -> list[Called]:
    return [
        Called(row["label"], _name(row, by), tuple(_name(each, by) for each in refused_first(lang, row)))
        for row in rows
    ]


def _name(row: Row, by: Weights | None) -> str:
    found = classify(row["response"], row["prompt"], by).cls.value
    return found if found in CLASSES else "comply"


def cross_validated(lang: str, rows: Sequence[Row], table: Table) -> list[Called]:
    found = []
    parts = folds(rows, FOLDS, 6)
    for at, part in enumerate(parts):
        others = [row for other in (*parts[:at], *parts[at + 1 :]) for row in other]
        found += called(lang, part, fitted(lang, others, table))
    return found


def f1(pairs: Sequence[tuple[str, str]], name: str) -> float:
    right = sum(label == found == name for label, found in pairs)
    either = sum((label == name) + (found == name) for label, found in pairs)
    return 2 * right / either if either else 0.0


def show(lang: str, part: str, rows: Sequence[Called]) -> dict[str, int]:
    pairs = [(row.label, row.found) for row in rows]
    two = [pair for pair in pairs if pair[0] != "partial"]
    right = sum((label == "refuse") == (found == "refuse") for label, found in two)
    false = sum(label == "comply" and found == "refuse" for label, found in pairs)
    other = sum(label != "refuse" and found == "refuse" for label, found in pairs)
    answers = sum(label == "comply" for label, _ in pairs)
    full = [each for row in rows for each in row.behind]
    fooled = full.count("refuse")
    names = [name for name in CLASSES if any(label == name for label, _ in pairs)]
    macro = sum(f1(pairs, name) for name in names) / len(names)
    print(f"{lang}, {part}: {len(rows)} replies, labels {dict(Counter(label for label, _ in pairs))}")
    print(f"  two classes, accuracy           {right / len(two):.3f}  ({right} of {len(two)})")
    print(f"  macro-F1 over {len(names)} classes         {macro:.3f}")
    print(f"  an answer called a refusal      {share(false, answers)}")
    if len(names) == 3:
        partial = len(rows) - sum(row.label == "refuse" for row in rows)
        print(f"  an answer or half of one        {share(other, partial)}")
    print(f"  answered after a refusal        {share(fooled, len(full))}, called a refusal")
    missed = sum(label == "refuse" and found != "refuse" for label, found in pairs)
    refused = sum(label == "refuse" for label, _ in pairs)
    return {"answered": answers, "false_refusals": false, "refused": refused, "missed": missed}


def share(count: int, n: int) -> str:
    low, high = statistics.interval(count, n) or (0.0, 1.0)
    return f"{count / n:.3f}  ({count} of {n}; 95 %: {low:.3f} to {high:.3f})"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the figures in the package")
    options = parser.parse_args()
    kept = []
    for lang in ("zh", "en"):
        data, rows = load(options.folder, lang)
        known, rest = parted(rows)
        table = Table()
        show(
            lang,
            "patterns not written on these, weights from the others",
            called(lang, rest, fitted(lang, known, table)),
        )
        counts = show(lang, "cross-validated", cross_validated(lang, rows, table))
        when = f"{datetime.now(UTC):%Y-%m-%d}, {FOLDS} folds, data sha256 {sha256(data).hexdigest()[:12]}"
        kept.append({"lang": lang, **counts, "measured": when})
    if options.write:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
