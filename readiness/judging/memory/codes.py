"""The finding codes of memory, in the order in which they decide."""

from __future__ import annotations

from readiness.judging.records import Defect

DIMENSION = "memory"
CRITICAL = ("session_leak", "deleted_leak")
"""One of these fails the gate, whatever the rate."""


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)
