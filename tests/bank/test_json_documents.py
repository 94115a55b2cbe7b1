"""The skill of the reference endpoint that answers json_output: by reading, in more than one wording."""

from __future__ import annotations

import json
import random
from typing import Any

import jsonschema
import pytest
from reading.people import person
from skills.json_documents import answer

from readiness.bank import Bank, Case

BIO = "戴望今年36岁，住在岳阳，喜欢钓鱼。"
ASK = "只返回纯 JSON，字段为 name、age、city，age 为整数。"


def agrees(expected: Any, got: Any) -> bool:
    if isinstance(expected, dict) and set(expected) == {"any_of"}:
        return any(agrees(one, got) for one in expected["any_of"])
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(agrees(expected[key], got[key]) for key in expected)
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(agrees, expected, got))
    return bool(expected == got and isinstance(expected, bool) == isinstance(got, bool))


def content(messages: Any, chance: int = 0, **body: Any) -> str | None:
    said = answer({"messages": [dict(message) for message in messages], **body}, random.Random(chance))
    return said.content if said else None


def document(*turns: tuple[str, str], **body: Any) -> Any:
    said = content([{"role": role, "content": text} for role, text in turns], **body)
    return None if said is None else json.loads(said)


def is_right(case: Case) -> bool:
    said = content(case.messages, **case.body)
    got = json.loads(said) if said else None
    schema = case.expect.get("schema", True)
    valid = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).is_valid(got)
    return valid and ("value" not in case.expect or agrees(case.expect["value"], got))


def test_every_case_of_the_bank_is_answered_rightly(json_output: Bank) -> None:
    asked = [case for case in json_output.cases("full") if case.family != "bad_request"]
    assert [case.id for case in asked if not is_right(case)] == []
    assert len(asked) == 740


@pytest.mark.parametrize(
    ("text", "name", "age", "city"),
    [
        (BIO, "戴望", 36, "岳阳"),
        ("我叫呼延灼华，今年52岁，老家在大同，现居太原。", "呼延灼华", 52, "太原"),
        ("17岁的阿依努尔·吐尔逊住在喀什，想学画画。", "阿依努尔·吐尔逊", 17, "喀什"),
        ("退休教师霍思齐（71岁）在金华住了三十年。", "霍思齐", 71, "金华"),
        ("姓名：荆南；年龄：44；城市：荆州。", "荆南", 44, "荆州"),
        ("司马晴从西安搬到咸阳定居，今年二十八岁。", "司马晴", 28, "咸阳"),
        ("歌手洛桑今年24岁，住在林芝。", "洛桑", 24, "林芝"),
        ("新来的经理叫 Lena Schröder，39 岁，现居苏州。", "Lena Schröder", 39, "苏州"),
        ("渔民林海生2003年买了第一条船，今年61岁，家住湛江。", "林海生", 61, "湛江"),
        ("柏舟住在秀山，从不说自己的年纪。", "柏舟", None, "秀山"),
        ("Harriet Vale is 36 years old and lives in Truro.", "Harriet Vale", 36, "Truro"),
        ("My name is Conor Ó Briain, I am 52 and I live in Sligo.", "Conor Ó Briain", 52, "Sligo"),
        ("At 17, Maja Kowal is the youngest pilot; she lives in Gdynia.", "Maja Kowal", 17, "Gdynia"),
        ("Retired teacher Ada Whitlock (71) lives in Rye.", "Ada Whitlock", 71, "Rye"),
        ("Born in Lima, Rosa Quispe now lives in Cusco; she is 28.", "Rosa Quispe", 28, "Cusco"),
        ("Amy Lark is three years old and lives in St. Andrews.", "Amy Lark", 3, "St. Andrews"),
        ("Guitarist Luca De Santis, aged 26, is based in Turin.", "Luca De Santis", 26, "Turin"),
        ("Hugo van den Berg turned 50 in May and lives in The Hague.", "Hugo van den Berg", 50, "The Hague"),
        ("Mary-Jane O'Dowd moved from Cork to Ennis; she is 45 years old.", "Mary-Jane O'Dowd", 45, "Ennis"),
        ("Ida Crane lives in Bath with 3 parrots.", "Ida Crane", None, "Bath"),
    ],
)
def test_people_it_has_never_seen(text: str, name: str, age: int | None, city: str) -> None:
    found = person(text, ASK)
    assert (found.name, found.age, found.city) == (name, age, city)


@pytest.mark.parametrize(
    ("instruction", "name"),
    [
        ("Extract only the older of the two people.", "Ann Lee"),
        ("Extract only the younger of the two people.", "Bob Ray"),
        ("Extract only the person who is mentioned second.", "Bob Ray"),
        ("Extract only the person who is a baker.", "Bob Ray"),
    ],
)
def test_the_instruction_picks_one_of_two(instruction: str, name: str) -> None:
    text = "Ann Lee is 70 years old and lives in Cork. The baker, Bob Ray, is 20 years old and lives in Bray."
    assert person(text, instruction).name == name


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        ({"type": "integer", "description": "seats"}, "The seats are forty-two.", 42),
        ({"type": "integer", "description": "座位"}, "座位：一百零八个", 108),
        ({"type": "number", "description": "price"}, "price: 1,250.75 euros", 1250.75),
        ({"type": "boolean", "description": "pets"}, "Pets: not allowed.", False),
        ({"type": "boolean", "description": "带锁"}, "带锁：是。", True),
        ({"type": "string", "format": "date", "description": "due"}, "Due: 7 May 2031.", "2031-05-07"),
        ({"type": "string", "format": "date", "description": "到期"}, "到期：2031年5月7日", "2031-05-07"),
        ({"enum": ["red", "blue"], "description": "colour"}, "The colour is Blue.", "blue"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}], "description": "fax"}, "Fax: none.", None),
        ({"anyOf": [{"type": "string"}, {"type": "null"}], "description": "fax"}, "Fax: 555.", "555"),
        (
            {"type": "array", "items": {"type": "string"}, "description": "颜色"},
            "颜色：红、白。",
            ["红", "白"],
        ),
        ({"$ref": "#/$defs/code", "description": "code"}, "code: K9", "K9"),
    ],
)
def test_a_labelled_fact_takes_the_type_of_its_schema(schema: Any, text: str, expected: Any) -> None:
    whole = {"type": "object", "properties": {"x": schema}, "$defs": {"code": {"type": "string"}}}
    wanted = {"type": "json_schema", "json_schema": {"name": "n", "schema": whole}}
    assert document(("user", text), response_format=wanted) == {"x": expected}


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "array", "items": {"type": "string"}, "maxItems": 2}, "x: a, b, c"),
        ({"type": "array", "items": {"type": "string"}, "minItems": 3}, "x: a"),
        ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, "x: a, a, b"),
        ({"type": "integer", "maximum": 9}, "x: 12"),
        ({"type": "integer", "exclusiveMinimum": 9}, "x: 3"),
        ({"type": "integer", "multipleOf": 7}, "x: 12"),
        ({"type": "string", "maxLength": 3}, "x: abcdef"),
        ({"type": "string", "minLength": 9}, "x: ab"),
        ({"type": "string", "pattern": "^[A-Z]{2}-\\d{3}$"}, "x: nothing like it"),
        ({"type": "string", "format": "email"}, "x: not an address"),
        ({"enum": ["a", "b"]}, "x: c"),
        ({"const": "k"}, "x: l"),
    ],
)
def test_a_keyword_that_the_text_violates_is_obeyed(schema: Any, text: str) -> None:
    whole = {"type": "object", "properties": {"x": schema}, "required": ["x"], "additionalProperties": False}
    wanted = {"type": "json_schema", "json_schema": {"name": "n", "schema": whole}}
    jsonschema.validate(
        document(("user", text), response_format=wanted), whole, format_checker=jsonschema.FormatChecker()
    )


def test_a_recursive_schema_comes_to_an_end() -> None:
    node = {
        "type": "object",
        "properties": {
            "v": {"type": "integer"},
            "left": {"$ref": "#/$defs/n"},
            "right": {"$ref": "#/$defs/n"},
        },
        "required": ["v"],
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "n", "schema": {**node, "$defs": {"n": node}}}}
    assert document(("user", "v: 3"), response_format=wanted)["v"] == 3


@pytest.mark.parametrize(
    "turns",
    [
        [("system", ASK), ("user", BIO)],
        [("user", f"{ASK}\n\n{BIO}")],
        [("user", f"{BIO}\n\n{ASK}")],
        [("user", f'{ASK}\n"""\n{BIO}\n"""')],
        [("user", f"{ASK[:-1]}：{BIO}")],
        [
            ("system", ASK),
            ("user", "陈平今年9岁，住在岳西。"),
            ("assistant", "```json\n{}\n```"),
            ("user", BIO),
        ],
    ],
    ids=["system", "before", "after", "quoted", "one line", "chat"],
)
def test_instruction_and_text_may_stand_anywhere(turns: list[tuple[str, str]]) -> None:
    assert document(*turns) == {"name": "戴望", "age": 36, "city": "岳阳"}


@pytest.mark.parametrize(
    "text",
    [
        "Tell me a joke.",
        "What is JSON? Explain only the basics.",
        "Give me the capital of France as JSON with the key `capital`, nothing else.",
        "戴望今年36岁，住在岳阳。",
    ],
)
def test_it_declines_what_it_cannot_read(text: str) -> None:
    assert document(("user", text)) is None


def test_it_leaves_requests_with_tools_to_others() -> None:
    assert document(("system", ASK), ("user", BIO), tools=[{"type": "function"}]) is None


def test_the_wording_varies_and_the_document_does_not() -> None:
    messages = [{"role": "system", "content": ASK}, {"role": "user", "content": BIO}]
    wordings = {str(content(messages, chance)) for chance in range(60)}
    assert len(wordings) >= 5
    assert len({json.dumps(json.loads(text), sort_keys=True) for text in wordings}) == 1


def test_the_same_chance_gives_the_same_wording() -> None:
    messages = [{"role": "system", "content": ASK}, {"role": "user", "content": BIO}]
    assert content(messages, 7) == content(messages, 7)
