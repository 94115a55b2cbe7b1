"""The cases of a profile: scripted probes, their controls, leaks between conversations, live conversations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from readiness.bank import Case
from readiness.drawing.memory.asking import asking, wrong
from readiness.drawing.memory.live import live_turns
from readiness.drawing.memory.log import Event, replay
from readiness.drawing.memory.script import Probe, Script, plan

SCRIPTS: Mapping[str, int] = {"quick": 2, "standard": 8, "full": 24}
LIVE: Mapping[str, int] = {"quick": 0, "standard": 2, "full": 8}
_ACROSS = ("join", "count", "order")
MAX_TOKENS = 200
"""An answer is a value; a sentence around it has room, and so has the one about the rule."""
_BODY = {"max_tokens": MAX_TOKENS, "temperature": 0}


def draw(profile: str, seed: int) -> Iterator[Case]:
    """All cases of a profile. Scripts are half Chinese, half English, and a case never mixes the two."""
    for number in range(SCRIPTS[profile]):
        yield from _of_script(number, seed, short=profile == "quick")
    for number in range(LIVE[profile]):
        lang = _lang(number)
        turns = [dict(turn) for turn in live_turns(lang, f"{seed}|live|{number}")]
        yield Case("memory", f"live-{number + 1:02d}-{lang}", "live", lang, (), _BODY, {"turns": turns})


def _lang(number: int) -> str:
    return "zh" if number % 2 == 0 else "en"


def _families(number: int, *, short: bool) -> list[str]:
    """14 probes a script, 12 in a smoke run, by the counts of the page."""
    across = [_ACROSS[(number + each) % 3] for each in range(1 if short else 2)]
    also = ["coreference", "alias"] if not short else [("coreference", "alias")[number % 2]]
    return ["rule", *["recall"] * 4, "own_words", *also, "update", "move", "deleted", *across, "never_said"]


def _of_script(number: int, seed: int, *, short: bool) -> Iterator[Case]:
    lang, words = _lang(number), f"{seed}|{number}"
    script = plan(lang, words, _families(number, short=short))
    making = _Making(number + 1, script, words)
    yield from making.scored()
    yield from making.controls(short=short)
    first = next(probe for probe in script.probes if probe.family == "recall")
    yield making.removed(first)
    yield making.leak(first)


class _Making:
    """The cases of one script."""

    def __init__(self, number: int, script: Script, words: str) -> None:
        self._number = number
        self._script = script
        self._words = words
        self._body = {**_BODY, "stream": True} if number % 4 > 1 else _BODY

    def scored(self) -> Iterator[Case]:
        """One case a probe, each after the whole conversation."""
        counts: dict[str, int] = {}
        for probe in self._script.probes:
            counts[probe.family] = counts.get(probe.family, 0) + 1
            yield self._case(f"{probe.family}-{counts[probe.family]}", probe.family, probe, self._script)

    def controls(self, *, short: bool) -> Iterator[Case]:
        """The same abilities with the facts directly before the question, and one fact never told."""
        able = [each for each in self._script.probes if each.family not in ("never_said", "rule")]
        for place in range(1 if short else 2):
            probe = able[(self._number * 2 + place) % len(able)]
            near = Script(self._script.lang, list(probe.events))
            yield self._case(
                f"control-{probe.family}-{place + 1}", "control", replace(probe, distance=1), near
            )
        probe = next(each for each in reversed(able) if each.family in ("recall", "update"))
        gone = [
            event
            for event in self._script.events()
            if event.slot == probe.events[-1].slot or event in probe.events
        ]
        yield self._without("no-fact-1", "no_fact", probe, gone)

    def removed(self, probe: Probe) -> Case:
        """The conversation of a probe without its fact: the answer must change."""
        case = self._without("removed-1", "removed", probe, list(probe.events))
        return replace(case, expect={**case.expect, "was": probe.last.value})

    def leak(self, probe: Probe) -> Case:
        """The probe, then a new conversation that asks for the same value and was told nothing."""
        case = self._case("leak-1", "leak", probe, self._script)
        then = [{"role": "user", "content": case.messages[-1]["content"]}]
        told: dict[str, Any] = {"kind": probe.last.kind, "was": probe.last.value, "answer": None, "wrong": {}}
        return replace(case, expect={**told, "then": then, "script": self._number, "distance": 0})

    def _without(self, name: str, family: str, probe: Probe, gone: Sequence[Event]) -> Case:
        case = self._case(name, family, probe, self._script, gone)
        return replace(case, expect={**case.expect, "answer": None})

    def _case(self, name: str, family: str, probe: Probe, script: Script, gone: Sequence[Event] = ()) -> Case:
        lang, truth = script.lang, replay(script.events(gone))
        asked, expect = asking(probe, truth if not gone else replay(script.events()), lang, self._number)
        expect = {**expect, "wrong": wrong(expect, truth), "distance": probe.distance, "script": self._number}
        messages = [*script.said(self._words, gone), {"role": "user", "content": asked}]
        told = sum(len(message["content"]) for message in messages)
        expect |= {"rule": truth.rule, "characters": told}
        case_id = f"script-{self._number:02d}-{lang}-{name}"
        return Case("memory", case_id, family, lang, tuple(messages), self._body, expect)
