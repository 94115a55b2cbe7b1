"""Our judge of languages over records of one's own: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.judging.judge_lines import Unusable, record_id, record_of
from readiness.judging.language import witnesses
from readiness.judging.language.cleaning import cleaned
from readiness.judging.language.intrusion import intrusion
from readiness.judging.language.segments import switched
from readiness.judging.language.spelling import mojibake, no_accents
from readiness.judging.language.verdict import Reading, read_clean

_SWITCHED_SHARE = 1 / 3
"""Of a reply that is not Spanish, the share in another language that makes it one; a quoted line does not."""


def judge_language_lines(lines: Iterable[str]) -> Iterator[str]:
    """Judge whether each line's response is in the language that was asked for.

    In: {"id", "asked", "response"}; `asked` is one of es, pt, it, ca, fr, en, de, zh, ja. Out: {"id", "outcome":
    "pass" | "fail" | "abstain", "findings": [codes]}. Abstained: too short to tell. `language.mojibake` and
    `language.no_accents` are findings that leave the outcome alone. A line that is not usable gives
    {"id", "error": "line 3: ..."}; empty lines give nothing.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_judged(line, number), separators=(",", ":"))


def _judged(line: str, number: int) -> dict[str, Any]:
    name: str | int | None = None
    try:
        record = record_of(line)
        name = record_id(record)
        outcome, findings = _outcome(_response(record), _asked(record))
    except Unusable as error:
        return {"id": name, "error": f"line {number}: {error}"}
    return {"id": name, "outcome": outcome, "findings": [f"language.{word}" for word in findings]}


def _outcome(response: str, asked: str) -> tuple[str, list[str]]:
    prose = cleaned(response)
    marks = ["mojibake"] if mojibake(response) else []
    if asked == "es" and no_accents(prose):
        marks.append("no_accents")
    heard = read_clean(prose, asked)
    if heard.foreign:
        return "fail", ["wrong_language", *marks]
    if intrusion(prose, asked):
        return "fail", ["intrusion", *marks]
    if heard.reading is Reading.TOO_SHORT:
        return "abstain", ["too_short", *marks]
    switch = switched(prose, asked)
    if switch is None:
        return "pass", marks
    fails = asked == "es" or switch.share >= _SWITCHED_SHARE
    return "fail" if fails else "pass", ["switched", *marks]


def _response(record: dict[str, Any]) -> str:
    response = record.get("response")
    if not isinstance(response, str):
        raise Unusable('"response" is not a string')
    return response


def _asked(record: dict[str, Any]) -> str:
    asked = record.get("asked")
    code = asked.lower().partition("-")[0] if isinstance(asked, str) else ""
    if code not in witnesses.LANGUAGES:
        raise Unusable(f'"asked" must be one of {", ".join(witnesses.LANGUAGES)}')
    if not witnesses.installed():
        raise Unusable(f"the detectors are not installed: {', '.join(witnesses.PACKAGES)}")
    return code
