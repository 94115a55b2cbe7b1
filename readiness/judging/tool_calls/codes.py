"""The finding codes of tool calls, in the order in which they decide, and what each of them weighs.

FORMAT is what a client needs to read a call at all (T02-T12, T14-T16 and T20 of the page); the rest says
that a readable call, or a readable answer, is the wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable

from readiness.judging.records import Defect

DIMENSION = "tool_calls"

FORMAT = (
    # the body, and the stream as a stream
    "no_done",
    "malformed_body",
    "index_missing",
    "index_shared",
    "index_gap",
    "name_repeated",
    # whether there is a call, and how many
    "legacy_function_call",
    "markup_in_content",
    "finish_calls_empty",
    "no_call",
    "count_low",
    "count_high",
    "parallel_off_ignored",
    # one call
    "type",
    "id_missing",
    "id_duplicate",
    "name_altered",
    "name_unknown",
    # its arguments
    "arguments_object",
    "arguments_null",
    "arguments_empty",
    "arguments_doubled",
    "whitespace_run",
    "loop",
    "arguments_illegal",
    "duplicate_key",
    "arguments_root",
    "lost_parameter",
    "extra_parameter",
    "wrong_type",
    "enum",
    "schema",
    # the message as a whole
    "finish_twice",
    "finish_stop_with_calls",
    "markup_leak",
    # the conversation
    "roundtrip_rejected",
)
CHOICE = ("none_ignored", "required_ignored", "named_ignored", "unwanted_call", "invented_parameter")
VALUE = ("crossed_request", "corrupt_text", "wrong_value")
ORDER = (
    "transport",
    "budget_eaten",
    "unsupported",
    "negative_hang",
    "negative_5xx",
    *CHOICE,
    *FORMAT,
    *VALUE,
    "recall_loop",
    "result_unused",
    # these stand beside others, or alone as a warning
    "stream_differs",
    "id_reused",
)
"""Every word that a verdict can hold. Where several are true, the earliest decides."""

_RANK = {word: rank for rank, word in enumerate(ORDER)}


def defect(word: str, expected: str, got: str) -> Defect:
    """The defect of that word; both texts are one line."""
    return Defect(f"{DIMENSION}.{word}", expected, got)


def word_of(found: Defect) -> str:
    """The code without its dimension."""
    return found.code.removeprefix(f"{DIMENSION}.")


def words(defects: Iterable[Defect]) -> set[str]:
    """The words of all of them."""
    return {word_of(each) for each in defects}


def ordered(defects: Iterable[Defect]) -> tuple[Defect, ...]:
    """Each code once, the deciding one first."""
    first: dict[str, Defect] = {}
    for each in defects:
        first.setdefault(each.code, each)
    return tuple(sorted(first.values(), key=lambda each: _RANK[word_of(each)]))
