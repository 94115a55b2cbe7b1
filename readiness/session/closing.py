"""The end of a run: its result, the reports drawn from it, and the seal over the folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readiness import __version__
from readiness.bank import Case
from readiness.dimension import OWN, Dimension, base_of
from readiness.evidence import folder as run_folder
from readiness.evidence.result import (
    BankInfo,
    Description,
    DimensionResult,
    EndpointInfo,
    Finding,
    Requests,
    ResultError,
    RunResult,
    Suite,
    dimension_result,
    every_dimension,
)
from readiness.evidence.verdict import exit_code, is_required, run_verdict
from readiness.judging.records import Kind, Outcome, Pooled, Text
from readiness.places import dimension_ids
from readiness.report import junit, markdown, pictures
from readiness.report.junit import CaseLine
from readiness.sentence import Mistake, Sentence, sentence
from readiness.session.run import Run
from readiness.session.settling import line


@dataclass(frozen=True)
class Closed:
    """A run that is over. `trouble` is one sentence when the reports could not be written."""

    result: RunResult
    folder: Path
    exit_code: int
    trouble: Mistake | Sentence | None


def close(run: Run) -> Closed:
    """Judge what is left, write every report, seal the folder."""
    folder = run.finish()
    drawn = _pictures(run)
    result = _result(run)
    trouble: Mistake | Sentence | None = run.engine.broken
    try:
        result.write(folder / "run.json")
        (folder / "scorecard.md").write_text(
            markdown.scorecard(result, run.words, str(folder)), encoding="utf-8"
        )
        (folder / "junit.xml").write_text(
            junit.junit(result, list(_case_lines(run)), run.words), encoding="utf-8"
        )
        for name, svg in drawn.items():
            (folder / name).write_bytes(svg)
        run_folder.seal(folder)
    except (OSError, ResultError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        trouble = trouble or sentence("evidence.reports_unwritten", folder=folder, why=why)
    return Closed(result, folder, exit_code(result.profile, result.partial, result.dimensions), trouble)


def _pictures(run: Run) -> dict[str, bytes]:
    """File name and SVG of what the dimensions want drawn, and a note that says where they are, or why not."""
    wanted = [one for each in run.dimensions.values() for one in each.pictures(run.gate_input(each))]
    if not wanted:
        return {}
    try:
        drawn = pictures.draw(wanted, run.words)
    except pictures.NoLibrary:
        run.notes.append(run.words.both("note.no_pictures"))
        return {}
    run.notes.append(run.words.both("note.pictures", names=", ".join(drawn)))
    return drawn


def _result(run: Run) -> RunResult:
    every = list(_descriptions(run))
    descriptions = {entry.id: entry for entry in every}
    rows = [_row(run, dimension, descriptions[dimension.id]) for dimension in run.dimensions.values()]
    dimensions = every_dimension(every, rows, lambda name: _why_unmeasured(run, name))
    traffic = run.traffic
    return RunResult(
        run_id=run.folder.name,
        suite=Suite(__version__, run.cases_sha256, run.policy_sha256),
        endpoint=EndpointInfo(
            run.origin.url, run.learnt.model, run.learnt.served_model, run.learnt.reference
        ),
        profile=run.origin.profile,
        seed=run.origin.seed,
        partial=run.partial,
        started=run.started.isoformat(timespec="seconds"),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        verdict=run_verdict(run.origin.profile, run.partial, dimensions),
        dimensions=dimensions,
        lang=run.words.lang,
        confidence=run.origin.confidence,
        requests=Requests(
            traffic.sent,
            traffic.answered,
            traffic.retried,
            dict(traffic.errors),
            round(traffic.seconds, 3),
            run.origin.concurrency,
            traffic.tokens_in,
            traffic.tokens_out,
            traffic.estimated,
        ),
        policy=run.policy.name,
        notes=tuple(run.all_notes()),
        replay_of=run.replay_of,
        invocation=tuple(run.origin.invocation),
        recorded_policy=run.origin.chosen.recorded,
    )


def _descriptions(run: Run) -> Iterator[Description]:
    """Every dimension, each with the line of an own bank behind it where there is one."""
    for entry in run.words.dimensions():
        yield entry
        if entry.id + OWN in run.dimensions:
            yield run.words.own(entry)


def _why_unmeasured(run: Run, dimension: str) -> Text:
    if dimension in dimension_ids():
        return run.words.both("unmeasured.not_chosen")
    return run.words.both("unmeasured.not_built")


def _row(run: Run, dimension: Dimension, description: Description) -> DimensionResult:
    declared = run.declared[dimension.id]
    asked = [case for case in declared if case.key in run.outcomes]
    findings = [finding for case in asked for finding in _findings(case, run.outcomes[case.key])]
    rule, ruled = run.policy.rule(dimension), run.rulings[dimension.id]
    findings += [_pooled(dimension, one) for one in ruled.ruling.pooled]
    bank = run.own_banks.get(dimension.id)
    return dimension_result(
        description,
        ruled.ruling,
        findings,
        required=is_required(base_of(dimension.id), run.origin.profile, rule.required),
        planned=len(declared),
        asked=len(asked),
        excluded=rule.reason,
        waived=ruled.waived,
        waivers=ruled.waivers,
        bank=BankInfo(bank.path, bank.sha256) if bank else None,
    )


def _findings(case: Case, outcome: Outcome) -> Iterator[Finding]:
    """What went wrong; notes on a hit (legal white space, say) are no findings."""
    if outcome.kind not in (Kind.MISS, Kind.ERROR):
        return
    for defect in outcome.defects:
        where = f"{case.path}@{case.attempt}#{outcome.exchange + 1}"
        yield Finding(defect.code, case.id, case.attempt, defect.expected, defect.got, where)


def _pooled(dimension: Dimension, one: Pooled) -> Finding:
    where = f"{dimension.id}/{one.case}@{one.attempt}"
    return Finding(one.defect.code, one.case, one.attempt, one.defect.expected, one.defect.got, where)


def _case_lines(run: Run) -> Iterator[CaseLine]:
    for cases in run.declared.values():
        for case in cases:
            outcome = run.outcomes.get(case.key)
            if outcome is not None:
                text = line(outcome, case.path, run.words)
                yield CaseLine(
                    case.dimension, case.id, case.attempt, outcome.kind, run.seconds(case.key), text
                )
