"""On which line of a TOML text each key stands, which the standard library's reader does not say.

TOML is a sequence of statements, each of which is legal by itself. So the lines are gathered up to
where the reader takes them: that is one statement, and what it holds stands on its first line.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Key = tuple[str | int, ...]
"""The way to a value, such as `("waive", 0, "until")`."""


class Lines:
    """The lines of one legal text."""

    def __init__(self, text: str) -> None:
        self._found = dict(reversed(list(_keys(text))))

    def of(self, *key: str | int) -> int:
        """The line of a key, counted from 1; of what holds it where it has none of its own."""
        while key and key not in self._found:
            key = key[:-1]
        return self._found.get(key, 1)


def _keys(text: str) -> Iterator[tuple[Key, int]]:
    table: Key = ()
    seen: Counter[Key] = Counter()
    for line, statement in _statements(text):
        data = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(data, seen)
            yield from ((table[:size], line) for size in range(1, len(table) + 1))
        else:
            yield from ((key, line) for key in _inside(data, table))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[start:end])
        if _is_whole(statement):
            yield start + 1, statement
            start = end


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _header(data: Mapping[str, Any], seen: Counter[Key]) -> Key:
    """The table that a header opens; each `[[name]]` opens the next one of its list."""
    key: Key = ()
    node: Any = data
    while node:
        if isinstance(node, list):
            seen[key] += 1
            return (*key, seen[key] - 1)
        (name,) = node
        key, node = (*key, name), node[name]
    return key


def _inside(value: Any, key: Key) -> Iterator[Key]:
    inner = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for name, each in inner:
        yield (*key, name)
        yield from _inside(each, (*key, name))
