"""The codes of long_context, and how a defect is written."""

from __future__ import annotations

from readiness.judging.records import Defect

ID = "long_context"
CUTS = (
    "cut_head",
    "cut_middle",
    "cut_tail",
    "cut_undeclared",
    "usage_knee",
    "slot_window",
    "paraphrased_input",
)
"""Text was taken away or changed on the way in, without a word. No policy may waive that."""


def defect(word: str, expected: str, got: str) -> Defect:
    """One line of each."""
    return Defect(f"{ID}.{word}", expected, got)
