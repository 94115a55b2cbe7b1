"""The bars of a run: each dimension's declared defaults, as TOML beside the evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from readiness.dimension import Dimension


def default_bars(dimension: Dimension) -> dict[str, float]:
    """The default policy of one dimension."""
    return {name: bar.default for name, bar in dimension.bars.items()}


def recorded_bars(folder: Path) -> Mapping[str, Mapping[str, float]]:
    """The bars that a recorded run was judged by, by dimension."""
    text = (folder / "policy.toml").read_text(encoding="utf-8")
    bars: Mapping[str, Mapping[str, float]] = tomllib.loads(text).get("dimension", {})
    return bars


def toml(dimensions: Iterable[Dimension], bars: Mapping[str, Mapping[str, float]]) -> str:
    """The resolved bars, one table a dimension."""
    lines: list[str] = []
    for dimension in dimensions:
        lines += [f"[dimension.{dimension.id}]"]
        for name in dimension.bars:
            lines += [f"{name} = {float(bars[dimension.id][name])}"]
        lines += [""]
    return "\n".join(lines)
