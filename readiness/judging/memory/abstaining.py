"""The ways to say that there is no such value: a closed list a language."""

from __future__ import annotations

import re

from readiness.judging.memory.values import folded

_HELD = "value|record|information|data|reference code|code|budget|date|contact(?: person)?|one"
_DO = "know|recall|remember|find|see|tell|say|determine|provide|disclose|share"
_EN = (
    r"\bunknown\b",
    r"\bnone\b",
    r"\bn/?a\b",
    rf"\b(?:do not|don't|did not|didn't|cannot|can't|could not|couldn't) (?:have|{_DO})\b",
    r"\b(?:not|never|nothing|nobody)\b.{0,40}\b(?:told|said|mentioned|provided|given|shared|specified|stated|set|recorded)\b",
    r"\b(?:not|never|nothing|no longer)\b.{0,30}\b(?:available|known|assigned|valid|holds?|information|exists?)\b",
    rf"\bno (?:such |valid |current |longer |\w+ )?(?:{_HELD})\b",
    r"\bthere (?:isn't|is not|is no|are no|was no)\b",
    r"\b(?:asked|told) me to forget\b",
    r"\b(?:was|were|has been|have been) (?:deleted|forgotten|withdrawn|removed|cancelled|voided)\b",
)
_ZH = (
    r"不知道|不清楚|不确定|未知|不详|不存在|不记得|记不得|从未|没说过|没有|尚无|暂无",
    r"无法(?:确定|得知|回答|提供|告知|透露)",
    r"未(?:曾)?(?:提及|提到|提供|告知|说明|给出|设定|指定)",
    r"已(?:经)?(?:作废|忘|删除|失效|不再有)|忘(?:掉|记)了|(?:要求|让|叫)我忘",
    r"无(?:$|[。，]|值|编号|预算|日期|联系人|记录|信息|此|有效)",
)
_FORMS = re.compile("|".join((*_EN, *_ZH)), re.IGNORECASE)


def abstains(text: str) -> bool:
    """Whether a reply says that it holds no such value."""
    return _FORMS.search(folded(text)) is not None
