"""The gate's reasons in both languages: what came out, against which bar, and what that proves."""

from __future__ import annotations

from readiness.judging.json_output.sentences import joined, narrowed, too_many_errors
from readiness.judging.records import Text
from readiness.judging.tool_calls.measures import percent

__all__ = ["joined", "narrowed", "too_many_errors"]


def not_measured(declared: int, errors: int) -> Text:
    """No case was judged."""
    return Text(
        f"No case was judged ({declared} declared, {errors} without an answer).",
        f"没有任何用例得到判定（声明 {declared} 例，{errors} 例无应答）。",
    )


def no_detectors() -> Text:
    """Content alone cannot confirm the claim."""
    return Text(
        "The language detectors lingua and py3langid are not installed: content alone cannot confirm this claim.",
        "没有安装语种检测器 lingua 和 py3langid：只凭内容不能确认这一主张。",
    )


def _seen(right: int, n: int, bar: float) -> Text:
    share, asked = percent(right / n), percent(bar)
    return Text(
        f"{right} of {n} Spanish instructions right, in Spanish ({share} %, bar {asked} %)",
        f"{n} 条西班牙语指令中 {right} 条结果正确且用西班牙语作答（{share} %，门槛 {asked} %）",
    )


def below(right: int, content: int, foreign: int, n: int, bar: float) -> Text:
    """The observed accuracy is under the bar."""
    seen = _seen(right, n, bar)
    return Text(
        f"{seen.en}. Content alone: {content} of {n}; not, or not wholly, in proper Spanish: {foreign}.",
        f"{seen.zh}。只看内容：{n} 条中 {content} 条正确；未用或未全用规范西班牙语：{foreign} 条。",
    )


def passed(right: int, n: int, bar: float) -> Text:
    """The observed accuracy met the bar."""
    seen = _seen(right, n, bar)
    return Text(f"{seen.en}.", f"{seen.zh}。")


def smoke(right: int, n: int) -> Text:
    """A quick run."""
    return Text(
        f"smoke only: {right}/{n}; so few instructions establish nothing",
        f"仅为冒烟测试：{right}/{n}；指令太少，不能证实任何比率",
    )


def refuted(right: int, n: int, bar: float, confidence: float) -> Text:
    """So few right answers are implausible at the bar."""
    seen, level = _seen(right, n, bar), percent(confidence)
    return Text(
        f"REFUTED: {seen.en}; the exact binomial test rejects the bar (asked for {level} %).",
        f"被推翻：{seen.zh}；精确二项检验否定该门槛（要求 {level} % 置信度）。",
    )


def confirmed(right: int, n: int, bar: float, bound: float, confidence: float) -> Text:
    """The bound reaches the bar."""
    seen, level = _seen(right, n, bar), percent(confidence)
    return Text(
        f"CONFIRMED at {level} %: {seen.en}, true rate >= {percent(bound)} %.",
        f"在 {level} % 置信度下已证实：{seen.zh}，真实比率 >= {percent(bound)} %。",
    )


def not_established(right: int, n: int, bar: float, bound: float, confidence: float) -> Text:
    """The bound does not reach the bar, and the bar is not refuted."""
    seen, level = _seen(right, n, bar), percent(confidence)
    return Text(
        f"NOT ESTABLISHED at {level} %: {seen.en} prove a true rate >= {percent(bound)} % only.",
        f"在 {level} % 置信度下未证实：{seen.zh}，只能证实真实比率 >= {percent(bound)} %。",
    )


def differ(differing: int, n: int) -> Text:
    """The two witnesses often say different things."""
    return Text(
        f"The two language detectors differ on {differing} of {n} replies: read those before you "
        "trust the language figures.",
        f"两个语种检测器在 {n} 条回复中的 {differing} 条上意见不一：请先查看这些回复，再采信语种数字。",
    )


def short(too_short: int, n: int) -> Text:
    """Too few replies have a language."""
    return Text(
        f"{too_short} of {n} replies are too short to tell their language.",
        f"{n} 条回复中有 {too_short} 条太短，无法判断语种。",
    )
