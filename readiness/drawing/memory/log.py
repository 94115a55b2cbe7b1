"""The ground truth of a conversation: a log of events, and what replaying it gives. Answers come from here only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Slot = tuple[str, str]
"""Entity and kind of value: each entity has at most one value of a kind."""


class Does(StrEnum):
    """What an event does to the truth. The last three are distractors: they change nothing."""

    SET = "set"
    UPDATE = "update"
    DELETE = "delete"
    MOVE = "move"
    ALIAS = "alias"
    LIST_ADD = "list_add"
    LIST_REMOVE = "list_remove"
    MET = "met"
    RULE = "rule"
    ASSISTANT_SAID = "assistant_said"
    HYPOTHETICAL = "hypothetical"
    QUOTE = "quote"
    NEGATION = "negation"


DISTRACTORS = (Does.HYPOTHETICAL, Does.QUOTE, Does.NEGATION)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a turn says. `value` is canonical: `QT-5817`, `4317`, `09-17`, a name, an item, or
    for `MET` three names with a bar between them."""

    does: Does
    entity: str = ""
    kind: str = ""
    value: str = ""
    other: str = ""
    """The entity that a value moves to; who is quoted."""

    @property
    def slot(self) -> Slot:
        """What the event is about."""
        return (self.entity, self.kind)


@dataclass(slots=True)
class Truth:
    """What holds after the events so far."""

    values: dict[Slot, str] = field(default_factory=dict)
    said: dict[Slot, str] = field(default_factory=dict)
    """Values that the assistant proposed."""
    stale: dict[Slot, list[str]] = field(default_factory=dict)
    deleted: dict[Slot, str] = field(default_factory=dict)
    supposed: dict[Slot, list[str]] = field(default_factory=dict)
    """Values of distractors."""
    aliases: dict[str, str] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    """What is on the list now."""
    order: list[Slot] = field(default_factory=list)
    """Slots in the order in which they first got a value."""
    met: list[str] = field(default_factory=list)
    """People in the order in which they were met."""
    rule: str = ""

    def take(self, event: Event) -> None:
        """Let one event happen."""
        if event.does is Does.SET:
            self.values[event.slot] = event.value
            self.order.append(event.slot)
        elif event.does is Does.UPDATE:
            self._outdate(event.slot)
            self.values[event.slot] = event.value
        elif event.does is Does.MOVE:
            target = (event.other, event.kind)
            self._outdate(target)
            self.values[target] = self.values.pop(event.slot)
        elif event.does is Does.DELETE:
            self.deleted[event.slot] = self.values.pop(event.slot)
        elif event.does is Does.ASSISTANT_SAID:
            self.said[event.slot] = event.value
        elif event.does in DISTRACTORS:
            self.supposed.setdefault(event.slot, []).append(event.value)
        else:
            self._take_other(event)

    def _take_other(self, event: Event) -> None:
        if event.does is Does.ALIAS:
            self.aliases[event.value] = event.entity
        elif event.does is Does.RULE:
            self.rule = event.value
        elif event.does is Does.MET:
            self.met = event.value.split("|")
        elif event.does is Does.LIST_ADD:
            self.items.append(event.value)
        elif event.does is Does.LIST_REMOVE:
            self.items.remove(event.value)

    def _outdate(self, slot: Slot) -> None:
        if slot in self.values:
            self.stale.setdefault(slot, []).append(self.values[slot])

    def mentioned(self, kind: str) -> Iterable[str]:
        """Every value of a kind that was ever named, rightly or not."""
        for by_slot in (self.values, self.said, self.deleted):
            yield from (value for slot, value in by_slot.items() if slot[1] == kind)
        for listed in (self.stale, self.supposed):
            yield from (value for slot, values in listed.items() if slot[1] == kind for value in values)


def replay(events: Sequence[Event]) -> Truth:
    """The truth after all of the events."""
    truth = Truth()
    for event in events:
        truth.take(event)
    return truth
