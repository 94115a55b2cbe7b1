"""The gate's reasons in both languages: what came out, against which bar, and what that proves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.judging.json_output.sentences import joined, narrowed, too_many_errors
from readiness.judging.records import Text
from readiness.judging.tool_calls.measures import percent

__all__ = ["joined", "narrowed", "too_many_errors"]

_LEAKS = {
    "session_leak": Text("a value of another conversation was repeated", "重复了另一个会话中的值"),
    "deleted_leak": Text("a value that was to be forgotten was repeated", "重复了要求忘掉的值"),
}


def leaked(counts: Mapping[str, int]) -> Text:
    """A leak fails the gate whatever the accuracy is."""
    en = "; ".join(f"{_LEAKS[word].en} ({count} x)" for word, count in counts.items())
    zh = "；".join(f"{_LEAKS[word].zh}（{count} 次）" for word, count in counts.items())
    return Text(f"Leak: {en}.", f"泄漏：{zh}。")


def not_measured(declared: int, errors: int) -> Text:
    """No scored probe was judged."""
    return Text(
        f"No scored probe was judged ({declared} cases declared, {errors} without an answer).",
        f"没有任何计分探测得到判定（声明 {declared} 例，{errors} 例无应答）。",
    )


def _seen(right: int, n: int, bar: float) -> Text:
    share, asked = percent(right / n), percent(bar)
    return Text(
        f"{right} of {n} references to earlier turns right ({share} %, bar {asked} %)",
        f"{n} 次对前文的指代中 {right} 次正确（{share} %，门槛 {asked} %）",
    )


def below(right: int, n: int, bar: float) -> Text:
    """The observed accuracy is under the bar."""
    seen = _seen(right, n, bar)
    return Text(f"{seen.en}.", f"{seen.zh}。")


def passed(right: int, n: int, bar: float) -> Text:
    """The observed accuracy met the bar."""
    seen = _seen(right, n, bar)
    return Text(f"{seen.en}; no value leaked.", f"{seen.zh}；没有泄漏。")


def smoke(right: int, n: int) -> Text:
    """A quick run."""
    return Text(
        f"smoke only: {right}/{n}; two scripts establish nothing",
        f"仅为冒烟测试：{right}/{n}；两个脚本不能证实任何比率",
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


def control_low(right: int, n: int, bar: float) -> Text:
    """The same questions fail with the fact directly before them: not memory is what fails."""
    share, asked = percent(right / n), percent(bar)
    return Text(
        f"With the fact directly before the question only {right} of {n} are right ({share} %, bar {asked} %): "
        "the probes do not measure memory here.",
        f"事实就在提问之前时也只有 {n} 次中的 {right} 次正确（{share} %，门槛 {asked} %）：此时测到的并不是记忆。",
    )


def few_scripts(scripts: int) -> Text:
    """Too few conversations, too near the bar."""
    return Text(
        f"Only {scripts} scripts, and within 5 points of the bar.",
        f"只有 {scripts} 个脚本，且与门槛相差不到 5 个百分点。",
    )


def remarks(cliff: int | None) -> Iterator[Text]:
    """What the reader must know beside the verdict."""
    if cliff is not None:
        yield Text(
            f"Every probe at a distance of {cliff} turns or more failed: earlier turns may not reach the model.",
            f"距离达到 {cliff} 轮及以上的探测全部失败：更早的轮次可能没有到达模型。",
        )
