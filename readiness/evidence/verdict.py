"""The run's verdict and pytest's exit code, from the rows alone."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.evidence.result import DimensionResult, RunVerdict
from readiness.judging.records import Verdict

QUICK = "quick"
PASSED = 0
FAILED = 1
UNSETTLED = 6
_REQUIRED = frozenset(
    {
        "json_output",
        "tool_calls",
        "long_context",
        "memory",
        "refusal",
        "spanish",
        "api_compatibility",
        "load",
        "multilingual_copy",
    }
)


def is_required(dimension: str, profile: str) -> bool:
    """Whether the default policy wants this dimension passed; a smoke run requires nothing."""
    return profile != QUICK and dimension in _REQUIRED


def run_verdict(profile: str, partial: bool, dimensions: Sequence[DimensionResult]) -> RunVerdict:
    """Not ready if any gate failed; ready if a whole, serious run passed all that is required.

    A run that requires nothing has shown nothing, and is inconclusive.
    """
    required = [dimension.verdict for dimension in dimensions if dimension.required]
    if _any_failed(dimensions):
        return RunVerdict.NOT_READY
    if profile == QUICK or partial or not required or set(required) != {Verdict.PASS}:
        return RunVerdict.INCONCLUSIVE
    return RunVerdict.READY


def exit_code(profile: str, partial: bool, dimensions: Sequence[DimensionResult]) -> int:
    """1 a gate failed; 6 narrowed, or a required gate did not pass; else 0.

    A narrowed run is 6 in every profile: it must never look like a passed one to a pipeline.
    """
    if _any_failed(dimensions):
        return FAILED
    settled = all(row.verdict is Verdict.PASS for row in dimensions if row.required)
    return PASSED if not partial and (profile == QUICK or settled) else UNSETTLED


def _any_failed(dimensions: Sequence[DimensionResult]) -> bool:
    return any(dimension.verdict is Verdict.FAIL for dimension in dimensions)
