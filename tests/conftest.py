"""What all tests share: running the suite as its user does, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readiness.session.reference import ReferenceProcess


@dataclass(frozen=True)
class Finished:
    """One run of the suite that came to its end."""

    exit_code: int
    output: str
    reports: Path

    @property
    def folder(self) -> Path:
        """The folder of the newest run."""
        return sorted(path for path in self.reports.iterdir() if path.name[:2] == "20")[-1]

    @property
    def result(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return data

    def dimension(self, name: str) -> dict[str, Any]:
        return next(one for one in self.result["dimensions"] if one["id"] == name)

    def codes(self, name: str) -> set[str]:
        return {finding["code"] for finding in self.dimension(name)["findings"]}


Suite = Callable[..., Finished]


def runner(folder: Path) -> Suite:
    """`run("--endpoint=...", ...)` runs pytest on the package from an empty folder."""

    def run(*arguments: str, **environ: str) -> Finished:
        done = subprocess.run(
            command(folder, *arguments),
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment(environ),
            timeout=300,
            check=False,
        )
        return Finished(done.returncode, done.stdout + done.stderr, folder / "reports")

    return run


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """A way to run the suite in a folder of the test's own."""
    return runner(tmp_path)


LEFT_OUT = ("-p", "no:randomly", "-p", "no:hypothesispytest")
"""Plugins of the test environment that runs do without: the first shuffles, the second takes a second to load."""


def command(reports_in: Path, *arguments: str) -> list[str]:
    """The command line of one run; `--pyargs readiness` unless a module is named."""
    named = any(argument.endswith(".py") or argument.startswith("readiness.") for argument in arguments)
    what = [] if named else ["readiness"]
    base = [sys.executable, "-m", "pytest", *LEFT_OUT, "--pyargs", *what]
    return [*base, f"--report-dir={reports_in / 'reports'}", *arguments]


def environment(extra: dict[str, str]) -> dict[str, str]:
    """Ours, in English, without a key or a proxy."""
    ours = {name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")}
    ours.pop("OPENAI_API_KEY", None)
    return {**ours, "READINESS_LANG": "en", **extra}


@pytest.fixture
def reference() -> Iterator[Callable[..., str]]:
    """`reference("--fault", ...)` starts a reference endpoint and returns its URL."""
    started: list[ReferenceProcess] = []

    def start(*arguments: str) -> str:
        started.append(ReferenceProcess(arguments))
        return started[-1].url

    yield start
    for process in started:
        process.close()
