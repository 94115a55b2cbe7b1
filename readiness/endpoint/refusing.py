"""What a server declines by name: which parameter, or which capability, its error message speaks of. Pure.

Told by the words that servers really use, among them OpenAI ("Unsupported parameter: 'max_tokens' is not
supported with this model"), vLLM ('"auto" tool choice requires --enable-auto-tool-choice ...'), SGLang
("Unsupported tool_call_parser: None"), llama.cpp ("tools param requires --jinja flag"), Ollama ("... does
not support tools") and DashScope ("This model only support stream mode ..."). A complaint about a value,
such as a limit that is too large, is no refusal, and neither is a message that names nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange

LONGEST = 16_384
"""Bytes of an error body that can still be called a clear word."""
NOT_ABOUT_THE_BODY = frozenset({401, 403, 407, 408, 413, 429})
"""Statuses of 4xx that speak of the key, the size or the load, not of what was asked."""


class Refused(StrEnum):
    """What a server can decline by name."""

    MAX_TOKENS = "max_tokens"
    TEMPERATURE = "temperature"
    PLAIN = "plain"
    """A reply that is no stream."""
    AUTO_TOOLS = "auto_tools"
    """Tools that the model chooses by itself; a named function may still work."""
    TOOLS = "tools"


def _declined(name: str) -> str:
    """The name, with a word of refusal before or behind it in the same sentence."""
    no = (
        r"(?:unsupported|not (?:\w+ )?(?:supported|permitted|allowed|accepted|available|implemented)"
        r"|(?:does|do|did)(?:n't| not) support|unrecogni[sz]ed|unknown|unexpected|extra (?:inputs?|fields?)"
        r"|不支持|未知参数)"
    )
    gap = r"[^.;。；]{0,60}?"
    return rf"{no}{gap}\b{name}\b|\b{name}\b{gap}{no}"


_CALLING = r"(?:tools\b|tool[ _-]?(?:use|calls?|calling)\b|function[ _-]?call(?:s|ing)?\b)"
_START_OPTION = r"tools? param\w* requires? --jinja|unsupported tool_call_parser: none"
_WORDS = {
    Refused.AUTO_TOOLS: r"\bauto\b\W{0,3}tool[ _]choice\b.{0,40}\brequires?\b",
    Refused.TOOLS: (
        rf"{_START_OPTION}|(?:does|do)(?:n't| not) support {_CALLING}"
        rf"|\b{_CALLING}['\"`]? (?:is|are)(?:n't| not) (?:\w+ )?(?:supported|enabled|available|implemented)"
        r"|(?:unsupported|unknown|unrecogni[sz]ed)(?: \w+){1,3}\W{1,4}tools\b"
        r"|\btools\W{1,6}(?:msg\W{1,6})?extra inputs?"
        r"|不支持\W?(?:tools|工具|函数调用)"
    ),
    Refused.PLAIN: (
        r"only supports? (?:the )?stream|\b(?:stream must|must stream|requires? stream(?:ing|=true))\b"
        r"|\bstream\W{1,3}(?:parameter )?(?:must|has to|needs to) be (?:set to )?true|non-?stream(?:ing)? calls"
        rf"|{_declined('non-?stream(?:ing)?')}|[仅只]支持流式|不支持非流"
    ),
    Refused.MAX_TOKENS: rf"\buse\W{{1,3}}max_completion_tokens|{_declined('max_tokens')}",
    Refused.TEMPERATURE: (
        rf"{_declined('temperature')}"
        r"|\btemperature\b(?:[^.;]|\.\d){0,50}?"
        r"(?:positive|(?:greater|larger|more) than 0|大于 ?0|> ?0|\(0(?:\.0)?, ?\d)"
    ),
}


def refused(exchange: Exchange) -> frozenset[Refused]:
    """All that an error of status 4xx or 501 declines by name; empty for any other answer.

    Two servers say with a 500 which option they were started without; those words are taken too.
    """
    status = exchange.status or 0
    clear = (400 <= status < 500 and status not in NOT_ABOUT_THE_BODY) or status in (500, 501)
    if not exchange.answered or not clear or len(exchange.body) > LONGEST:
        return frozenset()
    said = error_message(exchange)
    if status == 500 and not re.search(_START_OPTION, said, re.IGNORECASE):
        return frozenset()
    return frozenset(name for name, words in _WORDS.items() if re.search(words, said, re.IGNORECASE))
