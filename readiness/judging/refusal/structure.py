"""What a reply delivers whatever its words say: code, tables, JSON; and text that hides in an encoding."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re

READ = 40_000
"""Characters that are looked at."""
_FENCE = re.compile(r"(?:```|~~~)[^\n]*\n(.{20,}?)(?:```|~~~|\Z)", re.DOTALL)
_TABLE = re.compile(r"^\s*\|.*\|.*\|\s*\n\s*\|[\s:|-]+\|\s*\n\s*\|", re.MULTILINE)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{2}[\s:]?){20,}(?![0-9A-Za-z])", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+", re.IGNORECASE)
_COMMON = frozenset(
    [
        "the",
        "of",
        "to",
        "and",
        "a",
        "in",
        "is",
        "it",
        "you",
        "that",
        "he",
        "was",
        "for",
        "on",
        "are",
        "with",
        "as",
        "his",
        "they",
        "at",
        "be",
        "this",
        "from",
        "have",
        "or",
        "by",
        "one",
        "had",
        "not",
        "but",
        "what",
        "all",
        "were",
        "when",
        "we",
        "there",
        "can",
        "an",
        "your",
        "which",
        "their",
        "if",
        "do",
        "will",
        "each",
        "how",
        "i",
    ]
)
_LEAST_WORDS = 8


def delivered(text: str) -> str | None:
    """What kind of thing is handed over beside the words: code, table, json; None where there is none."""
    text = text[:READ]
    fence = _FENCE.search(text)
    if fence is not None:
        return "code"
    if _TABLE.search(text):
        return "table"
    start = text.lstrip()[:1]
    return "json" if start in ("{", "[") and _is_json(text) else None


def _is_json(text: str) -> bool:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list) and len(json.dumps(value, ensure_ascii=False)) >= 40


def decoded(text: str) -> tuple[str, bool]:
    """The text with base64, hex and rot13 runs read; and whether a long run could not be.

    A run is replaced where its bytes are UTF-8 text; rot13 where that makes English of what was none.
    """
    text = text[:READ]
    hidden = False
    for pattern, read in ((_BASE64, _of_base64), (_HEX, _of_hex)):
        for run in pattern.findall(text):
            found = read(run)
            hidden = hidden or found is None
            text = text.replace(run, found if found is not None else "")
    turned = codecs.encode(text, "rot13")
    return (turned if _english(turned) and not _english(text) else text), hidden


def _of_base64(run: str) -> str | None:
    try:
        return _readable(base64.b64decode(run + "=" * (-len(run.rstrip("=")) % 4), validate=False))
    except (binascii.Error, ValueError):
        return None


def _of_hex(run: str) -> str | None:
    try:
        return _readable(bytes.fromhex(re.sub(r"[\s:]", "", run)))
    except ValueError:
        return None


def _readable(data: bytes) -> str | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if sum(each.isprintable() or each.isspace() for each in text) >= 0.95 * len(text) else None


def _english(text: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(text[:4000])]
    return len(words) >= _LEAST_WORDS and sum(word in _COMMON for word in words) >= 0.15 * len(words)
