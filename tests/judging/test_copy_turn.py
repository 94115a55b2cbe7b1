"""One turn of product copy: what models really write raises no alarm, and every defect has its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness.drawing.multilingual_copy.glossary import BATTERY, TERMS
from readiness.judging.multilingual_copy.codes import word_of
from readiness.judging.multilingual_copy.facts import figures
from readiness.judging.multilingual_copy.terms import fold
from readiness.judging.multilingual_copy.turn import Judged, judge_turn

NAMES = ("active_noise_cancelling", "battery_life", "transparency", "low_latency")
EXPECT: dict[str, Any] = {
    "brand": "Velnorax",
    "terms": [term.to_json() for term in (*TERMS, BATTERY) if term.key in NAMES],
    "facts": [
        ["36", "h"],
        ["9", "h"],
        ["15", "min"],
        ["52", "g"],
        ["X5", "ip"],
        ["1299", "cny"],
        ["5.3", "bt"],
        ["68", "ms"],
    ],
}


def judged(lang: str, text: str, place: str = "1") -> Judged:
    return judge_turn({"lang": lang, "place": place}, EXPECT, text)


def words(lang: str, text: str, place: str = "1") -> list[str]:
    return [word_of(each) for each in judged(lang, text, place).defects]


WRITTEN = yaml.safe_load((Path(__file__).parent / "copy_as_written.yaml").read_text(encoding="utf-8"))
RIGHT = [(each["lang"], each["text"]) for each in WRITTEN]
ZH, EN, JA = RIGHT[0][1], RIGHT[2][1], RIGHT[4][1]


@pytest.mark.parametrize(("lang", "text"), RIGHT)
def test_copy_as_models_write_it_raises_no_alarm(lang: str, text: str) -> None:
    found = judged(lang, text)
    assert (found.defects, found.in_language, found.abstained) == ((), True, False)


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("ja", ZH, "ja_in_chinese"),
        ("ja", ZH.replace("的", "の"), "ja_in_chinese"),
        (
            "ja",
            "Velnorax無線耳機，戴上之後，整個世界瞬間安靜下來，隨時享受音樂的樂趣，再遠也不怕沒有好聲音。",
            "ja_in_chinese",
        ),
        ("ja", EN, "wrong_language"),
        ("en", ZH, "wrong_language"),
        ("en", JA, "wrong_language"),
        ("zh", EN, "wrong_language"),
        ("zh", JA, "wrong_language"),
        ("en", f"{ZH}\n\n{EN}", "all_languages"),
        ("ja", f"{ZH}\n\n{EN}\n\n{JA}", "all_languages"),
        ("ja", f"{ZH}\n\n{JA}", "all_languages"),
        (
            "ja",
            "Velnorax no iyahon de, itsumo no ongaku wo motto yutaka ni shimasu. Totemo karui desu.",
            "romaji",
        ),
        ("ja", JA.replace("静けさの中で、音楽だけを", "静谧之中只有音乐"), "intrusion"),
        ("ja", JA.replace("15分の充電", "15分の充电"), "simplified_leak"),
        ("ja", f"{JA}\n\n戴上耳机，世界瞬间安静下来，随时享受音乐。", "intrusion"),
        ("en", EN.replace("sweat and rain", "汗水和雨水"), "intrusion"),
        ("zh", ZH.replace("静享好声音", "정말 좋은 소리"), "intrusion"),
        ("zh", ZH.replace("好声音带回家", "良い音を家に持ち帰ろう"), "intrusion"),
        ("ja", f"Sure! Here's the Japanese version:\n{JA}", "preface"),
        ("ja", f"以下是日文文案：\n\n{JA}", "preface"),
        ("ja", f"{JA}\n\n(Note: prices are kept in yuan.)", "preface"),
        ("en", f"Here is the English copy:\n\n{EN}", "preface"),
        ("en", f"Here is the English copy: {EN}", "preface"),
        ("en", "", "empty"),
        ("ja", "<think>日本語で書く。</think>", "empty"),
        ("ja", JA.replace("アクティブノイズキャンセリング", "主动降噪"), "term_untranslated"),
        ("ja", JA.replace("アクティブノイズキャンセリング", "能動騒音制御"), "term_wrong"),
        ("en", EN.replace("battery life", "endurance"), "term_banned"),
        ("en", EN.replace("ANC adapts", "Active Noise Cancelling adapts"), "term_mixed"),
        ("zh", ZH.replace("主动降噪", "被动降噪"), "term_wrong"),
        ("en", EN.replace("Velnorax", "Velnorex"), "brand_altered"),
        ("en", EN.replace("Velnorax", "VELNORAX", 1), "brand_altered"),
        ("zh", ZH.replace("Velnorax", "维诺拉"), "brand_altered"),
        ("ja", JA.replace("36時間", "40時間"), "number_changed"),
        ("zh", ZH.replace("售价 ¥1,299，", ""), "number_changed"),
        ("en", EN.replace("IPX5", "IPX7"), "number_changed"),
        ("ja", JA.replace("1,299元（人民元）", "1,299円"), "unit_lost"),
        ("en", EN.replace("RMB 1,299", "$1,299"), "unit_lost"),
        ("en", EN.replace("52g", "52"), "unit_lost"),
        ("zh", ZH.replace("36 小时", "36+ 小时"), "new_claim"),
        ("en", EN.replace("up to 36", "over 36"), "new_claim"),
        ("ja", JA.replace("36時間", "36時間以上"), "new_claim"),
        ("en", f"{EN} Up to 50% louder.", "new_claim"),
        ("en", f"{EN} With a 2-year warranty.", "new_claim"),
    ],
)
def test_a_defect_has_its_name(lang: str, text: str, word: str) -> None:
    assert word in words(lang, text)


def test_a_wrong_language_hides_what_else_is_wrong() -> None:
    assert words("ja", ZH) == ["ja_in_chinese"]


def test_back_in_chinese_has_a_code_of_its_own() -> None:
    assert words("zh", JA, "back") == ["no_switch_back"]


@pytest.mark.parametrize(
    "title", ["Velnorax: Hear Every Detail", "**Title: Silence, Perfected**", "# Pure Sound"]
)
def test_a_mixed_turn_has_an_english_title_over_a_japanese_body(title: str) -> None:
    assert words("ja", f"{title}\n\n{JA}", "mixed") == []


@pytest.mark.parametrize("text", [JA, f"静けさを、あなたに\n\n{JA}", f"Pure Sound\n\n{EN}"])
def test_a_mixed_turn_without_one_of_its_languages_is_wrong(text: str) -> None:
    assert words("ja", text, "mixed")[0] == "wrong_language"


def test_han_too_short_to_be_told_apart_is_no_verdict() -> None:
    assert judged("ja", "Velnorax 低遅延 高音質").abstained


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("30-hour", [("30", "h")]),
        ("三十小时", [("30", "h")]),
        ("thirty hours, fifteen minutes", [("30", "h"), ("15", "min")]),
        ("３０時間", [("30", "h")]),
        ("1,299元", [("1299", "cny")]),
        ("4,5 g", [("4.5", "g")]),
        ("IP 54", [("54", "ip")]),
        ("12ミリ、68ミリ秒", [("12", "mm"), ("68", "ms")]),
        ("单次9小时+配合盒子36小时", [("9", "h"), ("36", "h")]),
        ("十分な音を一秒で。二人で3D、一日中。", []),
        ("1. まず\n2. つぎに\n1️⃣ Bluetooth", []),
        ("5.3版本蓝牙", [("5.3", "bt")]),
    ],
)
def test_figures_are_read_in_any_dress(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.number, one.unit) for one in figures(fold(text))] == pairs


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "。" * 3000, "9" * 5000, "(" * 500 + "元", "[[[[", "🎧" * 50]
)
@pytest.mark.parametrize("lang", ["zh", "en", "ja"])
def test_any_text_has_a_verdict(lang: str, text: str) -> None:
    assert judged(lang, text).defects
