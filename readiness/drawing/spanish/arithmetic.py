"""Word problems of two or three steps; the reply ends with the result."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task, amount

_LAST = (
    (
        "Responde con una frase completa que termine con el resultado.",
        "Responda con una oración completa que termine con el resultado.",
    ),
    (
        "Explica el cálculo en una frase y escribe el resultado al final.",
        "Explique el cálculo en una oración y escriba el resultado al final.",
    ),
)


def _task(draw: Draw, word: str, told: str, value: float) -> Task:
    ending = draw.say(*draw.chance.choice(_LAST))
    return Task(word, f"{told} {ending}", amount(value, american=draw.american))


def bakery(draw: Draw) -> Task:
    """Two sales at one price."""
    a, b, price = draw.among(20, 90), draw.among(15, 80), draw.among(2, 6)
    told = draw.say(
        f"En una panadería se venden {a} barras de pan por la mañana y {b} por la tarde. Cada barra "
        f"cuesta {price} euros. ¿Cuántos euros se ingresan en total?",
        f"En una panadería se venden {a} panes en la mañana y {b} en la tarde. Cada pan cuesta "
        f"{price} pesos. ¿Cuántos pesos se reciben en total?",
    )
    return _task(draw, "bakery", told, (a + b) * price)


def change(draw: Draw) -> Task:
    """What is left after buying several."""
    (who,) = draw.people(1)
    count, price = draw.among(3, 9), draw.among(4, 12)
    had = count * price + draw.among(5, 60)
    told = draw.say(
        f"{who} lleva {had} euros y compra {count} cuadernos de {price} euros cada uno. ¿Cuántos euros le quedan?",
        f"{who} trae {had} pesos y compra {count} cuadernos de {price} pesos cada uno. ¿Cuántos pesos le sobran?",
    )
    return _task(draw, "change", told, had - count * price)


def discount(draw: Draw) -> Task:
    """A share off, then a voucher."""
    price, share, voucher = 20 * draw.among(4, 20), 5 * draw.among(2, 8), draw.among(3, 15)
    told = draw.say(
        f"Un abrigo cuesta {price} euros y tiene una rebaja del {share} %. Después se descuenta un "
        f"vale de {voucher} euros. ¿Cuántos euros se pagan?",
        f"Una chamarra cuesta {price} pesos y tiene una rebaja del {share} %. Luego se descuenta un "
        f"cupón de {voucher} pesos. ¿Cuántos pesos se pagan?",
    )
    return _task(draw, "discount", told, price * (100 - share) / 100 - voucher)


def bus(draw: Draw) -> Task:
    """People off and on, then half of them off."""
    half, off, on = draw.among(8, 20), draw.among(3, 12), draw.among(2, 10)
    start = 2 * half + off - on
    told = draw.say(
        f"Un autobús sale con {start} pasajeros. En la primera parada bajan {off} y suben {on}. En la "
        "segunda baja la mitad. ¿Cuántos pasajeros quedan?",
        f"Un camión de pasajeros sale con {start} personas. En la primera parada bajan {off} y suben "
        f"{on}. En la segunda baja la mitad. ¿Cuántas personas quedan?",
    )
    return _task(draw, "bus", told, half)


def journey(draw: Draw) -> Task:
    """Speed by time, and a rest of the way."""
    speed, hours, more = 10 * draw.among(5, 22), draw.among(2, 6), draw.among(5, 45)
    told = draw.say(
        f"Un tren circula a {speed} kilómetros por hora durante {hours} horas y después recorre otros "
        f"{more} kilómetros. ¿Cuántos kilómetros recorre en total?",
        f"Un carro viaja a {speed} kilómetros por hora durante {hours} horas y luego recorre otros "
        f"{more} kilómetros. ¿Cuántos kilómetros recorre en total?",
    )
    return _task(draw, "journey", told, speed * hours + more)


def shops(draw: Draw) -> Task:
    """What is left of boxes, in equal parts."""
    boxes, each, shops_n = draw.among(6, 15), 12, draw.among(3, 8)
    broken = (boxes * each) % shops_n + shops_n * draw.among(1, 3)
    told = draw.say(
        f"En un almacén hay {boxes} cajas con {each} botellas cada una. Se rompen {broken} botellas y "
        f"el resto se reparte en partes iguales entre {shops_n} tiendas. ¿Cuántas botellas recibe "
        "cada tienda?",
        f"En una bodega hay {boxes} cajas con {each} botellas cada una. Se rompen {broken} botellas y "
        f"el resto se reparte en partes iguales entre {shops_n} tiendas. ¿Cuántas botellas le tocan a "
        "cada tienda?",
    )
    return _task(draw, "shops", told, (boxes * each - broken) // shops_n)


def meeting(draw: Draw) -> Task:
    """Minutes of work without the breaks."""
    hours, minutes, breaks, each = (
        draw.among(2, 5),
        5 * draw.among(1, 11),
        draw.among(2, 4),
        draw.among(5, 15),
    )
    told = draw.say(
        f"Una reunión dura {hours} horas y {minutes} minutos e incluye {breaks} descansos de {each} "
        "minutos. ¿Cuántos minutos se trabaja realmente?",
        f"Una junta dura {hours} horas y {minutes} minutos e incluye {breaks} descansos de {each} "
        "minutos. ¿Cuántos minutos se trabaja en realidad?",
    )
    return _task(draw, "meeting", told, hours * 60 + minutes - breaks * each)


MAKERS: tuple[Maker, ...] = (bakery, change, discount, bus, journey, shops, meeting)
