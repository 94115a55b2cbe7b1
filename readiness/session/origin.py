"""Where the answers of a run come from: a live endpoint, or a recorded run that is judged again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from readiness import own_cases
from readiness.bank import Case
from readiness.dimension import OWN, Dimension
from readiness.evidence.recorded import Recorded, Replay
from readiness.judging.records import Text
from readiness.own_cases import OwnBank
from readiness.report.words import Words
from readiness.session import policy, preflight
from readiness.session.asking import Asking, Source
from readiness.session.live import Line, connect
from readiness.session.reference import ReferenceProcess
from readiness.session.settings import REFERENCE, Settings

AskAs = Callable[[Source, str, str], Asking]
"""(source, model, case id) -> a way to ask that records under this case id."""


class Origin(Protocol):
    """What a run takes from its settings where it asks, and from the record where it replays."""

    profile: str
    seed: int
    confidence: float | None
    """Where given, the lower bound at this probability is the gate."""
    concurrency: int
    """The most requests that could be in flight."""
    chosen: policy.Chosen
    """The policy that judges."""

    def cases(self, dimension: Dimension) -> Sequence[Case]:
        """The cases that the run plans for a dimension."""
        ...

    def own(self, dimension: Dimension) -> OwnBank | None:
        """What an organisation's own bank asks of a dimension."""
        ...

    def open(self) -> Sequence[Text]:
        """Get ready to answer; returns what the user should know. Raises one-sentence errors."""
        ...

    @property
    def url(self) -> str:
        """The base URL without secrets; of a replay, the one that was asked then."""
        ...

    @property
    def invocation(self) -> Sequence[str]:
        """`--name=value` of what leads to the same requests, without secrets."""
        ...

    def learn(self, ask_as: AskAs) -> preflight.Learnt:
        """What the preflight finds out, or found out then."""
        ...

    def source(self) -> Source:
        """Answers for one thread."""
        ...

    def mask(self, text: str) -> str:
        """`text` without the secrets of this run."""
        ...

    def close(self) -> None:
        """End what was started for this run."""
        ...


class Live:
    """A live endpoint; `reference` starts the built-in one."""

    def __init__(self, settings: Settings, words: Words, as_of: date) -> None:
        self.chosen = policy.for_live(settings.policy, as_of, words)
        self.profile = settings.profile
        self.seed = settings.seed
        self.confidence = settings.confidence
        self.concurrency = settings.concurrency
        self._settings = settings
        self._words = words
        self._line: Line | None = None
        self._own: Mapping[str, OwnBank] | None = None
        self._reference: ReferenceProcess | None = None

    def cases(self, dimension: Dimension) -> Sequence[Case]:
        """Drawn by profile and seed; as many as the policy asks for, and as long as the user wants them."""
        if dimension.of_length is not None and self._settings.context_tokens is not None:
            return dimension.of_length(self.profile, self.seed, self._settings.context_tokens)
        if dimension.sized is None:
            return dimension.cases(self.profile, self.seed)
        return dimension.sized(self.profile, self.seed, self.chosen.policy.rule(dimension).bars)

    def own(self, dimension: Dimension) -> OwnBank | None:
        """From `--cases`, read when the first dimension asks for it."""
        if self._settings.cases is not None and self._own is None:
            self._own = own_cases.read(self._settings.cases, self.profile, self.seed)
        return (self._own or {}).get(dimension.id)

    def open(self) -> Sequence[Text]:
        """Start the built-in endpoint where that is wanted, and prepare the way there."""
        endpoint = self._settings.endpoint
        if endpoint == REFERENCE:
            self._reference = ReferenceProcess()
            endpoint = self._reference.url
        self._line = connect(self._settings, endpoint, self._words)
        return self._line.notes

    @property
    def url(self) -> str:
        """Without credentials and query."""
        assert self._line is not None
        return self._line.shown_url

    @property
    def invocation(self) -> Sequence[str]:
        """As they were given."""
        endpoint = REFERENCE if self._reference is not None else self.url
        return (f"--endpoint={endpoint}", *self._settings.invocation)

    def learn(self, ask_as: AskAs) -> preflight.Learnt:
        """Look at the endpoint."""
        source, wanted = self.source(), self._settings.model
        try:
            model = preflight.learn_model(ask_as(source, wanted or "", "preflight/models"), self.url, wanted)
            asking, tokens = ask_as(source, model, "preflight/chat"), self._settings.thinking_tokens
            return preflight.learn(asking, self.url, tokens)
        finally:
            source.close()

    def source(self) -> Source:
        """A connection of its own."""
        assert self._line is not None
        return self._line.source()

    def mask(self, text: str) -> str:
        """A reply may echo a secret piece by piece, so that only the joined text shows it."""
        return self._line.access.redactor.mask_text(text) if self._line else text

    def close(self) -> None:
        """End the built-in endpoint."""
        if self._reference is not None:
            self._reference.close()


class Replayed:
    """A recorded run: what decides comes from its header, unless another policy is given; nothing is sent."""

    def __init__(self, recorded: Recorded, settings: Settings, words: Words) -> None:
        self.chosen = policy.for_replay(settings.policy, recorded, words)
        header = recorded.header
        self.profile = str(header["profile"])
        self.seed = int(header["seed"])
        self.confidence = None if header["confidence"] is None else float(header["confidence"])
        self.concurrency = int(header["concurrency"])
        self._recorded = recorded
        self._replay = Replay(recorded)

    def cases(self, dimension: Dimension) -> Sequence[Case]:
        """As they were drawn then."""
        return [case for case in self._recorded.cases if case.dimension == dimension.id]

    def own(self, dimension: Dimension) -> OwnBank | None:
        """As it was drawn then."""
        named = self._recorded.header.get("own_banks", {}).get(dimension.id)
        cases = tuple(case for case in self._recorded.cases if case.dimension == dimension.id + OWN)
        return OwnBank(named["path"], named["sha256"], cases) if named else None

    def open(self) -> Sequence[Text]:
        """Nothing to connect to."""
        return ()

    @property
    def url(self) -> str:
        """As recorded."""
        return str(self._recorded.header["endpoint"])

    @property
    def invocation(self) -> Sequence[str]:
        """As recorded; older versions did not record them."""
        return tuple(self._recorded.header.get("invocation", ()))

    def learn(self, ask_as: AskAs) -> preflight.Learnt:
        """As recorded."""
        return preflight.Learnt.from_json(self._recorded.learnt)

    def source(self) -> Source:
        """The same for every thread."""
        return self._replay

    def mask(self, text: str) -> str:
        """What was recorded is masked already."""
        return text

    def close(self) -> None:
        """Nothing was started."""
