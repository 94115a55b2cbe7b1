"""Counting outcomes: the rows of a run, by family, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.judging import statistics
from readiness.judging.records import Kind, Measure, Outcome, Ruling, Text, Verdict

PLAIN = "plain"
GATED = (PLAIN, "json_object", "json_schema", "streamed")
"""Families whose replies make up `format_rate`."""
ALSO_FORMAT = ("adversarial", "long_input", "escapes", "whitespace", "keyword")
"""Families under the same bar, each by itself."""

FAMILIES: Mapping[str, Text] = {
    "plain": Text("plain", "普通请求"),
    "adversarial": Text("adversarial", "对抗措辞"),
    "json_object": Text("json_object", "json_object"),
    "json_schema": Text("json_schema", "json_schema"),
    "keyword": Text("keyword", "关键字"),
    "long_input": Text("long_input", "长输入"),
    "escapes": Text("escapes", "转义字符"),
    "streamed": Text("streamed", "流式"),
    "truncation": Text("truncation", "截断"),
    "whitespace": Text("whitespace", "空白"),
    "bad_request": Text("bad_request", "错误请求"),
}


def named(family: str) -> Text:
    """What a family is called; one of an own bank by its own name."""
    return FAMILIES.get(family) or Text(family, family)


@dataclass(frozen=True, slots=True)
class Row:
    """One declared case and what became of it; `outcome` is None where it was not asked."""

    case: str
    family: str
    attempt: int
    prompt: str
    """Equal for cases that send the same messages."""
    twin_of: str | None
    outcome: Outcome | None

    @property
    def judged(self) -> bool:
        """Whether the endpoint answered, rightly or wrongly."""
        return self.outcome is not None and self.outcome.kind in (Kind.HIT, Kind.MISS)

    def figure(self, name: str) -> float | None:
        """A figure of the outcome; None where there is none."""
        return self.outcome.figures.get(name) if self.outcome is not None else None

    def has(self, word: str) -> bool:
        """Whether a finding of that word stands in the outcome."""
        return self.outcome is not None and any(
            each.code.endswith(f".{word}") for each in self.outcome.defects
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits of a figure among the rows that have it, and how many rows may still come."""

    hits: int
    n: int
    unasked: int = 0

    @property
    def misses(self) -> int:
        """Rows that have the figure and are no hit."""
        return self.n - self.hits

    @property
    def observed(self) -> float | None:
        """The share of hits, a fraction of 1; None where nothing was judged."""
        return self.hits / self.n if self.n else None

    def falls_short(self, bar: float) -> bool:
        """Under the bar, and it would stay so if everything not asked were a hit."""
        whole = self.n + self.unasked
        return self.misses > 0 and self.hits + self.unasked < bar * whole - 1e-9


def families_of(rows: Sequence[Row]) -> list[str]:
    """The families of the rows, ours first, in the order in which they are listed."""
    found = dict.fromkeys(row.family for row in rows)
    return [
        *(family for family in FAMILIES if family in found),
        *(one for one in found if one not in FAMILIES),
    ]


def of(rows: Iterable[Row], families: Sequence[str]) -> list[Row]:
    """The rows of those families, in declared order."""
    return [row for row in rows if row.family in families]


def rate(rows: Iterable[Row], figure: str) -> Rate:
    """The rate of a figure that is 0 or 1."""
    rows = list(rows)
    values = [value for value in (row.figure(figure) for row in rows if row.judged) if value is not None]
    return Rate(sum(map(int, values)), len(values), sum(row.outcome is None for row in rows))


def count(rows: Iterable[Row], kind: Kind) -> int:
    """How many rows ended like that."""
    return sum(row.outcome is not None and row.outcome.kind is kind for row in rows)


def eaten(rows: Iterable[Row]) -> int:
    """How many answers are missing because thinking spent the whole token budget."""
    return sum(row.has("budget_eaten") for row in rows)


def ruling(
    rows: Sequence[Row],
    claimed: Rate,
    bar: float,
    verdict: Verdict,
    reason: Text,
    measures: Mapping[str, Measure],
) -> Ruling:
    """A gate's ruling whose n, hits, misses and bounds are those of the rate that is claimed."""
    return Ruling(
        verdict=verdict,
        bar=bar,
        observed=claimed.observed,
        established=statistics.lower_bound(claimed.hits, claimed.n),
        n=claimed.n,
        hits=claimed.hits,
        misses=claimed.misses,
        errors=count(rows, Kind.ERROR),
        unsupported=count(rows, Kind.UNSUPPORTED),
        interval=statistics.interval(claimed.hits, claimed.n),
        reason=reason,
        measures=measures,
    )


def format_misses(rows: Iterable[Row]) -> list[Row]:
    """The rows that are not exactly one legal document of the form asked for."""
    return [row for row in rows if row.judged and row.figure("format") == 0]


def codes(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """The deciding codes, the most frequent first."""
    return Counter(
        row.outcome.defects[0].code for row in rows if row.outcome and row.outcome.defects
    ).most_common()
