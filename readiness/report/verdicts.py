"""The word for a dimension's verdict: the same one in the terminal, in Markdown and in JUnit."""

from __future__ import annotations

from readiness.evidence.result import DimensionResult
from readiness.evidence.verdict import QUICK
from readiness.judging.records import Verdict
from readiness.report.words import Words


def verdict_word(dimension: DimensionResult, profile: str, words: Words) -> str:
    """A dimension's verdict, with what makes it less than it sounds."""
    word = _plain_word(dimension, profile, words)
    if dimension.excluded is not None:
        return words.text("verdict.not_counted", word=word)
    return word


def _plain_word(dimension: DimensionResult, profile: str, words: Words) -> str:
    """A smoke run shows how little it saw instead of a bare pass."""
    if dimension.verdict is not Verdict.PASS:
        return words.text(f"verdict.dimension.{dimension.verdict}")
    if profile != QUICK:
        return words.text("verdict.waived" if dimension.waived else "verdict.dimension.pass")
    if dimension.waived:
        return words.text("verdict.smoke.waived", n=dimension.n, misses=dimension.misses)
    if dimension.misses:
        return words.text("verdict.smoke.within", n=dimension.n, misses=dimension.misses)
    return words.text("verdict.smoke.clean", n=dimension.n)
