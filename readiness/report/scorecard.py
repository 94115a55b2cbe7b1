"""What a scorecard says, before it is laid out: plain strings, the same for terminal and Markdown.

Strings may hold what an endpoint wrote. Whoever prints them escapes every one.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.evidence.result import DimensionResult, Finding, RunResult, RunVerdict
from readiness.evidence.verdict import QUICK
from readiness.judging.records import Verdict
from readiness.report import again, figures
from readiness.report.allowances import allowances
from readiness.report.escape import shorten
from readiness.report.verdicts import verdict_word
from readiness.report.words import Words
from readiness.sentence import UnknownWord

SHOWN_FINDINGS = 5
SHORT = 8
"""Characters of a digest that tell two policies apart for a reader."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measured dimension in the table. Cells are lines, the first one weighs most."""

    verdict: Verdict
    dimension: tuple[str, ...]
    word: str
    observed: tuple[str, ...]
    cases: tuple[str, ...]
    proves: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """One code, how often it was seen, and the first example."""

    heading: str
    explanation: str
    example: tuple[tuple[str, str], ...]
    """Label and text: case, expected, got, where to look."""
    again: tuple[str, ...]
    """Lines to paste, which show the example and ask it again."""


@dataclass(frozen=True, slots=True)
class Section:
    """One measured dimension in detail."""

    title: str
    id: str
    verdict: Verdict
    word: str
    facts: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str, str], ...]
    """Name, value with unit, formula."""
    findings: tuple[FindingGroup, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A whole page, most important first."""

    banner: str | None
    verdict: RunVerdict
    answer: tuple[str, ...]
    """Sentences; the first one is the verdict."""
    facts: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    unmeasured: tuple[tuple[str, str], ...]
    """Reason, and the ids of the dimensions that it keeps from being measured."""
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    check: tuple[str, str]
    """How to check the page: a sentence and a command line."""


def build(result: RunResult, words: Words, folder: str | None = None) -> Scorecard:
    """The scorecard of a result. `folder` is where the run lies; default `reports/<run id>`."""
    measured = [row for row in result.dimensions if row.verdict is not Verdict.NOT_MEASURED]
    folder = folder or f"reports/{result.run_id}"
    where = shlex.quote(folder)
    columns = ("dimension", "verdict", "observed", "cases", "proves", "reason")
    return Scorecard(
        banner=words.text("banner.reference") if result.endpoint.reference else None,
        verdict=result.verdict,
        answer=tuple(_answer(result, words)),
        facts=tuple(_facts(result, words)),
        headings=tuple(words.text(f"table.{column}") for column in columns),
        rows=tuple(_row(dimension, result.profile, words) for dimension in measured),
        unmeasured=tuple(_unmeasured(result.dimensions, words)),
        sections=tuple(_section(result, dimension, folder, words) for dimension in measured),
        notes=tuple(words.of(note) for note in result.notes),
        check=(words.text("closing.check"), f"pytest readiness/ --replay-run={where}"),
    )


# --- the verdict, and the facts of the run -------------------------------------------------------


def _answer(result: RunResult, words: Words) -> Iterator[str]:
    rows = result.dimensions
    failed = _titles([row for row in rows if row.verdict is Verdict.FAIL and row.excluded is None], words)
    word = words.text(f"verdict.run.{result.verdict}")
    if result.verdict is RunVerdict.READY and any(row.waived for row in rows if row.required):
        yield words.text("answer.ready_waived", word=word)
    else:
        yield words.text(f"answer.{result.verdict}", word=word, names=failed)
    yield from allowances(result, words)
    if result.profile == QUICK:
        yield words.text("answer.smoke")
    elif not any(row.required for row in rows):
        yield words.text("answer.nothing_required")
    if result.partial:
        yield words.text("answer.partial")
    unsettled = (Verdict.INCONCLUSIVE, Verdict.NOT_MEASURED)
    still_open = [row for row in rows if row.required and row.verdict in unsettled]
    if still_open:
        yield words.text("answer.open", names=_titles(still_open, words))
    unmeasured = [row for row in rows if row.verdict is Verdict.NOT_MEASURED]
    if unmeasured:
        names = _titles(unmeasured, words)
        yield words.text("answer.unmeasured", count=len(unmeasured), total=len(rows), names=names)


def _titles(rows: Sequence[DimensionResult], words: Words) -> str:
    return words.text("separator.list").join(words.of(row.title) for row in rows)


def _facts(result: RunResult, words: Words) -> Iterator[tuple[str, str]]:
    endpoint, requests = result.endpoint, result.requests
    model = endpoint.model
    if endpoint.served_model not in (None, model):
        model = words.text("model.served", model=model, served=shorten(str(endpoint.served_model)))
    took = figures.duration(result.started, result.finished, words)
    errors = [
        words.text("errors.count", kind=kind, count=count) for kind, count in sorted(requests.errors.items())
    ]
    values = {
        "run": result.run_id,
        "endpoint": endpoint.url,
        "model": model,
        "profile": _profile(result, words),
        "started": words.text("started.line", started=figures.moment(result.started), duration=took),
        "requests": words.text(
            "requests.line",
            sent=requests.sent,
            answered=requests.answered,
            retried=requests.retried,
            concurrency=requests.concurrency,
        ),
        "tokens": words.text(
            "tokens.estimated" if requests.estimated else "tokens.line",
            tokens_in=figures.count(requests.tokens_in),
            tokens_out=figures.count(requests.tokens_out),
            estimated=requests.estimated,
            answered=requests.answered,
        ),
        "errors": words.text("separator.list").join(errors) or words.text("requests.no_errors"),
        "marks": words.text("separator.clause").join(_marks(result, words)),
    }
    for name, value in values.items():
        if value:
            yield words.text(f"fact.{name}"), value


def _profile(result: RunResult, words: Words) -> str:
    key = "profile.smoke" if result.profile == QUICK else "profile.line"
    policy = _policy(result.policy, result.suite.policy_sha256, words)
    line = words.text(key, profile=result.profile, policy=policy, seed=result.seed)
    if result.confidence is None:
        return line
    gate = words.text("profile.confidence", confidence=figures.rate(result.confidence))
    return f"{line}{words.text('separator.list')}{gate}"


def _marks(result: RunResult, words: Words) -> Iterator[str]:
    if result.partial:
        yield words.text("mark.partial")
    if result.replay_of is not None:
        yield words.text("mark.replay", run=result.replay_of)
    if result.recorded_policy is not None:
        then = result.recorded_policy
        now = _policy(result.policy, result.suite.policy_sha256, words)
        recorded = _policy(then.name, then.sha256, words)
        yield words.text("mark.other_policy", policy=now, recorded=recorded)


def _policy(name: str, sha256: str, words: Words) -> str:
    """Files of the same name are told apart by their digest."""
    return words.text("profile.policy", name=name, digest=sha256[:SHORT])


# --- the table -----------------------------------------------------------------------------------


def _row(dimension: DimensionResult, profile: str, words: Words) -> Row:
    return Row(
        verdict=dimension.verdict,
        dimension=(words.of(dimension.title), dimension.id),
        word=verdict_word(dimension, profile, words),
        observed=(figures.rate(dimension.observed), words.text("cell.bar", bar=figures.rate(dimension.bar))),
        cases=tuple(_cases(dimension, words)),
        proves=tuple(_proves(dimension, words)),
        reason=words.of(dimension.reason),
    )


def _cases(dimension: DimensionResult, words: Words) -> Iterator[str]:
    yield words.text("cell.n", n=dimension.n)
    yield words.text("cell.judged", hits=dimension.hits, misses=dimension.misses)
    if dimension.errors:
        yield words.text("cell.errors", count=dimension.errors)
    if dimension.unsupported:
        yield words.text("cell.unsupported", count=dimension.unsupported)


def _proves(dimension: DimensionResult, words: Words) -> Iterator[str]:
    if dimension.established is None:
        yield figures.NOTHING
    else:
        yield f">= {figures.lower_bound(dimension.established)} %"
    if dimension.interval is not None:
        low, high = dimension.interval
        yield words.text("cell.interval", low=figures.lower_bound(low), high=figures.upper_bound(high))


def _unmeasured(rows: Sequence[DimensionResult], words: Words) -> Iterator[tuple[str, str]]:
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.verdict is Verdict.NOT_MEASURED:
            by_reason[words.of(row.reason)].append(row.id)
    for reason, ids in by_reason.items():
        yield reason, ", ".join(ids)


# --- one dimension in detail ---------------------------------------------------------------------


def _section(result: RunResult, dimension: DimensionResult, folder: str, words: Words) -> Section:
    facts = [
        (words.text("section.claim"), words.of(dimension.claim)),
        (words.text("section.reason"), words.of(dimension.reason)),
    ]
    if dimension.excluded is not None:
        facts.append((words.text("section.excluded"), dimension.excluded))
    if dimension.asked < dimension.planned:
        asked = words.text("section.asked_line", asked=dimension.asked, planned=dimension.planned)
        facts.append((words.text("section.asked"), asked))
    if dimension.bank is not None:
        bank = words.text("section.bank_line", path=dimension.bank.path, sha256=dimension.bank.sha256[:12])
        facts.append((words.text("section.bank"), bank))
    groups = Counter(finding.code for finding in dimension.findings).most_common()
    hidden = groups[SHOWN_FINDINGS:]
    count = sum(number for _, number in hidden)
    return Section(
        title=words.of(dimension.title),
        id=dimension.id,
        verdict=dimension.verdict,
        word=verdict_word(dimension, result.profile, words),
        facts=tuple(facts),
        measures=tuple(
            (name, figures.measured(measure), measure.formula)
            for name, measure in sorted(dimension.measures.items())
        ),
        findings=tuple(
            _group(result, dimension, code, number, folder, words) for code, number in groups[:SHOWN_FINDINGS]
        ),
        more=words.text("finding.more", count=count, kinds=len(hidden)) if hidden else None,
    )


def _group(
    result: RunResult, dimension: DimensionResult, code: str, count: int, folder: str, words: Words
) -> FindingGroup:
    first = next(finding for finding in dimension.findings if finding.code == code)
    return FindingGroup(
        heading=words.text("finding.count", count=count, code=code),
        explanation=_explanation(code, words),
        example=tuple(_example(first, words)),
        again=(
            again.show_line(folder, dimension.id, _name(first)),
            again.ask_line(result.invocation, result.endpoint.model, dimension.id, _name(first)),
        ),
    )


def _name(finding: Finding) -> str:
    return finding.case if finding.attempt == 1 else f"{finding.case}@{finding.attempt}"


def _explanation(code: str, words: Words) -> str:
    """A result of a later version may hold codes that this one does not know."""
    try:
        return words.finding(code)
    except UnknownWord:
        return words.text("finding.unknown")


def _example(finding: Finding, words: Words) -> Iterator[tuple[str, str]]:
    yield words.text("finding.case"), _name(finding)
    yield words.text("finding.expected"), shorten(finding.expected)
    yield words.text("finding.got"), shorten(finding.got)
    if finding.exchange is not None:
        yield words.text("finding.where"), finding.exchange
