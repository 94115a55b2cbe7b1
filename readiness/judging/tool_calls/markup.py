"""The call syntax of chat templates in what should be prose (T16), and calls that were only written down (T02)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from readiness.judging.json_output.lexis import SPECIAL
from readiness.judging.json_output.showing import near
from readiness.judging.records import Defect
from readiness.judging.tool_calls.codes import defect
from readiness.judging.tool_calls.turn import Turn

MOST = 4000
"""Characters of a content in which the text of a call is looked for; every brace costs a try."""
_TAG = (
    r"</?(?:[a-z]+[:_])?tool_calls?>|</?tool_response>|<function=[\w.\-]+>|</function>|</?function_calls?>"
    r"|<invoke\b[^>]*>|</invoke>|</?arg_(?:key|value)>|<parameter=[\w.\-]+>"
    r"|\[/?TOOL_CALLS?\]|\[TOOL_REQUEST\]|✿(?:FUNCTION|ARGS|RESULT|RETURN)✿|</?｜DSML｜\w*|\bto=functions\.[\w.\-]+"
)
_WRITTEN = r'\{\s*"(?:name|function|tool)"\s*:\s*"[\w.\-]+"\s*,\s*"(?:arguments|parameters|args)"\s*:\s*[{"]'
_IN_CONTENT = re.compile(f"{SPECIAL.pattern}|{_TAG}|{_WRITTEN}")
# A model may name the tags of its template while it thinks; a call between them has gone astray.
_IN_REASONING = re.compile(
    rf"<\|[^|<>\s]{{1,40}}\|>|<｜[^｜<>]{{1,40}}｜>|(?:{_TAG})\s*(?:[\[{{]\s*[\"{{]|<function=|<invoke\b)"
)
_ACTION = r"\bAction\s*:\s*{name}\b|\b{name}\s*\(|<{name}>"


def leaks(turn: Turn, source: str) -> Iterator[Defect]:
    """Call markup and template tokens in content or reasoning, unless the conversation itself held them."""
    for place, text, pattern in (
        ("content", turn.content or "", _IN_CONTENT),
        ("reasoning", turn.reasoning, _IN_REASONING),
    ):
        for mark in pattern.finditer(text):
            if mark[0] not in source:
                expected = f"no call markup or token of the chat template in the {place}"
                yield defect("markup_leak", expected, near(text, mark.start()))
                break


def copies(turn: Turn) -> Iterator[Defect]:
    """Arguments of a call that stand in the content too: the parser took the call, but left its text."""
    made = [value for call in turn.calls if (value := _object(call.arguments))]
    text = turn.content or ""
    for start in (at for at, character in enumerate(text[:MOST]) if character == "{"):
        try:
            written, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if any(written == one or (isinstance(written, dict) and one in written.values()) for one in made):
            yield defect(
                "markup_leak", "the call in tool_calls only", f"its text as well: {near(text, start)}"
            )
            return


def _object(arguments: object) -> Mapping[str, object] | None:
    """The arguments as an object that is not empty; None for anything else."""
    try:
        value = json.loads(arguments) if isinstance(arguments, str) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value else None


def written_call(turn: Turn, names: Iterable[str]) -> str | None:
    """The place in the text where a call was written down instead of made; None where there is none.

    It is only named, never read: a call that has to be dug out of prose is no call.
    """
    spelled = "|".join(_ACTION.format(name=re.escape(name)) for name in names)
    pattern = re.compile(f"{_IN_CONTENT.pattern}|{spelled}" if spelled else _IN_CONTENT.pattern)
    for text in (turn.content or "", turn.reasoning):
        mark = pattern.search(text)
        if mark:
            return near(text, mark.start())
    return None
