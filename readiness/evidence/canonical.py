"""The canonical form of RFC 8785 for what the journal writes thousands of times."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """RFC 8785 of data that holds no floats, by the standard library's encoder, ten times as fast.

    Without floats the two agree: the same escapes, no blanks, keys sorted (by code point, which is
    the order of RFC 8785 for keys inside the basic plane). Floats are spelled as text by the caller.
    """
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace")
