"""What the policy lets pass, for the head of the scorecard: nobody shall have to look for it."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.evidence.result import AppliedWaiver, DimensionResult, RunResult, WaiverState
from readiness.report.verdicts import verdict_word
from readiness.report.words import Words


def allowances(result: RunResult, words: Words) -> Iterator[str]:
    """A sentence for each dimension that is taken out of the verdict, and for each waiver."""
    for row in result.dimensions:
        if row.excluded is not None:
            title, word = words.of(row.title), verdict_word(row, result.profile, words)
            yield words.text("allowance.excluded", title=title, word=word, reason=row.excluded)
    for row in result.dimensions:
        for waiver in row.waivers:
            yield _waiver(row, waiver, words)
    if any(waiver.state is WaiverState.UNUSED for row in result.dimensions for waiver in row.waivers):
        yield words.text("allowance.take_out")


def _waiver(row: DimensionResult, waiver: AppliedWaiver, words: Words) -> str:
    who = words.text("allowance.who", by=waiver.by, until=waiver.until, reason=waiver.reason)
    finding, case = waiver.finding, waiver.case
    if waiver.state is WaiverState.UNUSED:
        return words.text("allowance.unused", finding=finding, case=case, who=who)
    if waiver.state is WaiverState.NOT_JUDGED:
        return words.text("allowance.not_judged", finding=finding, case=case, who=who)
    if waiver.misses:
        return words.text("allowance.waived", finding=finding, case=case, who=who, count=waiver.misses)
    others = words.text("separator.list").join(_not_waived(row, case))
    return words.text("allowance.powerless", finding=finding, case=case, who=who, others=others)


def _not_waived(row: DimensionResult, case: str) -> list[str]:
    """What else is wrong with a case, and keeps it a miss."""
    waived = {waiver.finding for waiver in row.waivers if waiver.case == case}
    return sorted({finding.code for finding in row.findings if finding.case == case} - waived)
