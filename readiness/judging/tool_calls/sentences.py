"""The gate's reasons in both languages: what came out, against which bar, and what that proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging import statistics
from readiness.judging.json_output.counting import Rate, Row, count, of
from readiness.judging.json_output.sentences import budget_eaten, joined, narrowed, too_many_errors
from readiness.judging.records import Kind, Text
from readiness.judging.tool_calls.measures import NEGATIVE, percent

__all__ = ["joined", "narrowed", "too_many_errors"]

LIMITS = {
    "C": Text("consecutive calls without a format error or lost parameter", "连续调用无格式错误、不丢参数"),
    "CS": Text("streamed calls without a format error", "流式调用无格式错误"),
    "PA": Text("parallel calls without a format error", "并行调用无格式错误"),
    "others": Text("replies of the other families without a format error", "其他类别的应答无格式错误"),
    "round_trip": Text("round trips without a format error", "往返调用无格式错误"),
    "roundtrip_use": Text("answers that use the tool's result", "回答用到工具结果"),
    "value_rate": Text("well-formed calls with the right values", "格式正确的调用参数值正确"),
    "abstain_rate": Text("answers without a call where none is needed", "无需工具时不调用"),
    "choice_obeyed": Text("requests whose tool_choice is obeyed", "遵守 tool_choice"),
}
"""What each condition of the gate counts."""
_LEVEL = 0.95


def not_measured(rows: Sequence[Row]) -> Text:
    """No call was judged: tools are declined, or there was no answer."""
    declined = [
        row.outcome for row in rows if row.outcome is not None and row.outcome.kind is Kind.UNSUPPORTED
    ]
    if declined:
        got = declined[0].defects[0].got.rstrip(".。")
        return Text(f"The server declines tools: {got}.", f"服务端拒绝工具调用：{got}。")
    errors = count(rows, Kind.ERROR)
    return Text(
        f"No call was judged ({len(rows)} cases declared, {errors} without an answer).",
        f"没有任何调用得到判定（声明 {len(rows)} 例，{errors} 例无应答）。",
    )


def failed(limits: Sequence[tuple[str, Rate, float]]) -> Text:
    """Every condition that was missed: name, rate, bar."""
    parts = [_missed(LIMITS[name], found, bar) for name, found, bar in limits]
    return Text("; ".join(each.en for each in parts) + ".", "；".join(each.zh for each in parts) + "。")


def _missed(name: Text, found: Rate, bar: float) -> Text:
    share, asked = percent(found.observed or 0.0), percent(bar)
    return Text(
        f"{found.hits} of {found.n} {name.en} ({share} %, bar {asked} %)",
        f"{name.zh}：{found.n} 次中 {found.hits} 次（{share} %，门槛 {asked} %）",
    )


def partly_declined(declined: int, calls: int) -> Text:
    """Some calls of the claim were declined, others not: no ground to speak of all."""
    return Text(
        f"The server declined {declined} of {calls} calls and took the others.",
        f"服务端拒绝了 {calls} 次调用中的 {declined} 次，接受了其余调用。",
    )


def unjudged(names: Sequence[str]) -> Text:
    """Conditions for which nothing was judged."""
    en, zh = ", ".join(LIMITS[name].en for name in names), "、".join(LIMITS[name].zh for name in names)
    return Text(f"Nothing was judged of: {en}.", f"以下各项没有任何判定：{zh}。")


def _bound(found: Rate, confidence: float = _LEVEL) -> str:
    return percent(statistics.lower_bound(found.hits, found.n, confidence) or 0.0)


def smoke(calls: Rate) -> Text:
    """A quick run; `calls` are the consecutive ones."""
    bound = _bound(calls)
    return Text(
        f"smoke only: {calls.hits}/{calls.n}, at least {bound} % established",
        f"仅为冒烟测试：{calls.hits}/{calls.n}，至少证实 {bound} %",
    )


def passed(claimed: Rate) -> Text:
    """What a pass proves at 95 %."""
    bound = _bound(claimed)
    return Text(
        f"{claimed.hits} of {claimed.n} calls without a format error or lost parameter: true rate >= {bound} %.",
        f"{claimed.n} 次调用中 {claimed.hits} 次无格式错误、不丢参数：真实比率 >= {bound} %。",
    )


def confirmed(claimed: Rate, bar: float, confidence: float) -> Text:
    """The bound reaches the bar."""
    level, bound, asked = percent(confidence), _bound(claimed, confidence), percent(bar)
    return Text(
        f"CONFIRMED at {level} %: {claimed.hits} of {claimed.n} calls clean, true rate >= {bound} % (bar {asked} %).",
        f"在 {level} % 置信度下已证实：{claimed.n} 次调用中 {claimed.hits} 次正确，"
        f"真实比率 >= {bound} %（门槛 {asked} %）。",
    )


def refuted(claimed: Rate, bar: float, confidence: float) -> Text:
    """Even the upper bound is below the bar."""
    upper = percent(statistics.upper_bound(claimed.hits, claimed.n, confidence) or 0.0)
    level, asked = percent(confidence), percent(bar)
    return Text(
        f"REFUTED at {level} %: {claimed.hits} of {claimed.n} calls clean, true rate <= {upper} % (bar {asked} %).",
        f"在 {level} % 置信度下被推翻：{claimed.n} 次调用中 {claimed.hits} 次正确，"
        f"真实比率 <= {upper} %（门槛 {asked} %）。",
    )


def not_established(claimed: Rate, bar: float, confidence: float) -> Text:
    """The bound does not reach the bar; says what would."""
    level, bound, asked = percent(confidence), _bound(claimed, confidence), percent(bar)
    calls = statistics.needed(bar, claimed.misses, confidence)
    needed = Text("no number of calls establishes exactly 100 %", "任何次数的调用都无法证实恰好 100 %")
    if calls is not None:
        needed = Text(f"that takes {calls} calls", f"需要 {calls} 次调用")
    return Text(
        f"NOT ESTABLISHED at {level} %: {claimed.hits} of {claimed.n} calls clean prove a true rate >= {bound} % "
        f"(bar {asked} %); {needed.en}.",
        f"在 {level} % 置信度下未证实：{claimed.n} 次调用中 {claimed.hits} 次正确，"
        f"只能证实真实比率 >= {bound} %（门槛 {asked} %）；{needed.zh}。",
    )


def remarks(rows: Sequence[Row]) -> Iterator[Text]:
    """What the reader must know beside the verdict."""
    families = {family: of(rows, (family,)) for family in dict.fromkeys(row.family for row in rows)}
    declined = {family: n for family, own in families.items() if (n := count(own, Kind.UNSUPPORTED))}
    if declined and sum(declined.values()) == len(rows):
        yield Text(
            f"The server declined all {len(rows)} cases; none was judged.",
            f"服务端明确拒绝了全部 {len(rows)} 例，均未评判。",
        )
    elif declined:
        en = ", ".join(f"{n} of {len(families[family])} in family {family}" for family, n in declined.items())
        zh = "，".join(f"类别 {family} {len(families[family])} 例中 {n} 例" for family, n in declined.items())
        yield Text(f"Declined by the server and not judged: {en}.", f"服务端明确拒绝、未评判：{zh}。")
    yield from budget_eaten(rows)
    negatives = of(rows, (NEGATIVE,))
    broken = count(negatives, Kind.MISS)
    if broken:
        yield Text(
            f"Warning: {broken} of {len(negatives)} bad requests ended in a 5xx, a hang or a reset instead of a 4xx.",
            f"警告：{len(negatives)} 个错误请求中有 {broken} 个得到 5xx、挂起或断开，而不是 4xx。",
        )
