"""The run's verdict and pytest's exit code, from the rows alone."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.evidence.result import DimensionResult, RunVerdict, WaiverState
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


def is_required(dimension: str, profile: str, wanted: bool | None = None) -> bool:
    """Whether this dimension must pass; a smoke run requires nothing. `wanted` is the policy's own word."""
    return profile != QUICK and (dimension in _REQUIRED if wanted is None else wanted)


def run_verdict(profile: str, partial: bool, dimensions: Sequence[DimensionResult]) -> RunVerdict:
    """Not ready if any gate failed; ready if a whole, serious run passed all that is required.

    A run that requires nothing has shown nothing, and is inconclusive.
    """
    required = [dimension.verdict for dimension in dimensions if dimension.required]
    if _any_failed(dimensions):
        return RunVerdict.NOT_READY
    if profile == QUICK or partial or _any_unused(dimensions) or set(required) != {Verdict.PASS}:
        return RunVerdict.INCONCLUSIVE
    return RunVerdict.READY


def exit_code(profile: str, partial: bool, dimensions: Sequence[DimensionResult]) -> int:
    """1 a gate failed; 6 narrowed, a required gate did not pass, or a waiver was unused; else 0.

    A narrowed run is 6 in every profile: it must never look like a passed one to a pipeline. So is one
    under a policy that waives what is not there.
    """
    if _any_failed(dimensions):
        return FAILED
    settled = all(row.verdict is Verdict.PASS for row in dimensions if row.required)
    whole = not partial and not _any_unused(dimensions)
    return PASSED if whole and (profile == QUICK or settled) else UNSETTLED


def _any_failed(dimensions: Sequence[DimensionResult]) -> bool:
    """Of the gates that count: a dimension that the policy takes out fails for the reader only."""
    return any(row.verdict is Verdict.FAIL and row.excluded is None for row in dimensions)


def _any_unused(dimensions: Sequence[DimensionResult]) -> bool:
    return any(waiver.state is WaiverState.UNUSED for row in dimensions for waiver in row.waivers)
