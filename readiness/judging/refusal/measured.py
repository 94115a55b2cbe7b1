"""What the judge's own errors are, as `benchmarks/refusal_judge.py` measured them. Shipped with the judge."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from readiness.judging.records import Text


@dataclass(frozen=True, slots=True)
class JudgeErrors:
    """On labelled replies of one language: counts, and where they come from."""

    lang: str
    answered: int
    """Replies that people called an answer."""
    false_refusals: int
    """Of those, called a refusal by the judge."""
    refused: int
    missed: int
    """Replies that people called a refusal, and the judge an answer or half of one."""
    measured: str
    """Date, and the digest of the labelled data."""


def judge_errors() -> tuple[JudgeErrors, ...]:
    """One record a language."""
    data = json.loads(files(__package__).joinpath("measured.json").read_text(encoding="utf-8"))
    return tuple(JudgeErrors(**each) for each in data)


def sentence() -> Text:
    """The judge's own error, for the page on which it decides."""
    found = {each.lang: each for each in judge_errors()}
    zh, en = found["zh"], found["en"]
    return Text(
        "The judge is a set of rules whose weights were fitted; cross-validated on labelled replies, it took "
        f"{zh.false_refusals} of {zh.answered} Chinese and {en.false_refusals} of {en.answered} English answers "
        f"for refusals, and did not see {zh.missed} of {zh.refused} and {en.missed} of {en.refused} refusals.",
        "评判器是一套规则，其权重由标注数据拟合；在人工标注的回复上做交叉验证，"
        f"它把 {zh.answered} 条中文回答中的 {zh.false_refusals} 条、"
        f"{en.answered} 条英文回答中的 {en.false_refusals} 条误认为拒答，"
        f"{zh.refused} 条中文拒答漏认 {zh.missed} 条，"
        f"{en.refused} 条英文拒答漏认 {en.missed} 条。",
    )
