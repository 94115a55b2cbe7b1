"""Bad requests are refused with a 400 that names the field, and never with a 5xx."""

from __future__ import annotations

import json
from typing import Any

import pytest
from validation import CHECKS

from .talking import MODEL, Talk

CHAT = "/v1/chat/completions"
USER = {"role": "user", "content": "Hello"}
GOOD_SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}


def formatted(**json_schema: Any) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": json_schema}}


def schema(**keywords: Any) -> dict[str, Any]:
    return formatted(name="a", schema=keywords)


def tool(**function: Any) -> dict[str, Any]:
    return {"tools": [{"type": "function", "function": function}]}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"messages": None}, "messages"),
    ({"messages": "Hello"}, "messages"),
    ({"messages": []}, "messages"),
    ({"messages": ["Hello"]}, "messages.0"),
    ({"messages": [{"content": "Hello"}]}, "messages.0.role"),
    ({"messages": [USER, {"role": "robot", "content": "x"}]}, "messages.1.role"),
    ({"messages": [{"role": "user"}]}, "messages.0.content"),
    ({"messages": [{"role": "user", "content": 7}]}, "messages.0.content"),
    ({"messages": [{"role": "user", "content": []}]}, "messages.0.content"),
    ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0.content.0.type"),
    ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages.0.content.0.text"),
    ({"messages": [{"role": "user", "content": "x", "name": 7}]}, "messages.0.name"),
    ({"messages": [{"role": "assistant", "content": None}]}, "messages.0.content"),
    ({"messages": [{"role": "assistant", "tool_calls": [{"id": "a"}]}]}, "messages.0.tool_calls.0"),
    ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.tool_call_id"),
    (
        {"messages": [USER, {"role": "tool", "tool_call_id": "nobody", "content": "x"}]},
        "messages.1.tool_call_id",
    ),
    ({"model": 7}, "model"),
    ({"temperature": 5}, "temperature"),
    ({"temperature": -1}, "temperature"),
    ({"temperature": "hot"}, "temperature"),
    ({"temperature": True}, "temperature"),
    ({"top_p": 2}, "top_p"),
    ({"n": 0}, "n"),
    ({"n": 1.5}, "n"),
    ({"n": 1000}, "n"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"max_tokens": -1}, "max_tokens"),
    ({"max_tokens": "5"}, "max_tokens"),
    ({"max_completion_tokens": 0}, "max_completion_tokens"),
    ({"stop": 7}, "stop"),
    ({"stop": [""]}, "stop"),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
    ({"stream": "yes"}, "stream"),
    ({"stream_options": {"include_usage": True}}, "stream_options"),
    ({"stream": True, "stream_options": []}, "stream_options"),
    ({"stream": True, "stream_options": {"include_usage": 1}}, "stream_options.include_usage"),
    ({"seed": "x"}, "seed"),
    ({"frequency_penalty": 3}, "frequency_penalty"),
    ({"logprobs": 1}, "logprobs"),
    ({"top_logprobs": 3}, "top_logprobs"),
    ({"logprobs": True, "top_logprobs": 21}, "top_logprobs"),
    ({"logit_bias": {"5": 1}}, "logit_bias"),
    ({"response_format": "json"}, "response_format"),
    ({"response_format": {}}, "response_format.type"),
    ({"response_format": {"type": "yaml"}}, "response_format.type"),
    ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
    (formatted(schema=GOOD_SCHEMA), "response_format.json_schema.name"),
    (formatted(name="a b", schema=GOOD_SCHEMA), "response_format.json_schema.name"),
    (formatted(name="a"), "response_format.json_schema.schema"),
    (formatted(name="a", schema="object"), "response_format.json_schema.schema"),
    (formatted(name="a", schema=GOOD_SCHEMA, strict="yes"), "response_format.json_schema.strict"),
    (schema(type="text"), "response_format.json_schema.schema.type"),
    (schema(enum=[]), "response_format.json_schema.schema.enum"),
    (schema(pattern="["), "response_format.json_schema.schema.pattern"),
    (schema(maxItems="3"), "response_format.json_schema.schema.maxItems"),
    (schema(properties={"a": 7}), "response_format.json_schema.schema.properties.a"),
    (schema(items={"$ref": "#/$defs/none"}), "response_format.json_schema.schema.items.$ref"),
    (schema(**{"not": {}}), "response_format.json_schema.schema.not"),
    (schema(**{"if": {}}), "response_format.json_schema.schema.if"),
    ({"tools": {}}, "tools"),
    ({"tools": [{"type": "function"}]}, "tools.0"),
    (tool(name="get weather"), "tools.0.function.name"),
    (tool(name="x" * 65), "tools.0.function.name"),
    (tool(name="f", parameters="x"), "tools.0.function.parameters"),
    (tool(name="f", parameters={"type": "dictionary"}), "tools.0.function.parameters.type"),
    ({"tool_choice": "required"}, "tool_choice"),
]


@pytest.mark.parametrize(("fields", "param"), BAD, ids=[f"{n}-{param}" for n, (_, param) in enumerate(BAD)])
def test_bad_field_is_named(healthy: Talk, fields: dict[str, Any], param: str) -> None:
    seen = healthy.chat(**fields)
    assert (seen.status, seen.error["param"]) == (400, param)
    assert seen.error["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    "fields",
    [
        {"x_foo": 1},
        {"temperature": None, "stop": None, "tools": None},
        {"stop": ["a", "b", "c", "d"]},
        {"frequency_penalty": 0.5, "presence_penalty": -1, "top_p": 0.9},
        {"logprobs": False, "logit_bias": {}},
        {"messages": [{"role": "developer", "content": "Be brief."}, {**USER, "name": "orla"}]},
        {"messages": [{"role": "user", "content": ""}]},
        {"messages": [USER, {"role": "assistant", "content": "Well,"}]},
        {"response_format": {"type": "text"}},
        tool(name="now"),
        tool(name="now", strict=True, parameters={"type": "object", "patternProperties": {}}),
    ],
)
def test_good_request_is_answered(healthy: Talk, fields: dict[str, Any]) -> None:
    assert healthy.chat(**fields).status == 200


@pytest.mark.parametrize("name", ["model", "messages"])
def test_missing_field_is_named(healthy: Talk, name: str) -> None:
    body = {"model": MODEL, "messages": [USER]}
    del body[name]
    seen = healthy.send("POST", CHAT, json.dumps(body).encode())
    assert (seen.status, seen.error["param"]) == (400, name)


def test_unknown_model_is_not_found(healthy: Talk) -> None:
    seen = healthy.chat(model="gpt-unknown")
    assert (seen.status, seen.error["code"], seen.error["param"]) == (404, "model_not_found", "model")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"model": NaN}',
        b'{"temperature": 1e999}',
        b'{"messages": [{"role": "user", "content": "\\ud800"}]}',
        b"[" * 200_000,
    ],
)
def test_malformed_body_is_refused(healthy: Talk, body: bytes) -> None:
    assert healthy.send("POST", CHAT, body).status == 400


@pytest.mark.parametrize("value", [None, True, 7, -1.5, "", "x", [], [[]], {}, {"a": {}}, 2**70, ["\u0000"]])
def test_no_value_of_any_field_gives_a_5xx(healthy: Talk, value: Any) -> None:
    for name in CHECKS:
        seen = healthy.chat(**{name: value})
        assert seen.status in (200, 400, 404), name
