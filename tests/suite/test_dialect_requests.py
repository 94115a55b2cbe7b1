"""What a request becomes in a dialect."""

from typing import Any

from readiness.session.dialect import Dialect, Refusal, Thinking

PLAIN = {"model": "m", "messages": [], "max_tokens": 512, "temperature": 0}
TOOLS = {**PLAIN, "tools": [{"type": "function"}]}
THINKER = Dialect(thinking=Thinking.REASONING, thinking_tokens=4096)


def declined(*, auto_only: bool) -> Dialect:
    return Dialect(no_tools=Refusal(auto_only, 400, "{}", "no"))


def told(dialect: Dialect, **choice: Any) -> bool:
    return dialect.refusal({**TOOLS, **choice}) is not None


def test_an_endpoint_that_takes_everything_gets_the_request_as_it_stands() -> None:
    assert Dialect().request(PLAIN) == PLAIN


def test_only_temperature_0_is_left_out() -> None:
    dialect = Dialect(temperature_0=False)
    assert "temperature" not in dialect.request(PLAIN)
    assert dialect.request({**PLAIN, "temperature": 0.7})["temperature"] == 0.7


def test_a_thinking_model_gets_more_room_under_either_name() -> None:
    assert THINKER.request(PLAIN)["max_tokens"] == 4608
    other = Dialect(max_tokens=False, thinking=Thinking.HIDDEN, thinking_tokens=100)
    asked = other.request(PLAIN)
    assert (asked["max_completion_tokens"], "max_tokens" in asked) == (612, False)


def test_a_case_about_a_small_limit_keeps_it() -> None:
    assert THINKER.request({**PLAIN, "max_tokens": 8}, keep_budget=True)["max_tokens"] == 8
    assert THINKER.request(PLAIN | {"max_tokens": None})["max_tokens"] is None


def test_where_only_auto_is_declined_a_named_function_is_asked() -> None:
    dialect = declined(auto_only=True)
    named = {"type": "function", "function": {"name": "f"}}
    assert (told(dialect), told(dialect, tool_choice="auto")) == (True, True)
    assert not any(told(dialect, tool_choice=choice) for choice in ("none", "required", named))


def test_where_tools_are_declined_only_requests_that_want_no_call_are_asked() -> None:
    dialect = declined(auto_only=False)
    assert told(dialect, tool_choice="required")
    assert not told(dialect, tool_choice="none")
    assert dialect.refusal(PLAIN) is None


def test_a_dialect_comes_back_from_the_journal_as_it_was() -> None:
    dialect = Dialect(False, False, False, Refusal(True, 400, '{"error": 1}', "no"), Thinking.CONTENT, 7)
    assert Dialect.from_json(dialect.to_json()) == dialect
