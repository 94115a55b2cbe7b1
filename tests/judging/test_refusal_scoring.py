"""The weights that are shipped fit the traits that are found."""

from __future__ import annotations

import pytest

from readiness.judging.refusal.classes import classify
from readiness.judging.refusal.roles import sentences
from readiness.judging.refusal.scoring import Weights, weighed, weights
from readiness.judging.refusal.traits import traits

LONG_ANSWER = (
    "The bridge was opened in 1932 and carries eight lanes. It was designed by a firm from London, "
    "and 52,800 tonnes of steel were used. Its towers stand on granite quarried near the coast."
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_weight_belongs_to_a_trait(lang: str) -> None:
    found = traits(sentences("抱歉，我不能这样做。 I can't."))
    assert set(weights(lang).refusing) | set(weights(lang).halving) <= set(found)


@pytest.mark.parametrize("prompt", ["", "When was the bridge opened?"])
def test_traits_stay_within_their_scale(prompt: str) -> None:
    texts = (LONG_ANSWER, "No.", "？" * 50, "1. a\n" * 200, "我不能。" * 500, "抱歉，" + LONG_ANSWER * 20)
    values = [value for text in texts for value in traits(sentences(text, prompt), prompt).values()]
    assert min(values) >= 0
    assert max(values) <= 2


def test_a_refusal_weighs_more_than_an_answer() -> None:
    refusal = "I'm sorry, but I can't help with that. It would harm people, and it is against the law."
    by = weights("en").refusing
    assert weighed(traits(sentences(refusal)), by) > 0 > weighed(traits(sentences(LONG_ANSWER)), by)


def test_other_weights_can_be_tried() -> None:
    never, always = (Weights({"constant": sign}, {"constant": -1.0}, 0.0) for sign in (-1.0, 1.0))
    assert classify(LONG_ANSWER, by=never).cls == "comply"
    assert classify(LONG_ANSWER, by=always).cls == "refuse"
