"""Every code that the judge can give has words in both languages, and no other code has."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from readiness.judging.tool_calls.codes import ORDER


def test_every_finding_is_described_in_both_languages() -> None:
    path = files("readiness.report") / "words" / "tool_calls.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))["finding"]
    assert set(words) == set(ORDER)
    assert all(entry["en"].strip() and entry["zh"].strip() for entry in words.values())
    assert not [text for entry in words.values() for text in entry.values() if "\n" in text]
