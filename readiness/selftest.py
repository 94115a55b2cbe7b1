"""The suite's calibration: every fault of the reference endpoint's catalogue, and every healthy variation.

Each runs the suite as a user would, in a process of its own, against a reference endpoint that misbehaves
in exactly one way. A fault counts as detected when a finding that it may lead to is in `run.json`; a
healthy variation is a false alarm when any finding is, or when a gate does not pass (in a smoke run, which
proves nothing and may leave a gate open: when one fails). What is healthy for
one dimension may be a defect for another: such entries name the findings that are right `elsewhere`.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabulate import tabulate

from readiness.places import dimension_ids, fixtures_folder
from readiness.session.reference import ReferenceProcess

HEALTHY = "healthy"
QUICK = "quick"
KEY_VARIABLE = "READINESS_SELFTEST_KEY"
"""Holds the key, for entries that need one, and nothing for the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: `trigger` is how the self-test switches it on."""

    name: str
    kind: str
    does: str
    expects: tuple[str, ...]
    trigger: str
    elsewhere: tuple[str, ...] = ()
    """Findings of a variation that is healthy only for the other dimensions."""
    needs_key: bool = False
    """Whether it shows only where the endpoint demands a key."""

    @property
    def switch(self) -> str:
        """What `--fault` takes."""
        return f"{self.name}:{self.trigger}" if self.trigger else self.name

    @property
    def dimensions(self) -> Sequence[str]:
        """What has to run to see it: the dimension of its findings, or all of them for a healthy variation."""
        own = {code.split(".")[0] for code in self.expects}
        return [name for name in dimension_ids() if name in own or self.kind == HEALTHY]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the suite said about one entry."""

    entry: Entry
    seed: int
    verdicts: str
    codes: tuple[str, ...]
    passed: bool
    """Whether every gate passed, but for those that are right to fail."""

    @property
    def right(self) -> bool:
        """Whether a fault was seen as what it is, or a healthy variation left alone."""
        if self.entry.kind == HEALTHY:
            return self.passed and not set(self.codes) - set(self.entry.elsewhere)
        return any(code in self.codes for code in self.entry.expects)

    @property
    def word(self) -> str:
        """For the table: detected or missed, silent or false alarm."""
        if self.entry.kind == HEALTHY:
            return "silent" if self.right else "FALSE ALARM"
        return "detected" if self.right else "MISSED"


def catalogue() -> list[Entry]:
    """All faults and variations, as the reference endpoint itself lists them."""
    command = [sys.executable, str(fixtures_folder() / "reference"), "--list-faults", "--json"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return [_entry(data) for data in json.loads(listed.stdout)]


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(
        data["name"],
        data["kind"],
        data["does"],
        tuple(data["expects"]),
        data["trigger"],
        tuple(data["elsewhere"]),
        data["needs_key"],
    )


def run(entries: Sequence[Entry], seeds: Sequence[int], profile: str, dimension: str = "") -> Iterator[Seen]:
    """Try every entry with every seed, as many at a time as there are processors; results as they come.

    A `dimension` limits each run to it.
    """
    pairs = [(entry, seed) for entry in entries for seed in seeds]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda pair: try_one(pair[0], pair[1], profile, dimension), pairs)


def try_one(entry: Entry, seed: int, profile: str, dimension: str = "") -> Seen:
    """Run the suite once against the reference endpoint with this entry switched on."""
    package = Path(__file__).parent
    asked = [dimension] if dimension else entry.dimensions
    modules = [str(package / f"test_{name}.py") for name in asked]
    arguments = ["--fault", entry.switch, "--seed", str(seed)]
    environment = dict(os.environ)
    if entry.needs_key:
        environment[KEY_VARIABLE] = secrets.token_hex(16)
        arguments += ["--api-key-env", KEY_VARIABLE]
    with tempfile.TemporaryDirectory() as reports, ReferenceProcess(arguments, environment) as reference:
        options = [f"--endpoint={reference.url}", f"--report-dir={reports}", f"--run-profile={profile}"]
        plugins = ["-p", "no:cacheprovider", "-p", "no:randomly"]
        command = [sys.executable, "-m", "pytest", "-q", *plugins, *modules, *options]
        command += [f"--seed={seed}", "--request-timeout=3", f"--api-key-env={KEY_VARIABLE}"]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, cwd=reports, env=environment
        )
        found = list(Path(reports).glob("*/run.json"))
        if not found:
            return Seen(entry, seed, f"no result: {_last_line(done.stdout + done.stderr)}", (), passed=False)
        result = json.loads(found[0].read_text(encoding="utf-8"))
    good = ("pass", "inconclusive") if profile == QUICK else ("pass",)
    return _seen(entry, seed, [one for one in result["dimensions"] if one["id"] in asked], good)


def _seen(entry: Entry, seed: int, measured: list[dict[str, Any]], good: Sequence[str]) -> Seen:
    codes = {finding["code"] for one in measured for finding in one["findings"]}
    verdicts = ", ".join(sorted({one["verdict"] for one in measured}))
    excused = {code.split(".")[0] for code in entry.elsewhere}
    passed = all(one["verdict"] in good for one in measured if one["id"] not in excused)
    return Seen(entry, seed, verdicts, tuple(sorted(codes)), passed)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "nothing printed"


def table(seen: Sequence[Seen]) -> str:
    """One line an entry, then the two counts that matter."""
    rows = [(one.entry.switch, one.seed, one.word, one.verdicts, " ".join(one.codes) or "-") for one in seen]
    head = ("fault or variation", "seed", "", "gate", "findings")
    faults = [one for one in seen if one.entry.kind != HEALTHY]
    healthy = [one for one in seen if one.entry.kind == HEALTHY]
    detected = sum(one.right for one in faults)
    alarms = sum(not one.right for one in healthy)
    counts = f"detected {detected} of {len(faults)}, false alarms {alarms} of {len(healthy)}"
    widths = [44, None, None, 16, 60]
    return f"{tabulate(rows, head, tablefmt='simple', maxcolwidths=widths)}\n\n{counts}"
