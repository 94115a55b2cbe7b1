"""What of the figures is worth a picture: recall by depth and length, seconds by length. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.judging.long_context.runs import CURVE, FACTS, TARGET, Run, of
from readiness.judging.records import HeatMap, Line, Picture, Text

_LENGTH = Text("document, thousand tokens", "文档长度，千 token")
_TENTHS = tuple(f"{10 * number}-{10 * number + 10}" for number in range(len(FACTS)))


def pictures(runs: Sequence[Run]) -> Iterator[Picture]:
    """Both pictures, where at least two lengths were judged."""
    judged = of(runs, TARGET, CURVE)
    lengths = sorted({run.tokens for run in judged})
    if len(lengths) < 2:
        return
    by_length = [[run for run in judged if run.tokens == tokens] for tokens in lengths]
    shares = tuple(
        tuple(sum(run.figure(name) for run in same) / len(same) for name in FACTS) for same in by_length
    )
    yield Picture(
        "recall-by-depth-and-length",
        Text("Decisions found again, %", "找回的决议，%"),
        Text("depth in the document, %", "在文档中的深度，%"),
        _LENGTH,
        HeatMap(tuple(f"{tokens // 1000}" for tokens in lengths), _TENTHS, shares),
    )
    seconds = [sorted(run.figure("total_s") for run in same) for same in by_length]
    yield Picture(
        "latency-by-length",
        Text(
            "Seconds to the end of the summary: median, least to most", "到摘要结束的秒数：中位数，最小到最大"
        ),
        _LENGTH,
        Text("seconds", "秒"),
        Line(
            tuple(tokens / 1000 for tokens in lengths),
            tuple(each[(len(each) - 1) // 2] for each in seconds),
            tuple(each[0] for each in seconds),
            tuple(each[-1] for each in seconds),
        ),
    )
