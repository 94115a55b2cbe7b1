"""Event streams (WHATWG HTML, section 9.2.6): bytes to events, with offsets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINE_BYTES = 2**20
FIELDS = frozenset({b"data", b"event", b"id", b"retry"})
BOM = b"\xef\xbb\xbf"

_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `data` lines are joined by a line feed, exactly as they came."""

    data: str
    end: int
    """Offset in the body just past the line end that completed the event."""
    name: str = ""
    """Value of the `event` field; empty for an ordinary message."""
    utf8: bool = True
    """False: the data was no UTF-8, and `data` holds replacement characters."""
    complete: bool = True
    """False: the stream ended before the blank line, so that a client drops the event."""


@dataclass(frozen=True, slots=True)
class EventStream:
    """All events of a body, and what stood between them that the format does not know."""

    events: tuple[Event, ...]
    strays: tuple[str, ...] = ()
    """Lines of unknown fields, which every client skips: a lost `data:` shows here."""
    too_long: bool = False
    """A line of more than `MAX_LINE_BYTES`; reading stopped before it."""
    cut: bool = False
    """The body ended inside a line or an event."""


def read_events(body: bytes) -> EventStream:
    """The events of `body`. Lines may end in LF, CR or CRLF; comments and a byte order mark are skipped."""
    events: list[Event] = []
    strays: list[str] = []
    data: list[bytes] = []
    name = b""
    for line, end, ended in _lines(body):
        if len(line) > MAX_LINE_BYTES:
            return EventStream(tuple(events), tuple(strays), too_long=True)
        if not line:
            if data:
                events.append(_event(data, name, end, complete=True))
            data, name = [], b""
            continue
        field, value = _field(line)
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
        elif field and field not in FIELDS and ended:
            strays.append(line[:200].decode("utf-8", "replace"))
    if data:
        events.append(_event(data, name, len(body), complete=False))
    return EventStream(tuple(events), tuple(strays), cut=bool(data) or _cut_line(body))


def _lines(body: bytes) -> Iterator[tuple[bytes, int, bool]]:
    """Each line without its end, the offset past it, and whether it has an end."""
    start = len(BOM) if body.startswith(BOM) else 0
    for found in _LINE_END.finditer(body, start):
        yield body[start : found.start()], found.end(), True
        start = found.end()
    if start < len(body):
        yield body[start:], len(body), False


def _field(line: bytes) -> tuple[bytes, bytes]:
    """Name and value; one blank after the colon belongs to neither. A comment has an empty name."""
    field, _, value = line.partition(b":")
    return field, value[1:] if value.startswith(b" ") else value


def _event(data: list[bytes], name: bytes, end: int, *, complete: bool) -> Event:
    joined = b"\n".join(data)
    try:
        text, utf8 = joined.decode("utf-8"), True
    except UnicodeDecodeError:
        text, utf8 = joined.decode("utf-8", "replace"), False
    return Event(text, end, name.decode("utf-8", "replace"), utf8, complete)


def _cut_line(body: bytes) -> bool:
    """Whether the last line has no end and is no comment."""
    last = _LINE_END.split(body[-MAX_LINE_BYTES:])[-1]
    return bool(last) and not last.startswith(b":")
