"""The reference endpoint as a process: its first line, its options, its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from faults.catalogue import arm, catalogue

from readiness.judging.json_output import codes
from readiness.places import fixtures_folder

from .talking import Talk

COMMAND = [sys.executable, "-E", "-s", "-S", str(fixtures_folder() / "reference")]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=20)


def test_prints_its_url_and_ends_with_its_parent() -> None:
    command = [*COMMAND, "--exit-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert Talk.to(url).chat("Say OK").content == "OK"
        process.stdin.close()
        assert process.wait(10) == 0
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/v1")


def test_key_comes_from_the_environment() -> None:
    command = [*COMMAND, "--exit-with-parent", "--api-key-env", "SOME_KEY"]
    environment = {**os.environ, "SOME_KEY": "k"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        talk = Talk.to(process.stdout.readline().strip())
        statuses = [talk.chat(headers=headers).status for headers in ({}, {"Authorization": "Bearer k"})]
        process.kill()
    assert statuses == [401, 200]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--fault", "json_output.fense"), "json_output.fence"),
        (("--api-key-env", "NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE is not set"),
        (("--host", "192.0.2.1"), "assign"),
    ],
)
def test_wrong_option_is_a_clear_error(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_catalogue_as_json() -> None:
    entries = json.loads(run("--list-faults", "--json").stdout)
    kinds = [entry["kind"] for entry in entries]
    assert kinds.count("fault") >= 40
    assert kinds.count("healthy") >= 12
    assert all(bool(entry["expects"]) == (entry["kind"] == "fault") for entry in entries)
    assert all(entry["name"].startswith("healthy.") == (entry["kind"] == "healthy") for entry in entries)


def test_every_trigger_of_the_catalogue_is_a_legal_switch() -> None:
    for fault in catalogue().values():
        arm(f"{fault.name}:{fault.trigger}", 0)


@pytest.mark.parametrize(
    "name", [name for name in catalogue() if name.startswith(("json_output.", "transport."))]
)
def test_expected_findings_exist(name: str) -> None:
    words = {code.removeprefix("json_output.") for code in catalogue()[name].expects}
    assert words <= {*codes.ORDER}


def test_catalogue_as_a_table() -> None:
    done = run("--list-faults")
    line = next(line for line in done.stdout.splitlines() if line.startswith("json_output.fence "))
    assert "fault" in line
    assert line.endswith("-> json_output.fence")
