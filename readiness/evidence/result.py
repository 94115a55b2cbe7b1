"""The result of a run, `run.json`: what was measured, against which bar, and what that proves.

The file's shape is published beside this module as `run.schema.json` (JSON Schema, draft 2020-12).
It is written in the canonical form of RFC 8785, so that equal results are equal bytes. Rates are
fractions of 1, times are ISO 8601 in UTC, durations are seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import rfc8785

from readiness.judging.records import Measure, Ruling, Text, Verdict

SCHEMA = "readiness.run/1"
_Record = TypeVar("_Record")


class ResultError(Exception):
    """A result that cannot be written or read; one sentence."""


class RunVerdict(StrEnum):
    """Dare we put the endpoint into production?"""

    READY = "ready"
    NOT_READY = "not_ready"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Suite:
    """What judged: the suite's version and the digests of the cases and the bars."""

    version: str
    cases_sha256: str
    policy_sha256: str


@dataclass(frozen=True, slots=True)
class EndpointInfo:
    """What was judged. `url` holds no credentials; `served_model` is what the replies named."""

    url: str
    model: str
    served_model: str | None
    reference: bool


@dataclass(frozen=True, slots=True)
class Requests:
    """What went over the wire. `errors` counts by class; `seconds` from first request to last byte.

    Tokens are those that `usage` of the replies counts; `estimated` replies had none.
    """

    sent: int
    answered: int
    retried: int
    errors: Mapping[str, int]
    seconds: float
    concurrency: int
    tokens_in: int
    tokens_out: int
    estimated: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One named defect and where to look: `exchange` points into the run's folder."""

    code: str
    case: str
    attempt: int
    expected: str
    got: str
    exchange: str | None


@dataclass(frozen=True, slots=True)
class PolicyName:
    """A policy by its name, or its file's, and the digest of what it resolves to."""

    name: str
    sha256: str


class WaiverState(StrEnum):
    """What came of a waiver. `UNUSED`: its case was judged every time and never had the finding."""

    USED = "used"
    UNUSED = "unused"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """A waiver of the policy and what came of it.

    `until` is an ISO 8601 day. `misses` counts the misses that it covers, by itself or with others: all
    findings of such a case are waived.
    """

    finding: str
    case: str
    reason: str
    by: str
    until: str
    state: WaiverState
    misses: int


@dataclass(frozen=True, slots=True)
class Description:
    """A dimension's id, title and claim, whether or not this version can measure it."""

    id: str
    title: Text
    claim: Text


@dataclass(frozen=True, slots=True)
class BankInfo:
    """An organisation's own bank: its path as it was given, and a digest over its files."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """One row of the scorecard. `planned` and `asked` count cases; `n` counts judged ones."""

    id: str
    title: Text
    claim: Text
    bar: float | None
    observed: float | None
    established: float | None
    verdict: Verdict
    n: int
    hits: int
    misses: int
    errors: int
    unsupported: int
    interval: tuple[float, float] | None
    findings: tuple[Finding, ...]
    reason: Text
    measures: Mapping[str, Measure]
    required: bool
    planned: int
    asked: int
    excluded: str | None = None
    """Why the policy takes the dimension out of the verdict, in the words of its author; else None."""
    waived: int = 0
    """Misses taken as hits, where the verdict rests on that."""
    waivers: tuple[AppliedWaiver, ...] = ()
    bank: BankInfo | None = None
    """None where the cases are those that come with readiness."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """Everything that `run.json` holds."""

    run_id: str
    suite: Suite
    endpoint: EndpointInfo
    profile: str
    seed: int
    partial: bool
    started: str
    finished: str
    verdict: RunVerdict
    dimensions: tuple[DimensionResult, ...]
    lang: str
    confidence: float | None
    requests: Requests
    policy: str
    notes: tuple[Text, ...] = field(default=())
    replay_of: str | None = None
    invocation: tuple[str, ...] = ()
    """`--name=value` of what leads to the same requests, without secrets."""
    recorded_policy: PolicyName | None = None
    """Of a replay under another policy: the one that the run was recorded under."""

    def to_json(self) -> dict[str, Any]:
        """Plain data, as it stands in the file."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Any) -> RunResult:
        """The record of plain data; `ResultError` where the published schema does not hold."""
        _validate(data)
        return _picked(
            cls,
            data,
            suite=_picked(Suite, data["suite"]),
            endpoint=_picked(EndpointInfo, data["endpoint"]),
            verdict=RunVerdict(data["verdict"]),
            dimensions=tuple(_dimension(entry) for entry in data["dimensions"]),
            requests=_picked(Requests, data["requests"]),
            notes=tuple(_picked(Text, note) for note in data["notes"]),
            invocation=tuple(data["invocation"]),
            recorded_policy=data["recorded_policy"] and _picked(PolicyName, data["recorded_policy"]),
        )

    def write(self, path: Path) -> None:
        """Write canonical JSON, whole or not at all; NaN and infinities raise `ResultError`."""
        try:
            text = rfc8785.dumps(_encodable(self.to_json()))
        except rfc8785.CanonicalizationError as error:
            raise ResultError(f"the result cannot be written as JSON: {error}") from error
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(text + b"\n")
        part.replace(path)

    @classmethod
    def read(cls, path: Path) -> RunResult:
        """Read a `run.json`; raises `ResultError` with one sentence when it is none."""
        try:
            return cls.from_json(json.loads(path.read_bytes(), parse_constant=_reject_constant))
        except OSError as error:
            raise ResultError(f"{path} cannot be read: {error.strerror or error}") from error
        except (ValueError, RecursionError) as error:
            raise ResultError(f"{path} is not JSON: {error}") from error
        except ResultError as error:
            raise ResultError(f"{path} is no result of a run: {error}") from error


def _reject_constant(name: str) -> None:
    raise ValueError(f"it holds {name}")


def _validate(data: Any) -> None:
    from jsonschema import Draft202012Validator  # slow to load, and reading a result is rare
    from jsonschema.exceptions import best_match

    schema = json.loads(files(__package__).joinpath("run.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    error = best_match(validator.iter_errors(data))
    if error is not None:
        message = error.message if len(error.message) <= 200 else f"{error.message[:200]}..."
        raise ResultError(f"{error.json_path}: {message}")


def _dimension(data: Mapping[str, Any]) -> DimensionResult:
    return _picked(
        DimensionResult,
        data,
        title=_picked(Text, data["title"]),
        claim=_picked(Text, data["claim"]),
        verdict=Verdict(data["verdict"]),
        interval=None if data["interval"] is None else tuple(data["interval"]),
        findings=tuple(_picked(Finding, finding) for finding in data["findings"]),
        reason=_picked(Text, data["reason"]),
        measures={name: _picked(Measure, measure) for name, measure in data["measures"].items()},
        waivers=tuple(
            _picked(AppliedWaiver, waiver, state=WaiverState(waiver["state"])) for waiver in data["waivers"]
        ),
        bank=None if data["bank"] is None else _picked(BankInfo, data["bank"]),
    )


def _picked(record: type[_Record], data: Mapping[str, Any], **built: Any) -> _Record:
    """A record from the keys it knows: a later version may have added others."""
    known = {entry.name: data[entry.name] for entry in fields(record) if entry.name not in built}  # type: ignore[arg-type]
    return record(**known, **built)


def _encodable(value: Any) -> Any:
    """The same data with lone surrogates spelled out: a reply may hold them, UTF-8 cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value


# --- rows ----------------------------------------------------------------------------------------


def dimension_result(
    description: Description,
    ruling: Ruling,
    findings: Iterable[Finding],
    *,
    required: bool,
    planned: int,
    asked: int,
    excluded: str | None = None,
    waived: int = 0,
    waivers: tuple[AppliedWaiver, ...] = (),
    bank: BankInfo | None = None,
) -> DimensionResult:
    """The row of a dimension whose gate has ruled."""
    return DimensionResult(
        id=description.id,
        title=description.title,
        claim=description.claim,
        bar=ruling.bar,
        observed=ruling.observed,
        established=ruling.established,
        verdict=ruling.verdict,
        n=ruling.n,
        hits=ruling.hits,
        misses=ruling.misses,
        errors=ruling.errors,
        unsupported=ruling.unsupported,
        interval=ruling.interval,
        findings=tuple(findings),
        reason=ruling.reason,
        measures=dict(ruling.measures),
        required=required,
        planned=planned,
        asked=asked,
        excluded=excluded,
        waived=waived,
        waivers=waivers,
        bank=bank,
    )


def every_dimension(
    descriptions: Sequence[Description], results: Iterable[DimensionResult], why: Callable[[str], Text]
) -> tuple[DimensionResult, ...]:
    """One row a description, in that order; those without a result are not measured; `why` says why."""
    ruled = {result.id: result for result in results}
    return tuple(
        ruled.get(description.id)
        or dimension_result(
            description, _unmeasured(why(description.id)), (), required=False, planned=0, asked=0
        )
        for description in descriptions
    )


def _unmeasured(reason: Text) -> Ruling:
    return Ruling(Verdict.NOT_MEASURED, None, None, None, 0, 0, 0, 0, 0, None, reason)
