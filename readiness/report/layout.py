"""Lines of a given width in a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from wcwidth import wcswidth

from readiness.report.escape import visible

_NO_LINE_START = frozenset("，。；：、！？）》」』”’,.;:!?)]}%")
_NO_LINE_END = frozenset("（《「『“‘([{")


def columns(text: str) -> int:
    """How many columns the text takes; it holds no invisible characters."""
    return max(wcswidth(text), 0)


def wrap(text: str, width: int) -> list[str]:
    """The text as lines of at most `width` columns, harmless for a terminal; at least one line."""
    lines = [""]
    for piece in _pieces(visible(text)):
        whole = columns(piece.rstrip()) <= width
        for part in [piece] if whole else piece:
            if lines[-1] and columns((lines[-1] + part).rstrip()) > width:
                lines.append("")
            lines[-1] += part
    return [line.rstrip() for line in lines]


def hang(label: str, text: str, width: int, indent: int) -> list[str]:
    """The text beside a label: every line starts at column `indent`, the first one after the label."""
    first, *rest = wrap(text, width - indent)
    return [pad(label, indent) + first, *(" " * indent + line for line in rest)]


def pad(text: str, width: int) -> str:
    """The text with blanks up to `width` columns."""
    return text + " " * (width - columns(text))


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: words with the blanks after them, and single wide characters."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_LINE_START or before in _NO_LINE_END:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"
