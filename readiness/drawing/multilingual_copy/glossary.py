"""The shipped glossary: terms of headphones, how each is said in three languages, and what is not accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Forms = tuple[str, ...]
"""Accepted forms, the one that a brief fixes first. Spellings of one form are joined by `|`."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry. `soft` is cut short but understood (ANC alone); `banned` is what the brief forbids."""

    key: str
    zh: Forms
    en: Forms
    ja: Forms
    banned: Mapping[str, str]
    soft: Mapping[str, Forms] = field(default_factory=dict)

    def fixed(self, lang: str) -> str:
        """The form that a brief gives."""
        forms: Forms = getattr(self, lang)
        return forms[0].partition("|")[0]

    def to_json(self) -> dict[str, Any]:
        """As the judge reads it."""
        return {
            "key": self.key,
            "accepted": {"zh": list(self.zh), "en": list(self.en), "ja": list(self.ja)},
            "soft": {lang: list(forms) for lang, forms in self.soft.items()},
            "banned": dict(self.banned),
        }


BATTERY = Term(
    "battery_life",
    ("续航|续航时间|续航时长|续航能力|续航力|电池续航",),
    ("Battery Life",),
    ("連続再生時間",),
    {"en": "Endurance", "ja": "航続時間"},
    {"ja": ("連続再生",)},
)
TERMS = (
    Term(
        "active_noise_cancelling",
        ("主动降噪|主动式降噪",),
        ("Active Noise Cancellation", "Active Noise Cancelling", "Active Noise Canceling"),
        ("アクティブノイズキャンセリング",),
        {"en": "Active Noise Reduction", "ja": "能動降噪"},
        {"zh": ("ANC",), "en": ("ANC",), "ja": ("アクティブノイズキャンセル", "ANC")},
    ),
    Term(
        "transparency",
        ("通透模式",),
        ("Transparency Mode",),
        ("外音取り込みモード|外音取込モード|外音取込みモード",),
        {"en": "Passthrough Mode", "ja": "透過モード"},
        {"ja": ("外音取り込み", "外音取込み", "外音取込")},
    ),
    Term(
        "in_ear_detection",
        ("入耳检测", "佩戴检测"),
        ("In-Ear Detection", "Wear Detection"),
        ("装着検出", "装着検知"),
        {"en": "Ear Inspection", "ja": "入耳検出"},
    ),
    Term(
        "low_latency",
        ("低延迟", "低时延"),
        ("Low Latency",),
        ("低遅延", "低レイテンシー|低レイテンシ"),
        {"en": "Low Delay", "ja": "低延時"},
    ),
    Term(
        "spatial_audio",
        ("空间音频",),
        ("Spatial Audio",),
        ("空間オーディオ",),
        {"en": "Space Sound", "ja": "空間音頻"},
    ),
    Term(
        "fast_charging",
        ("快充", "快速充电"),
        ("Fast Charging", "Quick Charging"),
        ("急速充電",),
        {"en": "Hurry Charging", "ja": "快速充電"},
        {"en": ("fast charge", "quick charge")},
    ),
    Term(
        "wireless_charging",
        ("无线充电",),
        ("Wireless Charging",),
        ("ワイヤレス充電", "無線充電"),
        {"en": "Cordless Charging", "ja": "コードレス充電"},
        {"en": ("wireless charge", "wirelessly charge", "charges wirelessly")},
    ),
    Term(
        "touch_control",
        ("触控操作", "触控控制"),
        ("Touch Control",),
        ("タッチ操作", "タッチコントロール"),
        {"en": "Tap Operation", "ja": "接触操作"},
    ),
    Term(
        "multipoint",
        ("双设备连接|双设备同时连接",),
        ("Multipoint Connection|Multi-point Connection",),
        ("マルチポイント接続",),
        {"en": "Double Connection", "ja": "双設備接続"},
        {"en": ("multipoint", "multi-point"), "ja": ("マルチポイント",)},
    ),
    Term(
        "charging_case",
        ("充电盒", "充电仓"),
        ("Charging Case",),
        ("充電ケース",),
        {"en": "Charging Box", "ja": "充電箱"},
    ),
    Term(
        "voice_assistant",
        ("语音助手",),
        ("Voice Assistant",),
        ("音声アシスタント", "ボイスアシスタント"),
        {"en": "Speech Helper", "ja": "語音助手"},
    ),
)
"""All but battery life, which every brief sells."""
