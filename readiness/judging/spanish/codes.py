"""The finding codes of spanish."""

from __future__ import annotations

from readiness.judging.records import Defect

DIMENSION = "spanish"


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)
