"""JUnit: red where the exit code is, and XML whatever an endpoint says."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from readiness.evidence.result import RunResult
from readiness.judging.records import Kind, Verdict
from readiness.report.junit import CaseLine, junit
from readiness.report.words import Words
from tests.report.samples import FAILED, PASSED, result, row

LINES = [
    CaseLine("json_output", "json-hit", 1, Kind.HIT, 0.25, ""),
    CaseLine("json_output", "json-miss", 2, Kind.MISS, 0.5, "json_output.fence: expected {; got ```"),
    CaseLine("json_output", "json-error", 1, Kind.ERROR, 1.0, "no answer: reset"),
    CaseLine("json_output", "json-declined", 1, Kind.UNSUPPORTED, 0.25, "HTTP 400"),
]


def suite(sample: RunResult, lines: list[CaseLine]) -> ElementTree.Element:
    found = ElementTree.fromstring(junit(sample, lines, Words(sample.lang))).find(
        "testsuite[@name='json_output']"
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "tag"),
    [("json-hit", None), ("json-miss@2", "failure"), ("json-error", "error"), ("json-declined", "skipped")],
)
def test_a_case_ends_as_its_outcome(name: str, tag: str | None) -> None:
    case = suite(result(), LINES).find(f"testcase[@name='{name}']")
    assert case is not None
    assert [child.tag for child in case] == ([tag] if tag else [])


@pytest.mark.parametrize(
    ("verdict", "required", "tag"),
    [
        (Verdict.PASS, True, None),
        (Verdict.FAIL, False, "failure"),
        (Verdict.INCONCLUSIVE, True, "error"),
        (Verdict.INCONCLUSIVE, False, "skipped"),
        (Verdict.NOT_MEASURED, False, "skipped"),
    ],
)
def test_a_gate_is_a_case_too(verdict: Verdict, required: bool, tag: str | None) -> None:
    sample = result(row(replace(PASSED, verdict=verdict), required=required))
    gate = suite(sample, LINES).findall("testcase")[-1]
    assert gate.get("name") == "gate"
    assert [child.tag for child in gate] == ([tag] if tag else [])


def test_the_counts_add_up() -> None:
    root = ElementTree.fromstring(junit(result(row(FAILED)), LINES, Words("en")))
    counts = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "17", "failures": "2", "errors": "1", "skipped": "13"}
    assert suite(result(row(FAILED)), LINES).get("time") == "2.000"


def test_the_run_is_named_with_its_endpoint() -> None:
    named = {
        entry.get("name"): entry.get("value")
        for entry in suite(result(), LINES).findall("properties/property")
    }
    assert named["run_id"] == "20260131T080509Z-7f3a"
    assert named["reference"] == "false"


def test_the_reason_of_a_gate_comes_in_the_language_of_the_run() -> None:
    gate = suite(result(row(FAILED), lang="zh"), LINES).findall("testcase")[-1]
    assert (gate[0].text or "").startswith("237 个应答中")


def test_whatever_an_endpoint_says_stays_text() -> None:
    text = "first \x00\x1b[31m\ufffe\ud800\u202e <b>]]>&\nsecond"
    lines = [CaseLine("json_output", "json-bad", 1, Kind.MISS, 0.1, text)]
    failure = suite(result(), lines).find("testcase/failure")
    assert failure is not None
    assert failure.text == "first \\x00\\x1b[31m\\ufffe\\ud800\\u202e <b>]]>&\nsecond"
    assert failure.get("message") == "miss: first \\x00\\x1b[31m\\ufffe\\ud800\\u202e <b>]]>&"
