"""`run.json`: what is written is what is read, and what is no result is refused with one sentence."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from jsonschema import Draft202012Validator

from readiness.evidence.result import ResultError, RunResult
from readiness.judging.records import Measure
from tests.report.samples import FAILED, FINDINGS, PASSED, result, row

DIMENSIONS = [
    "licence",
    "json_output",
    "tool_calls",
    "long_context",
    "memory",
    "footprint",
    "refusal",
    "spanish",
    "api_compatibility",
    "load",
    "multilingual_copy",
    "stability",
    "deployment",
]


def published_schema() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "readiness" / "evidence" / "run.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def test_the_published_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(published_schema())
    assert published_schema()["$schema"].endswith("2020-12/schema")


def test_every_named_property_is_described_and_required() -> None:
    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            if "properties" in node:
                yield node
            for value in node.values():
                yield from objects(value)

    found = list(objects(published_schema()))
    assert len(found) == 11
    for node in found:
        assert set(node["required"]) == set(node["properties"])
        assert all("description" in entry for entry in node["properties"].values())


@pytest.mark.parametrize("sample", [result(row(FAILED)), result(row(PASSED), confidence=0.95)])
def test_a_result_keeps_to_the_schema(sample: RunResult) -> None:
    data = json.loads(rfc8785.dumps(sample.to_json()))
    assert list(Draft202012Validator(published_schema()).iter_errors(data)) == []


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    sample = result(row(FAILED), row(PASSED, "tool_calls"), replay_of="20260131T080509Z-0000")
    sample.write(tmp_path / "run.json")
    assert RunResult.read(tmp_path / "run.json") == sample


def test_the_file_is_canonical(tmp_path: Path) -> None:
    result().write(tmp_path / "run.json")
    text = (tmp_path / "run.json").read_bytes()
    assert text == rfc8785.dumps(json.loads(text)) + b"\n"


def test_nothing_but_the_file_is_left_behind(tmp_path: Path) -> None:
    result().write(tmp_path / "run.json")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize("figure", [math.nan, math.inf])
def test_a_figure_that_json_has_not_is_refused(tmp_path: Path, figure: float) -> None:
    sample = result(row(replace(FAILED, measures={"bad": Measure(figure, "s", "0 / 0")})))
    with pytest.raises(ResultError, match="cannot be written"):
        sample.write(tmp_path / "run.json")
    assert not (tmp_path / "run.json").exists()


def test_half_a_character_in_a_reply_does_not_cost_the_result(tmp_path: Path) -> None:
    bad = replace(FINDINGS[0], got="a\ud800b")
    result(replace(row(FAILED), findings=(bad,))).write(tmp_path / "run.json")
    json_output = RunResult.read(tmp_path / "run.json").dimensions[1]
    assert json_output.findings[0].got == "a\\ud800b"


def test_a_later_version_may_add_properties() -> None:
    data = json.loads(json.dumps(result().to_json()))
    data["new"] = data["endpoint"]["new"] = data["dimensions"][0]["new"] = 1
    assert RunResult.from_json(data) == result()


@pytest.mark.parametrize("name", sorted(result().to_json()))
def test_a_missing_property_is_named(name: str) -> None:
    data = result().to_json()
    del data[name]
    with pytest.raises(ResultError, match=name):
        RunResult.from_json(json.loads(json.dumps(data)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ('{"schema": NaN}', "it holds NaN"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no result of a run"),
        ('{"schema": "readiness.run/2"}', "is no result of a run"),
    ],
)
def test_a_wrong_file_gives_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultError, match=says) as caught:
        RunResult.read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_gives_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=r"run\.json cannot be read"):
        RunResult.read(tmp_path / "run.json")


@pytest.mark.parametrize(("key", "value"), [("verdict", "yes"), ("started", "yesterday"), ("seed", "7")])
def test_a_wrong_value_is_shown_with_its_place(key: str, value: str) -> None:
    data = json.loads(json.dumps(result().to_json())) | {key: value}
    with pytest.raises(ResultError, match=rf"\$\.{key}: '{value}'"):
        RunResult.from_json(data)


def test_all_dimensions_stand_in_the_order_of_the_readiness_table() -> None:
    assert [dimension.id for dimension in result().dimensions] == DIMENSIONS


def test_a_dimension_that_is_not_built_is_neither_measured_nor_required() -> None:
    unbuilt = [dimension for dimension in result().dimensions if dimension.id != "json_output"]
    assert {(dimension.verdict, dimension.required, dimension.n) for dimension in unbuilt} == {
        ("not_measured", False, 0)
    }
    assert unbuilt[0].reason.en == "not built into this version"
