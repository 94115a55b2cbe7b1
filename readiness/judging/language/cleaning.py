"""What of a reply is prose, and can be asked for its language. Pure and total.

Taken out: thinking, code, links, digits, markup, and what the caller names (source text that may be quoted,
names of the prompt). Of JSON the values of strings are read, never the keys; of a reply that is nothing but
a fence, the text in it, and where that is code, its comments.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.judging.language.scripts import words
from readiness.judging.thinking import TAG, closes

FEW_WORDS = 5
"""A text with fewer words has no language to speak of: "Son 42 euros." defeats every detector."""
_SHOUTED = 0.6
"""Share of capitals among the letters above which a text is lower-cased before it is read."""
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.M | re.S)
_PROSE_LABELS = ("", "text", "txt", "plaintext", "plain", "markdown", "md", "none", "html", "xml")
_INLINE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+", re.IGNORECASE)
_LISTED = re.compile(r"^\s*(?:[*•·–—-]+|\(?(?:\d{1,3}|[a-z])[.)])(?=\s)", re.M)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")
_COMMENT = re.compile(r"(?:#|//|--|;;|%)[ \t]*(.+)$|/\*(.*?)\*/|\"\"\"(.*?)\"\"\"|'''(.*?)'''", re.M | re.S)
_CODE_LINE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|return|if|for|while|public|private|var|let|const|function|#include)\b"
    r"|^\s*[\w.]+\s*(?:=|\()|=>|^\s*(?:#|//)"
)


def cleaned(text: str, drop: Iterable[str] = ()) -> str:
    """The prose of a reply, on one line a line; empty where there is none. `drop` is taken out wherever it stands."""
    text = unicodedata.normalize("NFC", without_thinking(text))
    for each in sorted(filter(None, drop), key=len, reverse=True):
        text = re.sub(re.escape(each), " ", text, flags=re.IGNORECASE)
    prose = bare(outside(text))
    if words(prose) < FEW_WORDS:
        inside = bare("\n".join(_inside(text)))
        prose = inside if words(inside) >= FEW_WORDS else prose
    return quiet(prose)


def without_thinking(text: str) -> str:
    """A reply without its thinking blocks; one that is never closed takes the rest along."""
    kept, depth, start = [], 0, 0
    for tag in TAG.finditer(text):
        if depth == 0:
            kept.append(text[start : tag.start()])
        if closes(tag) and depth == 0:
            kept.clear()
        depth = max(0, depth - 1) if closes(tag) else depth + 1
        start = tag.end()
    return "".join([*kept, text[start:]] if depth == 0 else kept).strip()


def outside(text: str) -> str:
    """The prose around fences, or the strings of a reply that is a JSON document."""
    values = _json_strings(text)
    return "\n".join(values) if values is not None else _FENCE.sub("\n", text)


def _json_strings(text: str) -> list[str] | None:
    body = text.strip()
    if body[:1] not in ("{", "["):
        return None
    try:
        return list(_strings(json.loads(body)))
    except (ValueError, RecursionError):
        return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _inside(text: str) -> Iterator[str]:
    """The readable part of every fence: prose as it stands, JSON by its strings, code by its comments."""
    for fence in _FENCE.finditer(text):
        body, values = fence[3], _json_strings(fence[3])
        if values is not None:
            yield from values
        elif fence[2].lower() in _PROSE_LABELS and not _is_code(body):
            yield body
        else:
            yield comments(body)


def _is_code(body: str) -> bool:
    lines = [line for line in body.splitlines() if line.strip()]
    return 2 * sum(_CODE_LINE.search(line) is not None for line in lines) >= max(1, len(lines))


def comments(code: str) -> str:
    """The comments of a program, one a line."""
    found = (next(filter(None, match.groups()), "") for match in _COMMENT.finditer(code))
    return "\n".join(each.strip() for each in found)


def bare(text: str) -> str:
    """Without inline code, links, tags, digits and marks of lists and headings; lines stay."""
    for pattern in (_INLINE, _LINK, _MARKUP):
        text = pattern.sub(" ", text)
    text = _LISTED.sub("", text)
    text = re.sub(r"[\d*_#|<>=~^\\{}\[\]]+", " ", text)
    return "\n".join(line for each in text.splitlines() if (line := " ".join(each.split()))).strip()


def quiet(text: str) -> str:
    """Lower-cased where most letters are capitals: detectors misread what is shouted."""
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    shouted = sum(letter.isupper() for letter in cased) > _SHOUTED * len(cased)
    return text.lower() if cased and shouted else text
