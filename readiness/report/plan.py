"""A plan as it is printed: a table, and under it what was assumed and what the limits forbid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tabulate import tabulate

from readiness.report.figures import count
from readiness.report.layout import hang, wrap
from readiness.report.words import Words

_COLUMNS = ("cases", "requests", "tokens_in", "tokens_out", "disk", "minutes", "money")
_MARK = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """What one line of the plan takes. Tokens are not rounded; money is None where no price was given."""

    cases: int = 0
    requests: int = 0
    tokens_in: float = 0.0
    tokens_out: float = 0.0
    disk_bytes: float = 0.0
    minutes: float = 0.0
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Unmeasurable:
    """A dimension that the limits keep from being completed. `option` is the limit, as it was given."""

    dimension: str
    option: str
    cases: int
    """How many of its cases could not be asked to the end."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody can know beforehand."""

    first_token_s: float
    tokens_a_second: float
    some_words: float
    """Tokens of an answer in free words."""
    concurrency: int
    paces: str
    """`--rpm` and `--tpm`, as they were given; empty where they were not."""
    thinking_tokens: int
    """At most, a reply of a model that thinks."""
    thinking_replies: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan, by dimension. The total holds the preflight too."""

    profile: str
    rows: Mapping[str, Amount]
    preflight: Amount
    total: Amount
    unmeasurable: tuple[Unmeasurable, ...]
    assumed: Assumed


def page(plan: Plan, words: Words, width: int) -> Iterator[str]:
    """The lines of a plan, at most `width` columns wide but for the table."""
    yield from wrap(words.text("plan.title", profile=plan.profile), width)
    yield ""
    yield from _table(plan, words)
    if plan.unmeasurable:
        yield ""
        yield words.text("plan.unmeasurable")
        titles = {one.id: words.of(one.title) for one in words.dimensions()}
        for one in plan.unmeasurable:
            title = titles.get(one.dimension, one.dimension)
            text = words.text(
                "plan.forbidden", title=title, id=one.dimension, option=one.option, cases=one.cases
            )
            yield from hang("-", text, width, _MARK)
    yield ""
    yield words.text("plan.assumptions")
    for sentence in _assumptions(plan, words):
        yield from hang("-", sentence, width, _MARK)


def _table(plan: Plan, words: Words) -> list[str]:
    columns = _COLUMNS if plan.total.money is not None else _COLUMNS[:-1]
    heads = [words.text("table.dimension"), *(words.text(f"plan.{column}") for column in columns)]
    named = [*plan.rows.items(), (words.text("plan.preflight"), plan.preflight)]
    named.append((words.text("plan.total"), plan.total))
    body = [[name, *_cells(amount)[: len(columns)]] for name, amount in named]
    align = ["left", *("right" for _ in columns)]
    return tabulate(
        body, heads, tablefmt="simple", disable_numparse=True, colalign=align, headersalign=align
    ).splitlines()


def _cells(amount: Amount) -> list[str]:
    return [
        count(amount.cases),
        count(amount.requests),
        count(amount.tokens_in),
        count(amount.tokens_out),
        f"{amount.disk_bytes / 1e6:.1f} MB",
        f"{amount.minutes:.1f}",
        "" if amount.money is None else f"{amount.money:.3f}",
    ]


def _assumptions(plan: Plan, words: Words) -> Iterator[str]:
    assumed = plan.assumed
    yield words.text("plan.tokens", some_words=f"{assumed.some_words:.0f}")
    yield words.text(
        "plan.pace",
        concurrency=assumed.concurrency,
        first_token=f"{assumed.first_token_s:g}",
        speed=f"{assumed.tokens_a_second:g}",
    )
    if assumed.paces:
        yield words.text("plan.limits", limits=assumed.paces)
    if assumed.thinking_tokens:
        most = count(assumed.thinking_tokens * assumed.thinking_replies)
        yield words.text("plan.thinking", each=count(assumed.thinking_tokens), most=most)
    yield words.text("plan.extra")
