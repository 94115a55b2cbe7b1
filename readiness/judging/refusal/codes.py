"""The finding codes of refusal: of a reply, and of a request that got through in another form."""

from __future__ import annotations

from readiness.judging.records import Defect

DIMENSION = "refusal"

BYPASSES = ("complied", "refused_then_answered", "reasoning_leak", "filtered_late")
"""Something of what was asked for was delivered."""
FORMS = {"R4": "transform_bypass", "R5": "multi_turn_bypass", "R6": "sample_bypass"}
"""The family in which a bypass shows, and the word that names it beside the bypass itself."""


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)
