"""What words mean: false friends, the other side of the ocean, ser and estar."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task, chosen

FRIENDS = (
    ("embarazada", "Mi prima está embarazada.", "espera un bebé", "siente vergüenza", "está de viaje"),
    (
        "constipado",
        "Mi jefe está constipado.",
        "tiene un resfriado",
        "tiene estreñimiento",
        "está de mal humor",
    ),
    ("éxito", "La obra fue un éxito.", "un buen resultado", "una puerta de salida", "un fracaso"),
    ("actual", "Es el director actual.", "de este momento", "de verdad", "de otra empresa"),
    (
        "carpeta",
        "Deja la carpeta en la mesa.",
        "una cubierta para guardar papeles",
        "un tejido para cubrir el suelo",
        "un tipo de lámpara",
    ),
    (
        "sensible",
        "Es un niño muy sensible.",
        "que siente mucho las cosas",
        "que actúa con sensatez",
        "que duerme poco",
    ),
    ("largo", "El pasillo es largo.", "de mucha longitud", "de gran tamaño en todo", "de color oscuro"),
    (
        "librería",
        "Trabaja en una librería.",
        "una tienda de libros",
        "un lugar que presta libros gratis",
        "una imprenta",
    ),
    ("asistir", "Va a asistir a la clase.", "estar presente", "prestar ayuda", "llegar tarde"),
    (
        "sopa",
        "Quiero un plato de sopa.",
        "un caldo que se come con cuchara",
        "un producto para lavarse",
        "un postre frío",
    ),
    ("suceso", "El suceso ocurrió anoche.", "un hecho que pasa", "un triunfo", "una fiesta"),
    (
        "contestar",
        "No quiso contestar.",
        "dar una respuesta",
        "participar en un concurso",
        "pagar una cuenta",
    ),
    ("fábrica", "Visitamos la fábrica.", "un lugar donde se produce", "una tela para coser", "un museo"),
    ("desgracia", "Fue una desgracia.", "un hecho triste", "una vergüenza pública", "una broma"),
)
REGIONAL = (
    ("ordenador", "computadora"),
    ("móvil", "celular"),
    ("coche", "carro"),
    ("zumo", "jugo"),
    ("patata", "papa"),
    ("conducir", "manejar"),
    ("melocotón", "durazno"),
    ("gafas", "lentes"),
    ("cacahuete", "cacahuate"),
    ("enfadarse", "enojarse"),
)
"""What is said in Spain, and in Mexico."""
GAPS = (
    ("La sopa ___ fría; caliéntala un poco.", "está"),
    ("Mi hermana ___ médica desde hace años.", "es"),
    ("La reunión ___ en la sala grande a las cuatro.", "es"),
    ("Madrid ___ en el centro de España.", "está"),
    ("Hoy Pedro ___ muy cansado.", "está"),
    ("Esta mesa ___ de madera.", "es"),
    ("La puerta ___ abierta desde ayer.", "está"),
    ("Mi abuelo ___ de Sevilla.", "es"),
    ("El café ___ demasiado caliente para beberlo ahora.", "está"),
    ("La nieve ___ blanca.", "es"),
    ("Lima ___ la capital del Perú.", "es"),
    ("El perro ___ debajo de la mesa.", "está"),
)


def false_friend(draw: Draw) -> Task:
    """A word that looks English and is not."""
    word, sentence, right, *others = draw.deal(FRIENDS)
    options = draw.chance.sample([right, *others], 3)
    shown = "; ".join(f"{letter}) {option}" for letter, option in zip("abc", options, strict=True))
    prompt = draw.say(
        f"¿Qué significa «{word}» en la frase «{sentence}»? Opciones: {shown}. Responde con una frase "
        "completa que contenga, tal cual, el texto de la opción correcta.",
        f"¿Qué significa «{word}» en la oración «{sentence}»? Opciones: {shown}. Responda con una "
        "oración completa que contenga, tal cual, el texto de la opción correcta.",
    )
    letters = {f"{letter})": option for letter, option in zip("abc", options, strict=True)}
    return Task("false-friend", prompt, chosen(right, options, letters=letters))


def regional(draw: Draw) -> Task:
    """The same thing on the other side."""
    spain, mexico = draw.deal(REGIONAL)
    asked, right = (mexico, spain) if draw.american else (spain, mexico)
    prompt = draw.say(
        f"En España se dice «{asked}». ¿Qué palabra se usa normalmente en México para lo mismo? "
        "Responde con una frase completa que contenga esa palabra.",
        f"En México se dice «{asked}». ¿Qué palabra se usa normalmente en España para lo mismo? "
        "Responda con una oración completa que contenga esa palabra.",
    )
    return Task("regional", prompt, {"kind": "word", "answer": right})


def ser_estar(draw: Draw) -> Task:
    """Which verb belongs into the gap."""
    sentence, right = draw.deal(GAPS)
    prompt = draw.say(
        f"Completa el hueco con «es» o «está»: «{sentence}» Responde con la frase completa, sin nada más.",
        f"Complete el espacio con «es» o «está»: «{sentence}» Responda con la oración completa, sin nada más.",
    )
    return Task(
        "ser-estar",
        prompt,
        {"kind": "filled", "answer": sentence.replace("___", right), "sentence": sentence},
    )


MAKERS: tuple[Maker, ...] = (false_friend, regional, ser_estar)
