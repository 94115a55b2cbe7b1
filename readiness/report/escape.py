"""What an endpoint said is data: made visible and harmless before it enters a page."""

from __future__ import annotations

import re
import unicodedata

SHOWN_CHARACTERS = 200
# Control, format (bidi, zero-width), surrogate, private, unassigned, line and paragraph separator.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MARKUP = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "@": "&#64;",
        **{character: f"\\{character}" for character in "\\`*[]|~#$!"},
    }
)
# Inside a word an underscore is no markup, and `json_output` stays readable in the source.
_MARKUP_UNDERSCORES = re.compile(r"(?<!\w)_++|_++(?!\w)")


def visible(text: str, keep: str = "") -> str:
    r"""The text with every invisible character spelled out (`\n`, `\x1b`, `\u202e`), but those in `keep`."""
    return "".join(character if character in keep else _spelled(character) for character in text)


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shorten(text: str) -> str:
    """At most `SHOWN_CHARACTERS`, with three dots where something was left out."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."


def markdown(text: str) -> str:
    """One line of Markdown that shows exactly this text: no markup, no HTML, no link, safe in a table."""
    escaped = visible(text).translate(_MARKUP)
    escaped = _MARKUP_UNDERSCORES.sub(lambda run: "\\_" * len(run.group()), escaped)
    return escaped.replace("://", "&#58;//").replace("www.", "www&#46;")
