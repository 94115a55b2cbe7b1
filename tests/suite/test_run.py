"""A whole run on the reference endpoint, as a newcomer sees it."""

import json

import pytest

from tests.conftest import Finished, Suite, runner


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return runner(tmp_path_factory.mktemp("quick"))("--endpoint=reference", "--run-profile=quick")


def test_the_quick_profile_passes_and_claims_nothing(quick: Finished) -> None:
    assert quick.exit_code == 0, quick.output
    assert quick.result["verdict"] == "inconclusive"
    assert quick.dimension("json_output")["misses"] == 0
    assert "smoke" in quick.output


def test_the_scorecard_names_the_reference_endpoint_first(quick: Finished) -> None:
    first = (quick.folder / "scorecard.md").read_text(encoding="utf-8").splitlines()[:4]
    assert "REFERENCE ENDPOINT" in first[0]
    assert quick.result["endpoint"]["reference"] is True


def test_dimensions_that_do_not_exist_yet_are_listed(quick: Finished) -> None:
    verdicts = {one["id"]: one["verdict"] for one in quick.result["dimensions"]}
    assert len(verdicts) == 13
    assert verdicts["licence"] == "not_measured"


def test_the_folder_holds_what_the_manifest_says(quick: Finished) -> None:
    manifest = {entry["path"] for entry in json.loads((quick.folder / "manifest.json").read_bytes())}
    found = {path.relative_to(quick.folder).as_posix() for path in quick.folder.rglob("*") if path.is_file()}
    assert found - manifest == {"manifest.json"}
    assert {
        "run.json",
        "journal.jsonl",
        "cases.jsonl",
        "policy.toml",
        "scorecard.md",
        "junit.xml",
    } <= manifest


def test_latest_points_at_the_run(quick: Finished) -> None:
    assert (quick.reports / "latest").resolve() == quick.folder


def test_the_standard_profile_is_ready_only_with_all_that_is_required(suite: Suite) -> None:
    done = suite("--endpoint=reference")
    row = done.dimension("json_output")
    assert done.exit_code == 0, done.output
    assert (row["verdict"], row["misses"], row["errors"]) == ("pass", 0, 0)
    assert row["established"] == pytest.approx(0.05 ** (1 / row["n"]))
    assert done.result["verdict"] == "ready"


def test_chinese_is_spoken_on_request(suite: Suite) -> None:
    done = suite("--endpoint=reference", "--run-profile=quick", "--lang=zh")
    assert "未测" in done.output
