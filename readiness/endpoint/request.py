"""A request as a row of a table asks for it: any method, path, headers and bytes, not only a chat question.

It names neither the model nor the key: whoever sends it fills them in, so that it can be a constant.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import quote

CHAT = "/chat/completions"
MODEL = "@model@"
"""In a body: stands for the model's name, as it is written inside a JSON string. In a path: percent-encoded."""
FILLER = "@filler@"
"""In a body: stands for `Request.filler` letters, which are sent but not kept."""
WRONG_KEY = "sk-readiness-wrong-key-0000"
"""A key that no endpoint has. No secret."""


class Auth(StrEnum):
    """Which credentials go with a request."""

    OWN = "own"
    NONE = "none"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Request:
    """One request below the base URL, and how it is sent."""

    body: bytes | None = None
    method: str = "POST"
    path: str = CHAT
    headers: tuple[tuple[str, str], ...] = ()
    """Added, or in place of our own of the same name."""
    auth: Auth = Auth.OWN
    streamed: bool = False
    """Whether to stop reading soon after `data: [DONE]`."""
    chunked: bool = False
    """Send the body in chunks, without a length (RFC 9112, section 7.1)."""
    expect_continue: bool = False
    """Send the body once the server says 100, or after a second (RFC 9110, section 10.1.1)."""
    hang_up_after: int | None = None
    """Close the connection after so many events of the stream."""
    deadline_s: float | None = None
    """Seconds to the first byte, where less than the run's own limit is meant."""
    from_root: bool = False
    """Whether `path` begins at the root of the host, not below the base URL."""
    pause_s: float = 0.0
    """Seconds to wait before it is sent."""
    filler: int = 0
    """Letters that `FILLER` in the body stands for."""
    patient: bool = True
    """Whether to wait and ask again where the answer is 429."""
    extra_body: bool = False
    """Whether the body is a JSON object into which `--extra-body` is merged, under what is set."""

    @property
    def separate(self) -> bool:
        """Whether it needs a connection of its own."""
        return self.hang_up_after is not None or self.deadline_s is not None or self.auth is not Auth.OWN

    def filled(self, model: str, extra_body: Mapping[str, Any]) -> Request:
        """The same request for this model; the filler is left for the moment of sending."""
        body = self.body
        if body is not None:
            if self.extra_body and extra_body:
                body = _written({**extra_body, **json.loads(body)})
            body = body.replace(MODEL.encode(), json.dumps(model, ensure_ascii=False)[1:-1].encode())
        return replace(self, body=body, path=self.path.replace(MODEL, quote(model, safe="!$&'()*+,;=:@")))

    def to_json(self) -> dict[str, Any]:
        """What stands beside method, path and body in the record: headers, credentials, framing."""
        marks = {
            "headers": dict(self.headers),
            "from_root": self.from_root,
            "auth": "" if self.auth is Auth.OWN else self.auth.value,
            "filler": self.filler,
            "chunked": self.chunked,
            "expect_continue": self.expect_continue,
            "hang_up_after": self.hang_up_after,
        }
        return {name: value for name, value in marks.items() if value}

    def wire_body(self) -> bytes | None:
        """The body as it goes out."""
        if self.body is None or not self.filler:
            return self.body
        return self.body.replace(FILLER.encode(), b"a" * self.filler)


def chat(messages: Any, *, send: Mapping[str, Any] | None = None, **body: Any) -> Request:
    """A chat request. `body` holds its fields beside model and messages, `send` fields of `Request`."""
    payload = {"model": MODEL, "messages": messages, **body}
    streamed = bool(body.get("stream"))
    return Request(_written(payload), streamed=streamed, extra_body=True, **(send or {}))


def user(text: str) -> list[dict[str, Any]]:
    """A conversation of one user message."""
    return [{"role": "user", "content": text}]


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
