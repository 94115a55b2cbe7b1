"""The document itself: numbered paragraphs, what is planted among them, and the task before and after it.

Text is a pure function of language, seed, key and length, so a case holds only these. Measured: 128,000
tokens take about 0.1 s and 3 MiB to write.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.drawing.long_context.filler import paragraph

Key = Mapping[str, Any]
LEAST_PARAGRAPHS = 12

_TASK = {
    "en": (
        "Below stands a dossier of numbered paragraphs, from DOSSIER BEGINS to DOSSIER ENDS. Summarise it in "
        "English. First one bullet for each passage marked BOARD DECISION, in the order of the text, with the "
        "name of the project, the amount and the date; leave out what was withdrawn or only discussed. "
        "Then one line that begins with CODES: and holds the five control codes that stand in the text, in "
        "their order. Then, as the last line, END-{nonce} and nothing after it."
    ),
    "zh": (
        "下面是一份由编号段落组成的卷宗，从“卷宗开始”到“卷宗结束”。请用中文写出摘要。"
        "先为每一处标有【董事会决议】的内容写一条要点，按原文顺序，写明计划名称、金额和日期；"
        "已撤回的和仅讨论过的不要写。然后写一行，以“校验码：”开头，按顺序列出文中出现的五个校验码。"
        "最后一行写 END-{nonce}，其后不再写任何内容。"
    ),
}
_BEGINS = {"en": "DOSSIER BEGINS", "zh": "卷宗开始"}
_ENDS = {"en": "DOSSIER ENDS", "zh": "卷宗结束"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DECIDED = {
    "en": "BOARD DECISION: on {date} the board approved {amount} for Project {name}.",
    "zh": "【董事会决议】{date}，董事会批准为{name}计划拨款{amount}。",
}
_WITHDRAWN = {
    "en": "An earlier draft that named {amount} for Project {name} was withdrawn and does not hold.",
    "zh": "此前为{name}计划提出的{amount}方案已经撤回，不再有效。",
}
_DISCUSSED = {
    "en": "Project {name} was discussed at {amount}; nothing was decided.",
    "zh": "会上讨论过{name}计划的{amount}预算，没有作出决定。",
}
_CODE = {
    "en": "Control code {number} of {count}: {code}.",
    "zh": "第{number}个校验码（共{count}个）：{code}。",
}


def question(lang: str, seed: str, key: Key, characters: int) -> str:
    """The whole user message, about `characters` long; its first text is the nonce."""
    task = _TASK[lang].format(nonce=key["nonce"])
    planted = [*_planted(lang, key), *_codes(lang, key)]
    told = sum(len(sentence) for _, sentence in planted)
    paragraphs = _paragraphs(lang, seed, characters - 2 * len(task) - told)
    _plant(paragraphs, lang, planted)
    body = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(paragraphs, 1))
    return f"{key['nonce']}\n\n{task}\n\n{_BEGINS[lang]}\n\n{body}\n\n{_ENDS[lang]}\n\n{task}"


def _paragraphs(lang: str, seed: str, characters: int) -> list[str]:
    chance = random.Random(f"{seed}|text")
    made: list[str] = []
    left = characters
    while left > 0 or len(made) < LEAST_PARAGRAPHS:
        made.append(paragraph(lang, chance))
        left -= len(made[-1]) + _MARK
    return made


_MARK = 8
"""Characters around a paragraph: its number and the blank line."""


def _plant(paragraphs: list[str], lang: str, planted: Sequence[tuple[float, str]]) -> None:
    """Put every sentence into the paragraph at its depth: the first before it, all others behind."""
    blank = " " if lang == "en" else ""
    for depth, sentence in planted:
        at = round(depth * (len(paragraphs) - 1))
        parts = [sentence, paragraphs[at]] if depth == 0 else [paragraphs[at], sentence]
        paragraphs[at] = blank.join(parts)


def _codes(lang: str, key: Key) -> Iterator[tuple[float, str]]:
    """Depth and sentence of each control code, head and tail included."""
    codes = key["codes"]
    for number, code in enumerate(codes):
        yield number / (len(codes) - 1), _CODE[lang].format(number=number + 1, count=len(codes), code=code)


def _planted(lang: str, key: Key) -> Iterator[tuple[float, str]]:
    """Depth (0 is the beginning, 1 the end) and sentence. A decoy stands well apart from its decision."""
    facts = key["facts"]
    for number, fact in enumerate(facts):
        depth = (number + 0.5) / len(facts)
        amount, date = money(fact["amount"], lang), written(fact["date"], lang)
        yield depth, _DECIDED[lang].format(date=date, amount=amount, name=fact["name"])
        apart = (depth + 0.31) % 1
        if fact["withdrawn"]:
            amount = money(fact["withdrawn"], lang)
            yield apart, _WITHDRAWN[lang].format(amount=amount, name=fact["name"])
        if fact["twin"]:
            amount = money(fact["discussed"], lang)
            yield apart, _DISCUSSED[lang].format(amount=amount, name=fact["twin"])


def money(amount: int, lang: str) -> str:
    """`EUR 4.73 million`, `473万元`."""
    return f"EUR {amount / 1e6:.2f} million" if lang == "en" else f"{amount // 10_000}万元"


def written(date: str, lang: str) -> str:
    """`14 March 2027`, `2027年3月14日`."""
    year, month, day = map(int, date.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}" if lang == "en" else f"{year}年{month}月{day}日"
