"""Verifiable form: what a Spanish text must look like, whatever it says."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task

TOPICS = (
    "el mercado del barrio",
    "un viaje en tren",
    "la lluvia de otoño",
    "una tarde en la playa",
    "la cocina de mi abuela",
    "el patio de la escuela",
    "un paseo por el bosque",
    "la fiesta del pueblo",
    "el taller de bicicletas",
    "una biblioteca antigua",
)
_PHRASES = (
    "Y así termina el día.",
    "Eso es todo por hoy.",
    "Hasta la próxima semana.",
    "No hay nada más que decir.",
)
SPELLED = ("cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")


def _task(draw: Draw, word: str, asked: str, **demand: object) -> Task:
    topic = draw.chance.choice(TOPICS)
    opening = draw.say(f"Escribe un texto breve sobre {topic}.", f"Escriba un texto breve sobre {topic}.")
    return Task(word, f"{opening} {asked}", {"kind": "form", **demand})


def accents(draw: Draw) -> Task:
    """So many words with an accent."""
    n = draw.among(4, 6)
    return _task(
        draw, "accents", f"Debe contener al menos {SPELLED[n]} palabras con tilde.", predicate="accents", n=n
    )


def enye(draw: Draw) -> Task:
    """So many different words with ñ."""
    n = draw.among(2, 4)
    asked = f"Debe contener al menos {SPELLED[n]} palabras distintas con la letra eñe."
    return _task(draw, "enye", asked, predicate="enye", n=n)


def dieresis(draw: Draw) -> Task:
    """So many different words with ü."""
    n = draw.among(1, 2)
    plural = "palabra con diéresis" if n == 1 else "palabras distintas con diéresis"
    return _task(
        draw,
        "dieresis",
        f"Debe contener al menos {SPELLED[n]} {plural}, como «pingüino».",
        predicate="dieresis",
        n=n,
    )


def questions(draw: Draw) -> Task:
    """Questions, opened and closed."""
    n = draw.among(2, 4)
    topic = draw.chance.choice(TOPICS)
    prompt = draw.say(
        f"Escribe exactamente {SPELLED[n]} preguntas sobre {topic}, cada una en una línea y con sus "
        "signos de apertura y de cierre. No escribas nada más.",
        f"Escriba exactamente {SPELLED[n]} preguntas sobre {topic}, cada una en una línea y con sus "
        "signos de apertura y de cierre. No escriba nada más.",
    )
    return Task("questions", prompt, {"kind": "form", "predicate": "questions", "n": n})


def exclamations(draw: Draw) -> Task:
    """Exclamations, opened and closed."""
    n = draw.among(1, 3)
    plural = "exclamación" if n == 1 else "exclamaciones"
    asked = f"Debe contener exactamente {SPELLED[n]} {plural}, con sus signos de apertura y de cierre."
    return _task(draw, "exclamations", asked, predicate="exclamations", n=n)


def no_comma(draw: Draw) -> Task:
    """Not one comma."""
    return _task(
        draw, "no-comma", draw.say("No uses ninguna coma.", "No use ninguna coma."), predicate="no_comma", n=0
    )


def word_count(draw: Draw) -> Task:
    """Between so many words."""
    least = 5 * draw.among(4, 8)
    asked = f"Debe tener entre {least} y {least + 15} palabras."
    return _task(draw, "words", asked, predicate="words", n=least, most=least + 15)


def sentence_count(draw: Draw) -> Task:
    """So many sentences."""
    n = draw.among(2, 5)
    word = draw.say("frases", "oraciones")
    return _task(
        draw,
        "sentences",
        f"Debe tener exactamente {SPELLED[n]} {word}, todas acabadas en punto.",
        predicate="sentences",
        n=n,
    )


def bullets(draw: Draw) -> Task:
    """So many bullets."""
    n = draw.among(3, 5)
    topic = draw.chance.choice(TOPICS)
    prompt = draw.say(
        f"Escribe una lista sobre {topic} con exactamente {SPELLED[n]} viñetas. Cada viñeta empieza "
        "con un guion y es una frase completa.",
        f"Escriba una lista sobre {topic} con exactamente {SPELLED[n]} viñetas. Cada viñeta empieza "
        "con un guion y es una oración completa.",
    )
    return Task("bullets", prompt, {"kind": "form", "predicate": "bullets", "n": n})


def end_phrase(draw: Draw) -> Task:
    """The last words are given."""
    phrase = draw.chance.choice(_PHRASES)
    asked = draw.say(
        f"Termina exactamente con estas palabras: «{phrase}»",
        f"Termine exactamente con estas palabras: «{phrase}»",
    )
    return _task(draw, "end-phrase", asked, predicate="end_phrase", n=0, phrase=phrase)


def capitals(draw: Draw) -> Task:
    """All in capitals, accents included."""
    asked = draw.say(
        "Escríbelo todo en mayúsculas, también las letras con tilde.",
        "Escríbalo todo en mayúsculas, también las letras con tilde.",
    )
    return _task(draw, "capitals", asked, predicate="capitals", n=0)


def no_letter(draw: Draw) -> Task:
    """Two demands at once: sentences, and no comma."""
    n = draw.among(2, 3)
    word = draw.say("frases", "oraciones")
    asked = f"Debe tener exactamente {SPELLED[n]} {word}, todas acabadas en punto, y ninguna coma."
    return _task(draw, "sentences-no-comma", asked, predicate="sentences_no_comma", n=n)


MAKERS: tuple[Maker, ...] = (
    accents,
    questions,
    no_comma,
    enye,
    sentence_count,
    bullets,
    exclamations,
    end_phrase,
    word_count,
    capitals,
    dieresis,
    no_letter,
)
