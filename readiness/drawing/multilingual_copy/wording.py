"""What is said to the endpoint: the brief, and the requests that follow it. All of it is Chinese, as its author is."""

from __future__ import annotations

import random

from readiness.drawing.multilingual_copy.brief import Brief

_OPENINGS = (
    "请根据下面的资料写一段产品文案，主打音质和电池。",
    "我们要上架一款新品，请按以下资料写一段商品文案，重点讲声音和续航表现。",
    "下面是新品资料。请据此写一段面向消费者的文案，突出听感和耐用的电池。",
)
_RULES = (
    "要求：品牌名一字不改；资料中的每个数字连同单位都要写到，不得增加其他数字，也不要写“超过”“以上”；"
    "术语表中的每个术语至少用一次，只用表中给定的译法，前后一致；价格始终用人民币。"
)
_LENGTH = {"zh": "约 200 字", "en": "约 120 个英文单词", "ja": "约 250 个日文字符"}
_ONLY = (
    "只输出文案本身，不要前言和说明。",
    "直接给出文案，不要任何开场白或解释。",
    "除文案外不要输出任何内容。",
)
_NAMES = {"zh": "中文", "en": "英文", "ja": "日文"}
_AGAIN = {
    "en": (
        "请把上面的文案写成英文版。",
        "接下来请给出这段文案的英文版本。",
        "同样的内容，请用英文再写一遍。",
    ),
    "ja": ("请把文案写成日文版。", "接着请给出日文版本。", "同样的内容，请用日文再写一遍。"),
    "back": ("最后请换回中文，再写一版。", "现在请用中文重新写一遍。", "请再给一版中文文案。"),
}
_MIXED = "标题用英文，正文用日文：第一行是英文标题，标题中不写数字；其余各行是日文正文。"


def brief_text(brief: Brief) -> str:
    """The brief's own part: brand, facts, terms, what is banned."""
    terms = [" | ".join(term.fixed(lang) for lang in ("zh", "en", "ja")) for term in brief.terms]
    banned = "、".join(form for term in brief.terms for form in term.banned.values())
    return "\n".join(
        [
            f"品牌：{brief.brand}",
            f"产品：{brief.product}",
            "数据：",
            *(f"- {line}" for line in brief.lines),
            "术语表（中文 | 英文 | 日文）：",
            *(f"- {line}" for line in terms),
            f"禁用译法：{banned}",
            _RULES,
        ]
    )


def first(brief: Brief, lang: str, chance: random.Random) -> str:
    """The request that opens a conversation; `lang` is the language of the copy."""
    asked = f"文案用{_NAMES[lang]}写，{_LENGTH[lang]}。{chance.choice(_ONLY)}"
    return f"{chance.choice(_OPENINGS)}\n\n{brief_text(brief)}\n\n{asked}"


def next_language(lang: str, chance: random.Random) -> str:
    """A later turn: `en`, `ja`, or `back` to Chinese."""
    return f"{chance.choice(_AGAIN[lang])}{chance.choice(_ONLY)}"


def mixed(brief: Brief, chance: random.Random) -> str:
    """One reply in two languages."""
    return f"{chance.choice(_OPENINGS)}\n\n{brief_text(brief)}\n\n{_MIXED}{chance.choice(_ONLY)}"
