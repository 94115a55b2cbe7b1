"""Figures as pictures: what a dimension wants drawn, and the SVG that matplotlib makes of it.

matplotlib is an extra (`pip install readiness[pictures]`). It is imported when the last reply is there, and
text stays text in the SVG, so that any viewer's fonts show it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

from readiness.judging.records import HeatMap, Line, Picture
from readiness.report.words import Words

INCHES = (7.0, 3.4)


class NoLibrary(Exception):
    """matplotlib is not installed."""


def draw(pictures: Sequence[Picture], words: Words) -> dict[str, bytes]:
    """File name and SVG of each picture. Raises `NoLibrary`."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoLibrary from error
    drawn = {}
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "readiness"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # glyphs that its own font lacks: the viewer has them
        for picture in pictures:
            figure = Figure(figsize=INCHES, layout="constrained")
            axes = figure.add_subplot()
            axes.set_title(words.of(picture.title))
            axes.set_xlabel(words.of(picture.x_label))
            axes.set_ylabel(words.of(picture.y_label))
            if isinstance(picture.content, HeatMap):
                _heat_map(figure, axes, picture.content)
            else:
                _line(axes, picture.content)
            written = io.BytesIO()
            figure.savefig(written, format="svg", metadata={"Date": None})
            drawn[f"{picture.name}.svg"] = written.getvalue()
    return drawn


def _heat_map(figure: Any, axes: Any, content: HeatMap) -> None:
    shown = axes.imshow(content.values, aspect="auto", vmin=0.0, vmax=1.0, cmap="cividis")
    axes.set_xticks(range(len(content.columns)), content.columns)
    axes.set_yticks(range(len(content.rows)), content.rows)
    for row, values in enumerate(content.values):
        for column, value in enumerate(values):
            color = "black" if value > 0.6 else "white"
            axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", color=color, fontsize=8)
    figure.colorbar(shown)


def _line(axes: Any, content: Line) -> None:
    if content.low and content.high:
        axes.fill_between(content.x, content.low, content.high, alpha=0.2)
    axes.plot(content.x, content.y, marker="o")
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
