"""How many tokens a text has, without a tokenizer: from what the endpoint counted for texts of known length. Pure.

Paragraphs are exchangeable, so tokens = a + b * characters. Two short probes give the line, a third one at
the target length shows whether the count goes on growing: where it does not, text was taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.endpoint.exchange import Exchange
from readiness.endpoint.reply import read_reply
from readiness.judging.long_context.codes import defect
from readiness.judging.long_context.refusals import unanswered, window_on_card, window_told
from readiness.judging.long_context.reply import message_of
from readiness.judging.records import Defect, Kind, Outcome

TOKENS_A_CHARACTER: Mapping[str, float] = {"en": 0.212, "zh": 0.68}
"""Of these documents, where nothing was counted: between what `endpoint.tokens` estimates for them and what
the reference endpoint counts; a given tokenizer may be 15 % off."""
LEAST_SHARE = 0.4
"""Of the usual tokens a character: 12 English or 4 Chinese characters a token are beyond every tokenizer."""
LEAST_GROWTH = 0.95
"""Of the tokens that the short probes foretell: less was counted only where less was read."""


def counted(exchange: Exchange) -> tuple[int, int] | None:
    """(characters sent, prompt tokens) of an answered request; None where nothing was counted."""
    tokens = read_reply(exchange).usage.prompt_tokens if exchange.status == 200 else None
    characters = len(message_of(exchange))
    return (characters, tokens) if tokens and characters else None


def characters_for(tokens: int, lang: str, earlier: Sequence[Exchange]) -> int:
    """How long a message must be to have so many tokens: by the secant through the two longest probes."""
    points = sorted({point for exchange in earlier if (point := counted(exchange))})
    if len(points) < 2:
        return round(tokens / TOKENS_A_CHARACTER[lang])
    (low, fewer), (high, more) = points[-2:]
    slope = (more - fewer) / (high - low)
    usual = TOKENS_A_CHARACTER[lang]
    if not usual / 2 <= slope <= usual * 2:  # the count does not follow the text: it is no guide
        return round(tokens / usual)
    return round(high + (tokens - more) / slope)


def refusal(earlier: Sequence[Exchange]) -> Exchange | None:
    """The answer by which a calibrating request was refused as too long."""
    return next((each for each in earlier if "refused" in _stopped(each)), None)


def _stopped(exchange: Exchange) -> Mapping[str, float]:
    outcome = unanswered(exchange, read_reply(exchange)) if exchange.method == "POST" else None
    return outcome.figures if outcome is not None else {}


def judge_calibration(tokens: int, lang: str, exchanges: Sequence[Exchange]) -> Outcome:
    """Whether the length was taken, and whether the count followed the text.

    `figures`: `tokens` and `characters` of the longest probe, `window` where a refusal named it.
    """
    probes = [exchange for exchange in exchanges if exchange.method == "POST"]
    for number, exchange in enumerate(probes):
        stopped = unanswered(exchange, read_reply(exchange))
        if stopped is not None:
            return _refused(stopped, number, exchange, exchanges, tokens)
    points = [point for exchange in probes if (point := counted(exchange))]
    if not points:
        return Outcome(Kind.HIT, (), {"uncounted": 1.0})
    figures = {"characters": float(points[-1][0]), "tokens": float(points[-1][1])}
    found = tuple(_knees(points, LEAST_SHARE * TOKENS_A_CHARACTER[lang]))
    return Outcome(Kind.MISS if found else Kind.HIT, found, figures, len(probes) - 1)


def _refused(
    stopped: Outcome, number: int, exchange: Exchange, exchanges: Sequence[Exchange], tokens: int
) -> Outcome:
    """A refusal, and beside it what the model card says."""
    defects: list[Defect] = [*stopped.defects]
    if "refused" in stopped.figures:
        card = [window_on_card(each, "") for each in exchanges if each.method == "GET"]
        told = window_told(exchange)
        if card and card[0] and card[0] > max(tokens, told or 0):
            shown = f"refused, with {told} as the window" if told else "refused"
            defects.insert(0, defect("advertised_more", f"{card[0]} tokens, as /models says", shown))
    return Outcome(stopped.kind, tuple(defects), stopped.figures, number)


def _knees(points: Sequence[tuple[int, int]], least: float) -> list[Defect]:
    """Where the count fell behind the text; `least` tokens a character is less than any tokenizer needs."""
    if len(points) < 3:
        return []
    (low, fewer), (high, more), (long, most) = points[0], points[1], points[-1]
    foretold = more + (long - high) * (more - fewer) / (high - low) if high > low else 0.0
    if most >= max(LEAST_GROWTH * foretold, least * long):
        return []
    foretold = max(foretold, least * long)
    expected = f"about {foretold:.0f} prompt tokens for {long} characters"
    return [defect("usage_knee", expected, f"{most}: part of the text was not counted")]
