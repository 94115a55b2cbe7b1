"""The reference endpoint behaves as a well-made OpenAI-compatible endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .talking import MODEL, Talk

CHAT = "/v1/chat/completions"
Start = Callable[..., Talk]


def test_lists_its_model(healthy: Talk) -> None:
    listed = healthy.get("/v1/models").json
    assert [model["id"] for model in listed["data"]] == [MODEL]
    assert {"id", "object", "created", "owned_by"} <= listed["data"][0].keys()


def test_shows_one_model(healthy: Talk) -> None:
    assert healthy.get(f"/v1/models/{MODEL}").json["id"] == MODEL


@pytest.mark.parametrize("name", ["other", "org%2Fother", "org/other"])
def test_unknown_model_is_not_found(healthy: Talk, name: str) -> None:
    seen = healthy.get(f"/v1/models/{name}")
    assert (seen.status, seen.error["code"]) == (404, "model_not_found")


@pytest.mark.parametrize("path", ["/v1/models/", "//v1/models", "/v1//models", "/v1/models?x=1"])
def test_slashes_and_queries_change_nothing(healthy: Talk, path: str) -> None:
    assert healthy.get(path).json["object"] == "list"


def test_completion_has_the_published_shape(healthy: Talk) -> None:
    seen = healthy.chat()
    assert seen.json.keys() == {"id", "object", "created", "model", "choices", "usage"}
    assert seen.choice.keys() == {"index", "message", "logprobs", "finish_reason"}
    assert seen.choice["message"].keys() == {"role", "content", "refusal"}
    assert seen.json["object"] == "chat.completion"


def test_ids_are_distinct(healthy: Talk) -> None:
    answers = [healthy.chat() for _ in range(20)]
    assert len({seen.json["id"] for seen in answers}) == 20
    assert len({seen.headers["x-request-id"] for seen in answers if seen.headers}) == 20


def test_usage_adds_up(healthy: Talk) -> None:
    usage = healthy.chat("Say OK").json["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens"] == 1


@pytest.mark.parametrize(
    "text", ["The boats came home late, all of them. ", "三条船都回来得很晚，没有人问。"]
)
def test_prompt_tokens_are_linear_in_the_text(healthy: Talk, text: str) -> None:
    once, twice = (healthy.chat(text * times).json["usage"]["prompt_tokens"] for times in (4, 8))
    assert 1.8 <= twice / once <= 2.2


def test_text_parts_read_as_one_text(healthy: Talk) -> None:
    parts = [{"type": "text", "text": "Repeat exactly:"}, {"type": "text", "text": "blue boat"}]
    assert healthy.chat(messages=[{"role": "user", "content": parts}]).content == "blue boat"


def test_answer_uses_the_history(healthy: Talk) -> None:
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "My name is Orla."},
        {"role": "assistant", "content": "Hello Orla."},
        {"role": "user", "content": "What is my name?"},
    ]
    assert "Orla" in healthy.chat(messages=messages).content


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Say OK", "OK"),
        ("What is 17 + 25?", "42"),
        ("请只回复：好的", "好的"),
        ("Repeat exactly: a 👩‍👩‍👧 ש b", "a 👩‍👩‍👧 ש b"),
    ],
)
def test_simple_requests_get_their_answer(healthy: Talk, text: str, answer: str) -> None:
    assert healthy.chat(text).content == answer


@pytest.mark.parametrize(("text", "word"), [("Tell me about tides.", "you"), ("讲讲潮汐。", "您")])
def test_general_answer_is_in_the_language_of_the_question(healthy: Talk, text: str, word: str) -> None:
    assert word in healthy.chat(text).content


def test_temperature_zero_gives_the_same_words(healthy: Talk) -> None:
    assert len({healthy.chat("Tell me about tides.").content for _ in range(10)}) == 1


def test_words_vary_without_temperature_zero(healthy: Talk) -> None:
    assert len({healthy.chat("Tell me about tides.", temperature=1).content for _ in range(20)}) > 1


def test_a_seed_gives_the_same_words(healthy: Talk) -> None:
    assert len({healthy.chat("Tell me about tides.", temperature=1, seed=7).content for _ in range(10)}) == 1


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_limit_cuts_and_says_so(healthy: Talk, field: str) -> None:
    seen = healthy.chat("Write a story.", **{field: 5})
    assert seen.json["usage"]["completion_tokens"] == 5
    assert seen.choice["finish_reason"] == "length"


@pytest.mark.parametrize("stop", ["4", ["9", "4"]])
def test_text_ends_before_the_stop_string(healthy: Talk, stop: Any) -> None:
    seen = healthy.chat("Count from 1 to 8", stop=stop)
    assert (seen.content, seen.choice["finish_reason"]) == ("1, 2, 3, ", "stop")


def test_n_choices(healthy: Talk) -> None:
    assert [choice["index"] for choice in healthy.chat(n=3).json["choices"]] == [0, 1, 2]


def test_conversation_over_the_context_is_refused(healthy: Talk) -> None:
    seen = healthy.chat("word " * 140_000)
    assert (seen.status, seen.error["code"]) == (400, "context_length_exceeded")


def test_long_conversation_within_the_context_is_answered(healthy: Talk) -> None:
    seen = healthy.chat("word " * 100_000, max_tokens=1_000)
    assert seen.json["usage"]["prompt_tokens"] > 100_000


def test_json_schema_is_met_where_no_skill_reads_the_prompt(healthy: Talk) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 4}}, "required": ["n"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    assert json.loads(healthy.chat("Surprise me.", response_format=wanted).content)["n"] >= 4


def test_json_object_is_an_object(healthy: Talk) -> None:
    seen = healthy.chat("Surprise me.", response_format={"type": "json_object"})
    assert isinstance(json.loads(seen.content), dict)


def test_metrics_count_requests_and_tokens(start: Start) -> None:
    talk = start()
    used = talk.chat("Say OK").json["usage"]
    text = talk.get("/metrics").body.decode()
    assert 'vllm:request_success_total{model_name="reference",finished_reason="stop"} 1' in text
    assert f'vllm:prompt_tokens_total{{model_name="reference"}} {used["prompt_tokens"]}' in text
    assert 'vllm:num_requests_running{model_name="reference"} 0' in text


def test_running_gauge_falls_when_the_client_goes(start: Start) -> None:
    slow = start(ttft=60.0, timeout=0.05)
    assert slow.chat().broken == "TimeoutError"
    other = Talk.to(f"http://{slow.connection.host}:{slow.connection.port}/")
    idle = 'num_requests_running{model_name="reference"} 0'
    assert any(idle in other.get("/metrics").body.decode() for _ in range(2000))


def test_health(healthy: Talk) -> None:
    assert healthy.get("/health").status == 200


def test_head_has_no_body(healthy: Talk) -> None:
    seen = healthy.send("HEAD", "/v1/models")
    assert (seen.status, seen.body) == (200, b"")


def test_preflight_of_a_browser(healthy: Talk) -> None:
    seen = healthy.send("OPTIONS", CHAT, headers={"Origin": "https://example.com"})
    assert seen.headers is not None
    assert (seen.status, seen.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in seen.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", CHAT, 405),
        ("DELETE", "/v1/models", 405),
        ("GET", "/v1/nothing", 404),
        ("POST", "/v1/completions", 404),
    ],
)
def test_wrong_route_is_refused_in_json(healthy: Talk, method: str, path: str, status: int) -> None:
    seen = healthy.send(method, path)
    assert seen.status == status
    assert seen.error.keys() == {"message", "type", "param", "code"}


def test_wrong_method_names_the_right_ones(healthy: Talk) -> None:
    seen = healthy.get(CHAT)
    assert seen.headers is not None
    assert seen.headers["allow"] == "POST, OPTIONS"


def test_connection_is_kept(healthy: Talk) -> None:
    healthy.get("/health")
    before = healthy.connection.sock
    healthy.chat()
    healthy.chat(stream=True)
    healthy.get("/v1/nothing")
    assert healthy.connection.sock is before


def test_connection_is_closed_when_asked(healthy: Talk) -> None:
    seen = healthy.chat(headers={"Connection": "close"})
    assert seen.headers is not None
    assert seen.headers["connection"] == "close"


def test_chunked_request_body_is_read(healthy: Talk) -> None:
    body = json.dumps({"model": MODEL, "messages": [{"role": "user", "content": "Say OK"}]}).encode()
    healthy.connection.request("POST", CHAT, iter([body[:20], body[20:]]), encode_chunked=True)
    assert json.loads(healthy.connection.getresponse().read())["choices"][0]["message"]["content"] == "OK"


def test_body_of_32_mib_is_refused_without_a_broken_connection(healthy: Talk) -> None:
    seen = healthy.send("POST", CHAT, b" " * (32 * 1024 * 1024))
    assert (seen.status, seen.error["type"]) == (413, "invalid_request_error")


def test_key_is_demanded_where_one_is_set(start: Start) -> None:
    talk = start(key="right")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "right"}):
        seen = talk.chat(headers=headers)
        assert (seen.status, seen.error["code"]) == (401, "invalid_api_key")
    assert talk.get("/v1/models").status == 401
    assert talk.get("/health").status == 200


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer right"}, {"api-key": "right"}])
def test_right_key_opens(start: Start, headers: dict[str, str]) -> None:
    assert start(key="right").chat(headers=headers).status == 200
