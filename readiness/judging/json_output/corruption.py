"""A text that was damaged on its way, as against another text."""

from __future__ import annotations

import contextlib
import html
import json
import re
import unicodedata

_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
    }
)
_CODECS = ("cp1252", "latin-1", "gbk", "shift_jis", "big5")
_DAMAGE = re.compile("[\ufffd\ud800-\udfff]")
_SHORTEST = 4
_SHORTEST_IDEOGRAPHIC = 3
_CHARACTERS_PER_SLIP = 40


def same_text(got: str, expected: str) -> bool:
    """Equal texts, character by character; a text that stood decomposed may come back composed (NFC)."""
    return got in (expected, unicodedata.normalize("NFC", expected))


def repeats(got: str, expected: str) -> bool:
    """Whether a text says over and over what the expected one says once."""
    match = re.match(r"(.{2,100}?)\1{3,}", got, re.DOTALL)
    return match is not None and match[0] not in expected


def is_corrupt(got: str, expected: str, source: str) -> bool:
    """Whether `got` is `expected` with characters lost or changed, and no other text of the source.

    Damage is a replacement character, a look-alike (curly quotes, full width), a lost accent, a text
    read in another encoding, an escape left standing or taken twice, lost punctuation, or a slip of one
    character in 40. Spaces, letter case and punctuation at the ends are a matter of value.
    """
    if set(_DAMAGE.findall(got)) - set(expected) or _folded(got) == _folded(expected):
        return True
    if _loose(got) == _loose(expected):
        return False
    if _is_misread(got, expected) or _is_escaped(got, expected) or _letters(got) == _letters(expected):
        return True
    return got not in source.replace(expected, "\n") and _is_slip(got, expected)


def _loose(text: str) -> str:
    """The text without what people write either way: spaces, case, punctuation at the ends."""
    return re.sub(r"^[^\w\\]+|[^\w\\]+$", "", text.replace(" ", "").casefold())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text) or text


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES)).translate(_LOOKALIKES)
    return "".join(character for character in plain if unicodedata.category(character) != "Mn")


def _is_misread(got: str, expected: str) -> bool:
    """Bytes of one encoding read as another, or characters that one could not hold."""
    encoded = expected.encode("utf-8", "surrogatepass")
    misread = {encoded.decode(codec, "replace") for codec in _CODECS}
    misread |= {encoded.decode(codec, "ignore") for codec in _CODECS}
    lossy = {expected.encode(codec, "replace").decode(codec) for codec in ("ascii", *_CODECS)}
    lossy |= {expected.encode(codec, "ignore").decode(codec) for codec in ("ascii", *_CODECS)}
    return got in misread | lossy


def _is_escaped(got: str, expected: str) -> bool:
    """Escapes left standing in the text, or taken once too often (a path's \\n as a line break)."""
    spelled = {json.dumps(expected)[1:-1], json.dumps(expected, ensure_ascii=False)[1:-1]}
    with contextlib.suppress(ValueError):  # most texts, taken as escaped ones, are none
        spelled.add(json.loads(f'"{expected}"', strict=False))
    return got in spelled or html.unescape(got) == expected


def _is_slip(got: str, expected: str) -> bool:
    """One stretch of a character or so differs, inside an otherwise equal text of some length."""
    if len(expected) < (_SHORTEST if expected.isascii() else _SHORTEST_IDEOGRAPHIC):
        return False
    start = _shared(got, expected)
    end = _shared(got[start:][::-1], expected[start:][::-1])
    changed, lost = got[start : len(got) - end], expected[start : len(expected) - end]
    if (not lost and (start == 0 or end == 0)) or changed.isdigit() or lost.isdigit():
        return False  # something added at an edge (a plural, a full stop), or another number
    if end == 0 and not changed and lost == "s":
        return False
    swapped = len(changed) == 2 and changed == lost[::-1]
    return swapped or max(len(changed), len(lost)) <= max(1, len(expected) // _CHARACTERS_PER_SLIP)


def _shared(one: str, other: str) -> int:
    """Length of the common beginning of two texts."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))
