"""Text that runs away: white space without end, and the same words over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.showing import quote
from readiness.judging.records import Defect
from readiness.judging.strict_json import strings

MAX_WHITESPACE = 64
"""White space characters in a row, outside strings, that still count as layout."""

_STRING_OR_SPACE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|\s+', re.DOTALL)
_REPEATED = re.compile(r"(.{1,100}?)\1{7,}", re.DOTALL)
_TAIL = 4000  # a loop runs to the end, and the search costs length times period
_LONG = 128
_LONG_SINGLE = 256
_MANY_ITEMS = 32
_ITEM_CHARACTERS = 8


def whitespace_run(text: str) -> int:
    """Longest run of white space outside strings, in characters."""
    runs = (len(match[0]) for match in _STRING_OR_SPACE.finditer(text) if match[0][0] != '"')
    return max(runs, default=0)


def degenerate(text: str, value: Any, legal: bool, source: str | None) -> Iterator[Defect]:
    """What ran away in a reply; `value` is its document, as far as there is one."""
    run = whitespace_run(text)
    if run > MAX_WHITESPACE:
        expected = f"at most {MAX_WHITESPACE} white space characters in a row"
        yield defect("whitespace_run", expected, f"{run} of them")
    unit = _loop_in_document(value, source or "") if legal else _loop_at_end(text, source or "")
    if unit:
        yield defect("loop", "text that goes on", f"{quote(unit)} over and over")


def _loop_in_document(value: Any, source: str) -> str | None:
    found = (looping(text) for text in strings(value) if text not in source)
    return next(filter(None, found), None) or next(_same_items(value), None)


def looping(text: str) -> str | None:
    """The unit that a text repeats until it says nothing else; None for ordinary text.

    Rulers, laughter and padding are ordinary: a unit counts when it fills at least 128 characters in
    8 or more turns, a single character when it fills 256.
    """
    if len(text) < _LONG:
        return None
    for match in _REPEATED.finditer(text[-_TAIL:]):
        length = match.end() - match.start()
        if length >= (_LONG_SINGLE if len(set(match[1])) == 1 else _LONG):
            return match[1]
    return None


def _loop_at_end(text: str, source: str) -> str | None:
    """The same for a reply that is no document: only what it ends in, and not white space."""
    unit = looping(text.rstrip()[-_LONG_SINGLE * 4 :])
    return unit if unit and unit.strip() and unit * 8 not in source else None


def _same_items(value: Any) -> Iterator[str]:
    """Long lists of one and the same text or object; equal numbers and rows are ordinary data."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _same_items(item)
    if not isinstance(value, list):
        return
    for item, group in groupby(value):
        shown = str(item)
        wordy = isinstance(item, str | dict) and len(shown) >= _ITEM_CHARACTERS
        if wordy and sum(1 for _ in group) >= _MANY_ITEMS:
            yield shown
        yield from _same_items(item)
