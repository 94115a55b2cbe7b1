"""S01 to S09: the chunks of a stream, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.endpoint.request import chat, user
from readiness.judging.api_compatibility.answers import created_problem, usage_problem
from readiness.judging.api_compatibility.reading import sound, text, usage
from readiness.judging.api_compatibility.row import (
    QUICK,
    READY,
    Asked,
    Level,
    Row,
    Step,
    always,
    declined,
    miss,
)
from readiness.judging.api_compatibility.shapes import CHUNK, CHUNK_CHOICE, FINISH_REASONS, first_problem
from readiness.judging.api_compatibility.stream import EVENT_STREAM, Stream, delta, read, split
from readiness.judging.json_output.showing import compact, quote

SAID = ("content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call")
COUNTING = user("Count from 1 to 150. Write all numbers, separated by commas.")
_STREAMED = chat(READY, stream=True)
_COUNTED = chat(READY, stream=True, stream_options={"include_usage": True}, temperature=0)


def _events(asked: Sequence[Asked]) -> None:
    exchange, stream = asked[0].exchange, read(asked[0], whole=False)
    given = exchange.headers.get("content-type", "")
    if not stream.chunks and not stream.done:
        raise miss(
            "no_done",
            f"no event stream but {compact(given)}: {quote(exchange.body[:80].decode('utf-8', 'replace'))}",
        )
    kind, _, rest = given.partition(";")
    charset = rest.lower().replace(" ", "").replace('"', "")
    if kind.strip().lower() != EVENT_STREAM or ("charset=" in charset and "charset=utf" not in charset):
        raise miss("headers", f"content-type {compact(given)}")
    if stream.problem is not None:
        raise miss("shape", stream.problem)
    if not stream.done:
        raise miss("no_done", "a stream that ends without data: [DONE]")
    if stream.after_done:
        raise miss("no_done", f"after [DONE]: {quote(stream.after_done.decode('utf-8', 'replace'))}")


def _same(asked: Sequence[Asked]) -> None:
    stream = read(asked[0])
    for chunk in stream.chunks:
        problem = first_problem(chunk.value, CHUNK)
        if problem is not None:
            raise miss("created" if problem.startswith("created") else "shape", problem)
    for name in ("id", "created", "model"):
        values = [chunk.value[name] for chunk in stream.chunks]
        if any(value != values[0] for value in values):
            raise miss(
                "shape",
                f"{name} is {compact(values[0])}, then {compact(next(v for v in values if v != values[0]))}",
            )
    problem = created_problem(stream.chunks[0].value["created"], stream.exchange)
    if problem is not None:
        raise miss("created", problem)
    for _, choice in stream.choices(None):
        problem = first_problem(choice, CHUNK_CHOICE, "choice.")
        if problem is None and choice["index"] != 0:
            problem = f"choice.index is {choice['index']} where one choice was asked"
        if problem is not None:
            raise miss("shape", problem)


def _roles(asked: Sequence[Asked]) -> None:
    deltas = [delta(choice) for _, choice in read(asked[0]).choices()]
    if not deltas:
        raise miss("role_missing", "no chunk with a choice")
    role = deltas[0].get("role")
    if role != "assistant":
        word = "role_empty" if role == "" else "role_missing"
        raise miss(
            word,
            f"the first delta has the role {compact(role)}"
            if role is not None
            else "the first delta has no role",
        )
    for later in deltas[1:]:
        if later.get("role") not in (None, "assistant"):
            raise miss("role_empty", f"a later delta has the role {compact(later.get('role'))}")


def _ends(asked: Sequence[Asked]) -> None:
    ends = _finish_reasons(read(asked[0]))
    if not ends:
        raise miss("finish_absent", "no chunk with a finish_reason")
    if len(ends) > 1:
        raise miss("finish_twice", f"{len(ends)} finish_reasons: {compact(ends)}")


def _finish_reasons(stream: Stream) -> list[str]:
    """Every finish_reason of the one choice; a miss where the key is not as it must be in any chunk."""
    ends: list[str] = []
    for _, choice in stream.choices():
        if "finish_reason" not in choice:
            raise miss("finish_absent", f"a choice without the key finish_reason: {compact(choice)}")
        value: Any = choice["finish_reason"]
        if ends and any(delta(choice).get(name) for name in SAID):
            raise miss("finish_twice", f"a delta after the finish_reason: {compact(delta(choice))}")
        if value is not None:
            if value not in FINISH_REASONS:
                raise miss("finish_absent", f"finish_reason {compact(value)}")
            ends.append(value)
    return ends


def _last(asked: Sequence[Asked]) -> None:
    for _, choice in read(asked[0]).choices():
        if choice.get("finish_reason") and any(delta(choice).get(name) for name in SAID):
            raise miss("shape", f"the chunk with finish_reason also says {compact(delta(choice))}")


def _usage(asked: Sequence[Asked]) -> None:
    streamed, plain = asked[0].exchange, asked[1]
    stream = read(asked[0])
    final = [chunk for chunk, _ in stream.usages() if chunk.value.get("choices") == []]
    if len(final) != 1:
        raise miss(
            "usage_chunk",
            f"{len(final)} chunks with usage and choices [], {len(stream.usages())} with usage",
            streamed,
        )
    if stream.chunks[-1] is not final[0]:
        raise miss("usage_chunk", "chunks after the usage chunk", streamed)
    problem = usage_problem(final[0].value)
    if problem is not None:
        raise miss("usage_sum" if problem[0] == "usage_sum" else "usage_chunk", problem[1], streamed)
    value = sound(plain)
    if usage_problem(value) is not None:
        return  # the matter of A08
    mine, other = usage(final[0].value), usage(value)
    far = abs(mine["prompt_tokens"] - other["prompt_tokens"]) > 1
    equal = stream.text() == text(value)
    if far or (equal and abs(mine["completion_tokens"] - other["completion_tokens"]) > 1):
        raise miss(
            "usage_chunk",
            f"usage {compact(mine)} streamed, {compact(other)} for the same not streamed",
            streamed,
        )


def _one_usage(asked: Sequence[Asked]) -> None:
    stream = read(asked[0])
    counted = [chunk for chunk, _ in stream.usages() if chunk.value.get("choices") != []]
    if counted:
        raise miss(
            "usage_chunk",
            f"{len(counted)} chunks of text with running usage: {compact(counted[0].value['usage'])}",
        )
    odd = [found for chunk in stream.chunks if not isinstance(found := chunk.value.get("usage"), dict | None)]
    if odd:
        raise miss("usage_chunk", f"usage {compact(odd[0])}")


def _choices(asked: Sequence[Asked]) -> None:
    for chunk in read(asked[0]).chunks:
        found = chunk.value.get("choices")
        if not isinstance(found, list) or not all(isinstance(choice, dict) for choice in found):
            raise miss("choices_missing", f"a chunk with choices {compact(found)}: {compact(chunk.value)}")


def _broken(asked: Sequence[Asked]) -> Sequence[str]:
    """Judged where a stream happens to break: nothing outside can make a healthy server fail."""
    streams = [split(each.exchange) for each in asked if each.exchange.status == 200]
    ended = [any(choice.get("finish_reason") for _, choice in stream.choices()) for stream in streams]
    for stream, whole in zip(streams, ended, strict=True):
        if stream.error is not None and stream.done:
            got = f"an error event ({quote(stream.error)}), and then a clean [DONE]"
            raise miss("error_then_done", got, stream.exchange)
        if stream.done and not whole and any(ended):  # where none has one, it is the matter of S05
            got = "a stream that breaks off without finish_reason, and then a clean [DONE]"
            raise miss("error_then_done", got, stream.exchange)
    if all(stream.error is None for stream in streams):
        raise declined("no stream broke: this takes a server with fault injection")
    return ["an error event and no [DONE]"]


def _break_steps(profile: str, _seed: int) -> Sequence[Step]:
    return [chat(COUNTING, stream=True)] * (1 if profile == QUICK else 3)


_TYPED = "typed clients: openai-java, openai-go, async-openai"
_SDKS = "the openai SDKs, Vercel AI SDK"
_A_STREAM = "a minimal chat, streamed"

ROWS = (
    Row(
        "S01",
        "events",
        Level.MUST,
        "D",
        _A_STREAM,
        "text/event-stream, every event a JSON object, data: [DONE] last and once",
        _SDKS,
        always(_STREAMED),
        _events,
    ),
    Row(
        "S03",
        "chunk-shape",
        Level.MUST,
        "S",
        _A_STREAM,
        "object chat.completion.chunk and one id, created and model in all chunks",
        _TYPED,
        always(_STREAMED),
        _same,
    ),
    Row(
        "S04",
        "roles",
        Level.MUST,
        "I",
        _A_STREAM,
        "role assistant in the first delta, and never an empty one",
        "LangChain.js, TensorZero, pydantic-ai",
        always(_STREAMED),
        _roles,
    ),
    Row(
        "S05",
        "finish-reason",
        Level.MUST,
        "S, I",
        _A_STREAM,
        "finish_reason in every choice, null until the one that ends it, after all text",
        "Vercel AI SDK, openai-go, LocalAI clients",
        always(_STREAMED),
        _ends,
    ),
    Row(
        "S06",
        "empty-finish",
        Level.SHOULD,
        "I",
        _A_STREAM,
        "an empty delta in the chunk with finish_reason",
        "clients that drop the delta of the last chunk",
        always(_STREAMED),
        _last,
    ),
    Row(
        "S07",
        "usage-chunk",
        Level.MUST,
        "S, I",
        "include_usage, and the same not streamed",
        "one last chunk with usage and choices [], its counts those of the plain answer within 1",
        "pydantic-ai, Haystack, LangChain token counts",
        always(_COUNTED, chat(READY, temperature=0)),
        _usage,
    ),
    Row(
        "S08",
        "usage-once",
        Level.SHOULD,
        "S",
        "include_usage",
        "usage null or absent in all other chunks",
        "clients that add up usage",
        always(_COUNTED),
        _one_usage,
    ),
    Row(
        "S09",
        "choices",
        Level.MUST,
        "I",
        _A_STREAM,
        "choices an array in every chunk",
        "pydantic-ai, Haystack, every loop over chunk.choices",
        always(_STREAMED),
        _choices,
    ),
    Row(
        "S15",
        "broken-stream",
        Level.MUST,
        "I",
        "longer streams",
        "a stream that fails ends with an error event and without [DONE]",
        "octo-agent, Vercel AI SDK: an empty success",
        _break_steps,
        _broken,
    ),
)
