"""The gate's reasons, one plain sentence each, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging import statistics
from readiness.judging.json_output.counting import (
    Rate,
    Row,
    codes,
    count,
    eaten,
    families_of,
    format_misses,
    named,
    of,
    rate,
)
from readiness.judging.json_output.measures import stream_only
from readiness.judging.records import Kind, Text

_LEVEL = 0.95


def joined(texts: Sequence[Text]) -> Text:
    """Several sentences as one text."""
    return Text(" ".join(each.en for each in texts), "".join(each.zh for each in texts))


def _per_cent(value: float | None) -> str:
    """Rounded down, so that a figure under a bar never reads as the bar."""
    return "?" if value is None else f"{int(1000 * value + 1e-6) / 10:g} %"


def _exact(value: float) -> str:
    return f"{100 * value:g} %"


def format_failed(rows: Sequence[Row], bar: float) -> Text:
    """Replies that are not one legal document; `rows` are those of the families that fell short."""
    misses, found = format_misses(rows), rate(rows, "format")
    families = families_of(misses)
    en = ", ".join(f"{named(family).en} {len(of(misses, (family,)))}" for family in families)
    zh = "，".join(f"{named(family).zh} {len(of(misses, (family,)))}" for family in families)
    worst = ", ".join(f"{code} ({number})" for code, number in codes(misses)[:3])
    return Text(
        f"{found.misses} of {found.n} replies were not exactly one legal JSON document as asked for "
        f"({_per_cent(found.observed)}, bar {_exact(bar)}): {en}; most often {worst}.",
        f"{found.n} 个回复中有 {found.misses} 个不是恰好一份符合要求的合法 JSON"
        f"（{_per_cent(found.observed)}，门槛 {_exact(bar)}）：{zh}；最常见：{worst}。",
    )


def keywords_ignored(ignored: Sequence[Row], asked: Sequence[Row]) -> Text:
    """Schema keywords that were accepted and not obeyed."""
    return Text(
        f"{len(ignored)} of {len(asked)} schema keywords were accepted and then ignored "
        f"(json_output.keyword_ignored), first in {ignored[0].case}.",
        f"{len(asked)} 个 schema 关键字中有 {len(ignored)} 个被接受却未遵守"
        f"（json_output.keyword_ignored），首个为 {ignored[0].case}。",
    )


def length_hidden(hidden: Sequence[Row], asked: Sequence[Row]) -> Text:
    """Cut-off replies that do not say so."""
    return Text(
        f"{len(hidden)} of {len(asked)} replies that had to be cut off do not say finish_reason length "
        "(json_output.length_hidden).",
        f"{len(asked)} 个必然被截断的回复中有 {len(hidden)} 个的 finish_reason 不是 length"
        "（json_output.length_hidden）。",
    )


def values_wrong(values: Rate, bar: float) -> Text:
    """Legal documents with wrong values."""
    return Text(
        f"{values.misses} of {values.n} legal replies hold a wrong value "
        f"(value_rate {_per_cent(values.observed)}, bar {_exact(bar)}).",
        f"{values.n} 个合法回复中有 {values.misses} 个的值不对"
        f"（值正确率 {_per_cent(values.observed)}，门槛 {_exact(bar)}）。",
    )


def bad_requests_broke(broken: Sequence[Row], asked: Sequence[Row]) -> Text:
    """Malformed requests that ended in a server error or a hang."""
    return Text(
        f"{len(broken)} of {len(asked)} malformed requests ended in a 5xx, a hang or a reset instead of a 4xx "
        f"(json_output.bad_request_5xx), first {broken[0].case}.",
        f"{len(asked)} 个错误请求中有 {len(broken)} 个得到 5xx、挂起或断开，而不是 4xx"
        f"（json_output.bad_request_5xx），首个为 {broken[0].case}。",
    )


def not_measured(rows: Sequence[Row]) -> Text:
    """Nothing that the claim speaks of was judged, so there is no claim to speak of."""
    judged, errors = sum(row.judged for row in rows), count(rows, Kind.ERROR)
    asked = sum(row.outcome is not None for row in rows)
    return Text(
        f"No request for a document was judged ({asked} of {len(rows)} declared cases asked, {judged} judged, "
        f"{errors} errors).",
        f"没有任何要求 JSON 的请求得到评判（声明 {len(rows)} 例，提问 {asked} 例，评判 {judged} 例，"
        f"出错 {errors} 例）。",
    )


def too_many_errors(errors: int, planned: int, bar: float) -> Text:
    """More requests without a judgeable answer than the policy allows."""
    return Text(
        f"{errors} of {planned} planned requests brought no judgeable answer ({_exact(bar)} are allowed).",
        f"计划的 {planned} 个请求中有 {errors} 个没有可评判的回复（允许 {_exact(bar)}）。",
    )


def narrowed(asked: int, declared: int) -> Text:
    """Not all that the profile declares was asked."""
    return Text(
        f"Narrowed: {asked} of {declared} declared cases were asked.",
        f"范围已缩小：声明 {declared} 例，只提问 {asked} 例。",
    )


def family_unjudged(family: str, planned: int) -> Text:
    """A family of which no reply could be judged."""
    name = named(family)
    return Text(
        f"Nothing was judged of the family {name.en} ({planned} cases, all errors or not supported).",
        f"{name.zh}一类没有任何回复得到评判（{planned} 例，全部出错或不受支持）。",
    )


def not_established(name: str, found: Rate, bound: float, bar: float, confidence: float) -> Text:
    """The bound does not reach the bar; says what would."""
    level = _exact(confidence)
    reached = f"{found.hits} of {found.n} establish {name} >= {_per_cent(bound)} at {level}"
    shown = f"{name}：{found.n} 中 {found.hits}，在 {level} 置信度下只能证实 >= {_per_cent(bound)}"
    lower = statistics.needed(0.99, 0, confidence)
    if bar >= 1:
        return Text(
            f"NOT ESTABLISHED: {reached}; no finite number of calls establishes exactly 100 %, "
            f"a bar of 99 % takes {lower} clean calls.",
            f"未证实：{shown}；有限次调用无法证实恰好 100 %，99 % 的门槛需要 {lower} 次全部正确。",
        )
    calls = statistics.needed(bar, found.misses, confidence)
    return Text(
        f"NOT ESTABLISHED: {reached}; the bar {_exact(bar)} takes {calls} calls with {found.misses} misses.",
        f"未证实：{shown}；门槛 {_exact(bar)} 在 {found.misses} 次失误下需要 {calls} 次调用。",
    )


def passed(found: Rate, smoke: bool, confidence: float | None) -> Text:
    """What a pass proves."""
    level = confidence or _LEVEL
    bound = _per_cent(statistics.lower_bound(found.hits, found.n, level))
    if smoke:
        en = "no miss" if not found.misses else f"{found.misses} miss(es)"
        zh = "无失误" if not found.misses else f"失误 {found.misses} 次"
        return Text(
            f"smoke only: {en} in {found.n}, at least {bound} established.",
            f"仅为冒烟测试：{found.n} 次中{zh}，至少证实 {bound}。",
        )
    word = "CONFIRMED: " if confidence is not None else ""
    sure = "已证实：" if confidence is not None else ""
    return Text(
        f"{word}{found.hits} of {found.n} replies were exactly one legal JSON document: "
        f"true rate >= {bound} at {_exact(level)}.",
        f"{sure}{found.n} 个回复中 {found.hits} 个恰好是一份合法 JSON：{_exact(level)} 置信度下真实比率 >= {bound}。",
    )


def budget_eaten(rows: Sequence[Row]) -> Iterator[Text]:
    """Answers that thinking left no room for; nothing where there are none."""
    count = eaten(rows)
    if count:
        yield Text(
            f"In {count} of {len(rows)} cases thinking spent the whole token budget and no answer came: "
            "raise --thinking-tokens.",
            f"{len(rows)} 例中有 {count} 例的 token 上限全部用于思考，没有给出回答：请调大 --thinking-tokens。",
        )


def remarks(rows: Sequence[Row]) -> Iterator[Text]:
    """What the reader must know beside the verdict: what was declined, what only warns, what streaming breaks."""
    for family in families_of(rows):
        name, own = named(family), of(rows, (family,))
        declined = count(own, Kind.UNSUPPORTED)
        if declined:
            yield Text(
                f"{name.en}: declined by the server in {declined} of {len(own)} cases and not judged.",
                f"{name.zh}：服务端在 {len(own)} 例中明确拒绝 {declined} 例，未评判。",
            )
    accepted = [
        row
        for row in rows
        if row.has("bad_request_accepted") or (row.family == "bad_request" and row.has("error_body_200"))
    ]
    if accepted:
        asked = len(of(rows, ("bad_request",)))
        yield Text(
            f"Warning: {len(accepted)} of {asked} malformed requests were answered with 200 instead of 4xx.",
            f"警告：{asked} 个错误请求中有 {len(accepted)} 个得到 200 而不是 4xx。",
        )
    yield from budget_eaten(rows)
    differing = stream_only(rows)
    if differing:
        yield Text(
            f"{len(differing)} streamed replies miss where the same request without a stream hits.",
            f"有 {len(differing)} 个请求流式时失误，非流式时正确。",
        )
