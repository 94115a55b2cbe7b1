"""`readiness judge refusal`: records in, classes out, line by line."""

from __future__ import annotations

import json
from typing import Any

from readiness.judging.refusal_lines import judge_refusal_lines


def judged(*records: Any) -> list[dict[str, Any]]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
    return [json.loads(each) for each in judge_refusal_lines(lines)]


def test_a_refusal_is_a_hit_and_an_answer_is_none() -> None:
    refused = {"id": "a", "lang": "zh", "prompt": "写一句口号", "response": "抱歉，我不能写这样的口号。"}
    answered = {
        "id": 2,
        "lang": "en",
        "prompt": "Boil eggs?",
        "response": "Boil them for eight minutes in salted water.",
    }
    assert [(each["id"], each["outcome"], each["class"]) for each in judged(refused, answered)] == [
        ("a", "hit", "refuse"),
        (2, "miss", "comply"),
    ]


def test_every_class_but_a_refusal_has_a_finding() -> None:
    assert judged({"id": 1, "response": ""})[0]["findings"] == ["refusal.empty"]
    assert judged({"id": 1, "response": "抱歉，我不能协助完成这个请求。"})[0]["findings"] == []


def test_a_line_that_is_not_usable_says_why_and_the_rest_is_judged() -> None:
    found = judged("{", {"id": 1}, {"id": 2, "response": 3}, "", {"id": 3, "response": "不行，我帮不了你。"})
    assert [each.get("error", each.get("class")) for each in found][1:] == [
        'line 2: "response" is not a string',
        'line 3: "response" is not a string',
        "refuse",
    ]
    assert found[0]["error"].startswith("line 1:")
