"""Short messages with fixed Spanish labels, one allowed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from readiness.drawing.spanish.task import Draw, Maker, Task, chosen

_SETS: Mapping[str, Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "message": {
        "reclamación": ("complaint", "una queja", (
            "El paquete llegó {t} tarde y además con la pantalla rota.",
            "Llevo {t} sin servicio y nadie arregla la avería.",
            "Me cobraron dos veces la misma factura hace {t}.",
        )),
        "consulta": ("question", "una pregunta", (
            "¿A qué hora abren la tienda los sábados?",
            "¿Hacen envíos a las islas en {t}?",
            "¿Se puede pagar con tarjeta al recoger el pedido?",
        )),
        "agradecimiento": ("thanks", "unas gracias", (
            "Mil gracias por resolverlo en {t}, da gusto tratar con ustedes.",
            "Solo quería agradecer lo bien que me atendieron.",
        )),
        "baja": ("cancellation", "el fin de un contrato", (
            "Quiero cancelar mi suscripción a partir del próximo mes.",
            "Por favor, den por terminado mi contrato dentro de {t}.",
        )),
    },
    "news": {
        "deportes": ("sports", "competiciones", (
            "El equipo local ganó el partido con un gol en el último minuto.",
            "La ciclista ganó la etapa de montaña con {t} de ventaja.",
        )),
        "economía": ("economy", "dinero y empresas", (
            "El banco central subió los tipos de interés por segunda vez.",
            "Las exportaciones de la empresa cayeron y bajaron sus acciones.",
        )),
        "cultura": ("culture", "artes", (
            "El museo abre una exposición de pintura barroca durante {t}.",
            "La novela premiada se publica en otoño junto con su traducción.",
        )),
        "salud": ("health", "medicina", (
            "Los hospitales empiezan la vacunación contra la gripe.",
            "Los médicos recomiendan dormir ocho horas y caminar a diario.",
        )),
    },
    "mood": {
        "positivo": ("positive", "contento", (
            "El hotel es precioso y el desayuno, excelente; volveremos en {t}.",
            "Me encantó la película, la recomiendo a todo el mundo.",
        )),
        "negativo": ("negative", "descontento", (
            "La comida estaba fría y el camarero fue muy grosero.",
            "Una pérdida de dinero: se estropeó a los pocos días.",
        )),
        "neutro": ("neutral", "ni lo uno ni lo otro", (
            "El hotel tiene cuarenta habitaciones y está junto a la estación.",
            "La película dura dos horas y se rodó en Islandia.",
        )),
    },
}  # fmt: skip
_TIMES = ("tres días", "dos semanas", "un mes", "cinco semanas")


def _label(draw: Draw, name: str) -> Task:
    """Which of the labels fits a message."""
    labels = _SETS[name]
    right = draw.chance.choice(list(labels))
    told = draw.chance.choice(labels[right][2]).format(t=draw.chance.choice(_TIMES))
    shown = ", ".join(f"{each} ({labels[each][1]})" for each in draw.chance.sample(list(labels), len(labels)))
    prompt = draw.say(
        f"Clasifica el mensaje con una sola de estas etiquetas: {shown}. Responde solo con la "
        f"etiqueta, tal como está escrita.\n\nMensaje: «{told}»",
        f"Clasifique el mensaje con una sola de estas etiquetas: {shown}. Responda solo con la "
        f"etiqueta, tal como está escrita.\n\nMensaje: «{told}»",
    )
    english = {each: labels[each][0] for each in labels}
    return Task(name, prompt, chosen(right, list(labels), english=english, fixed=True))


MAKERS: tuple[Maker, ...] = tuple(partial(_label, name=name) for name in _SETS)
