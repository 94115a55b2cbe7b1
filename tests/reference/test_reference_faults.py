"""Every fault of the catalogue shows when it fires and only then; no healthy variation changes the answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from faults.catalogue import catalogue

from .talking import Seen, Talk

Start = Callable[..., Talk]

DOCUMENT = {
    "name": "Zoë 李娜",
    "city": "北京",
    "age": 34,
    "member": True,
    "account": 9007199254740993,
    "height": 1.7,
    "tags": ["a", "b"],
    "home": {"street": "Quay Road", "number": 7},
}


def _exactly(value: Any) -> dict[str, Any]:
    """A schema that only this value meets, with limits that a fault can break."""
    if isinstance(value, dict):
        inner = {key: _exactly(item) for key, item in value.items()}
        return {"type": "object", "properties": inner, "required": [*value], "additionalProperties": False}
    if isinstance(value, list):
        return {"type": "array", "items": {"enum": value}, "minItems": len(value), "maxItems": len(value)}
    return {"const": value}


FORMAT = {"type": "json_schema", "json_schema": {"name": "person", "schema": _exactly(DOCUMENT)}}
ASKED = {
    "bad_request_accepted": {"response_format": {"type": "yaml"}},
    "bad_request_5xx": {"response_format": {"type": "yaml"}},
    "length_hidden": {"max_tokens": 3},
    "max_tokens_ignored": {"max_tokens": 3},
}
NEEDS_OTHERS = ("json_output.crosstalk", "json_output.stale_cache")
OPTIONS = {"transport.huge_body": ",megabytes=2"}


HEALTHY = [name for name, entry in catalogue().items() if entry.kind == "healthy"]
FAULTS = [
    name
    for name in catalogue()
    if name.startswith(("json_output.", "transport.")) and name not in NEEDS_OTHERS
]
ANSWER_FAULTS = [name for name in FAULTS if name.startswith("json_output.")]


def ask(talk: Talk, name: str, *, stream: bool) -> Seen:
    fields = {"response_format": FORMAT, "stream": stream, **ASKED.get(name.split(".")[-1], {})}
    return talk.chat("请给出此人的资料。", **fields)


def observed(seen: Seen) -> Any:
    """All of a response that is the same for the same question."""
    if seen.broken or seen.status != 200:
        return seen.broken, seen.status
    try:
        body = seen.body.decode()
    except UnicodeDecodeError:
        return "not UTF-8"
    if len(seen.headers or ()) > 9 or any(len(value) > 999 for value in (seen.headers or {}).values()):
        return "headers"
    if not body.startswith(("{", "data:")):
        return body[:50]
    return _streamed(seen) if body.startswith("data:") else _plain(seen)


def _streamed(seen: Seen) -> Any:
    if any("error" in chunk for chunk in seen.chunks):
        return "error"
    deltas = [
        choice["delta"] for choice in seen.deltas if not isinstance(choice["delta"].get("content"), str)
    ]
    finished = [choice["finish_reason"] for choice in seen.deltas if choice["finish_reason"]]
    return seen.data[-1] == "[DONE]", _text(seen), deltas, finished


def _text(seen: Seen) -> str:
    return "".join(text for choice in seen.deltas if isinstance(text := choice["delta"].get("content"), str))


def _plain(seen: Seen) -> Any:
    try:
        return seen.json["choices"]
    except (ValueError, KeyError):
        return seen.body


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_shows_when_it_fires_and_only_then(start: Start, healthy: Talk, fault: str) -> None:
    stream = "stream" in fault or fault == "transport.endless"
    talk = start(f"{fault}:at=2{OPTIONS.get(fault, '')}", timeout=0.3)
    right = observed(ask(healthy, fault, stream=stream))
    assert observed(ask(talk, fault, stream=stream)) == right
    assert observed(ask(talk, fault, stream=stream)) != right


@pytest.mark.parametrize("fault", ANSWER_FAULTS)
def test_fault_of_an_answer_shows_in_a_stream_too(start: Start, healthy: Talk, fault: str) -> None:
    spoilt = ask(start(fault), fault, stream=True)
    assert observed(spoilt) != observed(ask(healthy, fault, stream=True))


@pytest.mark.parametrize("variation", HEALTHY)
@pytest.mark.parametrize("stream", [False, True])
def test_variation_leaves_the_document_alone(
    start: Start, healthy: Talk, variation: str, stream: bool
) -> None:
    talk = start(variation)
    if variation == "healthy.retry_after":
        assert ask(talk, variation, stream=stream).status == 429
    seen = ask(talk, variation, stream=stream)
    right = json.loads(ask(healthy, variation, stream=False).content)
    assert json.loads(seen.joined if stream else seen.content) == right
    assert (seen.deltas[-1] if stream else seen.choice)["finish_reason"] == "stop"


@pytest.mark.parametrize(
    ("variation", "mark"),
    [
        ("pretty", rb"{\n    \"name\""),
        ("compact", rb"{\"name\":\""),
        ("escapes", rb"\\u5317"),
        ("outer_space", rb'"\n  {'),
        ("extra_fields", b'"x_cache"'),
        ("fingerprint", b'"system_fingerprint"'),
        ("null_fields", b'"tool_calls":[]'),
        ("reasoning", b'"reasoning_content":"'),
    ],
)
def test_variation_of_a_plain_reply_is_there(start: Start, variation: str, mark: bytes) -> None:
    assert mark in ask(start(f"healthy.{variation}"), "", stream=False).body


@pytest.mark.parametrize(
    ("variation", "mark"),
    [
        ("crlf", b"}\r\n\r\n"),
        ("comments", b"\n\n: keep-alive\n\n"),
        ("no_space", b"data:{"),
        ("event_fields", b"event: message\n"),
        ("empty_deltas", b'"delta":{"content":""}'),
        ("role_repeated", b',"role":"assistant"}'),
        ("usage_null", b'"usage":null'),
        ("last_with_finish", b'"},"finish_reason":"stop"'),
        ("extra_fields", b'"x_cache"'),
    ],
)
def test_variation_of_a_stream_is_there(start: Start, variation: str, mark: bytes) -> None:
    assert mark in ask(start(f"healthy.{variation}"), "", stream=True).body


@pytest.mark.parametrize(
    ("variation", "header", "value"),
    [("content_length", "content-length", None), ("close", "connection", "close")],
)
def test_variation_of_the_headers_is_there(
    start: Start, variation: str, header: str, value: str | None
) -> None:
    headers = ask(start(f"healthy.{variation}"), "", stream=True).headers
    assert headers is not None
    assert headers[header] == (value or headers[header])
    assert header in headers


def test_other_words_say_the_same_kind_of_thing(start: Start) -> None:
    questions = [f"Tell me about tide {number}." for number in range(20)]
    talk, other = start(), start("healthy.wording")
    assert [talk.chat(text).content for text in questions] != [other.chat(text).content for text in questions]


def _person(name: str) -> dict[str, Any]:
    schema = _exactly({"name": name, "age": 40})
    return {"type": "json_schema", "json_schema": {"name": "person", "schema": schema}}


def test_crosstalk_gives_the_answer_of_another_request_in_flight(start: Start) -> None:
    talk = start("json_output.crosstalk", ttft=0.2)
    port = talk.connection.port
    first = Talk.to(f"http://127.0.0.1:{port}/")
    thread = threading.Thread(target=lambda: first.chat("A", response_format=_person("Orla")))
    thread.start()
    answered = 'finished_reason="stop"} 1'
    assert any(answered in talk.get("/metrics").body.decode() for _ in range(2000))
    assert json.loads(talk.chat("B", response_format=_person("Wim")).content)["name"] == "Orla"
    thread.join()


def test_stale_cache_gives_the_answer_of_an_earlier_request(start: Start) -> None:
    talk = start("json_output.stale_cache:at=2")
    talk.chat("A", response_format=_person("Orla"))
    assert json.loads(talk.chat("B", response_format=_person("Wim")).content)["name"] == "Orla"


def test_key_echo_echoes_the_key(start: Start) -> None:
    seen = start("transport.key_echo", key="sk-1").chat(headers={"Authorization": "Bearer sk-1"})
    assert "sk-1" in seen.error["message"]


def test_keyword_ignored_can_be_held_to_one_keyword(start: Start) -> None:
    seen = ask(start("json_output.keyword_ignored:keyword=maxItems"), "", stream=False)
    assert len(json.loads(seen.content)["tags"]) == 3
