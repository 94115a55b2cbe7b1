"""The judge of one summary: what of the document came back, and whether the summary itself is whole. Pure and total.

One summary never accuses the endpoint of cutting its input: a model may overlook what it read. Its figures
say which codes and decisions came back, and the gate looks at all summaries together. `figures`:
`code_1` to `code_5` (0 or 1), `fact_01` to `fact_10` (1 with the amount, 0.5 the name alone), `recall`,
`whole` (nothing shows that its end was cut off), `unsupported`, `decoys`, `tokens` (prompt, as counted by the
endpoint), `characters` (of the message), `cached` (share of the prompt), `first_s`, `total_s`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.drawing.long_context.key import CODES, check_signs
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.json_text import NotJson, parse
from readiness.endpoint.reply import Reply, read_reply
from readiness.endpoint.timing import timing
from readiness.judging.json_output.showing import quote
from readiness.judging.long_context.codes import defect
from readiness.judging.long_context.numbers import dates, folded, numbers, values
from readiness.judging.long_context.refusals import unsaid
from readiness.judging.records import Defect, Kind, Outcome
from readiness.judging.thinking import TAG, closes

LEAST_RECALL = 0.5
MOST_UNSUPPORTED = 2
"""Numbers of which the document knows nothing: three or more are no slip."""
MOST_DECOYS = 1
MOST_CACHED = 0.05
SMALL = 40
"""Whole numbers up to this one are list marks, counts and days."""
FEW_LETTERS = 40
"""Too little text to say in which language it is."""
VERBATIM = {"en": 60, "zh": 100}
"""Words, or Chinese characters, that may be copied in one piece."""

_END = re.compile(r"END-([0-9a-f]{16})")
_CODE = re.compile(r"(?<![A-Z0-9])[A-HJ-NP-Z2-9]{8}(?![A-Z0-9])")
_MARK = re.compile(r"^\[\d+\] ", re.MULTILINE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.)、]\s|[-*•·]\s*)+", re.MULTILINE)


def judge_summary(key: Mapping[str, Any], lang: str, exchange: Exchange) -> Outcome:
    """The outcome of one request for a summary of the document with this key."""
    reply = read_reply(exchange)
    stopped = unsaid(exchange, reply)
    if stopped is not None:
        return stopped
    text = folded(_spoken(reply.content or ""))
    figures = _timed(exchange, reply)
    if not text.strip():
        empty = defect("empty", "a summary", "HTTP 200 without any text")
        return Outcome(Kind.MISS, (empty,), figures)
    source = message_of(exchange)
    figures |= {"characters": float(len(source))}
    summary = _Summary(key, lang, text, folded(source))
    figures |= summary.figures()
    defects = [*_cut(key, text, reply), *summary.defects(), *_cached(figures)]
    figures["whole"] = float(not any(one.code.endswith(".output_cut") for one in defects))
    return Outcome(Kind.MISS if defects else Kind.HIT, tuple(defects), figures)


def message_of(exchange: Exchange) -> str:
    """The user's message as it was sent; empty where the request cannot be read."""
    try:
        return str(parse(exchange.request_body)["messages"][-1]["content"])
    except (NotJson, TypeError, LookupError):
        return ""


def cached_tokens(exchange: Exchange) -> int:
    """How many prompt tokens came from a cache, as the endpoint says; 0 where it says nothing."""
    found = re.findall(rb'"cached_tokens"\s*:\s*(\d{1,12})', exchange.body)
    return int(found[-1]) if found else 0


def _spoken(content: str) -> str:
    """What follows the thinking that some servers leave in the content."""
    ends = [tag.end() for tag in TAG.finditer(content) if closes(tag)]
    return content[ends[-1] :] if ends else content


def _timed(exchange: Exchange, reply: Reply) -> dict[str, float]:
    times = timing(exchange)
    counted = reply.usage.prompt_tokens or 0
    share = cached_tokens(exchange) / counted if counted else 0.0
    first = times.first_token_s if times.first_token_s is not None else times.total_s
    return {"tokens": float(counted), "cached": share, "first_s": first, "total_s": times.total_s}


def _cached(figures: Mapping[str, float]) -> Iterator[Defect]:
    if figures["cached"] > MOST_CACHED:
        shown = f"{100 * figures['cached']:.0f} % of the prompt"
        yield defect("cached", "a document that was never seen before, read anew", shown)


def _cut(key: Mapping[str, Any], text: str, reply: Reply) -> Iterator[Defect]:
    """Whether the summary came to its end: finished by itself, with the end token."""
    ends = _END.findall(text)
    foreign = [end for end in ends if end != key["nonce"]]
    end = quote(text[-60:])
    if foreign and key["nonce"] not in ends:
        yield defect("stale_answer", f"END-{key['nonce']}", f"END-{foreign[-1]}, which ends another document")
    elif reply.finish_reason == "length":
        yield defect("output_cut", "finish_reason stop", f"length, after {end}")
    elif key["nonce"] not in ends:
        told = all(code in text for code in key["codes"])
        word = "no_end" if told else "output_cut"
        yield defect(word, f"END-{key['nonce']} as the last line", f"the summary ends with {end}")


class _Summary:
    """One summary beside its key and its document, both folded."""

    def __init__(self, key: Mapping[str, Any], lang: str, text: str, source: str) -> None:
        self._key = key
        self._lang = lang
        self._text = text
        self._source = source
        self._owned = dict(_owned(text, [fact["name"] for fact in key["facts"]]))
        self._facts = [self._credit(fact) for fact in key["facts"]]
        self._codes = [float(code in text) for code in key["codes"]]
        self._decoys = [shown for fact in key["facts"] if (shown := self._decoy(fact))]
        self._unsupported = list(self._unknown())

    def figures(self) -> dict[str, float]:
        """What came back, by depth, and how much did not come from the document."""
        return {
            **{f"code_{number}": found for number, found in enumerate(self._codes, 1)},
            **{f"fact_{number:02d}": credit for number, credit in enumerate(self._facts, 1)},
            "recall": sum(self._facts) / len(self._facts),
            "unsupported": float(len(self._unsupported)),
            "decoys": float(len(self._decoys)),
        }

    def defects(self) -> Iterator[Defect]:
        """What is wrong with the content, what weighs most first."""
        foreign = [word for word in _CODE.findall(self._text) if self._is_foreign(word)]
        if foreign:
            yield defect("stale_answer", "the codes of this document", f"{foreign[0]} of another document")
        missing = [str(number) for number, found in enumerate(self._codes, 1) if not found]
        if missing and not foreign:
            shown = f"no code {', '.join(missing)}"
            yield defect("missed_code", f"all {CODES} control codes", shown)
        recall = sum(self._facts) / len(self._facts)
        if recall < LEAST_RECALL:
            shown = f"{sum(self._facts):g} of {len(self._facts)}"
            yield defect("missed_fact", f"at least {LEAST_RECALL:.0%} of the decisions", shown)
        if len(self._decoys) > MOST_DECOYS:
            yield defect(
                "decoy_value", "what was decided", f"withdrawn or undecided: {'; '.join(self._decoys)}"
            )
        if len(self._unsupported) > MOST_UNSUPPORTED:
            shown = ", ".join(self._unsupported[:5])
            yield defect("unsupported_number", "numbers of the document", f"not in it: {shown}")
        yield from self._form()

    def _form(self) -> Iterator[Defect]:
        words = _CODE.sub("", _END.sub("", self._text))
        letters = len(_LETTER.findall(words))
        share = len(_HAN.findall(words)) / letters if letters else 0.0
        if letters > FEW_LETTERS and (share < 0.2 if self._lang == "zh" else share > 0.2):
            yield defect("wrong_language", self._lang, f"{share:.0%} Chinese characters")
        copied = self._copied()
        if copied:
            yield defect("verbatim", f"no piece of {VERBATIM[self._lang]} words copied", quote(copied))

    def _credit(self, fact: Mapping[str, Any]) -> float:
        """1 where name and amount stand in the same bullet, 0.5 for the name alone."""
        own = self._owned.get(fact["name"])
        if own is None:
            return 0.0
        return 1.0 if float(fact["amount"]) in values(own) else 0.5

    def _decoy(self, fact: Mapping[str, Any]) -> str:
        """What was said of the decoy of a decision, where it was taken for one."""
        said = values(self._owned.get(fact["name"], ""))
        if fact["withdrawn"] and float(fact["withdrawn"]) in said and float(fact["amount"]) not in said:
            return f"{fact['name']} {fact['withdrawn']}"
        lines = [
            line for line in self._text.splitlines() if fact["twin"] and fact["twin"].lower() in line.lower()
        ]
        if any(float(fact["discussed"]) in values(line) for line in lines):
            return f"{fact['twin']} {fact['discussed']}"
        return ""

    def _is_foreign(self, word: str) -> bool:
        return word not in self._source and word[6:] == check_signs(word[:6])

    def _unknown(self) -> Iterator[str]:
        """Numbers and dates that the document does not hold, each once."""
        known = values(_MARK.sub("", self._source))
        amounts = [float(fact["amount"]) for fact in self._key["facts"]]
        known |= {sum(amounts), sum(amounts) / 1e6, sum(amounts) / 1e4, float(len(amounts))}
        rest = _BULLET.sub("", _END.sub("", _CODE.sub("", self._text)))
        told = {fact["date"] for fact in self._key["facts"]}
        seen: set[str] = set()
        for shown, date in dates(rest):
            rest = rest.replace(shown, " ")
            if date not in told and shown not in seen:
                seen.add(shown)
                yield shown
        for shown, meant in numbers(rest):
            small = any(value == int(value) and 0 <= value <= SMALL for value in meant)
            if not small and not meant & known and shown not in seen:
                seen.add(shown)
                yield shown

    def _copied(self) -> str | None:
        """A piece of the document that is longer than anything a summary has to repeat."""
        blank, length = (" ", VERBATIM["en"]) if self._lang == "en" else ("", VERBATIM["zh"])
        words: Sequence[str] = self._text.split() if blank else "".join(self._text.split())
        if len(words) < length:
            return None
        source = blank.join(self._source.split())
        pieces = (blank.join(words[start : start + length]) for start in range(0, len(words) - length + 1, 5))
        return next((piece for piece in pieces if piece in source), None)


def _owned(text: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each name that occurs, its bullet: its lines, and those below it until another name comes."""
    lines: dict[str, list[str]] = {}
    owners: list[str] = []
    for line in text.splitlines():
        lower = line.lower()
        here = [name for name in names if name.lower() in lower]
        if here or not line.strip():
            owners = here
        for name in owners:
            lines.setdefault(name, []).append(line)
    for name, own in lines.items():
        yield name, "\n".join(own)
