"""One row of the table: what is sent, what must come back, who breaks on it, and the judge of the raw bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.request import Request, chat, user
from readiness.endpoint.sdk_call import SdkCall
from readiness.judging.records import Defect, Kind, Outcome

DIMENSION = "api_compatibility"
QUICK = "quick"
FULL = "full"
READY = user("Reply with the word ready.")
PROBE = chat(READY)
"""Asked after each broken request: whoever answers it is alive."""

Step = Request | SdkCall


class Level(StrEnum):
    """MUST decides the gate; SHOULD warns; MAY is a capability, graded and never counted."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a row and what came back."""

    step: Step
    exchange: Exchange


class Seen(Exception):
    """Ends the judgement of a row with anything but a hit."""

    def __init__(
        self,
        kind: Kind,
        word: str,
        got: str,
        at: Exchange | None,
        figures: Mapping[str, float] | None = None,
    ) -> None:
        super().__init__(got)
        self.figures = figures or {}
        self.at = at
        self.kind = kind
        self.word = word
        self.got = got


def miss(word: str, got: str, at: Exchange | None = None, figures: Mapping[str, float] | None = None) -> Seen:
    """The endpoint answered, wrongly. `at`: which of the answers shows it, where there are several."""
    return Seen(Kind.MISS, word, got, at, figures)


def no_answer(got: str, at: Exchange | None = None, word: str = "transport") -> Seen:
    """There is nothing to judge."""
    return Seen(Kind.ERROR, word, got, at)


def declined(got: str, at: Exchange | None = None) -> Seen:
    """The endpoint says, in its clean way, that it does not have this."""
    return Seen(Kind.UNSUPPORTED, "declined", got, at)


Judge = Callable[[Sequence[Asked]], "Sequence[str] | Mapping[str, float] | None"]
"""Returns on a hit, with notes or figures where there are any; raises `Seen` otherwise."""
Steps = Callable[[str, int], Sequence[Step]]
"""(profile, seed) -> what is sent."""


def always(*steps: Step) -> Steps:
    """The same requests in every profile."""
    return lambda _profile, _seed: steps


@dataclass(frozen=True, slots=True)
class Row:
    """A check. `sent`, `expects` and `breaks` are one line each, shown with every miss."""

    id: str
    name: str
    level: Level
    source: str
    """S schema, I field issue, W event-stream rules, R HTTP, D reference or SDK, P vendor, F fuzzing, O own."""
    sent: str
    expects: str
    breaks: str
    steps: Steps
    judge: Judge
    attempts: Mapping[str, int] | None = None
    """How often a row that depends on the model is asked, by profile; None for one that does not."""
    broken: bool = False
    """Whether its requests may hurt the server: asked with nothing else in flight, a probe after each."""
    alone: bool = False
    """Whether it is asked with nothing else in flight."""
    needs_key: bool = False
    """Whether there is nothing to ask where no key is configured."""
    follow: Callable[[Sequence[Asked]], Step | None] | None = field(default=None)
    """What is asked next, once the answers to `steps` are known."""

    @property
    def case_id(self) -> str:
        """As pytest and the reports call it."""
        return f"{self.id.lower()}-{self.name}"

    @property
    def model_dependent(self) -> bool:
        """Whether a miss may be the model's, so that no single one decides."""
        return self.attempts is not None

    def next_step(self, profile: str, seed: int, asked: Sequence[Asked]) -> Step | None:
        """What is sent after `asked`; None at the end, or once a probe stays without an answer."""
        if asked and asked[-1].step is PROBE and not asked[-1].exchange.answered:
            return None
        steps = self.steps(profile, seed)
        if self.broken:
            steps = [each for step in steps for each in (step, PROBE)]
        if len(asked) < len(steps):
            return steps[len(asked)]
        if self.follow is None:
            return None
        return self.follow(asked)

    def paired(self, profile: str, seed: int, exchanges: Sequence[Exchange]) -> list[Asked]:
        """Recorded exchanges with the requests that they answer."""
        asked: list[Asked] = []
        for exchange in exchanges:
            step = self.next_step(profile, seed, asked)
            if step is None:
                break
            asked.append(Asked(step, exchange))
        return asked

    def outcome(self, asked: Sequence[Asked]) -> Outcome:
        """The row's verdict on what came back."""
        try:
            found = self.judge(asked) or ()
        except Seen as seen:
            place = next((number for number, each in enumerate(asked) if each.exchange is seen.at), 0)
            return self.ended(seen, place)
        if isinstance(found, Mapping):
            return Outcome(Kind.HIT, figures=found)
        return Outcome(Kind.HIT, tuple(self.defect("note", note) for note in found))

    def ended(self, seen: Seen, place: int = 0) -> Outcome:
        """Anything but a hit."""
        return Outcome(seen.kind, (self.defect(seen.word, seen.got),), seen.figures, place)

    def defect(self, word: str, got: str) -> Defect:
        """One line each: what was expected and who breaks without it; what came of what was sent."""
        breaks = f"; breaks {self.breaks}" if self.breaks else ""
        expected = f"{self.expects} ({self.id}, {self.level}, source {self.source}{breaks})"
        return Defect(f"{DIMENSION}.{word}", expected, f"{got}; sent {self.sent}")
