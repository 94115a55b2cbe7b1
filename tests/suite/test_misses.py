"""How a wrong answer shows: as a miss of its own, with one line, and a gate that fails."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished, Suite

JSON = "readiness.test_json_output"


@pytest.fixture
def fenced(suite: Suite, reference: Callable[..., str]) -> Finished:
    url = reference("--fault", "json_output.fence:rate=0.2")
    return suite(JSON, f"--endpoint={url}", "--run-profile=quick", "--junitxml=ci.xml", "-v")


def test_a_miss_has_its_own_word_and_the_gate_fails(fenced: Finished) -> None:
    assert fenced.exit_code == 1
    missed = {finding["case"] for finding in fenced.dimension("json_output")["findings"]}
    assert fenced.output.count(" MISS") == len(missed) > 0
    assert "GATE FAILED" in fenced.output
    assert "json_output.fence" in fenced.codes("json_output")
    assert fenced.result["verdict"] == "not_ready"


def test_a_miss_is_a_failure_in_junit(fenced: Finished) -> None:
    tree = ElementTree.parse(fenced.reports.parent / "ci.xml")
    messages = [failure.get("message", "") for failure in tree.iter("failure")]
    assert any("json_output.fence" in message for message in messages)


def test_last_failed_asks_the_misses_again(suite: Suite, reference: Callable[..., str]) -> None:
    url = reference("--fault", "json_output.fence:rate=0.2")
    first = suite(JSON, f"--endpoint={url}", "--run-profile=quick")
    missed = {finding["case"] for finding in first.dimension("json_output")["findings"]}
    again = suite(JSON, f"--endpoint={url}", "--run-profile=quick", "--lf")
    assert 0 < len(missed) == again.dimension("json_output")["asked"]
    assert again.result["partial"] is True


def test_an_answer_that_cannot_be_judged_is_no_miss(suite: Suite, reference: Callable[..., str]) -> None:
    url = reference("--fault", "transport.status:stream=true")
    done = suite(JSON, f"--endpoint={url}", "--run-profile=quick")
    row = done.dimension("json_output")
    streamed = 4
    assert (row["misses"], row["errors"]) == (0, streamed)
    assert "json_output.transport" in done.codes("json_output")


def test_the_gate_stays_last_under_a_plugin_that_shuffles(suite: Suite) -> None:
    done = suite("--endpoint=reference", "--run-profile=quick", "-v", "-p", "randomly")
    items = [line for line in done.output.splitlines() if "::test_" in line]
    assert "test_gate" in items[-1], items[-3:]


def test_a_narrowed_run_never_passes(suite: Suite) -> None:
    done = suite("--endpoint=reference", "--run-profile=quick", "-k", "plain or gate")
    assert done.exit_code == 6
    assert done.result["partial"] is True
    assert done.dimension("json_output")["verdict"] == "inconclusive"


def test_collect_only_sends_nothing(suite: Suite, tmp_path: Path) -> None:
    done = suite("--endpoint=http://127.0.0.1:9/v1", "--collect-only", "-q")
    assert done.exit_code == 0
    assert "test_reply[plain-" in done.output
    assert not (tmp_path / "reports").exists()
