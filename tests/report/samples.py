"""Results of imagined runs for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readiness.evidence.result import (
    DimensionResult,
    EndpointInfo,
    Finding,
    Requests,
    RunResult,
    Suite,
    dimension_result,
    every_dimension,
)
from readiness.evidence.verdict import run_verdict
from readiness.judging.records import Measure, Ruling, Text, Verdict
from readiness.report.words import Words

WORDS = Words("en")
DESCRIPTIONS = {description.id: description for description in WORDS.dimensions()}

FAILED = Ruling(
    verdict=Verdict.FAIL,
    bar=1.0,
    observed=231 / 237,
    established=0.9507,
    n=237,
    hits=231,
    misses=6,
    errors=1,
    unsupported=2,
    interval=(0.9458, 0.9906),
    reason=Text(
        en="6 of 237 replies were not one legal JSON document; the bar is 100 %.",
        zh="237 个应答中有 6 个不是唯一合法的 JSON 文档；门槛为 100 %。",
    ),
    measures={
        "format_rate": Measure(97.46, "%", "legal documents / judged, families P + O + S + T: 231 / 237"),
        "value_rate": Measure(0.9913, "fraction", "all expected fields equal / legal documents: 229 / 231"),
        "max_whitespace_run": Measure(3, "characters", "longest run of whitespace outside strings"),
        "n_distinct_prompts": Measure(198, "", "different conversations that were sent"),
        "tokens_per_char": Measure(0.3127, "tokens/character", "completion tokens / characters of content"),
        "stream_agreement": Measure(None, "%", "twins with the same verdict / twins"),
    },
)
PASSED = replace(
    FAILED,
    verdict=Verdict.PASS,
    observed=1.0,
    established=0.9874,
    hits=237,
    misses=0,
    errors=0,
    unsupported=0,
    interval=(0.9845, 1.0),
    reason=Text(en="No miss in 237 judged replies.", zh="237 个已判应答均无失误。"),
)
FINDINGS = (
    *(
        Finding(
            code="json_output.fence",
            case=f"json-plain-quoted-name-zh-{number}",
            attempt=1,
            expected="one legal JSON document and nothing else",
            got='```json\n{"name": "欧阳明", "age": 41, "city": "乌鲁木齐"}\n```',
            exchange="journal.jsonl, exchange 17",
        )
        for number in range(4)
    ),
    Finding(
        "json_output.length_hidden",
        "json-truncation-en",
        2,
        "finish_reason length",
        "finish_reason stop",
        None,
    ),
    Finding(
        "json_output.not_in_catalogue", "json-plain-en", 1, "an object", "a list", "journal.jsonl, exchange 9"
    ),
)


def row(ruling: Ruling, name: str = "json_output", *, required: bool = True) -> DimensionResult:
    findings = FINDINGS if ruling.misses else ()
    return dimension_result(DESCRIPTIONS[name], ruling, findings, required=required, planned=316, asked=316)


def result(*rows: DimensionResult, **changes: Any) -> RunResult:
    """A standard run; rows that are missing are not measured."""
    rows = rows or (row(FAILED),)
    sample = RunResult(
        run_id="20260131T080509Z-7f3a",
        suite=Suite("0.1.0", "a" * 64, "b" * 64),
        endpoint=EndpointInfo("http://127.0.0.1:8000/v1", "qwen2.5-7b", "qwen2.5-7b", reference=False),
        profile="standard",
        seed=7,
        partial=False,
        started="2026-01-31T08:05:09.250000+00:00",
        finished="2026-01-31T08:07:23.750000+00:00",
        verdict=run_verdict(changes.get("profile", "standard"), changes.get("partial", False), rows),
        dimensions=every_dimension(WORDS.dimensions(), rows, lambda _: WORDS.both("unmeasured.not_built")),
        lang="en",
        confidence=None,
        requests=Requests(319, 317, 2, {"reset": 1, "http_503": 1}, 133.2, 8, 41820, 9377, 12),
        policy="default",
        notes=(
            Text(
                en="The endpoint refuses temperature 0, so the requests go without it.",
                zh="端点拒绝 temperature 0，因此请求中不含该参数。",
            ),
        ),
    )
    return replace(sample, **changes)
