"""Which language a text is in: what reads as asked stays silent, what is foreign is found."""

import pytest

from readiness.judging.language.cleaning import cleaned
from readiness.judging.language.intrusion import intrusion
from readiness.judging.language.segments import switched
from readiness.judging.language.spelling import mojibake, no_accents
from readiness.judging.language.verdict import Reading, read_language

ES = "El tren sale a las nueve de la mañana y llega a Sevilla antes de comer."
EN = "The train leaves at nine in the morning and reaches Seville before lunch is served."
PT = "O trem sai às nove da manhã e chega a Sevilha antes do almoço, sem nenhuma demora."
CA = "El tren surt a les nou del matí i arriba a Sevilla abans de dinar, sense cap retard."
IT = "Il treno parte alle nove del mattino e arriva a Siviglia prima di pranzo, senza ritardi."
ZH = "火车早上九点出发，午饭之前就能到达塞维利亚，时间很充裕。"
JA = "列車は午前九時に出発して、昼食の前にセビリアに到着します。"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("es", ES),
        ("es", ES.upper()),
        ("es", f"¡Claro! {ES}\n\n```python\nprint('the total of the invoice is here')\n```"),
        ("es", f"```\n{ES}\n```"),
        ("es", f'{{"the_result_of_the_day": "{ES}"}}'),
        ("es", f"<think>The user wants a sentence about a train in Spanish.</think>{ES}"),
        ("es", "Instale Visual Studio Code, GitHub Copilot y Docker Desktop en su ordenador y reinicie."),
        (
            "es",
            "```python\ntotal = 0  # suma de todos los importes del mes\nfor x in data:\n    total += x\n```",
        ),
        ("en", EN),
        ("ja", JA),
        ("ja", "『Titanic』、『Avatar』、『Alien』の三本がおすすめです。"),
        ("zh", ZH),
        ("zh", "推荐三部电影：Titanic、Avatar 和 Alien，都是同一位导演的作品，值得一看再看。"),
    ],
)
def test_a_text_in_the_language_asked_for_is_never_foreign(asked: str, text: str) -> None:
    assert read_language(text, asked).reading is Reading.ASKED


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        *[("es", text) for text in (EN, PT, CA, IT, ZH, JA, EN.upper())],
        ("es", f"```\n{EN}\n```"),
        ("es", "Поезд отправляется в девять часов утра и прибывает до обеда."),
        ("es", f'{{"resultado": "{EN}"}}'),
        ("es", "```python\n# the sum of all the amounts of this month\ntotal = sum(amounts)\n```"),
        ("en", ES),
        ("en", JA),
        ("ja", ZH),
        ("ja", EN),
        ("ja", "Ressha wa gozen kuji ni shuppatsu shite chuushoku no mae ni touchaku shimasu"),
        ("zh", JA),
        ("zh", EN),
    ],
)
def test_a_text_in_another_language_is_foreign(asked: str, text: str) -> None:
    assert read_language(text, asked).reading is Reading.FOREIGN


@pytest.mark.parametrize(
    "text", ["No.", "42", "Son 42 euros.", "El total es 18.", "", "```\n```", "`x = 1`", "???"]
)
def test_under_five_words_nothing_is_said(text: str) -> None:
    assert read_language(text, "es").reading is Reading.TOO_SHORT


@pytest.mark.parametrize("asked", ["ja", "zh"])
def test_han_that_both_write_is_undecidable(asked: str) -> None:
    assert read_language("東京大学入学式", asked).reading is Reading.TOO_SHORT


def test_quoted_source_is_taken_out_where_the_caller_names_it() -> None:
    assert "leaves" not in cleaned(f'La frase "{EN}" habla de un tren.', drop=[EN])


def test_a_paragraph_in_another_language_is_a_switch() -> None:
    switch = switched(cleaned(f"{ES} {ES}\n\n{EN}"), "es")
    assert switch is not None
    assert switch.heard.first == "en"


@pytest.mark.parametrize(
    "text",
    [
        f"{ES} {ES} «{EN}» {ES}",
        f"{ES} Se alojan en el Hotel Royal Garden Palace de Kensington High Street, en Londres. {ES}",
        f"{ES} {ES.upper()} {ES}",
    ],
    ids=["quoted", "names", "one shouted"],
)
def test_spanish_with_quotations_and_names_is_no_switch(text: str) -> None:
    assert switched(cleaned(text), "es") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ES} 因此 se recomienda comprar antes.", True),
        (f"{ES} Es の mejor opción.", True),
        (f"{ES} Es 정말 bueno.", True),
        (f"{ES} Conviene reservar because this is what they ofrecen.", True),
        (f"{ES} La palabra «火车» significa tren.", False),
        (f"{ES} El sistema Plug and Play de The Home Depot funciona bien.", False),
        (f"{ES} Cuesta 30 µ y mide 5 Ω.", False),
    ],
)
def test_foreign_letters_and_english_inside_spanish(text: str, found: bool) -> None:
    assert bool(intrusion(cleaned(text), "es")) is found


def test_accents_are_missed_only_where_words_require_them() -> None:
    assert no_accents(
        "Tambien hay un autobus por la manana, pero el nino y la nina van despues a la estacion."
    )
    assert not no_accents("El perro corre por el campo verde y come pan con queso junto al lago azul.")
    assert not no_accents("También hay un autobús por la mañana; el niño va despues a la estación.")


@pytest.mark.parametrize(
    "text", ["ma\u00c3\u00b1ana", "estaci\u00c3\u00b3n", "a\ufffdo", "\u00c2\u00bfQu\u00c3\u00a9 tal?"]
)
def test_broken_encoding_is_found(text: str) -> None:
    assert mojibake(text)


def test_capital_a_with_tilde_alone_is_no_broken_encoding() -> None:
    assert not mojibake("SÃO PAULO, mañana; Â y ¿qué?")
