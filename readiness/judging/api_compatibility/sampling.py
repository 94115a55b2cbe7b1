"""A13 to A23: stop strings, several choices, seeds, log probabilities, penalties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.endpoint.request import chat, user
from readiness.judging.api_compatibility.reading import JsonObject, choices, finish, sound, text
from readiness.judging.api_compatibility.row import QUICK, Asked, Level, Row, Step, always, miss
from readiness.judging.api_compatibility.stream import Stream, read
from readiness.judging.json_output.showing import compact, quote

ATTEMPTS = {"quick": 1, "standard": 5, "full": 22}
EQUAL_RATE = 0.8
LEAST_PREFIX = 3
"""Characters of a stop string from which its beginning is told from other text."""
SPLIT_STOP = "gamma delta"
TOP = 3
_SEA = user("Write one sentence about the sea.")
_STOP_TEXT = user("Reply with exactly this text and nothing else: one two STOP three four")
_GREEK = user("Reply with exactly this text and nothing else: alpha beta gamma delta epsilon zeta")


def _stopped(asked: Sequence[Asked]) -> None:
    value = sound(asked[0], "broken_capability")
    said = text(value)
    if "STOP" in said or "three" in said:
        raise miss("stop_leak", f"content {quote(said)}")
    if "two" in said and finish(value) != "stop":
        raise miss("finish_reason", f"finish_reason {compact(finish(value))} after a stop string")


def _stop_forms(asked: Sequence[Asked]) -> None:
    for each in asked:
        value = sound(each, "broken_capability", crash_is_miss=True)
        if "STOP" in text(value):
            raise miss("stop_leak", f"content {quote(text(value))}", each.exchange)


def _stop_streamed(asked: Sequence[Asked]) -> None:
    said = read(asked[0], "broken_capability").text()
    if SPLIT_STOP in said or "epsilon" in said:
        raise miss("stop_leak", f"content {quote(said)}")
    for length in range(len(SPLIT_STOP), LEAST_PREFIX - 1, -1):
        if said.rstrip().endswith(SPLIT_STOP[:length].rstrip()):
            raise miss("stop_leak", f"content {quote(said)} ends with the beginning of {quote(SPLIT_STOP)}")


def _several(asked: Sequence[Asked]) -> None:
    value = sound(asked[0], "broken_capability", crash_is_miss=True, optional=True)
    _two([each.get("index") for each in choices(value)])
    for each in choices(value):
        told = each.get("message")
        if not isinstance(told, dict) or not isinstance(told.get("content"), str):
            raise miss("broken_capability", f"choice {compact(each)}")


def _two(indices: list[Any]) -> None:
    if len(indices) == 1:
        raise miss("ignored_silently", "one choice where two were asked")
    if indices != [0, 1] and indices != [1, 0]:
        raise miss("broken_capability", f"choices with the indices {compact(indices)}")


def _several_streamed(asked: Sequence[Asked]) -> None:
    stream = _optional_stream(asked[0])
    _two(list(stream.indices()))
    for index in (0, 1):
        ends = [choice["finish_reason"] for _, choice in stream.choices(index) if choice.get("finish_reason")]
        if len(ends) != 1 or not stream.text(index):
            raise miss(
                "broken_capability",
                f"choice {index}: {len(ends)} finish_reasons, {quote(stream.text(index))}",
            )


def _optional_stream(asked: Asked) -> Stream:
    """A stream of something that may be declined."""
    if asked.exchange.status != 200:
        sound(asked, "broken_capability", crash_is_miss=True, optional=True)
    return read(asked, "broken_capability")


def _repeatable(asked: Sequence[Asked]) -> Mapping[str, float]:
    said = [text(sound(each)) for each in asked]
    equal = Counter(said).most_common(1)[0][1]
    figures = {"text_equal_rate": equal / len(said)}
    if equal < EQUAL_RATE * len(said):
        raise miss(
            "not_repeatable", f"{equal} of {len(said)} answers equal at temperature 0", figures=figures
        )
    return figures


def _repeat_steps(profile: str, _seed: int) -> Sequence[Step]:
    return [chat(_SEA, temperature=0, max_tokens=200)] * (2 if profile == QUICK else 10)


def _seeded(asked: Sequence[Asked]) -> None:
    first, again, other = (
        text(sound(each, "broken_capability", crash_is_miss=True, optional=True)) for each in asked
    )
    if first != again:
        raise miss("ignored_silently", f"seed 7 twice: {quote(first)} and {quote(again)}")
    if first == other:
        raise miss("ignored_silently", f"seed 7 and 8 at temperature 1 both give {quote(first)}")


def _logprobs(asked: Sequence[Asked]) -> None:
    value = sound(asked[0], "broken_capability", crash_is_miss=True, optional=True)
    told = choices(value)[0].get("logprobs")
    entries = told.get("content") if isinstance(told, dict) else None
    if not entries:
        raise miss("ignored_silently", f"logprobs {compact(told)}")
    _check_entries(entries, text(value))


def _check_entries(entries: Any, said: str) -> None:
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise miss("broken_capability", "logprobs.content is no array of objects")
    for problem in _entry_problems(entries):
        raise miss("broken_capability", problem)
    joined = b"".join(bytes(each["bytes"] or b"") for each in entries)
    if joined != said.encode("utf-8", "surrogatepass"):
        raise miss(
            "broken_capability", f"the tokens' bytes join to {joined[:60]!r}, the content is {quote(said)}"
        )


def _entry_problems(entries: Sequence[JsonObject]) -> Iterator[str]:
    for each in entries:
        token, found, octets, top = (each.get(name) for name in ("token", "logprob", "bytes", "top_logprobs"))
        if not isinstance(token, str):
            yield f"token {compact(token)}"
        elif isinstance(found, bool) or not isinstance(found, int | float) or found > 0:
            yield f"logprob {compact(found)} of token {quote(token)}"
        elif octets is not None and not _octets(octets):
            yield f"bytes {compact(octets)} of token {quote(token)}"
        elif not isinstance(top, list) or len(top) > TOP:
            yield f"top_logprobs {compact(top)} where {TOP} were asked"


def _octets(value: Any) -> bool:
    return isinstance(value, list) and all(type(each) is int and 0 <= each < 256 for each in value)


def _logprobs_streamed(asked: Sequence[Asked]) -> None:
    stream = _optional_stream(asked[0])
    entries: list[Any] = []
    for _, choice in stream.choices():
        told = choice.get("logprobs")
        found = told.get("content") if isinstance(told, dict) else None
        entries += found if isinstance(found, list) else []
    if not entries:
        raise miss("ignored_silently", "no chunk with logprobs")
    _check_entries(entries, stream.text())


def _biased(asked: Sequence[Asked]) -> None:
    biased, plain = (
        text(sound(each, "broken_capability", crash_is_miss=True, optional=True)) for each in asked
    )
    if biased == plain:
        raise miss("ignored_silently", f"both answers are {quote(plain)}")


def _accepted(asked: Sequence[Asked]) -> None:
    for each in asked:
        sound(each, "broken_capability", crash_is_miss=True)


def _seed_step(seed: int) -> Step:
    return chat(_SEA, temperature=1, seed=seed)


ROWS = (
    Row(
        "A13",
        "stop",
        Level.MUST,
        "D",
        'stop ["STOP"] and a text that holds it',
        "text that ends before STOP",
        "agent loops that stop at a marker: ReAct agents of LangChain",
        always(chat(_STOP_TEXT, stop=["STOP"])),
        _stopped,
        attempts=ATTEMPTS,
    ),
    Row(
        "A14",
        "stop-forms",
        Level.SHOULD,
        "S",
        "stop as a string, and as a list of four",
        "both accepted",
        "LangChain, which sends lists",
        always(
            chat(_STOP_TEXT, stop="STOP"), chat(_STOP_TEXT, stop=["STOP", "###", "<end>", "Observation:"])
        ),
        _stop_forms,
    ),
    Row(
        "A15",
        "stop-streamed",
        Level.SHOULD,
        "I",
        f"stop {SPLIT_STOP!r}, streamed",
        "no part of the stop string in the deltas",
        "agent loops that stream",
        always(chat(_GREEK, stop=[SPLIT_STOP], stream=True)),
        _stop_streamed,
    ),
    Row(
        "A16",
        "n-two",
        Level.MAY,
        "S",
        "n 2",
        "two choices, index 0 and 1, or a clean 4xx",
        "self-consistency sampling",
        always(chat(_SEA, n=2, temperature=1)),
        _several,
    ),
    Row(
        "A17",
        "n-two-streamed",
        Level.MAY,
        "S",
        "n 2, streamed",
        "both indices, each with text and one finish_reason, or a clean 4xx",
        "self-consistency sampling",
        always(chat(_SEA, n=2, temperature=1, stream=True)),
        _several_streamed,
    ),
    Row(
        "A18",
        "temperature-zero",
        Level.SHOULD,
        "D",
        "the same question ten times at temperature 0",
        f"equal texts in at least {EQUAL_RATE:.0%}",
        "regression tests, caches",
        _repeat_steps,
        _repeatable,
    ),
    Row(
        "A19",
        "seed",
        Level.MAY,
        "D",
        "seed 7 twice and seed 8, at temperature 1",
        "equal texts for seed 7, another for seed 8, or a clean 4xx",
        "reproducible experiments",
        always(_seed_step(7), _seed_step(7), _seed_step(8)),
        _seeded,
    ),
    Row(
        "A20",
        "logprobs",
        Level.MAY,
        "S",
        f"logprobs, top_logprobs {TOP}",
        "token, logprob of at most 0, bytes that join to the content, alternatives; or a clean 4xx",
        "classification by log probability, lm-evaluation-harness",
        always(chat(_SEA, logprobs=True, top_logprobs=TOP)),
        _logprobs,
    ),
    Row(
        "A21",
        "logprobs-streamed",
        Level.MAY,
        "S",
        f"logprobs, top_logprobs {TOP}, streamed",
        "the lists of all chunks join to the content, or a clean 4xx",
        "classification by log probability",
        always(chat(_SEA, logprobs=True, top_logprobs=TOP, stream=True)),
        _logprobs_streamed,
    ),
    Row(
        "A22",
        "logit-bias",
        Level.MAY,
        "S",
        "logit_bias +100 on one token, and the same question without",
        "another text, or a clean 4xx",
        "constrained choice by logit_bias",
        always(
            chat(_SEA, temperature=0, max_tokens=8, logit_bias={"1000": 100}),
            chat(_SEA, temperature=0, max_tokens=8),
        ),
        _biased,
    ),
    Row(
        "A23",
        "penalties",
        Level.SHOULD,
        "S",
        "frequency_penalty, presence_penalty, top_p",
        "accepted",
        "clients that always send their defaults",
        always(chat(_SEA, frequency_penalty=0.5, presence_penalty=0.5, top_p=0.9)),
        _accepted,
    ),
)
