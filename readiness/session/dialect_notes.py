"""What the scorecard says about an endpoint's dialect: what was sent another way, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.judging.records import Text
from readiness.report.words import Words
from readiness.session.dialect import Dialect, Refusal, Thinking

REMEDIES = {
    "--enable-auto-tool-choice": "vllm",
    "--jinja": "llama_cpp",
    "tool_call_parser": "sglang",
    "--tool-call-parser": "sglang",
}
"""What a server's refusal of tools says, and whose remedy it calls for; the first that fits."""


def notes(dialect: Dialect, words: Words) -> Iterator[Text]:
    """One sentence for each thing that the endpoint declines, and one for thinking."""
    if not dialect.max_tokens:
        yield words.both("note.dialect.max_tokens")
    if not dialect.temperature_0:
        yield words.both("note.dialect.temperature")
    if not dialect.plain:
        yield words.both("note.dialect.plain")
    if dialect.no_tools is not None:
        yield _no_tools(dialect.no_tools, words)
    if dialect.thinking is not Thinking.NONE:
        yield words.both(f"note.thinking.{dialect.thinking}")
        budget = "added" if dialect.thinking_tokens else "off"
        yield words.both(f"note.thinking.{budget}", tokens=dialect.thinking_tokens)


def _no_tools(declined: Refusal, words: Words) -> Text:
    key = "auto_tools" if declined.auto_only else "tools"
    what = words.both(f"note.dialect.{key}", status=declined.status, said=declined.said.rstrip(".。"))
    whose = next((name for sign, name in REMEDIES.items() if sign in declined.said), "own")
    remedy = words.both(f"note.remedy.{whose}")
    return Text(f"{what.en} {remedy.en}", f"{what.zh}{remedy.zh}")
