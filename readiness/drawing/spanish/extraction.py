"""Facts out of a short Spanish text, as JSON with Spanish keys."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.drawing.spanish.task import Draw, Maker, Task, number

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_SURNAMES = ("Ibáñez", "Quintana", "Robledo", "Zamora", "Peña", "Cárdenas", "Acuña", "Lozano")
_TOWNS = {
    False: ("Zaragoza", "Oviedo", "Murcia", "Cáceres"),
    True: ("Puebla", "Rosario", "Cuenca", "Trujillo"),
}
_GOODS = (
    "sillas plegables de madera", "lámparas de escritorio", "mesas redondas de jardín",
    "cajas de herramientas", "mantas de lana gruesa", "macetas de barro cocido",
)  # fmt: skip
_NOTES = (
    "dejar el paquete en la puerta trasera", "llamar por teléfono antes de la entrega",
    "entregar solo por las mañanas", "pedir la firma de la persona que lo recibe",
)  # fmt: skip
_PLACES = (
    "la sala azul del segundo piso",
    "el despacho pequeño de la planta baja",
    "la biblioteca del edificio nuevo",
)
_TOPICS = ("revisar el presupuesto del año", "preparar la feria de otoño", "elegir el nuevo logotipo")
_ONLY = ("Devuelve solo un objeto JSON", "Devuelva únicamente un objeto JSON")


def _name(draw: Draw) -> str:
    return f"{draw.people(1)[0]} {draw.chance.choice(_SURNAMES)}"


def order(draw: Draw) -> Task:
    """An order: six facts, one of them a price with a thousands dot."""
    client, town = _name(draw), draw.chance.choice(_TOWNS[draw.american])
    goods, note = draw.chance.choice(_GOODS), draw.chance.choice(_NOTES)
    count, price = draw.among(2, 40), draw.among(110_000, 980_000) / 100
    told = draw.say(
        f"{client}, de {town}, ha pedido {count} {goods} por un importe de {number(price, 2)} euros. "
        f"Ha añadido una nota: {note}.",
        f"{client}, de {town}, pidió {count} {goods} por un importe de {number(price, 2)} pesos. "
        f"Agregó una nota: {note}.",
    )
    value = {
        "cliente": client,
        "ciudad": town,
        "producto": goods,
        "cantidad": count,
        "importe": price,
        "nota": note,
    }
    english = dict(zip(value, ("customer", "city", "product", "quantity", "amount", "note"), strict=True))
    return _task(
        draw, "order", told, value, english, "cantidad e importe son números de JSON, con punto decimal"
    )


def appointment(draw: Draw) -> Task:
    """A meeting: who, where, why, and a date in words."""
    who, place, why = _name(draw), draw.chance.choice(_PLACES), draw.chance.choice(_TOPICS)
    day, month, hour = (
        draw.among(1, 28),
        draw.among(1, 12),
        f"{draw.among(8, 19):02d}:{draw.chance.choice(('00', '15', '30', '45'))}",
    )
    told = draw.say(
        f"El {day} de {MONTHS[month - 1]} de 2027, a las {hour}, {who} convoca una reunión en {place} para {why}.",
        f"El {day} de {MONTHS[month - 1]} de 2027, a las {hour}, {who} convoca a una junta en {place} para {why}.",
    )
    value = {
        "fecha": f"2027-{month:02d}-{day:02d}",
        "hora": hour,
        "persona": who,
        "lugar": place,
        "motivo": why,
    }
    english = {"fecha": "date", "hora": "time", "persona": "person", "lugar": "place", "motivo": "reason"}
    return _task(
        draw,
        "appointment",
        told,
        value,
        english,
        "fecha tiene la forma AAAA-MM-DD y motivo es un infinitivo con su complemento",
    )


def _task(
    draw: Draw, word: str, told: str, value: Mapping[str, object], english: dict[str, str], how: str
) -> Task:
    keys = ", ".join(f'"{key}"' for key in value)
    prompt = f"{draw.say(*_ONLY)} con las claves {keys}; {how}.\n\nTexto: {told}"
    names = [str(value[key]) for key in ("cliente", "ciudad", "persona") if key in value]
    return Task(word, prompt, {"kind": "json", "answer": value, "english": english, "drop": names})


MAKERS: tuple[Maker, ...] = (order, appointment)
