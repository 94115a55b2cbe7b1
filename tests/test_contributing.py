"""The worked changes of CONTRIBUTING.md: each diff applies to this tree and does what the page says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("readiness", "cases", "fixtures")
DIFFS = re.findall(
    r"^```diff\n(.*?)^```$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
CASE, FAULT, VARIATION, DIMENSION = DIFFS

Changed = Callable[[str], Callable[..., str]]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """`changed(diff)` applies it to a copy of the tree and returns a way to run Python there."""

    def apply(diff: str) -> Callable[..., str]:
        for room in ROOMS:
            shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        environ = {
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "READINESS_LANG": "en",
            "GIT_CEILING_DIRECTORIES": "/",
        }

        def run(*command: str, text: str | None = None) -> str:
            done = subprocess.run(
                command, cwd=tmp_path, env=environ, input=text, capture_output=True, text=True, check=False
            )
            assert done.returncode in (0, 6), done.stdout + done.stderr
            return done.stdout

        run("git", "apply", "-", text=diff)
        return run

    return apply


def test_the_case_is_one_of_its_bank(changed: Changed) -> None:
    run = changed(CASE)
    assert "nothing wrong" in run(sys.executable, "-m", "readiness.cli", "cases", "check", "cases")


@pytest.mark.parametrize(
    ("diff", "name", "kind"),
    [(FAULT, "json_output.equals_sign", "fault"), (VARIATION, "healthy.tabs", "healthy")],
    ids=["fault", "healthy variation"],
)
def test_the_fault_and_the_variation_stand_in_the_catalogue(
    changed: Changed, diff: str, name: str, kind: str
) -> None:
    run = changed(diff)
    listed = json.loads(run(sys.executable, "fixtures/reference", "--list-faults", "--json"))
    assert {entry["name"]: entry["kind"] for entry in listed}[name] == kind


def test_the_dimension_passes_on_the_reference_endpoint(changed: Changed, tmp_path: Path) -> None:
    run = changed(DIMENSION)
    pytest_options = ("-p", "no:cacheprovider", "-p", "no:randomly", "--endpoint=reference")
    run(sys.executable, "-m", "pytest", "readiness/test_verbatim.py", *pytest_options, "--report-dir=reports")
    result = json.loads((tmp_path / "reports" / "latest" / "run.json").read_text(encoding="utf-8"))
    verbatim = next(one for one in result["dimensions"] if one["id"] == "verbatim")
    assert (verbatim["verdict"], verbatim["hits"]) == ("pass", 2)
