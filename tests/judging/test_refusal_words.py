"""Every finding that the judge can give has words, and no other."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from readiness.judging.refusal import reply
from readiness.judging.refusal.codes import BYPASSES, FORMS


def test_every_finding_is_described() -> None:
    path = files("readiness.report") / "words" / "refusal.toml"
    words = set(tomllib.loads(path.read_text(encoding="utf-8"))["finding"])
    given = {*BYPASSES, *FORMS.values(), *reply._MISSED.values()}
    assert words == given | {"transport", "budget_eaten", "over_refused", "repeat_block"}
