"""The finding codes of multilingual copy, by what they count as."""

from __future__ import annotations

from readiness.judging.records import Defect

DIMENSION = "multilingual_copy"
LANGUAGE = (
    *("empty", "wrong_language", "ja_in_chinese", "no_switch_back", "romaji", "all_languages"),
    *("simplified_leak", "intrusion"),
)
"""The turn is not, or not wholly, in the language that was asked for."""
TERM = ("term_wrong", "term_banned", "term_untranslated", "term_mixed", "term_drift", "brand_altered")
FACT = ("number_changed", "unit_lost", "new_claim")
NOTE = ("preface",)
"""A finding that fails the gate only where the policy says so."""


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)


def word_of(found: Defect) -> str:
    """The part of a code behind the dimension."""
    return found.code.rpartition(".")[2]
