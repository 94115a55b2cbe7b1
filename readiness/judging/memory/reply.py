"""The judge of one probe: a right value, the right silence, or a miss by its name. Pure and total.

`figures` of an outcome, 0 or 1: `right`; `abstained` (said that there is none) and `due_abstain` (that was
right). A live conversation has `live_right` and `live_n` instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply
from readiness.judging.json_output.showing import quote
from readiness.judging.memory.abstaining import abstains
from readiness.judging.memory.codes import defect
from readiness.judging.memory.values import COUNT, folded, named
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.thinking import budget_eaten

Expect = Mapping[str, Any]
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_TOO_LONG = re.compile(
    r"context|too (?:long|many tokens)|maximum.{0,20}(?:length|tokens)|token.{0,12}(?:limit|exceed)", re.I
)
_END_CHARACTERS = 60
"""How near its end a reply must keep the rule: a courtesy may follow."""
_LEAST_PER_TOKEN = {"en": 8.0, "zh": 3.5}
"""No tokenizer packs more characters of such text into a token on average: fewer tokens were counted, so
part of the text was not read. Qwen-class tokenizers reach about 4.2 in English and 1.7 in Chinese."""


def judge_probe(expect: Expect, lang: str, exchange: Exchange) -> Outcome:
    """The outcome of one question."""
    stopped = _not_answered(exchange)
    if stopped is not None:
        return stopped
    reply = read_reply(exchange)
    text = _THOUGHTS.sub("", reply.content or "").strip()
    if budget_eaten(exchange, reply):
        eaten = defect("budget_eaten", "an answer", "only thinking, cut off at the token limit")
        return Outcome(Kind.ERROR, (eaten,))
    found = [*_cut(expect, lang, exchange)]
    right, missed = _answered(expect, text)
    found += missed
    figures = {
        "right": float(right),
        "abstained": float(abstains(text) and expect["kind"] not in (COUNT, "rule")),
    }
    figures["due_abstain"] = float(expect["answer"] is None)
    return Outcome(Kind.MISS if found else Kind.HIT, tuple(found), figures)


def judge_live(turns: Sequence[Mapping[str, Any]], lang: str, exchanges: Sequence[Exchange]) -> Outcome:
    """The outcome of a live conversation: every wrong answer in it is a finding."""
    defects: list[Defect] = []
    where, right, asked = 0, 0, 0
    for number, (turn, exchange) in enumerate(zip(turns, exchanges, strict=False)):
        one = judge_probe(turn.get("expect") or _ANYTHING, lang, exchange)
        if one.kind is Kind.ERROR or (one.kind is Kind.MISS and "right" not in one.figures):
            return Outcome(one.kind, one.defects, {}, number)
        if "expect" not in turn:
            continue
        asked += 1
        right += int(one.figures["right"])
        if one.kind is Kind.MISS:
            where = where if defects else number
            defects += one.defects
    figures = {"live_right": float(right), "live_n": float(asked)}
    return Outcome(Kind.MISS if defects else Kind.HIT, tuple(defects), figures, where)


_ANYTHING: Expect = {"kind": "anything", "answer": "", "wrong": {}}
"""What a turn that asks nothing is compared with."""


def _not_answered(exchange: Exchange) -> Outcome | None:
    """The outcome where no completion came. A history that is declared too long is a miss: the claim says 50 turns."""
    if exchange.error is not None:
        return _error("transport", f"{exchange.error}: {exchange.error_detail}")
    said = error_message(exchange)
    if exchange.status in (400, 413, 422) and _TOO_LONG.search(said):
        short = defect("truncated_history", "50 turns taken", f"HTTP {exchange.status}: {said}")
        return Outcome(Kind.MISS, (short,))
    if exchange.status != 200:
        return _error("transport", f"HTTP {exchange.status}: {said}")
    reply = read_reply(exchange)
    if reply.malformed is not None or reply.error is not None:
        broken = defect("garbled", "a chat completion", reply.error or reply.malformed or "")
        return Outcome(Kind.MISS, (broken,), {"right": 0.0})
    return None


def _error(word: str, got: str) -> Outcome:
    return Outcome(Kind.ERROR, (defect(word, "HTTP 200 with a chat completion", got),))


def _cut(expect: Expect, lang: str, exchange: Exchange) -> Sequence[Defect]:
    """Fewer prompt tokens than the conversation can have: part of it was not read."""
    usage = _usage(exchange)
    characters = expect.get("characters", 0)
    least = int(characters / _LEAST_PER_TOKEN[lang])
    if usage is None or usage >= least:
        return ()
    return (
        defect(
            "truncated_history", f"at least {least} prompt tokens for {characters} characters", str(usage)
        ),
    )


def _usage(exchange: Exchange) -> int | None:
    return read_reply(exchange).usage.prompt_tokens


# --- what the text says --------------------------------------------------------------------------


def _answered(expect: Expect, text: str) -> tuple[bool, list[Defect]]:
    """Whether the answer is right, and what is wrong with it."""
    kind, answer = expect["kind"], expect["answer"]
    if kind == "anything":
        return True, []
    if kind == "rule":
        kept = folded(answer).casefold() in folded(text).casefold()[-_END_CHARACTERS:]
        return kept, [] if kept else [
            defect("rule_dropped", f"a reply that ends with {quote(answer)}", quote(text))
        ]
    wrong: Mapping[str, str] = expect["wrong"]
    known = [name for name in (answer, expect.get("was"), *wrong) if name]
    bare = text.replace(expect.get("rule") or "\0", " ")
    values = named(kind, bare, known)
    word = _word_for_silence(expect, values, bare) if answer is None else _word(answer, wrong, values, bare)
    if word is None:
        return True, []
    return False, [
        defect(word, f"{answer}" if answer is not None else "no value: there is none", quote(text))
    ]


def _word(answer: str, wrong: Mapping[str, str], values: Sequence[str], text: str) -> str | None:
    """Why a reply is no hit where a value is due; None where it is one."""
    if answer in values:
        return None if set(values) == {answer} else "shotgun"
    if values:
        return wrong.get(values[0], "invented")
    if abstains(text):
        return "forgotten"
    return "garbled" if not text or not wrong else _unrecognised(text)


def _unrecognised(text: str) -> str:
    """A short reply is an answer of its own; a long one without any value is not in the form asked for."""
    return "invented" if len(text) <= _END_CHARACTERS else "garbled"


def _word_for_silence(expect: Expect, values: Sequence[str], text: str) -> str | None:
    """Why a reply is no hit where nothing may be named; None where it is one."""
    was = expect.get("was")
    if was is not None and was in values:
        return "session_leak" if "then" in expect else "ignores_history"
    if values:
        return "deleted_leak" if expect["wrong"].get(values[0]) == "deleted_leak" else "false_memory"
    if abstains(text):
        return None
    return "garbled" if not text else "false_memory"
