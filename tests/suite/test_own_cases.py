"""`--cases DIR`: an organisation's own banks, each on a line of its own under the same bar."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from readiness import own_cases
from tests.conftest import Finished, Suite, command, environment

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_cases"
JSON = "readiness.test_json_output"
HEAD = """\
schema: readiness.cases/1
dimension: json_output
family: orders
licence: Apache-2.0
origin: written for this test
counts: {quick: 1, standard: 1, full: 1}
"""
OURS = "plain-compound-surname-ouyang-zh"
PLAIN = """\
cases:
  - id: ID
    lang: en
    messages: [{role: user, content: "Return only JSON with name and age. Ida Storm is 41 years old."}]
    expect: {value: {name: Ida Storm, age: AGE}}
"""
TOOLS = """\
body:
  tools:
  - type: function
    function:
      name: get_weather
      description: Weather of one city on one day
      parameters:
        type: object
        properties:
          city: {type: string, description: City}
          date: {type: string, format: date, description: "Date: YYYY-MM-DD"}
        required: [city, date]
"""
CALLS = """\
cases:
  - id: weather-oslo
    lang: en
    messages: [{role: user, content: "What is the weather in Oslo on 2027-03-04?"}]
    expect: {calls: [{name: get_weather, arguments: {city: [Oslo], date: ["2027-03-04"]}}]}
"""


def bank(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ran(here: Path, *arguments: str) -> Finished:
    done = subprocess.run(
        command(here, *arguments), capture_output=True, text=True, cwd=here, env=environment({}), check=False
    )
    return Finished(done.returncode, done.stdout + done.stderr, here / "reports")


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The example, and an own bank of tool calls beside it in another folder; nobody changes the run."""
    here = tmp_path_factory.mktemp("passed")
    orders = (EXAMPLE / "json_output" / "orders.yaml").read_text(encoding="utf-8")
    bank(here, "own/orders.yaml", orders.replace("quick: 2", "quick: 6"))
    head = HEAD.replace("json_output", "tool_calls").replace("orders", "our weather")
    bank(here, "own/tools/weather.yaml", head + TOOLS + CALLS)
    return ran(here, "readiness", "--endpoint=reference", "--run-profile=quick", "--cases=own")


def test_the_example_passes_on_a_line_of_its_own(passed: Finished) -> None:
    row = passed.dimension("json_output.own")
    assert passed.exit_code == 0, passed.output
    assert (row["verdict"], row["n"], row["hits"], row["planned"]) == ("pass", 6, 6, 6)
    assert passed.dimension("json_output")["planned"] == 30
    assert "Strict JSON output, own bank" in passed.output


def test_a_bank_of_one_family_of_any_name_is_gated(passed: Finished) -> None:
    row = passed.dimension("tool_calls.own")
    assert (row["verdict"], row["n"]) == ("pass", 1)
    assert "format_rate_our weather" in row["measures"]


def test_the_bank_is_named_in_the_result(passed: Finished) -> None:
    banks = {one["id"]: one["bank"] for one in passed.result["dimensions"] if one["bank"]}
    assert banks.keys() == {"json_output.own", "tool_calls.own"}
    assert banks["json_output.own"]["path"] == "own"
    assert len({one["sha256"] for one in banks.values()}) == 2


def test_a_replay_judges_the_own_bank_again(passed: Finished, suite: Suite) -> None:
    replayed = suite(f"--replay-run={passed.folder}")
    assert replayed.exit_code == 0, replayed.output
    assert replayed.result["dimensions"] == passed.result["dimensions"]


def test_the_standard_profile_of_the_example_is_answered_from_its_text(suite: Suite) -> None:
    done = suite(JSON, "--endpoint=reference", f"--cases={EXAMPLE}", "-k", "own-order or test_gate", "-v")
    row = done.dimension("json_output.own")
    assert (row["verdict"], row["n"], row["misses"]) == ("pass", 6, 0), done.output
    assert row["required"] is True
    assert "test_reply[own-order-tea-set-zh] PASSED" in done.output
    assert "test_gate[own] PASSED" in done.output


def test_a_miss_in_the_own_bank_alone_keeps_the_endpoint_out(suite: Suite, tmp_path: Path) -> None:
    bank(tmp_path, "own/people.yaml", HEAD + PLAIN.replace("ID", OURS).replace("AGE", "42"))
    done = suite(JSON, "--endpoint=reference", "--run-profile=quick", "--cases=own")
    ours, own = done.dimension("json_output"), done.dimension("json_output.own")
    assert done.exit_code == 1
    assert (ours["verdict"], ours["misses"]) == ("pass", 0)
    assert own["verdict"] == "fail"
    assert done.result["verdict"] == "not_ready"
    assert [finding["case"] for finding in own["findings"]] == [OURS]
    assert (
        f"readiness show {done.folder.relative_to(tmp_path)} json_output.own/{OURS}"
        in done.output.replace(str(tmp_path) + "/", "")
    )
    assert f"::test_reply[own-{OURS}]' --endpoint=reference" in done.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + PLAIN.replace("lang: en", "lang: fr"), "own/bad.yaml:8: lang is 'fr'"),
        (HEAD.replace("json_output", "poetry") + PLAIN, "own/bad.yaml:1: no dimension 'poetry' takes own"),
        (HEAD + PLAIN.replace("value:", "valeu:"), "own/bad.yaml:8: 'expect' holds 'valeu'"),
        (HEAD.replace("json_output", "tool_calls") + CALLS, "own/bad.yaml:8: 'body' offers no tools"),
        (
            HEAD.replace("json_output", "tool_calls") + TOOLS + CALLS.replace("name: get_", "name: fetch_"),
            "'expect' wants a call of 'fetch_weather'",
        ),
        (
            HEAD.replace("json_output", "tool_calls") + TOOLS + CALLS.replace("city: [Oslo]", "city: Oslo"),
            "'expect' gives the parameter 'city' no list",
        ),
        (
            HEAD.replace("json_output", "tool_calls") + TOOLS.replace("type: object", "type: objekt") + CALLS,
            "the schema get_weather cannot be used",
        ),
    ],
    ids=["language", "dimension", "expectation", "no tools", "no such tool", "no list", "schema"],
)
def test_what_is_wrong_with_a_bank_is_told_by_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    bank(tmp_path, "own/bad.yaml", text.replace("ID", "ida").replace("AGE", "41"))
    found = own_cases.check(tmp_path / "own")
    assert any(said in str(each) for each in found), found


def test_the_command_checks_a_folder_and_one_file(tmp_path: Path) -> None:
    file = EXAMPLE / "json_output" / "orders.yaml"
    for path in (EXAMPLE, file):
        done = subprocess.run(
            [sys.executable, "-m", "readiness.cli", "cases", "check", str(path)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment({}),
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, f"{path}: 1 bank files, nothing wrong\n")


def test_a_bank_with_faults_is_one_usage_error(suite: Suite, tmp_path: Path) -> None:
    faulty = PLAIN.replace("lang: en", "lang: fr").replace("ID", "ida").replace("AGE", "41")
    bank(tmp_path, "own/bad.yaml", HEAD + faulty)
    done = suite("--endpoint=http://127.0.0.1:9/v1", "--cases=own")
    assert done.exit_code == 4
    assert "own/bad.yaml:8: lang is 'fr'" in done.output
    assert not done.reports.exists()


def test_a_run_without_own_cases_has_no_own_line(suite: Suite) -> None:
    done = suite(JSON, "--endpoint=reference", "--run-profile=quick", "-k", "plain-compound", "--lang=zh")
    assert not any(one["id"].endswith(".own") for one in done.result["dimensions"])
    assert (
        json.loads((done.folder / "journal.jsonl").read_bytes().splitlines()[0])["payload"]["own_banks"] == {}
    )
