"""The gate's reasons in both languages: what came out, against which bar, and what that proves."""

from __future__ import annotations

import math

from readiness.judging.json_output.sentences import joined, narrowed, too_many_errors
from readiness.judging.long_context.latency import Claim, Latency
from readiness.judging.records import Text
from readiness.judging.tool_calls.measures import percent

__all__ = ["joined", "narrowed", "too_many_errors"]
CLAIMED_TOKENS = 128_000
_CLAIMS = {
    Claim.CONFIRMED: ("CONFIRMED", "已证实"),
    Claim.REFUTED: ("REFUTED", "被推翻"),
    Claim.NOT_ESTABLISHED: ("NOT ESTABLISHED", "未证实"),
}


def _p99(took: Latency) -> Text:
    """What the runs say of the P99, and what it would take to say more."""
    largest = took.at(1.0)
    if largest is None:
        return Text("no run was timed", "没有计时的运行")
    en, zh = _CLAIMS[took.claim]
    if math.isinf(largest):
        seen = Text(
            f"of {took.n} runs {took.over} over {took.limit_s:g} s or cut",
            f"{took.n} 次中 {took.over} 次超过 {took.limit_s:g} 秒或被截断",
        )
    else:
        seen = Text(f"largest {largest:.2g} s in {took.n} runs", f"{took.n} 次中最长 {largest:.2g} 秒")
    text = Text(f"P99 {en}: {seen.en}", f"P99 {zh}：{seen.zh}")
    if took.claim is Claim.NOT_ESTABLISHED:
        usual = took.at(0.5) or 0.0
        minutes = f", about {_minutes(took.needed * usual)} min at this rate" if math.isfinite(usual) else ""
        so = f"，照此速度约 {_minutes(took.needed * usual)} 分钟" if minutes else ""
        text = Text(
            f"{text.en}; at 95 % they establish P{took.bounded} <= that; P99 needs {took.needed} runs{minutes}",
            f"{text.zh}；95 % 置信度下只能证实 P{took.bounded} 不超过该值；证实 P99 需 {took.needed} 次{so}",
        )
    return text


def _minutes(seconds: float) -> str:
    return f"{max(1, math.ceil(seconds / 60))}"


def passed(took: Latency, tokens: int, recall: float) -> Text:
    """All four lines hold."""
    p99 = _p99(took)
    return Text(
        f"{tokens:,} tokens taken and nothing cut; {percent(recall)} % of the decisions came back. {p99.en}.",
        f"{tokens:,} token 全部读入，无截断；找回 {percent(recall)} % 的决议。{p99.zh}。",
    )


def not_offered(tokens: int, window: int | None) -> Text:
    """The length was refused."""
    en = f": its window is {window:,} tokens" if window else ", without naming its window"
    zh = f"：窗口为 {window:,} token" if window else "，且未说明窗口大小"
    return Text(
        f"The endpoint refuses {tokens:,} tokens{en}. Nothing was cut silently.",
        f"端点拒绝 {tokens:,} token{zh}。没有静默截断。",
    )


def truncated(findings: int) -> Text:
    """Input was cut without a word."""
    return Text(
        f"Input is cut without a word ({findings} findings): parts of the document never reach the model.",
        f"输入被静默截断（{findings} 处发现）：文档的一部分没有到达模型。",
    )


def output_cut(count: int) -> Text:
    """Answers without their end."""
    return Text(f"{count} answers are cut off or empty.", f"{count} 个回答被截断或为空。")


def stale(count: int) -> Text:
    """Answers to another document."""
    return Text(f"{count} answers belong to another document.", f"{count} 个回答属于另一份文档。")


def slow(took: Latency) -> Text:
    """The largest run is over the limit, or so many are that the P99 is refuted."""
    p99 = _p99(took)
    return Text(
        f"{took.over} of {took.n} runs took {took.limit_s:g} s or longer. {p99.en}.",
        f"{took.n} 次运行中 {took.over} 次达到或超过 {took.limit_s:g} 秒。{p99.zh}。",
    )


def recall_low(share: float, bar: float, n: int) -> Text:
    """Too few decisions came back."""
    return Text(
        f"{percent(share)} % of the marked decisions came back in {n} summaries (bar {percent(bar)} %); "
        "the text itself was not cut.",
        f"{n} 份摘要找回了 {percent(share)} % 的标记决议（门槛 {percent(bar)} %）；文档本身没有被截断。",
    )


def invented(count: int) -> Text:
    """Numbers from nowhere."""
    return Text(
        f"{count} summaries hold three or more numbers that the document does not.",
        f"{count} 份摘要中有三个或更多文档里没有的数字。",
    )


def not_measured(declared: int, errors: int, limits: int) -> Text:
    """No target run was judged."""
    en = f", {limits} of them refused by a size limit before the model (HTTP 413)" if limits else ""
    zh = f"，其中 {limits} 例在到达模型之前被请求大小限制拒绝（HTTP 413）" if limits else ""
    return Text(
        f"No summary of the target length was judged ({declared} cases declared, {errors} without an answer{en}).",
        f"没有目标长度的摘要得到判定（声明 {declared} 例，{errors} 例无应答{zh}）。",
    )


def smoke(tokens: int) -> Text:
    """A quick run with nothing wrong."""
    return Text(
        f"Intact at {tokens:,} tokens; 128K and its P99 were not measured.",
        f"{tokens:,} token 时完整；128K 及其 P99 没有测量。",
    )


def few_runs(n: int) -> Text:
    """Fewer than five runs."""
    return Text(f"Only {n} runs of the target length were judged.", f"目标长度只有 {n} 次运行得到判定。")


def uncounted(tokens: int) -> Text:
    """No usage."""
    return Text(
        f"The endpoint counts no tokens: the length is only estimated, about {tokens:,} (+-15 %); "
        "the window was not measured.",
        f"端点不统计 token：长度只是估计，约 {tokens:,}（±15 %）；窗口没有测量。",
    )


def too_short(tokens: int, wanted: int) -> Text:
    """Aimed too short."""
    return Text(
        f"The documents had at most {tokens:,} tokens instead of {wanted:,}.",
        f"文档最多只有 {tokens:,} token，不足 {wanted:,}。",
    )


def cached(count: int, n: int) -> Text:
    """Cold runs that were not cold."""
    return Text(
        f"{count} of {n} runs that were meant to be cold were answered from a prefix cache: their latency is invalid.",
        f"{n} 次本应冷启动的运行中有 {count} 次命中前缀缓存：其时延无效。",
    )


def implausible() -> Text:
    """Read faster than anybody reads."""
    return Text(
        "Long documents are read more than 10 times as fast as short ones: suspect caching or truncation.",
        "长文档的读入速度超过短文档的 10 倍：疑似缓存或截断。",
    )


def drifted() -> Text:
    """The endpoint did not stay the same."""
    return Text(
        "The last third of the runs took more than 25 % more or less time than the first: no steady figure.",
        "后三分之一的运行时间与前三分之一相差超过 25 %：数值不稳定。",
    )


def not_established(took: Latency) -> Text:
    """Too few runs for the confidence asked for."""
    p99 = _p99(took)
    return Text(f"{p99.en}.", f"{p99.zh}。")


def shortened(unasked: int, asked: int) -> Text:
    """The time guard."""
    return Text(
        f"The time limit of the profile left {unasked} runs unasked: n is {asked}.",
        f"受本档位时间上限所限，有 {unasked} 次没有提问：n 为 {asked}。",
    )


def lost_in_the_middle(points: float) -> Text:
    """A weakness of the model, not of the way to it."""
    return Text(
        f"Lost in the middle: recall there is {points:g} points lower than at the edges.",
        f"中间遗忘：中段的找回率比两端低 {points:g} 个百分点。",
    )


def other_length(tokens: int) -> Text:
    """Another length than the claim's."""
    return Text(
        f"Measured at {tokens:,} tokens; 128K: not measured.", f"在 {tokens:,} token 下测量；128K：没有测量。"
    )
