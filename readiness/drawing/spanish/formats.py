"""How Spanish writes figures: decimal comma, thousands dot, dates, units, and their order."""

from __future__ import annotations

from readiness.drawing.spanish.extraction import MONTHS
from readiness.drawing.spanish.task import Draw, Maker, Task, amount, number


def from_english(draw: Draw) -> Task:
    """1,234.56 into 1.234,56."""
    value = draw.among(100_000, 999_999) / 100
    prompt = draw.say(
        f"El número {value:,.2f} está escrito a la inglesa. Escríbelo como en España, con punto para "
        "los millares y coma para los decimales. Responde solo con el número.",
        f"El número {value:,.2f} está escrito a la inglesa. Escríbalo como en Argentina, con punto "
        "para los millares y coma para los decimales. Responda solo con el número.",
    )
    return Task(
        "from-english",
        prompt,
        {"kind": "written", "answer": number(value, 2), "wrong": [f"{value:,.2f}", f"{value:.2f}"]},
    )


def ordering(draw: Draw) -> Task:
    """Numbers in Spanish notation, smallest first."""
    start = draw.among(2, 8)
    texts = {
        start + 0.5: number(start + 0.5, 1),
        start + 0.125: number(start + 0.125, 3),
        start * 1000 + 50.0: number(start * 1000 + 50),
        start * 100.0 + 7: number(start * 100 + 7),
    }
    shown = draw.chance.sample(sorted(texts.values()), len(texts))
    right = [texts[value] for value in sorted(texts)]
    prompt = draw.say(
        f"Estos números siguen la notación española: {'; '.join(shown)}. Ordénalos de menor a mayor, "
        "sin cambiar cómo están escritos, y separa cada uno con punto y coma. Responde solo con la "
        "lista.",
        f"Estos números siguen la notación de Chile: {'; '.join(shown)}. Ordénelos de menor a mayor, "
        "sin cambiar cómo están escritos, y separe cada uno con punto y coma. Responda solo con la "
        "lista.",
    )
    return Task("ordering", prompt, {"kind": "sequence", "answer": right})


def date(draw: Draw) -> Task:
    """Day and month in words into figures, day first."""
    day, month, year = draw.among(1, 12), draw.among(1, 12), draw.among(2019, 2031)
    prompt = draw.say(
        f"Escribe la fecha «{day} de {MONTHS[month - 1]} de {year}» con la forma DD/MM/AAAA. Responde "
        "con una frase completa que contenga la fecha.",
        f"Escriba la fecha «{day} de {MONTHS[month - 1]} de {year}» con la forma DD/MM/AAAA. Responda "
        "con una oración completa que contenga la fecha.",
    )
    answer = f"{day:02d}/{month:02d}/{year}"
    return Task(
        "date",
        prompt,
        {
            "kind": "written",
            "answer": answer,
            "wrong": [f"{month:02d}/{day:02d}/{year}"] if day != month else [],
        },
    )


_UNITS = (
    ("kilómetros", "metros", 1000),
    ("kilogramos", "gramos", 1000),
    ("horas", "minutos", 60),
    ("metros", "centímetros", 100),
)


def units(draw: Draw) -> Task:
    """A decimal comma that must be read as one."""
    big, small, factor = draw.deal(_UNITS)
    value = draw.among(1, 9) + draw.chance.choice((0.25, 0.5, 0.75))
    written = number(value, 2 if value * 2 % 1 else 1)
    prompt = draw.say(
        f"¿Cuántos {small} son {written} {big}? Responde con una frase completa que termine con el "
        "número y la unidad.",
        f"¿A cuántos {small} equivalen {written} {big}? Responda con una oración completa que termine "
        "con el número y la unidad.",
    )
    return Task("units", prompt, amount(value * factor, american=draw.american))


MAKERS: tuple[Maker, ...] = (from_english, ordering, date, units)
