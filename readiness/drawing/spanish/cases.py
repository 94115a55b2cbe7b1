"""The cases of a profile: every family in its number, half of them in European, half in American Spanish."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from readiness.bank import Case
from readiness.drawing.spanish import (
    arithmetic,
    classification,
    code,
    cross,
    extraction,
    form,
    formats,
    reading,
    words,
)
from readiness.drawing.spanish.task import Draw, Maker

COUNTS: Mapping[str, tuple[int, int, int]] = {
    "arithmetic": (3, 14, 36),
    "extraction": (3, 12, 30),
    "formats": (3, 12, 30),
    "classification": (2, 12, 30),
    "form": (4, 24, 60),
    "reading": (3, 14, 36),
    "words": (2, 12, 30),
    "cross": (2, 12, 30),
    "code": (1, 4, 9),
    "system": (1, 4, 9),
}
"""Cases of a family in quick, standard and full."""
_MAKERS: Mapping[str, tuple[Maker, ...]] = {
    "arithmetic": arithmetic.MAKERS,
    "extraction": extraction.MAKERS,
    "formats": formats.MAKERS,
    "classification": classification.MAKERS,
    "form": form.MAKERS,
    "reading": reading.MAKERS,
    "words": words.MAKERS,
    "cross": cross.MAKERS,
    "code": code.MAKERS,
    "system": (arithmetic.discount, reading.negation, form.bullets, words.regional),
}
_SYSTEM = (
    "You are the assistant of an internal help desk. Be brief and factual.",
    "You are a careful assistant. Follow the user's instructions to the letter.",
)
MAX_TOKENS = 400
_PROFILES = ("quick", "standard", "full")


def draw(profile: str, seed: int, body: Mapping[str, object]) -> Iterator[Case]:
    """All cases of a profile. Every case has a chance of its own, so a profile is the head of a larger one."""
    for family, counts in COUNTS.items():
        for turn in range(counts[_PROFILES.index(profile)]):
            yield _case(family, turn, seed, body)


def _case(family: str, turn: int, seed: int, body: Mapping[str, object]) -> Case:
    makers = _MAKERS[family]
    again = turn // len(makers)
    american = (turn + (again if len(makers) % 2 == 0 else 0)) % 2 == 1
    drawn = Draw(random.Random(f"{seed}|{family}|{turn}"), american, again, seed)
    task = makers[turn % len(makers)](drawn)
    messages = [{"role": "user", "content": task.prompt}]
    if family == "system":
        messages.insert(0, {"role": "system", "content": _SYSTEM[turn % len(_SYSTEM)]})
    name = f"{family}-{turn + 1:02d}-{task.word}-{'am' if american else 'es'}"
    return Case(
        "spanish", name, family, "es", tuple(messages), {"max_tokens": MAX_TOKENS, **body}, task.expect
    )
