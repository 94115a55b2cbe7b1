"""The gate's reasons, one plain sentence each, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging import statistics
from readiness.judging.api_compatibility.counting import EXCUSED, Counted, State, names, of
from readiness.judging.api_compatibility.row import Level
from readiness.judging.records import Text

_NEEDS = {
    "S15": Text("fault injection in the server", "服务端注入故障"),
    "E07": Text("a configured key", "配置密钥"),
}


def _per_cent(value: float) -> str:
    return f"{100 * value:g} %"


def failed(missed: Sequence[Counted], judged: int) -> Text:
    """MUST rows that do not hold."""
    return Text(
        f"{len(missed)} of {judged} judged MUST rows do not hold: {names(missed)}.",
        f"已评判的 {judged} 条 MUST 中有 {len(missed)} 条不成立：{names(missed)}。",
    )


def not_measured(rows: Sequence[Counted]) -> Text:
    """Nothing was judged."""
    asked = sum(outcome is not None for each in rows for outcome in each.outcomes)
    return Text(
        f"No MUST row was judged ({asked} attempts asked).",
        f"没有任何一条 MUST 得到评判（共提问 {asked} 次）。",
    )


def too_many_errors(errors: int, attempts: int, bar: float) -> Text:
    """More attempts without a judgeable answer than the policy allows."""
    return Text(
        f"{errors} of {attempts} attempts brought no judgeable answer ({_per_cent(bar)} are allowed).",
        f"{attempts} 次尝试中有 {errors} 次没有可评判的回复（允许 {_per_cent(bar)}）。",
    )


def narrowed(asked: int, declared: int) -> Text:
    """Not all that the profile declares was asked."""
    return Text(
        f"Narrowed: {asked} of {declared} declared attempts were asked.",
        f"范围已缩小：声明 {declared} 次尝试，只提问 {asked} 次。",
    )


def undecided(rows: Sequence[Counted]) -> Text:
    """One miss of a row that depends on the model settles nothing."""
    return Text(
        f"A single miss decides no row that depends on the model: {names(rows)}. Ask more often: --run-profile full.",
        f"依赖模型的行不能由一次失误定论：{names(rows)}。请用 --run-profile full 多测几次。",
    )


def unjudged(rows: Sequence[Counted]) -> Text:
    """MUST rows without a judged attempt."""
    return Text(
        f"{len(rows)} MUST rows have no judged attempt: {names(rows)}.",
        f"有 {len(rows)} 条 MUST 没有任何一次得到评判：{names(rows)}。",
    )


def not_established(rows: Sequence[Counted], bar: float, confidence: float) -> Text:
    """Rows that depend on the model and were asked too seldom, or missed too often, to prove the bar."""
    needed = statistics.needed(bar, 0, confidence)
    return Text(
        f"NOT ESTABLISHED at {_per_cent(confidence)}: a rate of {_per_cent(bar)} takes {needed} clean attempts; "
        f"short of it are {names(rows)}.",
        f"在 {_per_cent(confidence)} 置信度下未证实：{_per_cent(bar)} 的比率需要 {needed} 次全部正确；"
        f"不足的有 {names(rows)}。",
    )


def passed(judged: int, smoke: bool, confidence: float | None) -> Text:
    """What a pass says."""
    if smoke:
        return Text(
            f"smoke only: no MUST miss seen in {judged} rows.",
            f"仅为冒烟测试：{judged} 条 MUST 中未见失误。",
        )
    if confidence is not None:
        return Text(
            f"CONFIRMED at {_per_cent(confidence)}: all {judged} judged MUST rows hold.",
            f"在 {_per_cent(confidence)} 置信度下已证实：评判的 {judged} 条 MUST 全部成立。",
        )
    return Text(
        f"All {judged} judged MUST rows hold for the bytes that were seen.",
        f"就所见的字节而言，评判的 {judged} 条 MUST 全部成立。",
    )


def remarks(rows: Sequence[Counted], bar: float) -> Iterator[Text]:
    """What only warns, and what was not run."""
    should = [each for each in of(rows, Level.SHOULD) if each.state(bar) in (State.MISSED, State.OPEN)]
    if should:
        yield Text(
            f"Warning: {len(should)} SHOULD rows missed: {names(should)}.",
            f"警告：有 {len(should)} 条 SHOULD 失误：{names(should)}。",
        )
    for each in rows:
        if each.row.id in EXCUSED and each.state(bar) is State.DECLINED:
            needs = _NEEDS[each.row.id]
            yield Text(
                f"Not run: {each.row.case_id} (needs {needs.en}).",
                f"未运行：{each.row.case_id}（需要{needs.zh}）。",
            )
