"""One task: what is asked, and what the judge must know; and what tasks are drawn from."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
PEOPLE = {
    False: ("Lucía", "Marta", "Álvaro", "Nuria", "Sergio", "Carmen", "Pablo", "Irene", "Rubén", "Pilar"),
    True: ("Camila", "Mateo", "Ximena", "Diego", "Valeria", "Emilio", "Renata", "Joaquín", "Luz", "Andrés"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A question with its answer. `word` names the kind of task, for the case's id."""

    word: str
    prompt: str
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draw:
    """What one task is drawn from: a chance, and which Spanish it speaks."""

    chance: random.Random
    american: bool
    turn: int
    """How many tasks of this kind were drawn before."""
    seed: int = 0

    def say(self, european: str, american: str) -> str:
        """The wording of the Spanish spoken here."""
        return american if self.american else european

    def among(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.chance.randint(least, most)

    def people(self, count: int) -> list[str]:
        """Different first names."""
        return self.chance.sample(PEOPLE[self.american], count)

    def deal(self, deck: Sequence[T]) -> T:
        """The next of some things in this seed's order, so that none comes twice before all have come."""
        order = random.Random(f"{self.seed}|{deck}").sample(range(len(deck)), len(deck))
        return deck[order[self.turn % len(deck)]]


Maker = Callable[[Draw], Task]


def number(value: float, decimals: int = 0) -> str:
    """A number as it is written in Spain: `1.234,56`."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def plain(value: float) -> str:
    """A number for the judge: a decimal point, no trailing noughts."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def amount(value: float, *, american: bool = False, **more: Any) -> dict[str, Any]:
    """The expectation of a number that the reply gives last. In America a comma may part the thousands."""
    return {"kind": "number", "answer": plain(value), "american": american, **more}


def chosen(answer: str, options: list[str], **more: Any) -> dict[str, Any]:
    """The expectation of one out of several names or texts, none of the others."""
    return {"kind": "choice", "answer": answer, "options": options, **more}
