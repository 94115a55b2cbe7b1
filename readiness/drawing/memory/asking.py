"""From a probe and the truth to a question, its answer, and the wrong answers by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.drawing.memory.log import Truth
from readiness.drawing.memory.script import Probe
from readiness.drawing.memory.wording import ORDINALS, question
from readiness.drawing.memory.world import CODE, DATE, NAMES, PERSON, SLOTS


def asking(probe: Probe, truth: Truth, lang: str, turn: int) -> tuple[str, dict[str, Any]]:
    """The question, and what the judge must know; `turn` varies what may be asked of a list."""
    last, about = probe.last, probe.about
    entity, kind = last.entity, last.kind
    if about == "nth_met":
        nth = turn % 3
        people = {"kind": PERSON, "answer": truth.met[nth], "names": list(truth.met)}
        return question(about, lang, n=ORDINALS[lang][nth]), people
    if about == "owner":
        code = truth.values[(entity, CODE)]
        return question(about, lang, v=code), {"kind": PERSON, "answer": truth.values[(entity, PERSON)]}
    if about == "count":
        return question(about, lang), {"kind": "count", "answer": str(len(truth.items))}
    if about == "first_dated":
        pair = [event.entity for event in probe.events]
        first = next(found for found, told in truth.order if told == DATE and found in pair)
        names = [NAMES[each][lang] for each in pair]
        shown = names[::-1] if turn % 2 else names
        answer = {"kind": "choice", "answer": NAMES[first][lang], "names": names}
        return question(about, lang, e=shown[0], o=shown[1]), answer
    if about == "rule":
        return question(about, lang), {"kind": "rule", "answer": truth.rule}
    if about == "said":
        asked = question(about, lang, s=SLOTS[kind][lang], e=NAMES[entity][lang])
        return asked, {"kind": kind, "answer": truth.said[last.slot]}
    target = last.other if last.other in NAMES else entity
    if about == "alias":
        (kind,) = {event.kind for event in probe.events if event.kind}
        asked = question(about, lang, kind, s=SLOTS[kind][lang], a=last.value)
        return asked, {"kind": kind, "answer": truth.values[(entity, kind)]}
    asked = question(about, lang, kind, s=SLOTS[kind][lang], e=NAMES[target][lang])
    return asked, {"kind": kind, "answer": truth.values.get((target, kind)), "slot": [target, kind]}


def wrong(expect: Mapping[str, Any], truth: Truth) -> dict[str, str]:
    """Every other value of the kind that was named, with the word for a reply that gives it."""
    kind, slot = expect["kind"], tuple(expect.get("slot", ()))
    found = dict.fromkeys(truth.mentioned(kind), "swapped")
    found |= dict.fromkeys((*expect.get("names", ()), *(truth.met if kind == PERSON else ())), "swapped")
    for supposed in truth.supposed.items():
        found |= {value: "hypothetical" for value in supposed[1] if supposed[0][1] == kind}
    found |= dict.fromkeys(truth.stale.get(slot, ()), "stale")
    if slot in truth.deleted:
        found[truth.deleted[slot]] = "deleted_leak"
    found.pop(expect["answer"] or "", None)
    return found
