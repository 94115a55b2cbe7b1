"""A budget that thinking ate, and replies that only look like it."""

import json
from typing import Any

import pytest

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply
from readiness.judging.thinking import budget_eaten

LONG = "Let me look at it from another side. " * 10


def eaten(limit: int | None = 64, finish: str = "length", usage: Any = None, **message: Any) -> bool:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    body = json.dumps({"choices": [choice], **({"usage": usage} if usage else {})}).encode()
    request = json.dumps({"max_tokens": limit} if limit else {}).encode()
    exchange = Exchange("POST", "http://localhost/v1", request, 200, body=body)
    return budget_eaten(exchange, read_reply(exchange))


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_thinking_to_the_last_token_ate_the_budget(field: str) -> None:
    assert eaten(content="", **{field: LONG})
    assert eaten(content=None, usage={"completion_tokens": 64}, **{field: LONG})


def test_thinking_in_the_content_that_never_ends_ate_it_too() -> None:
    assert eaten(content=f"<think>\n{LONG}")
    assert not eaten(content=f"<think>\n{LONG}</think>{{")


def test_hidden_thinking_is_told_by_the_count_of_the_endpoint() -> None:
    def hidden(tokens: int) -> dict[str, Any]:
        return {"completion_tokens": 64, "completion_tokens_details": {"reasoning_tokens": tokens}}

    assert eaten(content="", usage=hidden(64))
    assert not eaten(content="", usage=hidden(10))


def test_without_a_limit_in_the_request_the_ending_decides() -> None:
    assert eaten(limit=None, content="", reasoning="Hm")


@pytest.mark.parametrize(
    "reply",
    [
        {"content": "", "reasoning_content": "Hm."},
        {"content": "", "reasoning_content": LONG, "usage": {"completion_tokens": 20}},
        {"content": "", "reasoning_content": LONG, "limit": 4096},
        {"content": "", "reasoning_content": LONG, "finish": "stop"},
        {"content": "{", "reasoning_content": LONG},
        {"content": ""},
        {"content": "", "reasoning_content": LONG, "refusal": "No."},
        {"content": "", "reasoning_content": LONG, "tool_calls": [{"id": "x"}]},
    ],
)
def test_an_answer_that_was_cut_short_did_not_run_out_of_budget(reply: dict[str, Any]) -> None:
    assert not eaten(**reply)
