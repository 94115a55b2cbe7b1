"""Ordinary paragraphs: true of nothing, without a figure, of endless variety. They are what a document is long with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

Part = Sequence[str]

PARTS: Mapping[str, Sequence[Part]] = {
    "en": (
        (
            *("The district office", "The harbour master", "A working group of the depot", "The night shift"),
            *("The survey team", "The archive", "The training centre", "A visiting engineer"),
            *("The regional committee", "The workshop", "The purchasing desk", "The safety officer"),
            *("A delegation from the coast", "The measuring station", "The cooperative", "The accounts team"),
        ),
        (
            *("reviewed", "described at length", "compared with earlier reports", "put into order"),
            *("asked for more detail on", "left unchanged", "explained to new colleagues", "photographed"),
            *("took stock of", "kept an eye on", "wrote a short note on", "discussed without haste"),
            *("inspected", "drew up a list of", "cleared up questions about", "reported calmly on"),
        ),
        (
            *("the access road behind the old mill", "the storage of spare parts", "the state of the pumps"),
            *("the timetable for the ferries", "the handling of returned goods", "the lighting of the yard"),
            *("the labels on the shelves", "the water level in the reservoir", "the rota for the weekend"),
            *(
                "the insulation of the roof",
                "the choice of seed for the meadow",
                "the wording of the notices",
            ),
            *("the cleaning of the filters", "the noise from the turbines", "the queue at the weighbridge"),
            *("the repair of the fence along the canal",),
        ),
        (
            *(
                "while the weather stayed mild",
                "because nobody had done so for a long time",
                "before the lunch break",
            ),
            *(
                "although the paperwork was not complete",
                "as the manual suggests",
                "together with the neighbours",
            ),
            *(
                "without coming to a conclusion",
                "so that the next visit can be shorter",
                "in a friendly tone",
            ),
            *("after the usual round through the buildings", "and found nothing out of the ordinary"),
            *(
                "until the light was too poor to go on",
                "at the request of the residents",
                "as in every autumn",
            ),
            *("and thanked all who had helped", "with the tools that were at hand"),
        ),
    ),
    "zh": (
        (
            *(
                "片区办公室",
                "港口管理员",
                "仓库的工作小组",
                "夜班人员",
                "勘测队",
                "档案室",
                "培训中心",
                "来访的工程师",
            ),
            *(
                "地区委员会",
                "维修车间",
                "采购人员",
                "安全员",
                "沿海来的代表团",
                "观测站",
                "合作社",
                "财务小组",
            ),
        ),
        (
            *(
                "查看了",
                "详细介绍了",
                "对照以往的报告核对了",
                "整理了",
                "进一步询问了",
                "没有改动",
                "向新同事讲解了",
            ),
            *(
                "拍照记录了",
                "盘点了",
                "一直关注着",
                "简短记录了",
                "不紧不慢地讨论了",
                "检查了",
                "列出了",
                "澄清了",
                "平静地汇报了",
            ),
        ),
        (
            *(
                "老磨坊后面的通道",
                "备件的存放情况",
                "水泵的运行状态",
                "渡船的班次安排",
                "退货的处理办法",
                "院子里的照明",
            ),
            *("货架上的标签", "水库的水位", "周末的值班表", "屋顶的保温层", "草地选用的种子", "告示的措辞"),
            *("滤网的清洗", "机组的噪声", "地磅前的排队情况", "运河边围栏的修补"),
        ),
        (
            *(
                "当时天气一直温和",
                "因为很久没有人做过这件事",
                "赶在午休之前完成",
                "尽管手续还不齐全",
                "做法与手册一致",
            ),
            *(
                "邻近单位也一同参加",
                "最后没有形成结论",
                "以便下次可以少花时间",
                "气氛十分友好",
                "照例先在各栋楼走了一圈",
            ),
            *(
                "没有发现异常",
                "直到光线太暗才停下",
                "这是应住户的请求",
                "和往年秋天一样",
                "并感谢了所有帮忙的人",
                "用的是手边的工具",
            ),
        ),
    ),
}
_ENDS = {"en": ("{} {} {} {}.", " "), "zh": ("{}{}{}，{}。", "")}
_SENTENCES = (4, 7)
"""Sentences of a paragraph, least and most: 60 to 120 English words."""


def paragraph(lang: str, chance: random.Random) -> str:
    """One paragraph of four to seven sentences."""
    form, blank = _ENDS[lang]
    parts = PARTS[lang]
    number = chance.randint(*_SENTENCES)
    return blank.join(form.format(*(chance.choice(part) for part in parts)) for _ in range(number))
