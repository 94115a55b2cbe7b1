"""Policies as a user meets them: one recorded quick run with a fault, judged again under several of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from readiness.session.reference import ReferenceProcess
from tests.conftest import Finished, Suite, command, environment

JSON = "readiness.test_json_output"
FAULT = ("--fault", "json_output.fence:rate=0.2")
EXCLUDED = '[dimension.json_output]\nrequired = false\nreason = "this product sends no JSON"\n'
UNUSED = """
[[waive]]
finding = "tool_calls.no_call"
case = "call-urumqi-zh"
reason = "seen in May"
by = "Li Wei"
until = 9999-12-31
"""
WAIVER = """
[[waive]]
finding = "json_output.fence"
case = "{case}"
reason = "the gateway strips <fences>"
by = "Li Wei"
until = 9999-12-31
"""


def run(folder: Path, *arguments: str, **environ: str) -> Finished:
    done = subprocess.run(
        command(folder, *arguments),
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(environ),
        timeout=120,
        check=False,
    )
    return Finished(done.returncode, done.stdout + done.stderr, folder / "reports")


def one_line(finished: Finished) -> str:
    return " ".join(finished.output.split())


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Judged by the default policy."""
    with ReferenceProcess(FAULT) as reference:
        return run(tmp_path_factory.mktemp("live"), f"--endpoint={reference.url}", "--run-profile=quick")


def waivers(recorded: Finished) -> str:
    cases = {finding["case"] for finding in recorded.dimension("json_output")["findings"]}
    return "".join(WAIVER.format(case=case) for case in sorted(cases))


@pytest.fixture(scope="module")
def waived(recorded: Finished, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The same answers under a policy that waives every miss."""
    folder = tmp_path_factory.mktemp("waived")
    (folder / "lenient.toml").write_text(waivers(recorded), encoding="utf-8")
    return run(folder, f"--replay-run={recorded.folder}", "--policy=lenient.toml")


def test_a_waived_miss_no_longer_fails_the_run_and_is_still_counted(
    recorded: Finished, waived: Finished
) -> None:
    before, after = recorded.dimension("json_output"), waived.dimension("json_output")
    figures = ("n", "hits", "misses", "observed", "interval", "findings", "measures")
    assert (recorded.exit_code, waived.exit_code) == (1, 0), waived.output
    assert (before["verdict"], after["verdict"]) == ("fail", "pass")
    assert {name: before[name] for name in figures} == {name: after[name] for name in figures}
    assert after["waived"] == sum(waiver["misses"] for waiver in after["waivers"]) > 0


def test_terminal_markdown_and_junit_say_pass_with_waivers(waived: Finished) -> None:
    row = waived.dimension("json_output")
    word = f"smoke: pass with waivers, {row['misses']} missed of {row['n']}"
    junit = ElementTree.parse(waived.folder / "junit.xml")
    said = junit.findtext("testsuite[@name='json_output']/testcase[@name='gate']/system-out") or ""
    assert f"Strict JSON output (json_output): {word}" in waived.output
    assert word in (waived.folder / "scorecard.md").read_text(encoding="utf-8")
    assert said.startswith(f"{word}: ")


def test_the_head_of_the_scorecard_names_each_waiver(waived: Finished) -> None:
    page = (waived.folder / "scorecard.md").read_text(encoding="utf-8")
    head = page[: page.index("**Run**")]
    for waiver in waived.dimension("json_output")["waivers"]:
        assert f"json_output.fence in case {waiver['case']}" in head
    assert head.count("Li Wei, until 9999-12-31: the gateway strips &lt;fences&gt;") == head.count("Waived:")


def test_a_replay_under_another_policy_says_so(recorded: Finished, waived: Finished) -> None:
    now, then = (each.result["suite"]["policy_sha256"] for each in (waived, recorded))
    assert waived.result["recorded_policy"] == {"name": "default", "sha256": then}
    said = f"JUDGED UNDER ANOTHER POLICY: lenient.toml ({now[:8]}); recorded under default ({then[:8]})"
    assert said in one_line(waived)


def test_a_replay_judges_by_the_recorded_policy(suite: Suite, waived: Finished) -> None:
    again = suite(f"--replay-run={waived.folder}", "--lang=zh")
    assert again.exit_code == 0, again.output
    assert again.result["dimensions"] == waived.result["dimensions"]
    assert again.result["suite"]["policy_sha256"] == waived.result["suite"]["policy_sha256"]
    assert again.result["recorded_policy"] is None
    assert "通过（含豁免）" in again.output


@pytest.fixture(scope="module")
def excluded(recorded: Finished, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The same answers where JSON does not count, and something is waived that is not there."""
    folder = tmp_path_factory.mktemp("excluded")
    (folder / "own.toml").write_text(EXCLUDED + UNUSED, encoding="utf-8")
    return run(folder, f"--replay-run={recorded.folder}", "--policy=own.toml")


def test_a_dimension_that_is_taken_out_is_shown_with_the_reason_and_does_not_fail_the_run(
    excluded: Finished,
) -> None:
    gate = ElementTree.parse(excluded.folder / "junit.xml").find(
        "testsuite[@name='json_output']/testcase[@name='gate']/skipped"
    )
    assert excluded.dimension("json_output")["verdict"] == "fail"
    assert excluded.result["verdict"] == "inconclusive"
    assert excluded.output.count("this product sends no JSON") == 2
    assert gate is not None
    assert gate.get("message", "").startswith("FAIL, not counted: ")


def test_a_waiver_of_what_is_not_there_is_an_error(excluded: Finished) -> None:
    assert excluded.exit_code == 6, excluded.output
    assert "ERROR in the policy, a waiver of what is not there: tool_calls.no_call" in one_line(excluded)


def test_a_wrong_policy_is_told_in_the_language_of_the_user_before_anything_is_sent(
    suite: Suite, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text("[dimension.json_output]\nformat_rate = 2\nx = 1\n", encoding="utf-8")
    done = suite("--endpoint=http://127.0.0.1:9/v1", "--policy=own.toml", READINESS_LANG="zh")
    assert done.exit_code == 4
    assert "own.toml:2: format_rate 是 2；请写 0 到 1 之间的数字" in done.output
    assert "own.toml:3: json_output 没有门槛" in done.output
    assert "127.0.0.1" not in done.output


def test_the_resolved_policy_lies_in_the_folder(waived: Finished) -> None:
    written = (waived.folder / "policy.toml").read_text(encoding="utf-8")
    assert written.count("[[waive]]") == len(waived.dimension("json_output")["waivers"])
    header = json.loads((waived.folder / "journal.jsonl").read_text(encoding="utf-8").split("\n")[0])
    assert header["payload"]["policy_sha256"] == waived.result["suite"]["policy_sha256"]
