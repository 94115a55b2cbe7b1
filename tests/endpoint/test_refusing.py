"""What an error message declines by name, in the words of real servers."""

import json

import pytest

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.refusing import refused


def said(message: str, status: int = 400) -> set[str]:
    body = json.dumps({"error": {"message": message, "type": "x", "param": None, "code": None}}).encode()
    return {str(one) for one in refused(Exchange("POST", "http://localhost/v1", b"", status, body=body))}


NAMED = [
    ("Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens"),
    ("max_tokens cannot be taken. Use 'max_completion_tokens' instead.", "max_tokens"),
    ("Unsupported value: 'temperature' does not support 0 with this model.", "temperature"),
    ("`temperature` must be strictly positive", "temperature"),
    ("temperature (0.0) must be greater than 0", "temperature"),
    ("temperature must be in the range (0.0, 1.0]", "temperature"),
    ("[{'loc': ('body', 'tools'), 'msg': 'Extra inputs are not permitted'}]", "tools"),
    ("Unrecognized request argument supplied: max_tokens", "max_tokens"),
    ("body.temperature: Extra inputs are not permitted", "temperature"),
    ("This model only support stream mode, please enable the stream parameter to access the model. ", "plain"),
    ("parameter.enable_thinking must be set to false for non-streaming calls", "plain"),
    ("the api does not support non-stream mode", "plain"),
    ('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', "auto_tools"),
    ("registry.ollama.ai/library/gemma:2b does not support tools", "tools"),
    ("Function calling is not enabled for this model", "tools"),
    ("Unrecognized request argument supplied: tools", "tools"),
    ("该模型不支持工具调用", "tools"),
]  # fmt: skip
UNNAMED = [
    "",
    "Bad request",
    "max_tokens is too large: 1024. This model supports at most 512 completion tokens",
    "'max_tokens' or 'max_completion_tokens' is too large: 1024. The context has 512 tokens.",
    "Invalid value: 'temperature' must be between 0 and 2.",
    "Invalid value: 'stream_options' is only allowed when 'stream' is true.",
    "Invalid value: 'tool_choice' is only allowed when 'tools' are given.",
    "Invalid value: 'tools.0' must have the type 'function' and a function.",
    "Unknown tool 'x' in tool_choice",
]


@pytest.mark.parametrize(("message", "name"), NAMED)
def test_what_is_declined_by_name_is_told(message: str, name: str) -> None:
    assert said(message) == {name}


@pytest.mark.parametrize("message", UNNAMED)
def test_a_complaint_about_a_value_or_about_nothing_declines_nothing(message: str) -> None:
    assert said(message) == set()


@pytest.mark.parametrize("status", [200, 401, 429, 500, 503])
def test_only_a_refusal_of_the_request_itself_counts(status: int) -> None:
    assert said(NAMED[0][0], status) == set()


@pytest.mark.parametrize(
    "message", ["tools param requires --jinja flag", "Unsupported tool_call_parser: None"]
)
def test_a_500_that_names_the_missing_start_option_counts(message: str) -> None:
    assert said(message, 500) == {"tools"}
