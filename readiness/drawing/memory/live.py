"""A live conversation: 50 turns, 14 of them questions, the assistant's part being the endpoint's own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from readiness.drawing.memory.asking import asking, wrong
from readiness.drawing.memory.log import Event, replay
from readiness.drawing.memory.script import TURNS, Script, plan
from readiness.drawing.memory.wording import small_talk, told
from readiness.drawing.memory.world import NAMES

PROBES = 14
FAMILIES = ("recall", "update", "recall", "move", "alias", "recall", "deleted", "join", "order", "count")
"""What a live conversation is about; own words and the standing rule would rest on the endpoint's own replies."""


def live_turns(lang: str, seed: str) -> Iterator[Mapping[str, Any]]:
    """The user's turns: `say`, and for a question `expect` as the judge of a scripted probe takes it."""
    script = plan(lang, seed, FAMILIES, TURNS - PROBES)
    chance = random.Random(f"{seed}|live")
    asked_at = set(chance.sample(range(12, TURNS), PROBES - 1)) | {TURNS}
    told_at: dict[Event, int] = {}
    left = iter(script.turns)
    for number in range(1, TURNS + 1):
        if number in asked_at:
            yield _question(script, told_at, number, chance)
            continue
        event = next(left)
        if event is None:
            yield {"say": small_talk(chance.choice(sorted(NAMES)), lang, chance)[0]}
        else:
            told_at[event] = number
            yield {"say": told(event, lang, chance)}


def _question(
    script: Script, told_at: Mapping[Event, int], number: int, chance: random.Random
) -> Mapping[str, Any]:
    """A question about anything that was told to its end by now."""
    known = [probe for probe in script.probes if all(event in told_at for event in probe.events)]
    probe = chance.choice(known)
    truth = replay(list(told_at))
    asked, expect = asking(probe, truth, script.lang, number)
    distance = number - told_at[probe.last]
    return {"say": asked, "expect": {**expect, "wrong": wrong(expect, truth), "distance": distance}}
