"""The judge of one reply: content and language apart, both must hold. Pure and total.

`figures`, 0 or 1: `right` (a hit), `content`, `foreign` (not Spanish, or not all of it), `too_short` for a
verdict on its language, `intrusion`, `differ` (the two witnesses), `heard` (the detectors are installed).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import Reply, read_reply
from readiness.judging.language import witnesses
from readiness.judging.language.cleaning import bare, cleaned, comments, quiet, without_thinking
from readiness.judging.language.intrusion import intrusion
from readiness.judging.language.segments import switched
from readiness.judging.language.spelling import mojibake, no_accents, unaccented
from readiness.judging.language.verdict import Heard, Reading, read_clean
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.spanish.codes import defect
from readiness.judging.spanish.content import fold, program, wrong
from readiness.judging.spanish.form import wanted
from readiness.judging.thinking import budget_eaten

Expect = Mapping[str, Any]

_SHOWN = 120
"""Characters of a reply that a finding shows."""
_REPEATED_WORDS = 8
_DECLINED = re.compile(
    r"\b(?:no puedo|no podemos|no me es posible|no soy capaz de|no estoy autorizad[oa]|no tengo permitido)\b"
    r".{0,40}\b(?:ayudar|responder|contestar|realizar|cumplir|proporcionar|hacer|atender|escribir|completar|con es[oa])"
    r"|\b(?:lo siento|lo lamento|disculp\w+)\b.{0,20}\bno puedo\b"
    r"|\bcomo (?:modelo de lenguaje|inteligencia artificial)\b"
    r"|\b(?:i(?:'m| am) sorry|i can(?:'t|not)|i(?:'m| am) (?:not able|unable))\b|抱歉|无法(?:回答|帮助|提供)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[^.。！？!?]+[.。！？!?]?")


def judge_reply(expect: Expect, prompt: str, exchange: Exchange) -> Outcome:
    """Judge what came for one prompt."""
    if exchange.error is not None or exchange.status != 200:
        said = str(exchange.error) if exchange.error is not None else f"HTTP {exchange.status}"
        return _error("transport", said)
    reply = read_reply(exchange)
    if reply.malformed is not None or reply.error is not None:
        return _error("transport", reply.malformed or reply.error or "")
    if budget_eaten(exchange, reply):
        return _error(
            "budget_eaten", f"finish_reason length, {len(reply.reasoning or '')} characters of thinking"
        )
    return _judged(expect, prompt, unicodedata.normalize("NFC", without_thinking(_said(reply))))


def _said(reply: Reply) -> str:
    return reply.content or reply.refusal or ""


def _error(word: str, got: str) -> Outcome:
    return Outcome(Kind.ERROR, (defect(word, "HTTP 200 with a chat completion", quote(got)),))


def _judged(expect: Expect, prompt: str, text: str) -> Outcome:
    said = _content(expect, prompt, text)
    figures: dict[str, float] = {"content": float(not said), "heard": float(witnesses.installed())}
    found: list[Defect] = []
    if figures["heard"]:
        prose = _prose(expect, text)
        heard = read_clean(prose, "es")
        found = list(_language(prose, text, heard))
        words = [each.code.rpartition(".")[2] for each in found]
        figures |= {
            "foreign": float(bool(found)),
            "too_short": float(heard.reading is Reading.TOO_SHORT and not found),
            "intrusion": float("intrusion" in words),
            "differ": float(heard.differ),
        }
    defects = tuple([*said, *found] if _nothing(said) else [*found, *said])
    figures["right"] = float(not defects)
    return Outcome(Kind.MISS if defects else Kind.HIT, defects, figures)


def _nothing(said: Sequence[Defect]) -> bool:
    """Whether there is no answer whose language would matter."""
    return any(each.code.endswith((".no_answer", ".declined")) for each in said)


# --- what it says --------------------------------------------------------------------------------


def _content(expect: Expect, prompt: str, text: str) -> list[Defect]:
    shown = _wanted(expect)
    if not text.strip() or _repeats(prompt, text):
        return [defect("no_answer", shown, quote(text) or "nothing")]
    word = wrong(text, expect)
    if word is None:
        return []
    return [defect("declined" if _DECLINED.search(text) else word, shown, quote(text))]


def _repeats(prompt: str, text: str) -> bool:
    return len(text.split()) >= _REPEATED_WORDS and fold(text) in fold(prompt)


def _wanted(expect: Expect) -> str:
    if expect["kind"] == "form":
        return wanted(expect)
    answer = expect["answer"]
    return quote(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))


# --- in which language ---------------------------------------------------------------------------


def _prose(expect: Expect, text: str) -> str:
    """What is asked for its language: comments of code, else prose without names and quoted source."""
    if expect["kind"] == "code":
        return quiet(bare(comments(program(text))))
    source = expect.get("source", "")
    parts = [part.strip() for part in _PARTS.findall(source)]
    return cleaned(text, [*expect.get("drop", ()), source, *(part for part in parts if len(part) > 8)])


def _language(prose: str, text: str, heard: Heard) -> Iterator[Defect]:
    if heard.foreign:
        yield defect("wrong_language", "Spanish", f"{heard}: {quote(text)}")
        return
    switch = switched(prose, "es")
    intruder = intrusion(prose, "es")
    if switch:
        yield defect("switched", "Spanish throughout", f"{switch.heard}: {quote(switch.piece)}")
    if intruder:
        yield defect("intrusion", "Spanish words and letters", quote(intruder))
    if broken := mojibake(text):
        yield defect("mojibake", "UTF-8", quote(broken))
    if no_accents(prose):
        lacking, due = unaccented(prose)
        yield defect("no_accents", "accents and eñe", f"{lacking} of {due} words without: {quote(text)}")


def quote(text: str) -> str:
    """A text on one line, its end cut off."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
