"""Every code that the judge can give has words in both languages, and no other code has."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from readiness.judging.json_output.codes import ORDER


def test_every_finding_is_described_in_both_languages() -> None:
    words = tomllib.loads(
        (files("readiness.report") / "words" / "json_output.toml").read_text(encoding="utf-8")
    )
    assert set(words["finding"]) == set(ORDER)
    assert all(entry.get("en") and entry.get("zh") for entry in words["finding"].values())
    assert not [text for entry in words["finding"].values() for text in entry.values() if "\n" in text]
