"""Every fault of the protocol shows in a request of the row that it names, and leaves other requests alone."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from faults.catalogue import catalogue

from .talking import MODEL, Seen, Talk

Start = Callable[..., Talk]
Asked = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers, body."""

CHAT = "/v1/chat/completions"
FAULTS = {name: entry for name, entry in catalogue().items() if name.startswith("api_compatibility.")}
SPECIAL = ("burst", "burst_after_start", "abort_poison", "abort_leak", "abort_worker_lost")
SLOW = ("bad_hangs", "head_hangs")
NO_KEY: dict[str, str] = {}


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def chat(text: Any = "Say OK", headers: dict[str, str] = NO_KEY, **fields: Any) -> Asked:
    body = {"model": MODEL, "temperature": 0, "messages": [user(text)], **fields}
    return "POST", CHAT, headers, json.dumps(body).encode()


def streamed(text: Any = "Say OK", **fields: Any) -> Asked:
    return chat(text, stream=True, stream_options={"include_usage": True}, **fields)


def route(method: str, path: str, **headers: str) -> Asked:
    return method, path, {name.replace("_", "-"): value for name, value in headers.items()}, b""


def tool(name: str, **function: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": "Weather forecast", **function}}


CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = tool("get_weather", parameters=CITY)
TIME = tool("get_time", parameters=CITY)
BOTH = "What is the weather in Lisbon and in Oslo?"
CALL = {
    "id": "c1",
    "type": "function",
    "function": {"name": "get_weather", "arguments": '{"city": "Lisbon"}'},
}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "c1", "content": '{"temperature": 23}'}
NUMBER = {"type": "integer", "minimum": 50, "maximum": 60, "multipleOf": 7}
SCHEMA = {
    "type": "object",
    "properties": {"n": NUMBER},
    "required": ["n"],
}
STRICT = {"type": "json_schema", "json_schema": {"name": "number", "strict": True, "schema": SCHEMA}}
PNG = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
COUNTED = "Count from 1 to 9"
LONG = "word " * 140_000


def bad(**fields: Any) -> Asked:
    return chat(**{"text": "Say OK", **fields})


def of_tools(*tools: dict[str, Any], text: str = BOTH, **fields: Any) -> list[Asked]:
    return [chat(text, tools=[*tools], **fields), streamed(text, tools=[*tools], **fields)]


PLAIN = [chat(), chat("Say OK then"), streamed(), chat("Tell me about tides."), chat("Tell me about tides.")]
STREAMS = [streamed("Repeat exactly: one two three 👩‍👩‍👧 five"), streamed()]
SCENES: dict[str, list[Asked]] = {
    **dict.fromkeys(("A01", "A04", "A05", "A06", "A07", "A08", "A12"), PLAIN),
    "A09": [chat("word " * 50), chat("word " * 100)],
    "A10": [chat(COUNTED, max_tokens=3)],
    "A11": [chat(COUNTED, max_completion_tokens=3)],
    "A13": [chat(COUNTED, stop=["4"])],
    "A14": [chat(COUNTED, stop="4"), chat(COUNTED, stop=["a", "b", "c", "d"])],
    "A15": [streamed("Repeat exactly: one two three four", stop=["three four"])],
    "A16": [chat(n=2)],
    "A17": [chat(n=2, stream=True)],
    "A18": [chat("Write a sentence."), chat("Write a sentence."), chat("Write a sentence.")],
    "A19": [chat("Write a sentence.", temperature=1, seed=seed) for seed in (7, 7, 8)],
    "A20": [chat(logprobs=True, top_logprobs=3), chat(COUNTED, logprobs=True, top_logprobs=3)],
    "A21": [streamed("Write a sentence.", logprobs=True)],
    "A22": [chat(logit_bias={"1000": 100})],
    "A23": [chat(frequency_penalty=0.5, presence_penalty=0.5, top_p=0.9)],
    "A24": [chat(x_foo=1)],
    "A25": [chat([{"type": "text", "text": "Repeat exactly:"}, {"type": "text", "text": "harbour"}])],
    "A26": [
        chat(
            messages=[
                {"role": "system", "content": "Be brief."},
                user("My name is Orla."),
                {"role": "assistant", "content": "Hello."},
                user("What is my name?"),
            ]
        )
    ],
    "A27": [chat(messages=[{"role": "developer", "content": "Be brief."}, user("Say OK")])],
    "A28": [chat(messages=[user("What is the weather in Lisbon?"), CALLED, RESULT], tools=[WEATHER])],
    "A29": [chat(messages=[user("Hi"), CALLED, {**RESULT, "tool_call_id": "other"}], tools=[WEATHER])],
    "A30": [chat(""), chat(messages=[user("Hi"), {"role": "assistant", "content": "Well,"}])],
    "A31": [
        chat("Repeat exactly: 👩‍👩‍👧 ש"),
        chat("Repeat exactly: a\0b"),
        ("POST", CHAT, {}, b'{"model": "reference", "messages": [{"role": "user", "content": "\\ud83d"}]}'),
    ],
    **dict.fromkeys(("T01", "T02"), of_tools(WEATHER, tool_choice="required")),
    "T03": of_tools(WEATHER, TIME, tool_choice={"type": "function", "function": {"name": "get_time"}}),
    "T04": of_tools(WEATHER, tool_choice="none"),
    "T05": of_tools(WEATHER, parallel_tool_calls=False),
    **dict.fromkeys(("T06", "T07"), of_tools(WEATHER)),
    "T08": of_tools(
        tool("ping", parameters={"type": "object", "properties": {}}), text="Ping", tool_choice="required"
    ),
    "T09": [
        *of_tools(tool("ping")),
        *of_tools({**WEATHER, "function": {**WEATHER["function"], "strict": True}}),
    ],
    "J01": [chat("Give me a JSON object.", response_format={"type": "json_object"})],
    "J02": [chat("Give me a number.", response_format=STRICT)],
    "J03": [chat("Give me a number.", response_format=STRICT, max_tokens=3)],
    **dict.fromkeys([f"S{number:02}" for number in range(1, 12)], STREAMS),
    "S12": [streamed("word " * 500)],
    "S13": STREAMS,
    "S14": [chat(stream=True, temperature=9)],
    "S15": [streamed(COUNTED, user=str(number)) for number in range(9)],
    "S17": STREAMS,
    "E01": [chat(model="other")],
    "E02": [chat(messages=[]), chat(messages="Hi"), chat(messages=None)],
    "E03": [("POST", CHAT, {}, b'{"model": ')],
    "E04": [bad(temperature=9), bad(temperature="hot"), bad(max_tokens=0), bad(n=0)],
    "E05": [chat(LONG)],
    "E06": [chat(max_tokens=10_000_000)],
    "E07": [
        chat(),
        chat(headers={"Authorization": "Bearer wrong"}),
        chat(headers={"Authorization": "Bearer right"}),
    ],
    "E08": [route("GET", "/v1/nothing"), route("GET", CHAT)],
    "E09": [chat(headers={"Content-Type": "text/plain"})],
    "E10": [("POST", CHAT, {}, b" " * (17 * 1024 * 1024))],
    "E11": [chat() for _ in range(12)],
    "E12": [
        chat(messages=[{"role": "wizard", "content": "Hi"}]),
        chat([{"type": "text", "text": "Hi"}, {"type": "hologram"}]),
    ],
    "E13": [chat([{"type": "text", "text": "Hi"}, PNG])],
    "E14": [chat(tools=[tool("a b")]), chat(tools=[tool("x", parameters={"type": "banana"})])],
    "E15": [bad(temperature=9, user=str(number)) for number in range(9)] + [chat()],
    "E16": [chat(model="other")],
    "H01": [route("GET", "/v1/models")] * 3,
    "H02": [
        ("POST", CHAT, {"Transfer-Encoding": "chunked"}, b"2\r\n{}\r\n0\r\n\r\n"),
        chat(headers={"Expect": "100-continue"}),
    ],
    "H03": [chat(headers={"Accept-Encoding": "gzip"})],
    "H04": [route("OPTIONS", CHAT, Origin="https://example.com")],
    "H05": [route("HEAD", "/v1/models")],
    "H06": PLAIN[:1],
    "H07": [chat(headers={"OpenAI-Beta": "assistants=v2", "X-Stainless-Lang": "python"})],
    "H08": [(*chat()[:1], "/v1//chat/completions", *chat()[2:])],
    "M01": [route("GET", "/v1/models")],
    "M02": [route("GET", f"/v1/models/{MODEL}"), route("GET", "/v1/models/lab/other")],
    "M03": [route("POST", f"/v1/{name}") for name in ("completions", "embeddings", "responses")],
    "R01": PLAIN,
}
ALWAYS = (
    "A01",
    "A04",
    "A05",
    "A06",
    "A07",
    "A08",
    "A09",
    "A12",
    "H01",
    "H03",
    "H06",
    "R01",
    "S",
    "E07",
    "E11",
)
"""Rows whose faults show in any chat request."""


def row(name: str) -> str:
    found = re.search(r"\(([A-Z]\d\d)\)$", FAULTS[name].does)
    assert found
    return found[1]


def observed(talk: Talk, scene: list[Asked]) -> list[Any]:
    """Everything that came back, with what differs from time to time replaced by its order."""
    known: dict[str, str] = {}
    return [_plain(talk.send(method, path, body, headers), known) for method, path, headers, body in scene]


def _plain(seen: Seen, known: dict[str, str]) -> Any:
    if seen.broken:
        return seen.broken
    text = seen.body.decode("latin-1")
    now = int(time.time())
    for moment in re.findall(r'"created":(\d{10})(?=[,}])', text):
        text = text.replace(moment, "now") if now - 60 < int(moment) <= now else text
    for found in re.findall(r"(?:chatcmpl-|call_)[0-9a-f]{24}", text):
        text = text.replace(found, known.setdefault(found, f"id {len(known)}"))
    headers = {name.lower(): value for name, value in (seen.headers or {}).items()}
    headers["x-request-id"] = headers.get("x-request-id", "")[:4]
    headers = {name: value for name, value in headers.items() if name not in ("date", "content-length")}
    return seen.status, headers, text


@pytest.fixture(scope="module")
def right(start: Start) -> Callable[[str], list[Any]]:
    """What an endpoint without any fault gives for the scene of a row."""

    @cache
    def of_row(name: str) -> list[Any]:
        return observed(start(**_settings(name)), SCENES[name])

    return of_row


def _settings(name: str) -> dict[str, Any]:
    return {"key": "right"} if name == "E07" else {}


@pytest.mark.parametrize("name", [name for name in FAULTS if name.split(".")[1] not in SPECIAL])
def test_fault_shows_in_a_request_of_its_row(
    start: Start, right: Callable[[str], list[Any]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("faults.api_stream_wire.SLOW", 0.001)
    assert FAULTS[name].needs_key == (row(name) == "E07")
    timeout = 0.2 if name.split(".")[1] in SLOW else 10.0
    trigger = FAULTS[name].trigger
    talk = start(f"{name}:{trigger}" if trigger else name, timeout=timeout, **_settings(row(name)))
    assert observed(talk, SCENES[row(name)]) != right(row(name))


@pytest.mark.parametrize("name", [name for name in FAULTS if not row(name).startswith(ALWAYS)])
def test_fault_leaves_a_plain_question_alone(start: Start, name: str) -> None:
    scene = [chat("What is 17 + 25?")]
    assert observed(start(name), scene) == observed(start(), scene)


def reads(talk: Talk) -> list[int]:
    """The sizes of the pieces in which a long stream arrives."""
    body = streamed("Count from 1 to 99")[3]
    talk.connection.request("POST", CHAT, body)
    response = talk.connection.getresponse()
    sizes = []
    while data := response.read1():
        sizes.append(len(data))
    return sizes


@pytest.mark.parametrize("name", ["burst", "burst_after_start"])
def test_a_stream_comes_at_one_stroke(start: Start, name: str) -> None:
    sizes, whole = reads(start(f"api_compatibility.{name}")), reads(start())
    assert max(sizes) > sum(sizes) / 2 > max(whole)


def leave(talk: Talk) -> None:
    """Begin a long stream and go after its first bytes."""
    leaving = Talk.to(f"http://127.0.0.1:{talk.connection.port}/")
    leaving.connection.request("POST", CHAT, streamed("Count from 1 to 999")[3])
    response = leaving.connection.getresponse()
    response.read1(10)
    response.close()
    leaving.connection.close()


def running(talk: Talk) -> int:
    text = talk.get("/metrics").body.decode()
    found = re.search(r"num_requests_running\S* (\d+)", text)
    assert found
    return int(found[1])


def test_a_client_that_goes_leaves_nothing_behind(start: Start) -> None:
    talk = start()
    leave(talk)
    assert any(running(talk) == 0 for _ in range(2000))
    assert talk.chat().status == 200


def test_a_client_that_goes_poisons_what_follows(start: Start) -> None:
    talk = start("api_compatibility.abort_poison")
    assert talk.chat().status == 200
    leave(talk)
    assert any(talk.chat().status == 500 for _ in range(2000))


def test_a_client_that_goes_takes_a_worker_with_it(start: Start) -> None:
    talk = start("api_compatibility.abort_worker_lost", timeout=0.3)
    leave(talk)
    assert any(talk.chat().broken == "TimeoutError" for _ in range(2000))


def test_a_client_that_goes_is_counted_for_ever(start: Start) -> None:
    talk = start("api_compatibility.abort_leak")
    leave(talk)
    assert all(running(talk) == 1 for _ in range(500))


def test_the_catalogue_covers_the_rows() -> None:
    assert len({row(name) for name in FAULTS}) >= 80
