"""A Spanish question about an English or Chinese text: the answer stays Spanish."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task, amount

_TOWNS = ("Porto", "Bergen", "Graz", "Lugano", "Gdansk")


def _task(draw: Draw, lang: str, source: str, facts: dict[str, int]) -> Task:
    asked = draw.chance.choice(list(facts))
    prompt = draw.say(
        f"Lee el texto y responde en español: ¿{asked}? Usa una frase completa que termine con el "
        f"número.\n\nTexto: {source}",
        f"Lea el texto y responda en español: ¿{asked}? Use una oración completa que termine con el "
        f"número.\n\nTexto: {source}",
    )
    return Task(lang, prompt, amount(facts[asked], source=source))


def _facts(draw: Draw) -> tuple[str, int, int, int]:
    return draw.chance.choice(_TOWNS), draw.among(2, 19), draw.among(24, 95), draw.among(101, 640)


def english(draw: Draw) -> Task:
    """About an English notice."""
    town, track, price, seats = _facts(draw)
    source = (
        f"The night train to {town} leaves from platform {track}. A ticket costs {price} euros, "
        f"and there are {seats} seats on board."
    )
    return _task(draw, "en", source, _asked(track, price, seats))


def chinese(draw: Draw) -> Task:
    """About a Chinese notice."""
    town, track, price, seats = _facts(draw)
    source = f"开往{town}的夜班列车从{track}号站台发车。票价{price}欧元，车上共有{seats}个座位。"
    return _task(draw, "zh", source, _asked(track, price, seats))


def _asked(track: int, price: int, seats: int) -> dict[str, int]:
    return {
        "de qué andén sale el tren": track,
        "cuántos euros cuesta el billete": price,
        "cuántos asientos hay a bordo": seats,
    }


MAKERS: tuple[Maker, ...] = (english, chinese)
