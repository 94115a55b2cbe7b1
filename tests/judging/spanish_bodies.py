"""Completions for the tests of the Spanish judge."""

from __future__ import annotations

import json
from typing import Any

from readiness.endpoint.exchange import Exchange


def exchange(content: str | None, finish: str = "stop", **message: Any) -> Exchange:
    """A recorded answer."""
    said = {"role": "assistant", "content": content, **message}
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": said}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 400, "total_tokens": 440},
    }
    headers = {"content-type": "application/json"}
    request = json.dumps({"max_tokens": 400}).encode()
    return Exchange("POST", "/chat/completions", request, 200, headers, json.dumps(body).encode())
