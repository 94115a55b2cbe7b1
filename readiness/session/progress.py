"""The progress line on a terminal: in flight, done of planned, time left. Nothing where output is a file."""

from __future__ import annotations

import time

from readiness.report.layout import columns
from readiness.report.words import Words

REFRESH_S = 0.1


class Progress:
    """Draws one line over itself. `write` puts text on the terminal without a line end."""

    def __init__(self, words: Words, planned: int, width: int) -> None:
        self._words = words
        self._planned = planned
        self._width = width
        self._started_s = time.monotonic()
        self._drawn_s = 0.0

    def line(self, done: int, in_flight: int, misses: int, errors: int) -> str | None:
        """The text to draw now, or None when the last one is fresh enough."""
        now_s = time.monotonic()
        if now_s - self._drawn_s < REFRESH_S:
            return None
        self._drawn_s = now_s
        left_s = (now_s - self._started_s) / done * (self._planned - done) if done else None
        text = self._words.text(
            "progress.line",
            done=done,
            planned=self._planned,
            in_flight=in_flight,
            misses=misses,
            errors=errors,
            left="?" if left_s is None else _clock(left_s),
        )
        while columns(text) >= self._width:
            text = text[:-1]
        return f"\r\x1b[2K{text}"

    @staticmethod
    def cleared() -> str:
        """What takes the line away again."""
        return "\r\x1b[2K"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
