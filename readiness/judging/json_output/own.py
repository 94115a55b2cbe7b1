"""An organisation's own cases of strict JSON output: what they may hold, and which of them make up the format rate.

Families may have any name. Three names of ours keep their meaning: `truncation` (the reply must be cut off and
say so), `bad_request` (a 4xx is due) and `keyword` (a schema keyword that the natural answer breaks).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging.json_output.counting import Row
from readiness.judging.json_output.expectation import alternatives
from readiness.judging.json_output.reply import BAD_REQUEST, TRUNCATION, Question
from readiness.judging.json_schema import BrokenSchema, violations
from readiness.judging.strict_json import exact
from readiness.sentence import Sentence, sentence

EXPECTATIONS = ("schema", "value", "keyword", "source")
NO_DOCUMENT = (TRUNCATION, BAD_REQUEST, "keyword")
"""Families of these names are no part of the format rate."""


def claimed(rows: Sequence[Row]) -> tuple[str, ...]:
    """The families whose replies must be one legal document, in declared order."""
    return tuple(dict.fromkeys(row.family for row in rows if row.family not in NO_DOCUMENT))


def check(question: Question, expectations: Sequence[str]) -> Iterator[Sentence]:
    """What is wrong with a case: an expectation that nothing looks at, a schema or a value that cannot be right."""
    for key in expectations:
        if key not in EXPECTATIONS:
            yield sentence("bank.no_such_expectation", key=key, known=", ".join(EXPECTATIONS))
    schema, value = question.schema, question.expected
    if schema is None or question.family == BAD_REQUEST:
        return
    try:
        broken = violations(schema, exact(value))
    except BrokenSchema as error:
        yield sentence("bank.broken_schema", where="response_format", why=error)
        return
    plain = value is not None and not _has_alternatives(value)
    if plain and broken and question.keyword is None:
        where = "/".join(map(str, broken[0].path))
        yield sentence("bank.value_breaks_schema", keyword=broken[0].keyword, path=where)


def _has_alternatives(value: object) -> bool:
    if alternatives(value) != [value]:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_alternatives, inner))
