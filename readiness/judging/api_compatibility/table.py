"""All rows of the table, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.judging.api_compatibility import (
    answers,
    arrival,
    errors,
    formats,
    http,
    inputs,
    limits,
    mutations,
    sampling,
    sdk,
    streaming,
    tools,
)
from readiness.judging.api_compatibility.row import Row

FAMILIES = "ATJSEHMR"
"""Answers, tools, formats, streams, errors, HTTP, models and routes, reasoning."""

_MODULES = (
    answers,
    sampling,
    inputs,
    tools,
    formats,
    streaming,
    arrival,
    errors,
    limits,
    mutations,
    http,
    sdk,
)


def _place(row: Row) -> tuple[int, str]:
    return FAMILIES.index(row.id[0]), row.id


ROWS: Mapping[str, Row] = {
    row.id: row for row in sorted((row for module in _MODULES for row in module.ROWS), key=_place)
}
