"""One case as a page: what was expected, what came, and every exchange as it was sent and received."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import Reply, read_reply
from readiness.endpoint.timing import timing
from readiness.report.escape import visible
from readiness.report.showing.held import Held, body_file
from readiness.report.words import Words
from readiness.sentence import UnknownWord

SHOWN_TEXT = 4000
"""Characters of one message or answer; what is longer is cut, with a note of where the whole lies."""
SHOWN_BODY = 1500
"""Characters of a body as received, which says again what stands above it."""


class Page:
    """The lines of one case. With `raw`, bodies stand there whole, as they came."""

    def __init__(self, folder: Path, endpoint: str, words: Words, *, raw: bool = False) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._words = words
        self._raw = raw

    def lines(self, held: Held) -> Iterator[str]:
        """The page, harmless for a terminal."""
        yield from self._head(held)
        for number, exchange in enumerate(held.exchanges, 1):
            yield ""
            yield self._rule(self._say("show.exchange", number=number, count=len(held.exchanges)), "=")
            yield from self._sent(exchange)
            yield from self._received(exchange)

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(key, **values)

    # --- expected and got ------------------------------------------------------------------------

    def _head(self, held: Held) -> Iterator[str]:
        outcome = held.outcome
        kind = outcome.kind if outcome else "none"
        yield from self._line(held.name, self._say(f"show.kind.{kind}") if held.case else "")
        if held.case is not None:
            yield from self._pair("show.family", f"{held.case.family}, {held.case.lang}")
            if held.case.expect:
                yield from self._pair("show.bank", _cut(_compact(held.case.expect), SHOWN_BODY))
        if not held.exchanges:
            yield self._say("show.no_exchange")
        elif held.case is not None and outcome is None:
            yield self._say("show.not_judged")
        for defect in outcome.defects if outcome else ():
            yield ""
            yield from self._line(defect.code, self._explained(defect.code))
            yield from self._pair("finding.expected", defect.expected)
            yield from self._pair("finding.got", defect.got)

    def _explained(self, code: str) -> str:
        try:
            return self._words.finding(code)
        except UnknownWord:
            return self._say("finding.unknown")

    # --- what was sent ---------------------------------------------------------------------------

    def _sent(self, exchange: Exchange) -> Iterator[str]:
        path, mark, query = self._endpoint.partition("?")
        label = "show.not_sent" if exchange.told else "show.sent"
        yield from self._pair(label, f"{exchange.method} {path}{exchange.url}{mark}{query}")
        request = _object(exchange.request_body)
        others = {name: value for name, value in request.items() if name != "messages"}
        if others:
            yield from self._pair("show.fields", _cut(_compact(others), SHOWN_BODY))
        messages = request.get("messages")
        for message in messages if isinstance(messages, list) else ():
            yield from self._message(message)
        if exchange.request_body and not request:
            yield from self._text("show.body", _decoded(exchange.request_body), SHOWN_TEXT)
        if exchange.request_body:
            yield from self._pair("show.file", self._file(exchange.request_body))

    def _message(self, message: Any) -> Iterator[str]:
        if not isinstance(message, dict):
            yield from self._block("?", _compact(message), SHOWN_TEXT)
            return
        content = message.get("content")
        rest = {name: value for name, value in message.items() if name not in ("role", "content")}
        text = content if isinstance(content, str) else "" if content is None else _compact(content)
        whole = "\n".join(part for part in (text, _compact(rest) if rest else "") if part)
        yield from self._block(str(message.get("role")), whole, SHOWN_TEXT)

    # --- what came -------------------------------------------------------------------------------

    def _received(self, exchange: Exchange) -> Iterator[str]:
        yield ""
        if exchange.status is not None:
            yield self._rule(self._say("show.reply", status=exchange.status), "-")
        if exchange.error is not None:
            yield from self._pair("show.error", f"{exchange.error}: {exchange.error_detail}")
        if not exchange.told:
            yield from self._pair("show.timing", self._timing(exchange))
        for name, value in exchange.headers.items():
            yield f"{visible(name)}: {visible(value)}"
        if exchange.body:
            reply = read_reply(exchange)
            if exchange.request_body:
                yield from self._reply(reply)
            if self._raw or not reply.streamed:
                yield from self._text("show.body", _decoded(exchange.body), SHOWN_BODY)
            else:
                yield self._say("show.events")
            yield from self._pair("show.file", self._file(exchange.body))

    def _reply(self, reply: Reply) -> Iterator[str]:
        calls = "\n".join(map(_compact, reply.tool_calls))
        for name, text in (
            ("reasoning", reply.reasoning),
            ("content", reply.content),
            ("refusal", reply.refusal),
            ("tool_calls", calls),
        ):
            if text:
                yield from self._block(name, text, SHOWN_TEXT)
        if reply.choices:
            yield from self._pair("show.finish", str(reply.finish_reason))
        for problem in (reply.malformed, reply.error):
            if problem:
                yield from self._pair("show.problem", problem)

    def _timing(self, exchange: Exchange) -> str:
        """Connection and tries too: they explain a slow first byte."""
        found = timing(exchange)
        parts = [
            self._say(f"show.time.{name}", seconds=f"{seconds:.3f}")
            for name, seconds in (
                ("first_byte", found.first_byte_s),
                ("first_token", found.first_token_s),
                ("total", found.total_s),
            )
            if seconds is not None
        ]
        parts.append(self._say("show.time.reused" if exchange.reused_connection else "show.time.fresh"))
        if exchange.attempt > 1:
            parts.append(self._say("show.time.try", number=exchange.attempt))
        if exchange.stale_retries:
            parts.append(self._say("show.time.stale"))
        return self._say("separator.list").join(parts)

    # --- lines -----------------------------------------------------------------------------------

    def _pair(self, label: str, text: str) -> Iterator[str]:
        yield from self._line(self._say(label), text)

    def _line(self, label: str, text: str) -> Iterator[str]:
        yield visible(self._say("show.line", label=label, text=text) if text else label)

    def _text(self, label: str, text: str, room: int) -> Iterator[str]:
        yield from self._block(self._say(label), text, room)

    def _block(self, title: str, text: str, room: int) -> Iterator[str]:
        yield self._rule(visible(title), "-")
        shown = text if self._raw else text[:room]
        yield from (visible(line) for line in shown.split("\n"))
        if len(shown) < len(text):
            yield self._say("show.cut", shown=len(shown), count=len(text))

    @staticmethod
    def _rule(title: str, line: str) -> str:
        return f"{line * 3} {title} {line * 3}"

    def _file(self, body: bytes) -> str:
        return str(body_file(self._folder, sha256(body).hexdigest()))


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[:room]}..."


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
