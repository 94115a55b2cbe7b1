"""A policy as TOML: bare for the evidence, so that equal policies are equal bytes, or explained for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from readiness.dimension import Bar, Dimension
from readiness.policy.records import Policy, Rule, Waiver
from readiness.report.words import Words

_EXAMPLE = Waiver("json_output.fence", "plain-compound-surname-ouyang-zh", "", "", date(2030, 12, 31))


def bare(policy: Policy) -> str:
    """All bars, what is required, all waivers, without a comment."""
    lines: list[str] = []
    for name, rule in policy.rules.items():
        lines += [f"[dimension.{name}]", *_verdict_keys(rule)]
        lines += [f"{bar} = {_value(value)}" for bar, value in rule.bars.items()]
        lines += [""]
    for waiver in policy.waivers:
        lines += [*_waiver(waiver), ""]
    return "\n".join(lines)


def explained(policy: Policy, dimensions: Mapping[str, Dimension], words: Words) -> str:
    """The same with comments that say what each line means; to be edited and given to `--policy`."""
    return "\n".join(_explained(policy, dimensions, words))


def _explained(policy: Policy, dimensions: Mapping[str, Dimension], words: Words) -> Iterator[str]:
    yield from _comment(words.text("policy.head", name=policy.name))
    yield "#"
    yield from _comment(words.text("policy.about_required"))
    titles = {description.id: words.of(description.title) for description in words.dimensions()}
    for name, rule in policy.rules.items():
        yield ""
        yield f"# --- {titles[name]} ---"
        yield f"[dimension.{name}]"
        yield from _verdict_keys(rule)
        for bar, value in rule.bars.items():
            meaning = words.bar(name, bar)
            yield f"# {meaning}{_range(dimensions[name].bars[bar], words)}"
            yield f"{bar} = {_value(value)}"
    yield ""
    yield from _comment(words.text("policy.about_waivers"))
    if not policy.waivers:
        yield from (f"# {line}" for line in _waiver(_EXAMPLE))
    for waiver in policy.waivers:
        yield ""
        yield from _waiver(waiver)
    yield ""


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]


def _range(bar: Bar, words: Words) -> str:
    """Where a bar may be set, unless it is a switch, whose meaning says so."""
    if isinstance(bar.default, bool):
        return ""
    return words.text(
        "policy.range", least=f"{bar.least:g}", most=f"{bar.most:g}", default=f"{bar.default:g}"
    )


def _verdict_keys(rule: Rule) -> Iterator[str]:
    if rule.required is not None:
        yield f"required = {_value(rule.required)}"
    if rule.reason is not None:
        yield f"reason = {_value(rule.reason)}"


def _waiver(waiver: Waiver) -> list[str]:
    fields = ("finding", "case", "reason", "by")
    texts = [f"{name} = {_value(getattr(waiver, name))}" for name in fields]
    return ["[[waive]]", *texts, f"until = {waiver.until.isoformat()}"]


def _value(value: str | float) -> str:
    """JSON's notation is TOML's too, but for one control character that only TOML wants spelled out."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
