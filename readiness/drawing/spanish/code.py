"""Small programs with comments in Spanish: the language is judged on the comments."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task

JOBS = (
    ("suma_pares", "numeros", "la suma de los números pares de una lista"),
    ("cuenta_vocales", "texto", "cuántas vocales hay en un texto"),
    ("mayor_diferencia", "numeros", "la diferencia entre el mayor y el menor número de una lista"),
    ("sin_repetidos", "elementos", "la lista sin elementos repetidos y en el mismo orden"),
    ("promedio", "numeros", "el promedio de una lista de números"),
    ("palabra_larga", "texto", "la palabra más larga de un texto"),
    ("es_palindromo", "texto", "si un texto se lee igual al revés"),
    ("cuenta_palabras", "texto", "cuántas palabras tiene un texto"),
    ("producto", "numeros", "el producto de los números de una lista"),
)


def function(draw: Draw) -> Task:
    """One function of one parameter."""
    name, parameter, does = draw.deal(JOBS)
    prompt = draw.say(
        f"Escribe en Python la función `{name}({parameter})`, que devuelve {does}. Incluye al menos "
        "dos comentarios de una frase en español y devuelve solo un bloque de código.",
        f"Escriba en Python la función `{name}({parameter})`, que devuelve {does}. Incluya al menos "
        "dos comentarios de una oración en español y devuelva solo un bloque de código.",
    )
    return Task(name.replace("_", "-"), prompt, {"kind": "code", "answer": name, "parameter": parameter})


MAKERS: tuple[Maker, ...] = (function,)
