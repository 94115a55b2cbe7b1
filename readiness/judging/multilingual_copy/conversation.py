"""The judge of a case: every turn of its conversation, one after the other. Pure and total.

`figures` of an outcome are counts that the gate adds up. `turns`, `wrong`, `abstained`, `unjudged`, and
`turns_<place>`, `wrong_<place>` count turns (place: 1, 2, 3, back, mixed, single; also zh, en, ja);
`mentions`, `term_errors`, `soft`, `texts`, `texts_mixed` count terms; `pairs`, `pairs_right`, `fact_errors`
count facts; `prefaces` and `intrusions` count turns. `seconds` and `timed` are the time of the turns of a
chain and their number, `complete` is 1 where three turns of a chain were answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from readiness.endpoint.errors import error_message
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply
from readiness.judging.multilingual_copy.codes import FACT, LANGUAGE, NOTE, TERM, defect, word_of
from readiness.judging.multilingual_copy.turn import Expect, Judged, judge_turn
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.thinking import budget_eaten

CHAIN = ("chain", "back")
"""Families whose turns are timed: one conversation from Chinese over English to Japanese."""


def judge_case(expect: Expect, family: str, exchanges: Sequence[Exchange]) -> Outcome:
    """The outcome of a conversation. A turn whose Chinese copy already failed is not judged.

    An explanation around the copy is a miss of the case too; whether it fails the gate is for the policy.
    """
    count: MutableMapping[str, float] = defaultdict(float)
    defects: list[Defect] = []
    forms: dict[str, int] = {}
    where, error = 0, None
    for number, (turn, exchange) in enumerate(zip(expect["turns"], exchanges, strict=False)):
        error = _unanswered(exchange)
        if error is not None:
            where = number if not _gated(defects) else where
            break
        if family in CHAIN:
            count["seconds"] += (exchange.done_ns - exchange.sent_ns) / 1e9
            count["timed"] += 1
        if number and len(expect["turns"]) > 1 and count["wrong_1"] + count["spoilt_1"]:
            count["unjudged"] += 1
            continue
        judged = judge_turn(turn, expect, read_reply(exchange).content or "")
        drifted = _drift(forms, judged, turn, expect)
        news = [*judged.defects, *drifted]
        where = number if news and (not defects or (_gated(news) and not _gated(defects))) else where
        forms = forms or dict(judged.forms)
        defects += news
        _add(count, turn, judged, drifted)
    count["complete"] = int(family in CHAIN and count["timed"] >= 3)
    figures = dict(count)
    if error is not None and not _gated(defects):
        return Outcome(Kind.ERROR, (error, *defects), figures, where)
    ordered = [*filter(_is_gated, defects), *(each for each in defects if not _is_gated(each))]
    return Outcome(Kind.MISS if defects else Kind.HIT, tuple(ordered), figures, where)


def _is_gated(found: Defect) -> bool:
    return word_of(found) not in NOTE


def _gated(defects: Sequence[Defect]) -> bool:
    return any(map(_is_gated, defects))


def _unanswered(exchange: Exchange) -> Defect | None:
    """Why there is no judgeable answer; None where there is one."""
    if exchange.error is not None:
        return _no_answer(f"{exchange.error}: {exchange.error_detail}")
    if exchange.status != 200:
        return _no_answer(f"HTTP {exchange.status}: {error_message(exchange)}")
    reply = read_reply(exchange)
    if reply.malformed is not None or reply.error is not None:
        return _no_answer(reply.error or reply.malformed or "")
    if budget_eaten(exchange, reply):
        return defect("budget_eaten", "copy", "only thinking, cut off at the token limit")
    return None


def _no_answer(got: str) -> Defect:
    return defect("transport", "HTTP 200 with a chat completion", got)


def _drift(forms: Mapping[str, int], judged: Judged, turn: Expect, expect: Expect) -> list[Defect]:
    """Terms whose form changed between the first Chinese turn and the last one."""
    if turn["place"] != "back":
        return []
    accepted: dict[str, Any] = {term["key"]: term["accepted"]["zh"] for term in expect["terms"]}
    return [
        defect("term_drift", accepted[key][forms[key]], accepted[key][form])
        for key, form in judged.forms.items()
        if forms.get(key, form) != form
    ]


def _add(count: MutableMapping[str, float], turn: Expect, judged: Judged, drifted: Sequence[Defect]) -> None:
    """Add one judged turn to the counts."""
    place, lang = turn["place"], turn["lang"]
    found = [word_of(each) for each in (*judged.defects, *drifted)]
    errors = {
        "term_errors": sum(word in TERM for word in found),
        "fact_errors": sum(word in FACT for word in found),
        "prefaces": int("preface" in found),
        "intrusions": int("intrusion" in found or "simplified_leak" in found),
    }
    for name, number in errors.items():
        count[name] += number
    count["spoilt_1"] += int(place == "1" and any(word in (*LANGUAGE, *TERM, *FACT) for word in found))
    for name, value in judged.figures.items():
        count[name] += value
    count["abstained"] += judged.abstained
    for name in () if judged.abstained else ("", f"_{place}", f"_{lang}"):
        count[f"turns{name}"] += 1
        count[f"wrong{name}"] += not judged.in_language
