"""One call of the unmodified `openai` SDK, and what it makes of the bytes that came.

The same code runs against the endpoint and against recorded bytes, so that a judge may ask the SDK again
offline. `openai` is imported inside the functions: it costs most of a second and some 40 MiB.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.request import Auth

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

Leaving = Callable[[str, str, bytes, Mapping[str, str]], None]
"""Told of the request (method, path, masked body, its headers without secrets) before it leaves."""

_UNFRAMED = ("content-length", "transfer-encoding", "connection")
"""Headers about a framing that recorded bytes no longer have."""


class SdkKind(StrEnum):
    """Which of the SDK's ways is taken."""

    CREATE = "chat.completions.create"
    STREAM = "chat.completions.create(stream=True)"
    HELPER = "chat.completions.stream"
    PARSE = "chat.completions.parse"


@dataclass(frozen=True, slots=True)
class SdkCall:
    """What a program calls. `body` holds the arguments beside model and messages."""

    kind: SdkKind
    messages: Sequence[Mapping[str, Any]]
    body: Mapping[str, Any] = field(default_factory=dict)
    asynchronous: bool = False
    model: str | None = None
    """In place of the run's model."""
    auth: Auth = Auth.OWN

    @property
    def shown(self) -> str:
        """As a programmer would say it."""
        return f"{'AsyncOpenAI' if self.asynchronous else 'OpenAI'}.{self.kind}"


@dataclass(frozen=True, slots=True)
class SdkResult:
    """What the program got. `error` is the exception's class, where one was raised."""

    error: str | None = None
    message: str = ""
    """The exception's text."""
    content: object = None
    """`message.content`, or all deltas of it joined; of `parse`, the parsed object's field."""
    finish_reason: object = None
    tools: tuple[tuple[object, object], ...] = ()
    """Name and arguments of each call."""


def sdk_version() -> str:
    """Name and version of the SDK that is installed, and of the HTTP library under it."""
    return f"openai {version('openai')} (httpx2 {version('httpx2')})"


def replayed(exchange: Exchange, call: SdkCall) -> SdkResult:
    """What the SDK makes of the recorded bytes."""
    import httpx2

    def answer(_request: httpx2.Request) -> httpx2.Response:
        headers = {name: value for name, value in exchange.headers.items() if name not in _UNFRAMED}
        return httpx2.Response(exchange.status or 0, headers=headers, stream=httpx2.ByteStream(exchange.body))

    transport = httpx2.MockTransport(answer)
    return perform(call, "model", {"base_url": "http://recorded.invalid/v1"}, transport, transport)


def perform(
    call: SdkCall,
    model: str,
    options: Mapping[str, Any],
    transport: Any,
    async_transport: Any,
    arguments: Mapping[str, Any] | None = None,
) -> SdkResult:
    """Make the call over a transport; nothing is tried again.

    `options` go to the SDK's client, `arguments` to the call. `asyncio.run` needs a thread without a loop.
    """
    import httpx2
    from openai import AsyncOpenAI, OpenAI

    shared = {"max_retries": 0, "api_key": "none", **options}
    given = {"model": call.model or model, "messages": list(call.messages), **call.body, **(arguments or {})}
    try:
        if call.asynchronous:

            async def run() -> SdkResult:
                http = httpx2.AsyncClient(transport=async_transport, trust_env=False)
                async with AsyncOpenAI(http_client=http, **shared) as client:
                    return await _later(client, call.kind, given)

            return asyncio.run(run())
        with OpenAI(http_client=httpx2.Client(transport=transport, trust_env=False), **shared) as client:
            return _now(client, call.kind, given)
    except _raised() as error:
        return SdkResult(error=type(error).__name__, message=str(error))


def _raised() -> tuple[type[Exception], ...]:
    """Whatever a program sees when an answer is not as the SDK expects it."""
    import httpx2
    from openai import OpenAIError

    plain = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RuntimeError)
    return (OpenAIError, httpx2.HTTPError, httpx2.StreamError, *plain)


def _now(client: OpenAI, kind: SdkKind, arguments: Mapping[str, Any]) -> SdkResult:
    ways: Any = client.chat.completions
    if kind is SdkKind.STREAM:
        return _joined(list(ways.create(stream=True, **arguments)))
    if kind is SdkKind.HELPER:
        with ways.stream(**arguments) as stream:
            for _ in stream:
                pass
            return _whole(stream.get_final_completion())
    if kind is SdkKind.PARSE:
        return _whole(ways.parse(response_format=_parsed_type(), **arguments), parsed=True)
    return _whole(ways.create(**arguments))


async def _later(client: AsyncOpenAI, kind: SdkKind, arguments: Mapping[str, Any]) -> SdkResult:
    ways: Any = client.chat.completions
    if kind is SdkKind.STREAM:
        return _joined([chunk async for chunk in await ways.create(stream=True, **arguments)])
    if kind is SdkKind.HELPER:
        async with ways.stream(**arguments) as stream:
            async for _ in stream:
                pass
            return _whole(await stream.get_final_completion())
    if kind is SdkKind.PARSE:
        return _whole(await ways.parse(response_format=_parsed_type(), **arguments), parsed=True)
    return _whole(await ways.create(**arguments))


def _whole(completion: Any, *, parsed: bool = False) -> SdkResult:
    choice = completion.choices[0]
    message = choice.message
    calls = tuple((call.function.name, call.function.arguments) for call in message.tool_calls or ())
    content = message.parsed.word if parsed else message.content
    return SdkResult(content=content, finish_reason=choice.finish_reason, tools=calls)


def _joined(chunks: Sequence[Any]) -> SdkResult:
    """As programs read a stream: choice 0 of each chunk that has one."""
    text, finish = "", None
    for chunk in chunks:
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish = chunk.choices[0].finish_reason or finish
    return SdkResult(content=text, finish_reason=finish)


@functools.cache
def _parsed_type() -> type:
    """A type as a program hands it to `parse`."""
    from pydantic import create_model

    return create_model("Word", word=(str, ...))
