"""Pictures beside the scorecard: SVG with text that stays text, the same bytes each time."""

from __future__ import annotations

import pytest

from readiness.judging.records import HeatMap, Line, Picture, Text
from readiness.report.pictures import NoLibrary, draw
from readiness.report.words import Words

LABEL = Text("length", "长度")
PICTURES = (
    Picture(
        "map",
        Text("Found", "找回"),
        LABEL,
        LABEL,
        HeatMap(("8", "32"), ("0", "1"), ((1.0, 0.5), (0.25, 0.0))),
    ),
    Picture(
        "line", Text("Seconds", "秒数"), LABEL, LABEL, Line((8.0, 32.0), (1.0, 2.0), (0.5, 1.5), (2.0, 3.0))
    ),
)


@pytest.mark.parametrize(("lang", "title"), [("en", "Found"), ("zh", "找回")])
def test_a_picture_is_svg_whose_text_stays_text(lang: str, title: str) -> None:
    pytest.importorskip("matplotlib")
    drawn = draw(PICTURES, Words(lang))
    assert list(drawn) == ["map.svg", "line.svg"]
    assert title in drawn["map.svg"].decode()
    assert drawn == draw(PICTURES, Words(lang))


def test_without_the_library_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(NoLibrary):
        draw(PICTURES, Words("en"))
