"""The cases of a profile: calibration, the target length, shorter ones, a repeat, and four at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness.bank import Case
from readiness.drawing.long_context.key import key

TARGET_TOKENS = 128_000
"""The claim's length: 128K documents, so that an answer fits into a window of 131,072."""
QUICK_TOKENS = 32_000
KNEE_TOKENS = (2_000, 16_000)
CURVE_TOKENS = (8_000, 32_000, 64_000)
ANSWER_TOKENS = 1_024
TARGETS: Mapping[str, int] = {"quick": 1, "standard": 20, "full": 299}
CURVES: Mapping[str, int] = {"quick": 0, "standard": 1, "full": 5}
PARALLEL: Mapping[str, int] = {"quick": 0, "standard": 4, "full": 8}
LANGS = ("en", "zh")
ONE_TOKEN: Mapping[str, Any] = {"max_tokens": 1, "temperature": 0}
SUMMARY: Mapping[str, Any] = {
    "max_tokens": ANSWER_TOKENS,
    "temperature": 0,
    "stream": True,
    "stream_options": {"include_usage": True},
}


def draw(profile: str, seed: int, context_tokens: int | None = None) -> Iterator[Case]:
    """All cases of a profile. `context_tokens` sets the target length in place of the claim's 128,000."""
    target = context_tokens or (QUICK_TOKENS if profile == "quick" else TARGET_TOKENS)
    langs = LANGS if profile != "quick" else (LANGS[seed % 2],)
    for lang in langs:
        yield _calibration(lang, seed, target)
    for number in range(PARALLEL[profile]):
        yield _summary("parallel", f"parallel-{number + 1}", _lang(langs, number), seed, target // 2)
    for number in range(TARGETS[profile]):
        case = _summary("target", f"target-{number + 1:03d}", _lang(langs, number), seed, target)
        yield replace(case, expect={**case.expect, "number": number})
    for each in range(CURVES[profile]):
        for tokens in (length for length in CURVE_TOKENS if length < target):
            name = f"curve-{tokens // 1000}k-{each + 1}"
            yield _summary("curve", name, _lang(langs, each), seed, tokens)
    if profile != "quick":
        yield _summary("duplicate", "duplicate", langs[0], seed, target, like="target-001")


def targets_before(number: int) -> Iterator[str]:
    """The ids of the target cases before this one (0 is the first), of a profile with both languages."""
    return (f"target-{each + 1:03d}-{_lang(LANGS, each)}" for each in range(number))


def _lang(langs: tuple[str, ...], number: int) -> str:
    return langs[number % len(langs)]


def _calibration(lang: str, seed: int, target: int) -> Case:
    """Short, longer, and the target length: how many tokens does this text have there?"""
    words = f"{seed}|calibrate"
    steps = [{"seed": f"{words}|{step}", "key": key(lang, f"{words}|{step}")} for step in range(3)]
    lengths = [min(tokens, target) for tokens in KNEE_TOKENS]
    expect = {"steps": steps, "knee": lengths, "tokens": target}
    return Case(
        "long_context", f"calibrate-{lang}", "calibrate", lang, (), ONE_TOKEN, expect, keep_budget=True
    )


def _summary(family: str, name: str, lang: str, seed: int, tokens: int, like: str = "") -> Case:
    words = f"{seed}|{like or name}"
    expect = {"seed": words, "key": key(lang, words), "tokens": tokens, "calibration": f"calibrate-{lang}"}
    return Case("long_context", f"{name}-{lang}", family, lang, (), SUMMARY, expect)
