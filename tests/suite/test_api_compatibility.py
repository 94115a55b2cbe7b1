"""API compatibility from outside: against the reference endpoint, healthy and not, and judged again offline."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness.session.reference import ReferenceProcess
from tests.conftest import Finished, Suite, command, environment

MODULE = "readiness.test_api_compatibility"
KEY = "sk-a-key-of-the-user-0123456789"


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    """One quick run against an endpoint that demands a key."""
    here = tmp_path_factory.mktemp("quick")
    served = {**environment({}), "SERVER_KEY": KEY}
    with ReferenceProcess(["--api-key-env", "SERVER_KEY"], served) as reference:
        done = subprocess.run(
            command(here, MODULE, f"--endpoint={reference.url}", "--run-profile=quick"),
            capture_output=True,
            text=True,
            cwd=here,
            env=environment({"OPENAI_API_KEY": KEY}),
            timeout=120,
            check=False,
        )
        yield Finished(done.returncode, done.stdout + done.stderr, here / "reports")


def _events(folder: Path, kind: str) -> list[dict[str, Any]]:
    lines = (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [event for line in lines if (event := json.loads(line))["type"] == kind]


def test_a_healthy_endpoint_misses_no_must_row(quick: Finished) -> None:
    row = quick.dimension("api_compatibility")
    assert (row["verdict"], row["n"], row["misses"], row["errors"]) == ("pass", 40, 0, 0), quick.output
    assert row["findings"] == []
    assert "no MUST miss seen in 40 rows" in row["reason"]["en"]
    assert "s15-broken-stream" in row["reason"]["en"]


def test_the_sdk_that_was_used_is_named(quick: Finished) -> None:
    sdk = quick.dimension("api_compatibility")["measures"]["sdk"]
    assert sdk["value"].startswith("openai ")
    sent = [event["payload"] for event in _events(quick.folder, "request")]
    agents = {payload["headers"]["user-agent"] for payload in sent if "sdk" in payload}
    assert {agent.split("/")[0] for agent in agents} == {"OpenAI", "AsyncOpenAI"}


def test_the_key_stands_nowhere_though_the_sdk_had_it(quick: Finished) -> None:
    written = b"".join(path.read_bytes() for path in quick.folder.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    assert KEY not in quick.output


def test_recorded_answers_get_the_same_verdict(quick: Finished, suite: Suite) -> None:
    replayed = suite(MODULE, f"--replay-run={quick.folder}")
    assert replayed.dimension("api_compatibility") == quick.dimension("api_compatibility")


def test_the_matrix_sets_runs_beside_one_another(quick: Finished) -> None:
    lines = [sys.executable, "-m", "readiness.cli", "--lang", "en", "matrix", str(quick.folder)]
    page = subprocess.run(
        [*lines, str(quick.folder), "--markdown"], capture_output=True, text=True, check=True
    ).stdout
    assert len([line for line in page.splitlines() if line.startswith("| A04 object")]) == 1
    assert page.count("40 / 40") == 2


@pytest.mark.parametrize(
    ("fault", "row", "code"),
    [
        ("api_compatibility.object_name", "a04-object", "api_compatibility.shape"),
        ("api_compatibility.unknown_model_500", "e01-unknown-model", "api_compatibility.status_5xx"),
    ],
)
def test_a_fault_is_found_by_its_row(
    fault: str, row: str, code: str, suite: Suite, reference: Callable[..., str]
) -> None:
    url = reference("--fault", fault)
    done = suite(MODULE, f"--endpoint={url}", "--run-profile=quick", "-k", f"{row} or gate")
    found = done.dimension("api_compatibility")
    assert done.exit_code == 1, done.output
    assert [(one["case"], one["code"]) for one in found["findings"]] == [(row, code)]
    assert "sent a m" in found["findings"][0]["got"]
