"""What the policies of these tests are held against."""

from __future__ import annotations

from datetime import date

from readiness.dimension import built
from readiness.policy import Grounds
from readiness.report.words import Words
from readiness.session.policy import case_ids

CASES = {name: case_ids(dimension) for name, dimension in built().items()}
GROUNDS = Grounds(built(), Words("en"), date(2026, 6, 30), lambda dimension: CASES[dimension.id])
CASE = "plain-compound-surname-ouyang-zh"


def waiver(**changes: str) -> str:
    """One waiver as TOML; a change to an empty text leaves the line out."""
    values = {
        "finding": '"json_output.fence"',
        "case": f'"{CASE}"',
        "reason": '"the gateway strips it"',
        "by": '"Li Wei"',
        "until": "2026-06-30",
    }
    lines = [f"{name} = {value}" for name, value in {**values, **changes}.items() if value]
    return "\n".join(["[[waive]]", *lines]) + "\n"
