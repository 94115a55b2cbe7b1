"""The calibration: faults are found as what they are, healthy variation is left alone."""

from dataclasses import replace

import pytest

from readiness import selftest
from readiness.selftest import Entry

CATALOGUE = {entry.name: entry for entry in selftest.catalogue()}
FOUND = ["json_output.fence", "json_output.missing_field", "json_output.keyword_ignored", "transport.hang"]
SILENT = ["healthy.crlf", "healthy.resplit", "healthy.pretty"]


def _tried(name: str, trigger: str) -> selftest.Seen:
    return selftest.try_one(replace(CATALOGUE[name], trigger=trigger), seed=0, profile="quick")


def test_the_catalogue_is_large_enough_to_mean_something() -> None:
    healthy = [name for name, entry in CATALOGUE.items() if entry.kind == selftest.HEALTHY]
    assert len(healthy) >= 8
    assert len(CATALOGUE) - len(healthy) >= 25


@pytest.mark.parametrize("name", FOUND)
def test_a_fault_is_found_by_its_own_finding(name: str) -> None:
    seen = _tried(name, "stream=true" if name == "transport.hang" else "")
    assert seen.right, seen
    assert not seen.passed or name == "transport.hang"


@pytest.mark.parametrize("name", SILENT)
def test_a_healthy_variation_raises_no_alarm(name: str) -> None:
    seen = _tried(name, "")
    assert seen.right, seen


def test_the_table_says_what_was_missed_and_what_was_a_false_alarm() -> None:
    fault = Entry("x.fence", "fault", "", ("x.fence",), "")
    healthy = Entry("healthy.y", selftest.HEALTHY, "", (), "")
    seen = [
        selftest.Seen(fault, 0, "pass", (), passed=True),
        selftest.Seen(fault, 1, "fail", ("x.fence",), passed=False),
        selftest.Seen(healthy, 0, "fail", ("x.fence",), passed=False),
    ]
    table = selftest.table(seen)
    assert "MISSED" in table
    assert "FALSE ALARM" in table
    assert table.endswith("detected 1 of 2, false alarms 1 of 1")


def test_a_finding_that_is_right_elsewhere_is_no_alarm() -> None:
    entry = Entry("healthy.y", selftest.HEALTHY, "", (), "", elsewhere=("z.shape",))
    assert selftest.Seen(entry, 0, "pass", ("z.shape",), passed=True).right
    assert not selftest.Seen(entry, 0, "pass", ("z.other",), passed=True).right


def test_a_fault_is_tried_with_the_dimension_of_its_findings() -> None:
    assert CATALOGUE["transport.hang"].dimensions == ["json_output"]
    assert CATALOGUE["api_compatibility.created_ms"].dimensions == ["api_compatibility"]


def test_a_fault_of_the_keys_is_found_behind_a_key() -> None:
    seen = selftest.try_one(CATALOGUE["api_compatibility.auth_open"], seed=0, profile="quick")
    assert seen.right, seen
