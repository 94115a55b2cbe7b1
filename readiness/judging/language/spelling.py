"""Spanish that lost its accents, and text that was decoded wrongly."""

from __future__ import annotations

import re
import unicodedata

_MARKED = """
también además después todavía aquí allí así quizás jamás detrás través según ningún algún común jardín
avión camión canción corazón razón atención información educación situación relación población opción
opinión reunión dirección producción solución función habitación estación nación región religión decisión
televisión música médico rápido fácil difícil útil árbol lápiz cárcel azúcar teléfono página código único
próximo índice época clásico básico económico político histórico científico técnico electrónico día días
país países energía tecnología economía compañía categoría librería panadería batería galería había podía
debía quería podría debería también será serán podrá café sofá inglés francés interés japonés año años niño
niña niños niñas mañana señor señora español española pequeño pequeña compañero tamaño otoño montaña
montañas campaña españa miércoles pingüino vergüenza bilingüe cigüeña
"""
"""Words that always carry a mark, and are no Spanish word without it but for `ano`, which is rarely meant."""
_REQUIRED = frozenset(_MARKED.split())
_MOJIBAKE = re.compile(
    r"Ã[\u0080-\u00bf±³¡©­ºª€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[¿¡«»º°]|â€[™œ“”˜¦\u009d]|ï¿½|\ufffd"
)
_WORD = re.compile(r"[^\W\d_]+")
LEAST = 4
"""Words that require a mark, so many at least, before their lack is a finding."""


def _stripped(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


_BARE = frozenset(map(_stripped, _REQUIRED))


def unaccented(prose: str) -> tuple[int, int]:
    """How many words that require an accent, ñ or ü lack it, and how many such words there are."""
    found = [unicodedata.normalize("NFC", word).lower() for word in _WORD.findall(prose)]
    lacking = sum(word in _BARE for word in found)
    return lacking, lacking + sum(word in _REQUIRED for word in found)


def no_accents(prose: str) -> bool:
    """Whether over half of at least four words that require a mark lack it."""
    lacking, due = unaccented(prose)
    return due >= LEAST and 2 * lacking > due


def mojibake(text: str) -> str:
    """The first place at which UTF-8 was decoded as something else, or was lost; empty where there is none."""
    found = _MOJIBAKE.search(text)
    return "" if found is None else " ".join(text[max(0, found.start() - 10) : found.end() + 10].split())
