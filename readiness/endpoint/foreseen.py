"""An exchange before it happens: what will be sent, and about how long a right answer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.endpoint import tokens

SOME_WORDS = 50.0
"""Tokens of a short answer in words, where nobody knows which: an assumption that a plan prints."""
REFUSED = 0.0
"""Tokens of an answer where the request is to be refused."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One request that a case is going to send. `answer` is in tokens, without any limit of the request."""

    messages: Sequence[Mapping[str, Any]]
    body: Mapping[str, Any]
    answer: float = SOME_WORDS
    prompt: float | None = None
    """Tokens of the request where they are known without its text; None to estimate them from the messages."""

    @property
    def tokens_in(self) -> float:
        """What the endpoint has to read; nothing of a request that it refuses."""
        if not self.answer:
            return 0.0
        return tokens.of_prompt(self.messages, self.body) if self.prompt is None else self.prompt

    @property
    def tokens_out(self) -> float:
        """What it should write and the mark that ends it, thinking left out."""
        if not self.answer:
            return 0.0
        budget = self.body.get("max_completion_tokens") or self.body.get("max_tokens")
        return min(self.answer + 1, budget) if isinstance(budget, int) else self.answer + 1
