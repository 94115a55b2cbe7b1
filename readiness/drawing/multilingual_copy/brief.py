"""A brief: an invented brand, a product, what it can do in figures, and the terms to be used for it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readiness.drawing.multilingual_copy.glossary import BATTERY, TERMS, Term

PRODUCTS = ("真无线耳机", "头戴式耳机", "颈挂式耳机")
_HEADS = ("Vel", "Tar", "Nuv", "Ori", "Kes", "Lum", "Zan", "Bri", "Sol", "Mer", "Quo", "Hal", "Fen", "Jor")
_MIDDLES = ("no", "vi", "ta", "lu", "re", "mi", "da", "se")
_TAILS = ("rax", "nix", "Tone", "lis", "von", "Wave", "den", "Pulse", "que", "zar")
_IP = ("X4", "X5", "X7", "54", "55")
FACTS: Mapping[str, tuple[str, str, Callable[[random.Random], str]]] = {
    "total": ("总播放时长 {} 小时", "h", lambda chance: str(chance.randint(24, 47))),
    "single": ("单次播放 {} 小时", "h", lambda chance: str(chance.randint(6, 12))),
    "charge": ("充电 {} 分钟即可再次使用", "min", lambda chance: str(chance.randint(13, 23))),
    "weight": ("重量 {} 克", "g", lambda chance: str(chance.randint(48, 58))),
    "water": ("防护等级 IP{}", "ip", lambda chance: chance.choice(_IP)),
    "price": ("售价 {} 元", "cny", lambda chance: str(10 * chance.randint(39, 189) + 9)),
    "latency": ("延迟 {} 毫秒", "ms", lambda chance: str(chance.randint(61, 89))),
    "bluetooth": ("蓝牙 {}", "bt", lambda chance: chance.choice(("5.2", "5.3", "5.4"))),
}
"""Kind to its line in the brief, its canonical unit, and how a value is drawn; no two share a value."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What one case is about."""

    brand: str
    product: str
    terms: tuple[Term, ...]
    facts: tuple[tuple[str, str], ...]
    """Kind and value."""

    @property
    def pairs(self) -> list[list[str]]:
        """Value and canonical unit of every fact."""
        return [[value, FACTS[kind][1]] for kind, value in self.facts]

    @property
    def lines(self) -> list[str]:
        """The facts as the brief states them."""
        return [FACTS[kind][0].format(value) for kind, value in self.facts]


def draw_brief(chance: random.Random) -> Brief:
    """A brief with three to five terms and as many facts; battery life and its hours are always among them."""
    brand = "".join(map(chance.choice, (_HEADS, _MIDDLES, _TAILS)))
    terms = [BATTERY, *chance.sample(TERMS, chance.randint(2, 4))]
    others = [kind for kind in FACTS if kind != "total"]
    kinds = ["total", *chance.sample(others, chance.randint(2, 4))]
    facts = tuple((kind, FACTS[kind][2](chance)) for kind in kinds)
    chance.shuffle(terms)
    return Brief(brand, chance.choice(PRODUCTS), tuple(terms), facts)
