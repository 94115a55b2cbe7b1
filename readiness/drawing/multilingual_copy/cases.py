"""The cases of a profile: conversations from Chinese over English to Japanese, some of them back again."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from readiness.bank import Case
from readiness.drawing.multilingual_copy.brief import Brief, draw_brief
from readiness.drawing.multilingual_copy.wording import first, mixed, next_language

CHAINS: Mapping[str, int] = {"quick": 3, "standard": 100, "full": 200}
BACK: Mapping[str, int] = {"quick": 1, "standard": 10, "full": 30}
"""How many of the chains go back to Chinese."""
MIXED: Mapping[str, int] = {"quick": 1, "standard": 5, "full": 15}
SINGLE: Mapping[str, int] = {"quick": 1, "standard": 10, "full": 30}
MAX_TOKENS = 1000
"""Some three times what a right answer takes."""


def draw(profile: str, seed: int) -> Iterator[Case]:
    """All cases of a profile."""
    for number in range(CHAINS[profile]):
        chance, brief = _drawn(seed, number)
        turns = [_turn("1", "zh", first(brief, "zh", chance))]
        turns += [
            _turn(place, lang, next_language(lang, chance)) for place, lang in (("2", "en"), ("3", "ja"))
        ]
        if number < BACK[profile]:
            turns.append(_turn("back", "zh", next_language("back", chance)))
        yield _case(
            f"chain-{number + 1:03d}", "back" if number < BACK[profile] else "chain", brief, turns, number
        )
    for number in range(MIXED[profile]):
        chance, brief = _drawn(seed, number)
        yield _case(
            f"mixed-{number + 1:02d}", "mixed", brief, [_turn("mixed", "ja", mixed(brief, chance))], number
        )
    for number in range(SINGLE[profile]):
        chance, brief = _drawn(seed, number)
        lang = ("ja", "en")[number % 2]
        asked = _turn("single", lang, first(brief, lang, chance))
        yield _case(f"single-{number + 1:02d}-{lang}", "single", brief, [asked], number)


def _drawn(seed: int, number: int) -> tuple[random.Random, Brief]:
    """The chance and the brief of one number: mixed and single cases share the briefs of the chains."""
    chance = random.Random(f"{seed}|multilingual_copy|{number}")
    return chance, draw_brief(chance)


def _turn(place: str, lang: str, say: str) -> dict[str, str]:
    return {"place": place, "lang": lang, "say": say}


def _case(name: str, family: str, brief: Brief, turns: list[dict[str, str]], number: int) -> Case:
    expect: dict[str, Any] = {
        "turns": turns,
        "brand": brief.brand,
        "terms": [term.to_json() for term in brief.terms],
        "facts": brief.pairs,
    }
    body = {"max_tokens": MAX_TOKENS, "temperature": 0, **({"stream": True} if number % 2 else {})}
    messages = ({"role": "user", "content": turns[0]["say"]},)
    lang = "zh" if len(turns) > 1 else turns[0]["lang"]
    return Case("multilingual_copy", name, family, lang, messages, body, expect)
