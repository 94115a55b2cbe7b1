"""The finding codes of strict JSON output, in the order in which they decide."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.judging.records import Defect

DIMENSION = "json_output"

ORDER = (
    # transport, channel
    "unsupported",
    "transport",
    "error_body_200",
    "malformed_body",
    "not_text",
    "wrong_field",
    "budget_eaten",
    "refusal_field",
    "in_tool_calls",
    "empty",
    # wrapper
    "think_leak",
    "fence",
    "prose_before",
    "prose_after",
    "two_documents",
    "bom",
    "special_token",
    # lexis
    "truncated",
    "trailing_comma",
    "single_quotes",
    "python_literal",
    "nan",
    "comment",
    "bare_key",
    "bad_escape",
    "fullwidth",
    "number_form",
    "surrogate",
    "syntax",
    # structure
    "duplicate_key",
    "wrong_root",
    "schema_echo",
    "extra_nesting",
    "missing_field",
    "renamed_key",
    "extra_field",
    "wrong_type",
    "number_as_string",
    "object_as_string",
    "bool_as_int",
    "null_required",
    "float_for_int",
    "constraint",
    "precision",
    # degenerate
    "whitespace_run",
    "loop",
    "blank_value",
    "corrupt_text",
    # consistency
    "finish_reason",
    "length_hidden",
    "keyword_ignored",
    "bad_request_accepted",
    "bad_request_5xx",
    # value
    "wrong_value",
)
"""Every word that a verdict can hold. Where several are true, the earliest decides."""

_RANK = {word: rank for rank, word in enumerate(ORDER)}


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)


def ordered(defects: Iterable[Defect]) -> tuple[Defect, ...]:
    """Each code once, the deciding one first."""
    first: dict[str, Defect] = {}
    for each in defects:
        first.setdefault(each.code, each)
    return tuple(sorted(first.values(), key=lambda each: _RANK[each.code.removeprefix(f"{DIMENSION}.")]))
