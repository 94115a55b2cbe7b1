"""How a person would say it: every event, small talk and every question, in Chinese and English."""

from __future__ import annotations

import random
from collections.abc import Mapping

from readiness.drawing.memory.log import Does, Event
from readiness.drawing.memory.world import AMOUNT, DATE, NAMES, PERSON, SLOTS

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TOLD: Mapping[str, Mapping[Does, tuple[str, ...]]] = {
    "en": {
        Does.SET: (
            "For {e}: the {s} is {v}.",
            "Please note that the {s} of {e} is {v}.",
            "I have the {s} of {e} now, it is {v}.",
        ),
        Does.UPDATE: (
            "Correction: the {s} of {e} is now {v}.",
            "There is a change, the {s} of {e} becomes {v}.",
        ),
        Does.DELETE: ("Please forget the {s} of {e}. It no longer holds, do not mention it again.",),
        Does.MOVE: ("The {s} of {e} belongs to {o} from now on, and {e} has none any more.",),
        Does.ALIAS: ('From now on I call {e} "{v}".',),
        Does.LIST_ADD: ("Please put {v} on the shopping list.", "The shopping list also needs {v}."),
        Does.LIST_REMOVE: ("Please take {v} off the shopping list.",),
        Does.MET: ("At the fair I met {p} in this order.",),
        Does.RULE: ('A standing rule for the rest of our talk: end every reply with the word "{v}".',),
        Does.ASSISTANT_SAID: ("Please make up a {s} for {e} yourself.",),
        Does.HYPOTHETICAL: ("If {e} were postponed, its {s} would be {v}, but it is not.",),
        Does.QUOTE: ("{o} claims that the {s} of {e} is {v}, which is wrong.",),
        Does.NEGATION: ("By the way, the {s} of {e} is not {v}, whatever the old plan says.",),
    },
    "zh": {
        Does.SET: ("关于{e}：{s}是{v}。", "请记一下，{e}的{s}是{v}。", "{e}的{s}定下来了，是{v}。"),
        Does.UPDATE: ("更正：{e}的{s}现在是{v}。", "有变动，{e}的{s}改为{v}。"),
        Does.DELETE: ("请忘掉{e}的{s}，它已经作废，不要再提。",),
        Does.MOVE: ("{e}的{s}从现在起归{o}，{e}不再有{s}。",),
        Does.ALIAS: ("以后我把{e}叫作“{v}”。",),
        Does.LIST_ADD: ("请把{v}加到购物清单里。", "购物清单还要加上{v}。"),
        Does.LIST_REMOVE: ("请把{v}从购物清单里去掉。",),
        Does.MET: ("我在展会上依次见到了{p}。",),
        Does.RULE: ("给后面的对话定一条规矩：每次回复都以“{v}”结尾。",),
        Does.ASSISTANT_SAID: ("请你自己给{e}拟一个{s}。",),
        Does.HYPOTHETICAL: ("假如{e}推迟，{s}会是{v}，不过并没有推迟。",),
        Does.QUOTE: ("{o}说{e}的{s}是{v}，这是错的。",),
        Does.NEGATION: ("顺便说一句，{e}的{s}不是{v}，别管旧计划怎么写。",),
    },
}
_CHAT = {
    "en": (
        ("I will look at {e} again tomorrow.", "All right."),
        ("{e} keeps me busy today, more than I thought.", "I can imagine."),
        ("Somebody asked me about {e} at lunch.", "I hope it was a good question."),
        ("Let us talk about {e} later this week.", "Gladly."),
        ("I am still waiting for news about {e}.", "Let me know when it comes."),
    ),
    "zh": (
        ("{e}的事我明天再看。", "好的。"),
        ("今天一直在忙{e}，比想的费时间。", "辛苦了。"),
        ("午饭时有人问起{e}。", "希望问得不难。"),
        ("{e}我们这周晚些时候再谈。", "好，随时可以。"),
        ("我还在等{e}的消息。", "有消息请告诉我。"),
    ),
}
_TAKEN = {
    "en": ("Noted.", "Got it.", "All right, I keep that in mind."),
    "zh": ("记下了。", "好的，明白。", "好，我记住了。"),
}
_MADE_UP = {"en": "My proposal for the {s} of {e}: {v}.", "zh": "{e}的{s}我拟定为：{v}。"}
_JOINT = {"en": ", ", "zh": "、"}
_END = {"en": " {rule}.", "zh": "{rule}"}
_ONLY = {
    "en": ' Answer with the value only; if there is none that holds, answer "unknown".',
    "zh": "只回答值本身；如果没有有效的值，请回答“不知道”。",
}
_ASKED = {
    "en": {
        "value": "{w} is the {s} of {e}?",
        "alias": '{w} is the {s} of "{a}"?',
        "said": "Which {s} did you propose for {e}?",
        "nth_met": "Who was the {n} person that I met at the fair?",
        "owner": "Who is the contact person of the thing whose reference code is {v}?",
        "count": "How many things are on the shopping list now?",
        "first_dated": "For which of these two did I tell you a date first: {e} or {o}?",
        "rule": "Please tell me in one sentence what an umbrella is good for.",
    },
    "zh": {
        "value": "{e}的{s}是{w}？",
        "alias": "“{a}”的{s}是{w}？",
        "said": "你给{e}拟的{s}是什么？",
        "nth_met": "我在展会上见到的第{n}个人是谁？",
        "owner": "编号为{v}的那一项，联系人是谁？",
        "count": "购物清单上现在一共有几样东西？",
        "first_dated": "{e}和{o}，我先告诉你哪一个的日期？",
        "rule": "请用一句话告诉我雨伞有什么用。",
    },
}
_WHICH = {"en": {PERSON: "Who"}, "zh": {PERSON: "谁", AMOUNT: "多少", DATE: "哪天"}}
_WHAT = {"en": "What", "zh": "什么"}
ORDINALS = {"en": ("first", "second", "third"), "zh": ("一", "二", "三")}


def spoken(kind: str, value: str, lang: str) -> str:
    """A canonical value as it is said: `09-17` is "17 September", `4317` is "4,317 euros"."""
    if kind == AMOUNT:
        return f"{int(value):,} euros" if lang == "en" else f"{value}欧元"
    if kind == DATE:
        month, day = map(int, value.split("-"))
        return f"{day} {_MONTHS[month - 1]}" if lang == "en" else f"{month}月{day}日"
    return value


def told(event: Event, lang: str, chance: random.Random) -> str:
    """What the user says to make an event happen."""
    text = chance.choice(_TOLD[lang][event.does]).format(
        e=NAMES[event.entity][lang] if event.entity else "",
        o=NAMES[event.other][lang] if event.other in NAMES else event.other,
        s=SLOTS[event.kind][lang] if event.kind else "",
        v=spoken(event.kind, event.value, lang),
        p=_JOINT[lang].join(event.value.split("|")),
    )
    return text[0].upper() + text[1:]


def reply(event: Event, lang: str, chance: random.Random) -> str:
    """The assistant's fixed word on an event."""
    if event.does is not Does.ASSISTANT_SAID:
        return chance.choice(_TAKEN[lang])
    value = spoken(event.kind, event.value, lang)
    return _MADE_UP[lang].format(s=SLOTS[event.kind][lang], e=NAMES[event.entity][lang], v=value)


def small_talk(entity: str, lang: str, chance: random.Random) -> tuple[str, str]:
    """A turn that says nothing about any value: user, assistant."""
    said, answered = chance.choice(_CHAT[lang])
    text = said.format(e=NAMES[entity][lang])
    return text[0].upper() + text[1:], answered


def obeying(text: str, rule: str, lang: str) -> str:
    """An assistant's turn that keeps the standing rule."""
    return text + _END[lang].format(rule=rule) if rule else text


def question(about: str, lang: str, kind: str = "", **filled: str) -> str:
    """The question of a probe. All but the one about the rule ask for the value only."""
    which = _WHICH[lang].get(kind, _WHAT[lang])
    text = _ASKED[lang][about].format(w=which, **filled)
    return text if about == "rule" else text + _ONLY[lang]
