"""What conversations are about: six topics, their things, invented names, and values that nobody can guess."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

CODE, AMOUNT, DATE, PERSON = "code", "amount", "date", "person"
KINDS = (CODE, AMOUNT, DATE, PERSON)

TOPICS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "trip": {
        "flight": {"en": "the Bergen flight", "zh": "卑尔根航班"},
        "hotel": {"en": "the Porto hotel", "zh": "波尔图酒店"},
        "train": {"en": "the Graz night train", "zh": "格拉茨夜车"},
    },
    "invoice": {
        "invoice": {"en": "the Helmond invoice", "zh": "赫尔蒙德发票"},
        "order": {"en": "the Brix order", "zh": "布里克斯订单"},
        "credit": {"en": "the Tromso credit note", "zh": "特罗姆瑟贷项单"},
    },
    "hiring": {
        "engineer": {"en": "the data engineer post", "zh": "数据工程师岗位"},
        "desk": {"en": "the front desk post", "zh": "前台岗位"},
        "welder": {"en": "the welder post", "zh": "焊工岗位"},
    },
    "garden": {
        "hedge": {"en": "the pear hedge", "zh": "梨树篱笆"},
        "pump": {"en": "the pond pump", "zh": "池塘水泵"},
        "greenhouse": {"en": "the greenhouse", "zh": "玻璃温室"},
    },
    "release": {
        "login": {"en": "the login module", "zh": "登录模块"},
        "index": {"en": "the search index", "zh": "搜索索引"},
        "installer": {"en": "the installer", "zh": "安装程序"},
    },
    "dinner": {
        "salmon": {"en": "the salmon course", "zh": "三文鱼主菜"},
        "cake": {"en": "the birthday cake", "zh": "生日蛋糕"},
        "cheese": {"en": "the cheese plate", "zh": "奶酪拼盘"},
    },
}
"""Topic to its things, each by its name in both languages."""
NAMES = {entity: names for things in TOPICS.values() for entity, names in things.items()}
TOPIC_OF = {entity: topic for topic, things in TOPICS.items() for entity in things}
SLOTS: Mapping[str, Mapping[str, str]] = {
    CODE: {"en": "reference code", "zh": "编号"},
    AMOUNT: {"en": "budget", "zh": "预算"},
    DATE: {"en": "date", "zh": "日期"},
    PERSON: {"en": "contact person", "zh": "联系人"},
}
ALIASES = {
    "en": ("Bluebird", "Pancake", "Thimble", "Old Harry", "Driftwood", "Lantern"),
    "zh": ("蓝鸟", "煎饼", "顶针", "老哈利", "漂流木", "灯笼"),
}
ITEMS = {
    "en": (
        "candles",
        "a torch",
        "printer paper",
        "two ropes",
        "a kettle",
        "batteries",
        "chalk",
        "a tarpaulin",
    ),
    "zh": ("蜡烛", "手电筒", "打印纸", "两根绳子", "水壶", "电池", "粉笔", "防水布"),
}
RULE_WORDS = {
    "en": ("Kestrel", "Juniper", "Halibut", "Marzipan"),
    "zh": ("收到红隼", "杜松完毕", "白鲸明白", "杏仁收讫"),
}
_GIVEN = (
    *("Tessa", "Orrin", "Maud", "Ilse", "Bram", "Jorun", "Piet", "Wenda", "Alder", "Corin"),
    *("Sunniva", "Edo", "Greta", "Hobart", "Nuria", "Oswin", "Petra", "Rurik", "Signe", "Tilda"),
)
_FAMILY = (
    *(
        "Wornick",
        "Haldane",
        "Quist",
        "Varrow",
        "Lindqvister",
        "Pomfrey",
        "Okonjo",
        "Tressel",
        "Brackwater",
        "Ymir",
    ),
    *(
        "Dunmore",
        "Szalai",
        "Fennimore",
        "Grobbelaar",
        "Hartsook",
        "Iversen",
        "Jankovic",
        "Kettering",
        "Lowther",
        "Mayhew",
    ),
)
_SURNAMES = (
    *("闻人", "司徒", "尉迟", "上官", "令狐", "钟离", "宇文", "长孙", "慕容", "公冶"),
    *("濮阳", "淳于", "单于", "太叔", "申屠", "公孙", "仲孙", "轩辕", "诸葛", "夏侯"),
)
_FIRST = (
    *("彧", "蕙兰", "知远", "霁", "鸿飞", "若溪", "砚秋", "怀瑾", "朗月", "予安"),
    *("清和", "望舒", "景行", "扶摇", "书瑶", "松筠", "言蹊", "昭明", "采薇", "临渊"),
)
_MONTHS_WITH_31 = (1, 3, 5, 7, 8, 10, 12)


@dataclass
class Values:
    """Values by kind, drawn without replacement."""

    chance: random.Random
    lang: str

    def __post_init__(self) -> None:
        chance = self.chance
        letters = "BCDFGHJKLMNPQRTVWXZ"
        pairs = chance.sample([a + b for a in letters for b in letters if a != b], 60)
        names = list(zip(chance.sample(_GIVEN, 20), chance.sample(_FAMILY, 20), strict=True))
        if self.lang == "zh":
            names = list(zip(chance.sample(_SURNAMES, 20), chance.sample(_FIRST, 20), strict=True))
        joint = " " if self.lang == "en" else ""
        self._left: dict[str, list[str]] = {
            CODE: [f"{pair}-{chance.randint(1003, 9897)}" for pair in pairs],
            AMOUNT: [str(each) for each in chance.sample([n for n in range(2203, 9898) if n % 10], 60)],
            DATE: chance.sample([f"{m:02d}-{d:02d}" for m in _MONTHS_WITH_31 for d in range(13, 31)], 60),
            PERSON: [joint.join(name) for name in names],
        }

    def draw(self, kind: str) -> str:
        """A value that was not drawn before."""
        return self._left[kind].pop()

    def left(self, kind: str) -> int:
        """How many there still are."""
        return len(self._left[kind])
