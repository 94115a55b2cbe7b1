"""The gate's reasons in both languages: what came out, against which bar, and what that proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging import statistics
from readiness.judging.json_output.sentences import joined, narrowed, too_many_errors
from readiness.judging.multilingual_copy.measures import Sums
from readiness.judging.records import Text
from readiness.judging.tool_calls.measures import percent

__all__ = ["joined", "narrowed", "too_many_errors"]


def not_measured(declared: int, errors: int) -> Text:
    """No conversation got as far as its Japanese turn."""
    return Text(
        f"No conversation completed its three turns ({declared} cases declared, {errors} without an answer).",
        f"没有任何对话完成三轮（声明 {declared} 例，{errors} 例无应答）。",
    )


def failed(parts: Sequence[Text]) -> Text:
    """Every bar that was missed."""
    return Text("; ".join(each.en for each in parts) + ".", "；".join(each.zh for each in parts) + "。")


def languages(sums: Sums, wrong: int, bar: float) -> Text:
    """Turns that are not in the language asked for."""
    share = percent(sums.right / sums.turns)
    return Text(
        f"{wrong} of {sums.turns} turns not in the language asked for ({share} % switched, bar {percent(bar)} %)",
        f"{sums.turns} 轮中有 {wrong} 轮语种不符（切换正确率 {share} %，门槛 {percent(bar)} %）",
    )


def terms(sums: Sums, bar: float) -> Text:
    """Glossary terms or the brand are wrong."""
    errors, mentions = sums.of("term_errors"), sums.of("mentions")
    return Text(
        f"{errors} term errors in {mentions} mentions of terms and brand (bar {percent(bar)} %)",
        f"{mentions} 处术语和品牌名中有 {errors} 处错误（门槛 {percent(bar)} %）",
    )


def facts(sums: Sums, bar: float) -> Text:
    """Numbers or units changed, or numbers that nobody briefed."""
    return Text(
        f"{sums.of('fact_errors')} errors in numbers and units ({bar:g} allowed)",
        f"数字与单位错误 {sums.of('fact_errors')} 处（允许 {bar:g} 处）",
    )


def slow(mean: float, turns: int, bar: float) -> Text:
    """The mean time of a turn is above the bar."""
    return Text(
        f"a turn takes {mean:.2f} s on average over {turns} (bar {bar:g} s)",
        f"{turns} 轮平均每轮耗时 {mean:.2f} 秒（门槛 {bar:g} 秒）",
    )


def prefaces(sums: Sums, bar: float) -> Text:
    """More explanation around the copy than the policy allows."""
    return Text(
        f"{sums.of('prefaces')} of {sums.turns} turns explain themselves (at most {percent(bar)} % allowed)",
        f"{sums.turns} 轮中有 {sums.of('prefaces')} 轮带有说明文字（最多允许 {percent(bar)} %）",
    )


def _right(sums: Sums) -> Text:
    return Text(
        f"{sums.right} of {sums.turns} turns in the language asked for",
        f"{sums.turns} 轮中 {sums.right} 轮语种正确",
    )


def _rest(sums: Sums) -> Text:
    term, fact = sums.of("term_errors"), sums.of("fact_errors")
    if not term and not fact:
        return Text("no term and no figure wrong", "术语和数字无误")
    return Text(f"{term} term errors, {fact} fact errors", f"术语错误 {term} 处，数字错误 {fact} 处")


def passed(sums: Sums) -> Text:
    """All bars are met."""
    seen, rest = _right(sums), _rest(sums)
    bound = percent(statistics.lower_bound(sums.right, sums.turns) or 0.0)
    return Text(
        f"{seen.en}, {rest.en}, {sums.mean_s or 0.0:.2f} s a turn: true switch rate >= {bound} % at 95 %.",
        f"{seen.zh}，{rest.zh}，平均每轮 {sums.mean_s or 0.0:.2f} 秒：95 % 置信度下真实切换正确率 >= {bound} %。",
    )


def smoke(sums: Sums) -> Text:
    """A quick run."""
    seen, rest = _right(sums), _rest(sums)
    return Text(
        f"smoke only: {seen.en}, {rest.en}; three briefs establish nothing.",
        f"仅为冒烟测试：{seen.zh}，{rest.zh}；三份资料不能证实任何比率。",
    )


def abstained(turns: int, of: int) -> Text:
    """Too many turns are too short to tell their language."""
    return Text(
        f"{turns} of {of} turns are too short to tell Chinese from Japanese.",
        f"{of} 轮中有 {turns} 轮太短，无法区分中文与日文。",
    )


def _against(aim: float, *, literal: bool) -> Text:
    if literal:
        return Text(f"the bar of {percent(aim)} %", f"门槛 {percent(aim)} %")
    return Text(
        f"{percent(aim)} %, the bar of 100 % less its tolerance",
        f"{percent(aim)} %（100 % 的门槛减去容差）",
    )


def refuted(sums: Sums, aim: float, confidence: float) -> Text:
    """So few right turns are implausible at the figure aimed at."""
    seen = _right(sums)
    return Text(
        f"REFUTED: {seen.en}; the exact binomial test rejects {percent(aim)} % (asked for {percent(confidence)} %)",
        f"被推翻：{seen.zh}；精确二项检验否定 {percent(aim)} %（要求 {percent(confidence)} % 置信度）",
    )


def confirmed(sums: Sums, bound: float, aim: float, confidence: float, *, literal: bool) -> Text:
    """The bound reaches what it is compared with."""
    seen, against, level = _right(sums), _against(aim, literal=literal), percent(confidence)
    return Text(
        f"CONFIRMED at {level} %: {seen.en}, true rate >= {percent(bound)} %, compared with {against.en}.",
        f"在 {level} % 置信度下已证实：{seen.zh}，真实比率 >= {percent(bound)} %，对照{against.zh}。",
    )


def not_established(sums: Sums, bound: float, aim: float, confidence: float, *, literal: bool) -> Text:
    """The bound does not reach what it is compared with."""
    seen, against, level = _right(sums), _against(aim, literal=literal), percent(confidence)
    return Text(
        f"NOT ESTABLISHED at {level} %: {seen.en} prove a true rate >= {percent(bound)} % only, "
        f"compared with {against.en}.",
        f"在 {level} % 置信度下未证实：{seen.zh}，只能证实真实比率 >= {percent(bound)} %，对照{against.zh}。",
    )


def remarks(sums: Sums) -> Iterator[Text]:
    """What the reader must know beside the verdict."""
    unjudged = sums.of("unjudged")
    if unjudged:
        yield Text(
            f"{unjudged} later turns were not judged, because their Chinese copy had already failed.",
            f"有 {unjudged} 个后续轮次未判定，因为其中文文案已经出错。",
        )
    prefaces_seen = sums.of("prefaces")
    if prefaces_seen:
        yield Text(
            f"{prefaces_seen} turns carry an explanation around the copy.",
            f"有 {prefaces_seen} 轮在文案之外带有说明文字。",
        )
