"""Answers of a healthy endpoint, to be spoilt one field at a time; and what a row says of an answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from readiness.endpoint.exchange import Exchange, Read, TransportError
from readiness.endpoint.request import Request
from readiness.endpoint.sdk_call import SdkCall
from readiness.judging.api_compatibility.row import PROBE, Asked
from readiness.judging.api_compatibility.table import ROWS
from readiness.judging.records import Outcome

DATE = "Sat, 21 Nov 2026 03:48:18 GMT"
CREATED = 1795232898
JSON_HEADERS = {"content-type": "application/json", "date": DATE}
STREAM_HEADERS = {"content-type": "text/event-stream", "cache-control": "no-cache", "date": DATE}
COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": CREATED,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "ready", "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10},
}
CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'},
}
ERROR = {"error": {"message": "no", "type": "invalid_request_error", "param": None, "code": None}}


def changed(value: Any, path: str, new: Any) -> Any:
    """A copy with another value at `a.0.b`; an Ellipsis takes the member away."""
    found = copy.deepcopy(value)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    holder = found
    for step in steps:
        holder = holder[step]
    if new is ...:
        del holder[last]
    else:
        holder[last] = new
    return found


def plain(value: Any, status: int = 200, headers: Mapping[str, str] = JSON_HEADERS) -> Exchange:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    asked = json.dumps({"model": "m", "temperature": "hot"}).encode()
    return Exchange(
        "POST", "http://x/v1/chat/completions", asked, status, headers, body, (Read(1, len(body)),)
    )


def failed(error: TransportError) -> Exchange:
    return Exchange("POST", "http://x/v1/chat/completions", b"{}", error=error)


def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": "m",
        "choices": [{"index": 0, "delta": dict(delta), "finish_reason": finish}],
    }


def chunks() -> list[Any]:
    return [
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "rea"}),
        chunk({"content": "dy"}),
        chunk({}, "stop"),
    ]


def streamed(
    events: Iterable[Any], end: str = "data: [DONE]\n\n", headers: Mapping[str, str] = STREAM_HEADERS
) -> Exchange:
    body = (
        "".join(f"data: {each if isinstance(each, str) else json.dumps(each)}\n\n" for each in events) + end
    )
    data = body.encode("utf-8", "surrogatepass")
    return Exchange("POST", "http://x/v1/chat/completions", b"{}", 200, headers, data, (Read(1, len(data)),))


def spoilt(change: Callable[[list[Any]], None]) -> Exchange:
    """The stream with its chunks changed in place."""
    events = chunks()
    change(events)
    return streamed(events)


def outcome(row: str, *exchanges: Exchange) -> Outcome:
    """What the row says; with fewer exchanges than it asks for, the last one stands for the rest."""
    found = ROWS[row]
    asked: list[Asked] = []
    while (step := found.next_step("quick", 0, asked)) is not None:
        wanted = _probe(step) or exchanges[min(_own(asked), len(exchanges) - 1)]
        asked.append(Asked(step, wanted))
    return found.outcome(asked)


def _own(asked: list[Asked]) -> int:
    return sum(each.step is not PROBE for each in asked)


def _probe(step: Request | SdkCall) -> Exchange | None:
    return plain(COMPLETION) if step is PROBE else None


def said(row: str, *exchanges: Exchange) -> str:
    """`hit`, or kind and word."""
    found = outcome(row, *exchanges)
    word = found.defects[0].code.partition(".")[2] if found.defects else ""
    return found.kind.value if found.kind.value == "hit" else f"{found.kind.value} {word}"
