"""Content of Spanish replies: what counts as right, and which name a miss gets."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.judging.spanish.content import wrong
from readiness.judging.spanish.form import holds
from readiness.judging.spanish.numbers import last_number, spelled_out

TOTAL = {"kind": "number", "answer": "1234.5", "american": False}
METRES = {"kind": "number", "answer": "2500", "american": False}
PESOS = {"kind": "number", "answer": "2500", "american": True}
COUNT = {"kind": "number", "answer": "42", "american": False}
WRITTEN = {"kind": "written", "answer": "1.234,56", "wrong": ["1,234.56", "1234.56"]}
DATE = {"kind": "written", "answer": "03/07/2027", "wrong": ["07/03/2027"]}
ORDER = {"kind": "sequence", "answer": ["2,125", "2,5", "207", "2.050"]}
LABEL = {
    "kind": "choice",
    "fixed": True,
    "answer": "reclamación",
    "options": ["reclamación", "consulta", "baja"],
    "english": {"reclamación": "complaint", "consulta": "question", "baja": "cancellation"},
}
WHO = {"kind": "choice", "answer": "Luz", "options": ["Luz", "Diego", "Renata"]}
SENSE = {
    "kind": "choice",
    "answer": "espera un bebé",
    "options": ["siente vergüenza", "espera un bebé", "está de viaje"],
    "letters": {"a)": "siente vergüenza", "b)": "espera un bebé", "c)": "está de viaje"},
}
ENGLISH = {"cliente": "customer", "importe": "amount", "nota": "note"}
ORDERED = {"cliente": "Ana Peña", "importe": 1234.5, "nota": "llamar antes"}
JSON = {"kind": "json", "answer": ORDERED, "english": ENGLISH}
WORD = {"kind": "word", "answer": "papa"}
GAP = {"kind": "filled", "answer": "La sopa está fría.", "sentence": "La sopa ___ fría."}
CODE = {"kind": "code", "answer": "suma", "parameter": "xs"}
PROGRAM = "def suma(xs):\n    # sumamos todos los valores\n    return sum(xs)  # devolvemos el total"


@pytest.mark.parametrize(
    ("expect", "text"),
    [
        (TOTAL, "El total es 1.234,5 euros."),
        (TOTAL, "El total es **1234,50 €**"),
        (TOTAL, "1 234,50"),
        (TOTAL, "Son 3 por 411,5, es decir, 1234.5"),
        (METRES, "2.500 metros"),
        (METRES, "Son dos mil quinientos metros."),
        (METRES, "El resultado es 2500,00."),
        (PESOS, "Son 2,500 pesos."),
        (COUNT, "Quedan cuarenta y dos."),
        (COUNT, "6 x 7 = 42"),
        (WRITTEN, "El número es 1.234,56."),
        (WRITTEN, "1,234.56 se escribe 1.234,56"),
        (DATE, "La fecha es 03/07/2027."),
        (ORDER, "2,125; 2,5; 207; 2.050"),
        (ORDER, "Ordenados: 2,125 < 2,5 < 207 < 2.050."),
        (LABEL, "Reclamación."),
        (LABEL, "La etiqueta es **reclamación**"),
        (WHO, "Fue Luz, no Diego."),
        (WHO, "La persona es Luz."),
        (SENSE, "Significa que espera un bebé."),
        (SENSE, "La opción correcta es la b)."),
        (JSON, '{"cliente": "Ana Peña", "importe": 1234.50, "nota": "Llamar antes."}'),
        (JSON, '```json\n{"nota": "llamar antes", "importe": 1234.5, "cliente": "Ana Peña"}\n```'),
        (WORD, "Se dice «papas»."),
        (GAP, "La sopa **está** fría"),
        (CODE, f"```python\n{PROGRAM}\n```"),
        (CODE, PROGRAM),
    ],
)
def test_right_in_any_decent_form(expect: dict[str, Any], text: str) -> None:
    assert wrong(text, expect) is None


@pytest.mark.parametrize(
    ("expect", "text", "word"),
    [
        (TOTAL, "El total es 1.234,6 euros.", "wrong_result"),
        (TOTAL, "El total es 12.345 euros.", "number_format"),
        (METRES, "Son 2,500 metros.", "number_format"),
        (METRES, "Son 2,5 metros.", "number_format"),
        (COUNT, "Es 42 y luego 43.", "wrong_result"),
        (COUNT, "No lo sé.", "wrong_result"),
        (WRITTEN, "1,234.56", "number_format"),
        (WRITTEN, "1234,56", "number_format"),
        (WRITTEN, "1.235,56", "wrong_result"),
        (DATE, "07/03/2027", "number_format"),
        (ORDER, "2.050; 2,125; 2,5; 207", "number_format"),
        (ORDER, "2.125; 2.5; 207; 2,050", "number_format"),
        (ORDER, "1; 2; 3; 4", "wrong_result"),
        (LABEL, "consulta", "wrong_result"),
        (LABEL, "complaint", "keys_translated"),
        (LABEL, "reclamacion", "keys_translated"),
        (LABEL, "reclamación o consulta", "wrong_result"),
        (WHO, "Diego", "wrong_result"),
        (WHO, "Luz o Diego", "wrong_result"),
        (SENSE, "Siente vergüenza.", "wrong_result"),
        (JSON, '{"customer": "Ana Peña", "amount": 1234.5, "note": "llamar antes"}', "keys_translated"),
        (JSON, '{"Cliente": "Ana Peña", "importe": 1234.5, "nota": "llamar antes"}', "keys_translated"),
        (JSON, '{"cliente": "Ana Peña", "importe": 1.2345, "nota": "llamar antes"}', "number_format"),
        (JSON, '{"cliente": "Ana", "importe": 1234.5, "nota": "llamar antes"}', "wrong_result"),
        (JSON, '{"cliente": "Ana Pena", "importe": 1234.5, "nota": "llamar antes"}', "no_accents"),
        (JSON, "Cliente: Ana Peña", "wrong_result"),
        (WORD, "patata", "wrong_result"),
        (GAP, "La sopa es fría.", "wrong_result"),
        (CODE, "```python\ndef sum(xs):\n    # uno\n    # dos\n    return 0\n```", "wrong_result"),
        (CODE, "```python\ndef suma(xs):\n    return sum(xs)\n```", "form"),
        (CODE, "def suma(xs) {", "wrong_result"),
    ],
)
def test_wrong_by_its_name(expect: dict[str, Any], text: str, word: str) -> None:
    assert wrong(text, expect) == word


@pytest.mark.parametrize(
    ("predicate", "more", "good", "bad"),
    [
        ("accents", {"n": 2}, "Mañana también habrá sol.", "Manana habra sol."),
        ("enye", {"n": 2}, "El niño sueña.", "El niño y otro niño."),
        ("dieresis", {"n": 1}, "Un pingüino.", "Un pinguino."),
        ("questions", {"n": 2}, "1. ¿Qué?\n2. ¿Cómo?", "Qué?\n¿Cómo?"),
        ("exclamations", {"n": 1}, "¡Hola! Bien.", "Hola! Bien."),
        ("no_comma", {"n": 0}, "Sin nada.", "Uno, dos."),
        ("words", {"n": 3, "most": 4}, "Uno dos — tres", "Uno dos"),
        ("sentences", {"n": 2}, "Uno. Dos.", "Uno. Dos. Tres."),
        ("bullets", {"n": 2}, "- Uno.\n- Dos.", "- Uno.\nDos."),
        ("end_phrase", {"n": 0, "phrase": "Eso es todo."}, "Bien. **Eso es todo.**", "Eso es todo. Adiós."),
        ("capitals", {"n": 0}, "ÁRBOL 1ª", "Árbol"),
        ("sentences_no_comma", {"n": 1}, "Uno y dos.", "Uno, dos."),
    ],
)
def test_form(predicate: str, more: dict[str, Any], good: str, bad: str) -> None:
    demand = {"predicate": predicate, **more}
    assert holds(good, demand)
    assert not holds(bad, demand)


def test_number_words_are_numbers_and_articles_are_not() -> None:
    assert spelled_out("mil doscientos treinta y cuatro") == [1234]
    assert spelled_out("un tren y una casa") == []
    assert last_number("Hay 3 cajas, en total veintiún libros.") == {21.0}


@pytest.mark.parametrize("expect", [TOTAL, WRITTEN, ORDER, LABEL, WHO, JSON, WORD, GAP, CODE])
@pytest.mark.parametrize("text", ["\x00", "[" * 5000, "{" * 3000 + "}", "1,2,3.4.5,6", "９９", "٤٢", "```"])
def test_any_text_gets_a_verdict(expect: dict[str, Any], text: str) -> None:
    assert wrong(text, expect) is not None
