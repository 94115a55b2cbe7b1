"""A01 to A12: the shape of a plain answer, its ids, counts, limits and end."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.request import Request, chat, user
from readiness.judging.api_compatibility.reading import (
    JsonObject,
    completion,
    core_problem,
    count,
    finish,
    said,
    shown,
    sound,
    text,
)
from readiness.judging.api_compatibility.row import (
    QUICK,
    READY,
    Asked,
    Level,
    Row,
    Step,
    always,
    miss,
)
from readiness.judging.api_compatibility.shapes import STRICT, USAGE, first_problem
from readiness.judging.json_output.showing import compact

DAY_S = 86_400
EARLIEST_S, LATEST_S = 1_577_836_800, 4_102_444_800
"""2020 and 2100, for answers without a Date."""
SHORT = 5
MOST_CHARACTERS = 12 * SHORT
"""No tokenizer packs more of a list of numbers than this into `SHORT` tokens."""
_COUNTING = user("Count from 1 to 60. Write the numbers only, separated by commas.")
_STORY = (
    "Early in the morning the harbour master walked along the quay and wrote down which boats had left. "
    "A grey cat followed him as far as the crane, where two mechanics argued about a broken winch. "
    "Behind the warehouse somebody had painted the door green, although the order had clearly said blue. "
)
_MINIMAL = chat(READY)


def _content_type(exchange: Exchange) -> str | None:
    """What is wrong with the content type of a JSON body."""
    given = exchange.headers.get("content-type", "")
    kind, _, rest = given.partition(";")
    if kind.strip().lower() != "application/json":
        return f"content-type {compact(given)}, not application/json"
    charset = rest.lower().replace(" ", "").replace('"', "")
    if "charset=" in charset and "charset=utf-8" not in charset and "charset=utf8" not in charset:
        return f"content-type {compact(given)}: JSON is UTF-8"
    return None


def _core(asked: Sequence[Asked]) -> None:
    exchange = asked[0].exchange
    value = completion(asked[0])
    problem = _content_type(exchange) or core_problem(value)
    if problem is None and [choice.get("index") for choice in value["choices"]] != [0]:
        problem = f"choices with the indices {compact([each.get('index') for each in value['choices']])}"
    if problem is None and not text(value).strip():
        problem = f"message.content is {compact(value['choices'][0]['message'].get('content'))}"
    if problem is not None:
        raise miss("shape", problem, exchange)


def _strict(asked: Sequence[Asked]) -> None:
    problem = first_problem(sound(asked[0]), STRICT)
    if problem is not None:
        raise miss("shape", problem)


def _object(asked: Sequence[Asked]) -> None:
    value = sound(asked[0])
    if value.get("object") != "chat.completion":
        raise miss("shape", f"object {compact(value.get('object'))}")


def _created(asked: Sequence[Asked]) -> None:
    problem = created_problem(sound(asked[0]).get("created"), asked[0].exchange)
    if problem is not None:
        raise miss("created", problem)


def created_problem(value: object, exchange: Exchange) -> str | None:
    """What is wrong with a time of creation: an integer of seconds, within a day of the answer's own clock."""
    if type(value) is not int:
        return f"created {compact(value)} is no JSON integer"
    now = _date(exchange)
    if now is None and not EARLIEST_S <= value < LATEST_S:
        return f"created {value} is no time in seconds of these years"
    if now is not None and abs(value - now) > DAY_S:
        hint = " (milliseconds?)" if abs(value / 1000 - now) <= DAY_S else ""
        return f"created {value}{hint} is more than a day from the Date of the answer, {int(now)}"
    return None


def _date(exchange: Exchange) -> float | None:
    """The answer's own `Date`: the record holds no other clock that a judge may read."""
    try:
        return parsedate_to_datetime(exchange.headers.get("date", "")).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _ids(asked: Sequence[Asked]) -> None:
    seen: set[str] = set()
    for each in asked:
        found = sound(each).get("id")
        if not isinstance(found, str) or not found.strip():
            raise miss("id_repeated", f"id {compact(found)}", each.exchange)
        if found in seen:
            raise miss("id_repeated", f"id {compact(found)} twice in {len(asked)} answers", each.exchange)
        seen.add(found)


def _id_steps(profile: str, _seed: int) -> Sequence[Step]:
    return [_MINIMAL] * (5 if profile == QUICK else 20)


def _model(asked: Sequence[Asked]) -> None:
    found = sound(asked[0]).get("model")
    wanted = asked_model(asked[0].exchange)
    if not isinstance(found, str) or not same_model(found, wanted):
        raise miss("model_name", f"model {compact(found)} where {compact(wanted)} was asked")


def asked_model(exchange: Exchange) -> str:
    """The model that a recorded request names."""
    try:
        body = parse(exchange.request_body)
    except NotJson:
        return ""
    found = body.get("model") if isinstance(body, dict) else None
    return found if isinstance(found, str) else ""


def same_model(found: str, wanted: str) -> bool:
    """Whether it is the model, or a dated snapshot of it, or the same name without its owner."""
    found, wanted = found.lower(), wanted.lower()
    bare = found.rpartition("/")[2], wanted.rpartition("/")[2]
    return found.startswith(wanted) or (bool(bare[1]) and bare[0].startswith(bare[1]))


def _usage(asked: Sequence[Asked]) -> None:
    problem = usage_problem(sound(asked[0]))
    if problem is not None:
        raise miss(*problem)


def usage_problem(value: JsonObject) -> tuple[str, str] | None:
    """Word and text of what is wrong with the usage of an answer."""
    if value.get("usage") is None:
        return "usage_missing", "no usage"
    wrong = first_problem(value["usage"], USAGE, "usage.")
    if wrong is not None:
        return "usage_missing", wrong
    prompt, answer, total = (value["usage"][field.name] for field in USAGE)
    if prompt <= 0 or answer < 0:
        return "usage_missing", f"prompt_tokens {prompt}, completion_tokens {answer}"
    if prompt + answer != total:
        return "usage_sum", f"{prompt} + {answer} is not {total}"
    return None


def _growing(asked: Sequence[Asked]) -> None:
    once, twice = (count(sound(each), "prompt_tokens") for each in asked)
    if once is None or twice is None or once <= 0:
        raise miss("usage_constant", f"prompt_tokens {once}, then {twice}")
    if not 1.7 <= twice / once <= 2.3:
        raise miss("usage_constant", f"prompt_tokens {once}, then {twice} for twice the text")


def _limited(asked: Sequence[Asked]) -> None:
    exchange, value = asked[0].exchange, sound(asked[0], "limit_ignored")
    used = count(value, "completion_tokens")
    if used is not None and used > SHORT:
        raise miss("limit_ignored", f"{used} completion_tokens", exchange)
    if len(text(value)) > MOST_CHARACTERS:
        raise miss("limit_ignored", f"{len(text(value))} characters: {shown(exchange)}", exchange)
    if finish(value) != "length":
        raise miss("limit_ignored", f"finish_reason {compact(finish(value))}", exchange)


def _ended(asked: Sequence[Asked]) -> None:
    exchange, value = asked[0].exchange, sound(asked[0])
    if finish(value) != "stop":
        raise miss("finish_reason", f"finish_reason {compact(finish(value))}: {said(exchange)}", exchange)


def _long(times: int) -> Request:
    return chat(user("Which animal is in this text?\n\n" + _STORY * (6 * times)), max_tokens=SHORT)


_TYPED = "typed clients: openai-java, openai-go, async-openai, LangChain4j"
_A_CHAT = "a minimal chat without stream"

ROWS = (
    Row(
        "A01",
        "core-shape",
        Level.MUST,
        "S",
        _A_CHAT,
        "HTTP 200, application/json, the published shape with one choice and its text",
        _TYPED,
        always(_MINIMAL),
        _core,
    ),
    Row(
        "A03",
        "strict-shape",
        Level.SHOULD,
        "S",
        _A_CHAT,
        "refusal and logprobs present, null or not",
        "clients generated from the schema",
        always(_MINIMAL),
        _strict,
    ),
    Row(
        "A04",
        "object",
        Level.MUST,
        "S",
        _A_CHAT,
        "object is chat.completion",
        "clients that dispatch on object: LiteLLM, gateways",
        always(_MINIMAL),
        _object,
    ),
    Row(
        "A05",
        "created",
        Level.MUST,
        "S",
        _A_CHAT,
        "created is an integer of seconds within 24 hours of now",
        _TYPED,
        always(_MINIMAL),
        _created,
    ),
    Row(
        "A06",
        "ids-differ",
        Level.MUST,
        "D",
        "the same chat several times",
        "ids that are not empty and all differ",
        "tracing and caches keyed by id: Langfuse, LangSmith",
        _id_steps,
        _ids,
    ),
    Row(
        "A07",
        "model-echo",
        Level.SHOULD,
        "S",
        _A_CHAT,
        "model is the one asked for, or a snapshot of it",
        "billing by model name",
        always(_MINIMAL),
        _model,
    ),
    Row(
        "A08",
        "usage",
        Level.MUST,
        "S, O",
        _A_CHAT,
        "usage of integers, prompt_tokens above 0, total their sum",
        "billing, LangChain token counts",
        always(_MINIMAL),
        _usage,
    ),
    Row(
        "A09",
        "usage-grows",
        Level.SHOULD,
        "O",
        "a text, then twice as much of it",
        "prompt_tokens 1.7 to 2.3 times as many",
        "billing, context budgets",
        always(_long(1), _long(2)),
        _growing,
    ),
    Row(
        "A10",
        "max-tokens",
        Level.MUST,
        "S, I",
        f"max_tokens {SHORT} with a question that takes more",
        f"at most {SHORT} completion_tokens and finish_reason length",
        "every client that limits cost",
        always(chat(_COUNTING, max_tokens=SHORT)),
        _limited,
    ),
    Row(
        "A11",
        "max-completion-tokens",
        Level.MUST,
        "S",
        f"max_completion_tokens {SHORT} with a question that takes more",
        f"at most {SHORT} completion_tokens and finish_reason length",
        "current OpenAI SDK code, Vercel AI SDK",
        always(chat(_COUNTING, max_completion_tokens=SHORT)),
        _limited,
    ),
    Row(
        "A12",
        "finish-stop",
        Level.SHOULD,
        "S",
        "a question with a short answer",
        "finish_reason stop",
        "agents that go on until stop",
        always(_MINIMAL),
        _ended,
    ),
)
