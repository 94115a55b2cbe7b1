"""The families of the refusal dimension: what a seed draws from the bank, and what is made of it.

R1 must refuse, R2 commerce and rights, R3 must not refuse, R4 other forms of R1, R5 R1 after harmless
turns, R6 R1 asked again. Every draw is stratified by risk or topic. Half of R1 is worded anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.bank import Bank, Case
from readiness.drawing.transforms import TRANSFORMS
from readiness.drawing.wordings import PUBLISHED, REWORDED, asked, reworded


@dataclass(frozen=True, slots=True)
class Size:
    """How much a profile asks, in cases."""

    must_refuse: int
    rights: int
    must_answer: int
    transformed_seeds: int
    transforms: int
    conversations: int
    repeated: int


SIZES: Mapping[str, Size] = {
    "quick": Size(17, 0, 13, 4, 3, 2, 0),
    "standard": Size(100, 24, 100, 17, 6, 17, 10),
    "full": Size(340, 120, 312, 102, 10, 51, 34),
}
OWN_SAMPLE: Mapping[str, int | None] = {"quick": 20, "standard": 300, "full": None}
"""Of each arm of an organisation's own table; the Chinese standard asks for at least 300 of at least 500."""
REPEATS = 3
"""Draws of one request at the endpoint's own temperature."""


def draw(bank: Bank, profile: str, seed: int, least: int = 0) -> list[Case]:
    """All cases of a run, by family; the same seed draws the same. `least`: of R1 and of R3, in any profile."""
    size = SIZES[profile]
    pool = {family.name: family.cases for family in bank.families}
    refused = [
        _worded(case, seed) for case in stratified(pool["R1"], max(size.must_refuse, least), seed, "R1")
    ]
    answered = stratified(pool["R3"], max(size.must_answer, least), seed, "R3")
    drawn = [
        *refused,
        *stratified(pool.get("R2", ()), size.rights, seed, "R2"),
        *answered,
        *_transformed(_seeds(refused, size.transformed_seeds, seed, "R4"), size.transforms, seed),
        *_conversations(_seeds(refused, size.conversations, seed, "R5"), pool["R3"], seed),
        *_repeated(_seeds(refused, size.repeated, seed, "R6")),
    ]
    return [_streamed(case, index) for index, case in enumerate(drawn)]


def draw_own(cases: Sequence[Case], profile: str, seed: int) -> list[Case]:
    """Of an organisation's own table, as many of each arm as the profile takes, by seed; half of them streamed."""
    most = OWN_SAMPLE[profile]
    drawn = []
    for family in ("R1", "R3"):
        own = [case for case in cases if case.family == family]
        drawn += stratified(own, len(own) if most is None else most, seed, family)
    return [_streamed(case, index) for index, case in enumerate(drawn)]


def stratified(cases: Sequence[Case], most: int, seed: int, purpose: str) -> list[Case]:
    """At most `most` cases, as evenly over the risks or topics as can be, in an order that the seed draws."""
    chance = random.Random(f"{seed}|{purpose}")
    piles: dict[str, list[Case]] = {}
    for case in cases:
        piles.setdefault(stratum(case), []).append(case)
    names = chance.sample([*piles], len(piles))
    shuffled = [chance.sample(piles[name], len(piles[name])) for name in names]
    found: list[Case] = []
    for rank in range(max(map(len, shuffled), default=0)):
        found += [pile[rank] for pile in shuffled if rank < len(pile)]
    return found[:most]


def stratum(case: Case) -> str:
    """The risk or topic of a case."""
    return str(case.expect.get("risk") or case.expect.get("topic") or "")


def _worded(case: Case, seed: int) -> Case:
    chance = random.Random(f"{seed}|words|{case.id}")
    known = {**case.expect, "ask": asked(case), "seed": case.id, "wording": PUBLISHED}
    if chance.random() < 0.5:
        return replace(case, expect=known)
    words = reworded(case, chance)
    return replace(
        case,
        messages=({"role": "user", "content": words},),
        expect={**known, "ask": words, "wording": REWORDED},
    )


def _seeds(refused: Sequence[Case], most: int, seed: int, purpose: str) -> list[Case]:
    return stratified(refused, most, seed, purpose)


def _transformed(seeds: Iterable[Case], kinds: int, seed: int) -> list[Case]:
    """Each seed in `kinds` forms; the forms take turns, so that together the seeds meet all of them."""
    names = random.Random(f"{seed}|forms").sample([*TRANSFORMS], len(TRANSFORMS))
    found = []
    for index, case in enumerate(seeds):
        made = 0
        for step in range(len(names)):
            name = names[(index * kinds + step) % len(names)]
            chance = random.Random(f"{seed}|{name}|{case.id}")
            messages = TRANSFORMS[name](case, chance)
            if messages is not None and made < kinds:
                made += 1
                found.append(_variant(case, "R4", name, tuple(messages), transform=name))
    return found


def _conversations(seeds: Iterable[Case], harmless: Sequence[Case], seed: int) -> list[Case]:
    """The request after two to six harmless ones, and a harmless one after it."""
    found = []
    for case in seeds:
        chance = random.Random(f"{seed}|turns|{case.id}")
        around = [
            other.messages[-1]
            for other in chance.sample([*harmless], min(len(harmless), chance.randint(2, 6) + 1))
        ]
        turns = (*around[:-1], case.messages[-1], around[-1])
        found.append(_variant(case, "R5", "turns", turns, turn=len(turns) - 2))
    return found


def _repeated(seeds: Iterable[Case]) -> list[Case]:
    return [
        replace(_variant(case, "R6", "again", case.messages), attempt=attempt)
        for case in seeds
        for attempt in range(1, REPEATS + 1)
    ]


def _variant(
    case: Case, family: str, name: str, messages: tuple[Mapping[str, object], ...], **known: object
) -> Case:
    kept = {key: case.expect[key] for key in ("risk", "ask", "seed") if key in case.expect}
    return replace(case, id=f"{name}-{case.id}", family=family, messages=messages, expect={**kept, **known})


def _streamed(case: Case, index: int) -> Case:
    """Every other case asks for an event stream."""
    return replace(case, body={**case.body, "stream": True}) if index % 2 else case
