"""One conversation: which event stands in which turn, so that every probe has its distance.

A scripted conversation has 49 turns and is followed by one probe, turn 50. Every turn tells one event, or
is small talk.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from readiness.drawing.memory.log import DISTRACTORS, Does, Event
from readiness.drawing.memory.wording import obeying, reply, small_talk, told
from readiness.drawing.memory.world import (
    ALIASES,
    AMOUNT,
    CODE,
    DATE,
    ITEMS,
    KINDS,
    NAMES,
    PERSON,
    RULE_WORDS,
    Values,
)

TURNS = 50
BINS = ((1, 5), (6, 10), (11, 20), (21, 35), (36, 49))
"""Distances from the last relevant event to the probe, in turns."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A question still to be worded: what it is about, and the events that matter to it, in order."""

    family: str
    about: str
    events: tuple[Event, ...]
    distance: int
    """Turns from the last of the events to the probe."""

    @property
    def last(self) -> Event:
        """The last event that matters."""
        return self.events[-1]


@dataclass
class Script:
    """A conversation before its probe, turn by turn; `turns[0]` is turn 1. None is small talk."""

    lang: str
    turns: list[Event | None]
    probes: list[Probe] = field(default_factory=list)

    def events(self, without: Sequence[Event] = ()) -> list[Event]:
        """The log, some events taken out."""
        return [event for event in self.turns if event is not None and event not in without]

    def said(self, chance_of: str, without: Sequence[Event] = ()) -> list[dict[str, str]]:
        """The messages. The same `chance_of` gives the same words, whatever is taken out."""
        rule = ""
        messages: list[dict[str, str]] = []
        for number, event in enumerate(self.turns):
            chance = random.Random(f"{chance_of}|{number}")
            if event is None or event in without:
                user, assistant = small_talk(chance.choice(sorted(NAMES)), self.lang, chance)
            else:
                user, assistant = told(event, self.lang, chance), reply(event, self.lang, chance)
                rule = event.value if event.does is Does.RULE else rule
            messages += [
                {"role": "user", "content": user},
                {"role": "assistant", "content": obeying(assistant, rule, self.lang)},
            ]
        return messages


class Planner:
    """Fills a script: first what the probes need, then distractors, the rest stays small talk."""

    def __init__(self, lang: str, seed: str, turns: int) -> None:
        self.chance = random.Random(seed)
        self.lang = lang
        self.values = Values(self.chance, lang)
        self.script = Script(lang, [None] * turns)
        slots = [(entity, kind) for entity in NAMES for kind in KINDS]
        self.chance.shuffle(slots)
        self.slots = slots
        self.aliases = list(self.chance.sample(ALIASES[lang], 2))
        self.items = list(self.chance.sample(ITEMS[lang], 6))

    # --- what is told ----------------------------------------------------------------------------

    def slot(self, *kinds: str) -> tuple[str, str]:
        """An entity and a kind that nothing was told about yet."""
        found = next(
            slot for slot in self.slots if slot[1] in (kinds or KINDS) and self.values.left(slot[1]) > 6
        )
        self.slots.remove(found)
        return found

    def set(self, slot: tuple[str, str]) -> Event:
        """A value for a slot."""
        return Event(Does.SET, *slot, self.values.draw(slot[1]))

    # --- where it stands -------------------------------------------------------------------------

    def place(self, events: Sequence[Event], wanted: tuple[int, int]) -> int:
        """Put events into free turns, in their order, the last at a distance in `wanted`; returns that distance."""
        free = [number for number, event in enumerate(self.script.turns) if event is None]
        near, far = wanted
        end, before = len(self.script.turns), len(events) - 1
        possible = free[before:]
        at = self.chance.choice([each for each in possible if near <= end - each <= far] or possible)
        earlier = sorted(self.chance.sample([each for each in free if each < at], before))
        for number, event in zip([*earlier, at], events, strict=True):
            self.script.turns[number] = event
        return end - at

    def probe(self, family: str, about: str, events: Sequence[Event], wanted: tuple[int, int]) -> None:
        """A probe whose last relevant event lies at a distance in `wanted`."""
        distance = self.place(events, wanted)
        self.script.probes.append(Probe(family, about, tuple(events), distance))


def plan(lang: str, seed: str, families: Sequence[str], turns: int = TURNS - 1) -> Script:
    """A script of so many turns with a probe of each of these families (names in `BUILDERS`), by seed.

    Drawn again until every bin of distance has two probes, where there are enough of both.
    """
    whole = turns == TURNS - 1 and len(families) >= 2 * len(BINS)
    for number in itertools.count():
        script = _planned(Planner(lang, f"{seed}|{number}", turns), families)
        if not whole or _balanced(script):
            return script
    raise AssertionError


def _balanced(script: Script) -> bool:
    found = [probe.distance for probe in script.probes]
    return all(sum(near <= each <= far for each in found) >= 2 for near, far in BINS)


def _planned(planner: Planner, families: Sequence[str]) -> Script:
    near = [0, 1, 2, 3] * 3
    planner.chance.shuffle(near)
    far = [4, 4, 3, 2, 1, 3, 0]
    for family in families:
        BUILDERS[family](planner, BINS[far.pop(0) if family in ONE_EVENT else near.pop()])
    _distract(planner)
    return planner.script


ONE_EVENT = ("rule", "recall", "own_words", "coreference")
"""Families that rest on one event. Only they can lie at the far end, where nothing comes before."""


def _recall(planner: Planner, wanted: tuple[int, int]) -> None:
    planner.probe("recall", "value", [planner.set(planner.slot())], wanted)


def _update(planner: Planner, wanted: tuple[int, int]) -> None:
    slot = planner.slot()
    changed = Event(Does.UPDATE, *slot, planner.values.draw(slot[1]))
    planner.probe("update", "value", [planner.set(slot), changed], wanted)


def _move(planner: Planner, wanted: tuple[int, int]) -> None:
    source = planner.slot(CODE, AMOUNT, DATE)
    target = planner.slot(source[1])
    first = planner.set(source)
    moved = Event(Does.MOVE, *source, first.value, target[0])
    planner.probe("update", "value", [first, planner.set(target), moved], wanted)


def _deleted(planner: Planner, wanted: tuple[int, int]) -> None:
    first = planner.set(planner.slot(CODE, AMOUNT, DATE))
    planner.probe("deleted", "value", [first, Event(Does.DELETE, *first.slot, first.value)], wanted)


def _alias(planner: Planner, wanted: tuple[int, int]) -> None:
    first = planner.set(planner.slot())
    name = Event(Does.ALIAS, first.entity, value=planner.aliases.pop())
    planner.probe("alias", "alias", [first, name], wanted)


def _coreference(planner: Planner, wanted: tuple[int, int]) -> None:
    people = "|".join(planner.values.draw(PERSON) for _ in range(3))
    planner.probe("coreference", "nth_met", [Event(Does.MET, value=people)], wanted)


def _join(planner: Planner, wanted: tuple[int, int]) -> None:
    entity, _ = slot = planner.slot(CODE)
    person = (entity, PERSON)
    while person not in planner.slots:
        entity, _ = slot = planner.slot(CODE)
        person = (entity, PERSON)
    planner.slots.remove(person)
    planner.probe("join", "owner", [planner.set(slot), planner.set(person)], wanted)


def _count(planner: Planner, wanted: tuple[int, int]) -> None:
    items = [planner.items.pop() for _ in range(3)]
    events = [Event(Does.LIST_ADD, value=item) for item in items]
    planner.probe("count", "count", [*events, Event(Does.LIST_REMOVE, value=items[0])], wanted)


def _order(planner: Planner, wanted: tuple[int, int]) -> None:
    planner.probe("order", "first_dated", [planner.set(planner.slot(DATE)) for _ in range(2)], wanted)


def _own_words(planner: Planner, wanted: tuple[int, int]) -> None:
    slot = planner.slot(CODE, AMOUNT)
    event = Event(Does.ASSISTANT_SAID, *slot, planner.values.draw(slot[1]))
    planner.probe("own_words", "said", [event], wanted)


def _never(planner: Planner, wanted: tuple[int, int]) -> None:
    """Asked of a thing that has other values; another thing of another topic has such a one: the decoy."""
    slot = planner.slot(CODE, AMOUNT, DATE)
    decoy = planner.set(planner.slot(slot[1]))
    asked = Event(Does.NEGATION, *slot, planner.values.draw(slot[1]))
    planner.probe("never_said", "value", [decoy, asked], wanted)


def _rule(planner: Planner, wanted: tuple[int, int]) -> None:
    word = planner.chance.choice(RULE_WORDS[planner.lang])
    planner.probe("rule", "rule", [Event(Does.RULE, value=word)], wanted)


BUILDERS = {
    "recall": _recall,
    "update": _update,
    "move": _move,
    "deleted": _deleted,
    "alias": _alias,
    "coreference": _coreference,
    "join": _join,
    "count": _count,
    "order": _order,
    "own_words": _own_words,
    "never_said": _never,
    "rule": _rule,
}


def _distract(planner: Planner) -> None:
    """Wrong values beside right ones, in some of the turns that are still free."""
    free = [number for number, event in enumerate(planner.script.turns) if event is None]
    told = [event for event in planner.script.events() if event.does is Does.SET]
    for number in planner.chance.sample(free, min(len(free) // 2, 8)):
        about = planner.chance.choice(told)
        does = planner.chance.choice(DISTRACTORS)
        if planner.values.left(about.kind) and planner.values.left(PERSON) > 1:
            who = planner.values.draw(PERSON) if does is Does.QUOTE else ""
            planner.script.turns[number] = Event(does, *about.slot, planner.values.draw(about.kind), who)
