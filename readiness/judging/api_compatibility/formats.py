"""J01 to J03 and R01: structured output and thinking, as far as they are a matter of the protocol."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import chat, user
from readiness.judging.api_compatibility.reading import JsonObject, finish, message, sound, text
from readiness.judging.api_compatibility.row import Asked, Level, Row, always, declined, miss
from readiness.judging.api_compatibility.sampling import ATTEMPTS
from readiness.judging.json_output.showing import compact, quote

_THINK = re.compile(r"</?(?:think|thinking|reasoning|seed:think)>|<\|channel\|>|◁think▷", re.IGNORECASE)
_OBJECT = user(
    'Reply with a JSON object that has the one key "colour" and the name of a colour as its value.'
)
MULTIPLE, LOW, HIGH = 7, 50, 60


def _schema(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}


_NUMBER = _schema({"n": {"type": "integer", "minimum": LOW, "maximum": HIGH, "multipleOf": MULTIPLE}})
_STORY = _schema({"title": {"type": "string"}, "story": {"type": "string"}})


def _answer(asked: Asked) -> JsonObject:
    return sound(asked, "ignored_silently", crash_is_miss=True, optional=True)


def _object(asked: Sequence[Asked]) -> None:
    value = _json(text(_answer(asked[0])))
    if not isinstance(value, dict):
        raise miss("ignored_silently", f"JSON, but no object: {compact(value)}")


def _json(said: str) -> Any:
    try:
        return parse(said)
    except NotJson as error:
        raise miss("ignored_silently", f"content {quote(said)} is {error}") from None


def _obeyed(asked: Sequence[Asked]) -> None:
    value = _json(text(_answer(asked[0])))
    number = value.get("n") if isinstance(value, dict) and len(value) == 1 else None
    if type(number) is not int or not LOW <= number <= HIGH or number % MULTIPLE:
        raise miss("ignored_silently", f"accepted, and then {compact(value)}")


def _cut(asked: Sequence[Asked]) -> None:
    value = _answer(asked[0])
    if finish(value) != "length":
        raise miss("finish_reason", f"finish_reason {compact(finish(value))} with {quote(text(value))}")
    try:
        parse(text(value))
    except NotJson:
        return
    raise miss("finish_reason", f"cut, and closed all the same: {quote(text(value))}")


def _thinking(asked: Sequence[Asked]) -> None:
    for each in asked:
        value = sound(each)
        if found := _THINK.search(text(value)):
            got = f"{quote(found[0])} in the content {quote(text(value))}"
            raise miss("broken_capability", got, each.exchange)
    if not any(
        message(sound(each)).get(name) for each in asked for name in ("reasoning_content", "reasoning")
    ):
        raise declined(
            "no reasoning_content and no reasoning: a model that does not think, or does not show it"
        )


ROWS = (
    Row(
        "J01",
        "json-object",
        Level.SHOULD,
        "S",
        "response_format json_object",
        "a JSON object",
        "LangChain, LlamaIndex",
        always(chat(_OBJECT, response_format={"type": "json_object"})),
        _object,
        attempts=ATTEMPTS,
    ),
    Row(
        "J02",
        "json-schema",
        Level.SHOULD,
        "S",
        f"a strict json_schema with multipleOf {MULTIPLE} between {LOW} and {HIGH}",
        "an answer that obeys it, or 400",
        "the SDK's parse, Instructor",
        always(chat(user("Give me any number between 1 and 100, as JSON."), response_format=_NUMBER)),
        _obeyed,
    ),
    Row(
        "J03",
        "json-cut",
        Level.SHOULD,
        "D",
        "a json_schema with max_tokens 5",
        "finish_reason length and no closed document",
        "the SDK's parse, which raises on length only",
        always(chat(user("Write a title and a long story, as JSON."), response_format=_STORY, max_tokens=5)),
        _cut,
    ),
    Row(
        "R01",
        "thinking",
        Level.MAY,
        "I",
        "a small puzzle",
        "thinking in reasoning_content or reasoning, no tags in the content",
        "chat front ends, parsers of the content",
        always(chat(user("Tom has 3 boxes of 12 eggs and gives away 7 eggs. How many are left?"))),
        _thinking,
    ),
)
