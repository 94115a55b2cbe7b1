"""About how many tokens a text has, without any tokenizer. Pure.

A model of byte-pair encoders of the Qwen kind. Text is cut as their published pre-tokenizer cuts it (letters,
single digits, runs of signs, line ends), and each piece is given the share of a
token that such pieces take on average. Published rules of thumb that it keeps: 1.5 to 1.8 Chinese characters a
token, 3 to 4 English characters a token, every digit a token of its own (Qwen's documentation of its tokenizer);
0.6 token a Chinese character and 0.3 an English one (DeepSeek's API documentation).

Known error: those rules differ among themselves by up to a fifth, and so may this estimate from a given
tokenizer, more for rare names and for other languages. `usage` of a reply always counts before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

HAN_TOKENS = 0.63
"""Tokens a Chinese character: the middle of 1/1.5 and 1/1.8, and DeepSeek's 0.6."""
LETTERS_A_TOKEN = 7
"""A Latin word of up to this many letters is one token, a longer one a part more for each letter."""
OTHER_TOKENS = 0.5
"""Tokens a letter of any other script (kana, Hangul, Cyrillic, letters with accents)."""
SIGNS_A_TOKEN = 3
"""Runs of up to this many signs, such as `":` or `"}}`, are one token."""
A_MESSAGE = 5
"""What the chat template puts around one message: start, role, line end, end, line end."""
A_PROMPT = 3
"""The opening of the answer."""
OFFERING_TOOLS = 100
"""What the template says to the model about calling tools, once, beside the tools themselves."""
A_CALL = 4
"""The marks around one tool call in an answer."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z]+")
_OTHER = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaffA-Za-z]")
_ONE_EACH = re.compile(r"\d|\n+")
_SIGNS = re.compile(r"(?:[^\w\s]|_)+")
_JOINT = re.compile(r"(?<=[A-Za-z0-9])(?:[^\w\s]|_)(?=[A-Za-z])")
"""A single sign inside a word, as in `get_weather`, belongs to the token of what follows."""


def of_text(text: str) -> float:
    """The tokens of one text, not rounded."""
    return (
        HAN_TOKENS * len(_HAN.findall(text))
        + sum(max(1.0, len(word) / LETTERS_A_TOKEN) for word in _WORD.findall(text))
        + OTHER_TOKENS * len(_OTHER.findall(text))
        + len(_ONE_EACH.findall(text))
        + sum(max(1.0, len(signs) / SIGNS_A_TOKEN) for signs in _SIGNS.findall(text))
        - len(_JOINT.findall(text))
    )


def of_call(name: str, arguments: str) -> float:
    """The tokens of one tool call; `arguments` is its JSON text."""
    return A_CALL + of_text(f'{{"name": "{name}", "arguments": {arguments}}}')


def of_prompt(messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> float:
    """The tokens that a chat request takes in: its messages with their calls, and the tools of `body`."""
    total = float(A_PROMPT)
    for message in messages:
        total += A_MESSAGE + _of_content(message.get("content"))
        for call in message.get("tool_calls") or ():
            total += of_call(str(call["function"]["name"]), str(call["function"]["arguments"]))
    if body.get("tools"):
        total += OFFERING_TOOLS + sum(of_text(_spelled(tool)) for tool in body["tools"])
    return total


def _of_content(content: Any) -> float:
    return of_text(content if isinstance(content, str) else _spelled(content)) if content else 0.0


def _spelled(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
