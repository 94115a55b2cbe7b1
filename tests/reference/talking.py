"""A small client of the reference endpoint, which shows what an observer would see."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

MODEL = "reference"


@dataclass(frozen=True)
class Seen:
    """One response. `broken` says why it is none, or not a complete one."""

    status: int | None = None
    headers: http.client.HTTPMessage | None = None
    body: bytes = b""
    broken: str = ""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        return self.json["error"]

    @property
    def choice(self) -> dict[str, Any]:
        return self.json["choices"][0]

    @property
    def content(self) -> Any:
        return self.choice["message"]["content"]

    @property
    def chunks(self) -> list[Any]:
        """The objects of an event stream, without `[DONE]`."""
        return [json.loads(data) for data in self.data if data != "[DONE]"]

    @property
    def data(self) -> list[str]:
        lines = self.body.decode().replace("\r\n", "\n").split("\n")
        return [line.removeprefix("data:").removeprefix(" ") for line in lines if line.startswith("data:")]

    @property
    def deltas(self) -> list[dict[str, Any]]:
        return [choice for chunk in self.chunks for choice in chunk["choices"]]

    @property
    def joined(self) -> str:
        """The content of a stream."""
        return "".join(choice["delta"].get("content") or "" for choice in self.deltas)


@dataclass(frozen=True)
class Talk:
    """One kept-alive connection to an endpoint."""

    connection: http.client.HTTPConnection

    @classmethod
    def to(cls, url: str, timeout: float = 10.0) -> Talk:
        return cls(http.client.HTTPConnection(url.split("/")[2], timeout=timeout))

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Seen:
        try:
            self.connection.request(method, path, body, headers or {})
            response = self.connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            return Seen(broken=type(error).__name__)
        try:
            return Seen(response.status, response.headers, self._body(response))
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            return Seen(response.status, response.headers, broken=type(error).__name__)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """Raises `TimeoutError` too for a body that keeps coming without an end."""
        until = time.monotonic() + (self.connection.timeout or 0.0)
        body = bytearray()
        while data := response.read1(65536):
            body += data
            if time.monotonic() > until:
                raise TimeoutError
        return bytes(body) + response.read()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Seen:
        return self.send("GET", path, headers=headers)

    def chat(self, text: str = "Hello", headers: dict[str, str] | None = None, **fields: Any) -> Seen:
        """One chat request; `fields` go beside or over `model` and `messages`."""
        messages = [{"role": "user", "content": text}]
        body = {"model": MODEL, "messages": messages, "temperature": 0, **fields}
        return self.send("POST", "/v1/chat/completions", json.dumps(body).encode(), headers)
