"""Close reading: a table, a negation, who did what, who came first."""

from __future__ import annotations

from readiness.drawing.spanish.task import Draw, Maker, Task, amount, chosen

_GOODS = ("tijeras", "cuerdas", "linternas", "escobas", "bombillas", "candados", "pinceles")


def table(draw: Draw) -> Task:
    """One cell of a table."""
    rows = [(name, draw.among(12, 95), draw.among(101, 480)) for name in draw.chance.sample(_GOODS, 4)]
    name, price, stock = draw.chance.choice(rows)
    column, value = draw.chance.choice((("precio", price), ("existencias", stock)))
    lines = "\n".join(f"| {each} | {cost} | {left} |" for each, cost, left in rows)
    prompt = draw.say(
        f"Mira la tabla:\n\n| artículo | precio | existencias |\n|---|---|---|\n{lines}\n\n¿Qué valor "
        f"tiene la columna «{column}» para «{name}»? Responde con una frase completa que termine con "
        "el número.",
        f"Mire la tabla:\n\n| artículo | precio | existencias |\n|---|---|---|\n{lines}\n\n¿Qué valor "
        f"tiene la columna «{column}» para «{name}»? Responda con una oración completa que termine "
        "con el número.",
    )
    return Task("table", prompt, amount(value))


def negation(draw: Draw) -> Task:
    """All but one."""
    people = draw.people(5)
    who = draw.chance.choice(people)
    told = (
        f"{', '.join(people[:-1])} y {people[-1]} viven en el edificio. "
        f"Todos pagaron la cuota, salvo {who}, que todavía no la ha pagado."
    )
    prompt = draw.say(
        f"{told} ¿Quién no ha pagado la cuota? Responde con una frase completa que nombre solo a esa persona.",
        f"{told} ¿Quién no ha pagado la cuota? Responda con una oración completa que nombre solo a esa persona.",
    )
    return Task("negation", prompt, chosen(who, people, drop=people))


def absent(draw: Draw) -> Task:
    """Neither, nor: how many came."""
    people = draw.people(6)
    gone = draw.among(1, 3)
    out, came = people[:gone], people[gone:]
    never = " ni ".join(out) if gone > 1 else out[0]
    told = (
        f"Estaban invitados {', '.join(sorted(people))}. No vino {never}."
        if gone == 1
        else (f"Estaban invitados {', '.join(sorted(people))}. No vinieron ni {never}.")
    )
    prompt = draw.say(
        f"{told} El resto sí vino. ¿Cuántas personas vinieron? Responde con una frase completa que "
        "termine con el número en cifras.",
        f"{told} El resto sí vino. ¿Cuántas personas vinieron? Responda con una oración completa que "
        "termine con el número en cifras.",
    )
    return Task("absent", prompt, amount(len(came), drop=people))


def handed_on(draw: Draw) -> Task:
    """Who has it in the end."""
    a, b, c, d = draw.people(4)
    thing = draw.chance.choice(("el libro", "el paraguas", "la maleta", "la cámara"))
    told = f"{a} le prestó {thing} a {b}. Después, {b} se lo pasó a {c}, aunque {d} también lo quería."
    if thing.startswith("la "):
        told = told.replace("se lo pasó", "se la pasó").replace("también lo quería", "también la quería")
    prompt = draw.say(
        f"{told} ¿Quién tiene ahora {thing}? Responde con una frase completa que nombre solo a esa persona.",
        f"{told} ¿Quién tiene ahora {thing}? Responda con una oración completa que nombre solo a esa persona.",
    )
    return Task("handed-on", prompt, chosen(c, [a, b, c, d], drop=[a, b, c, d]))


def first(draw: Draw) -> Task:
    """Who came first, told out of order."""
    a, b, c = draw.people(3)
    told = f"{b} llegó después que {a} y antes que {c}."
    which, who = draw.chance.choice((("primer lugar", a), ("último lugar", c)))
    prompt = draw.say(
        f"{told} ¿Quién llegó en {which}? Responde con una frase completa que nombre solo a esa persona.",
        f"{told} ¿Quién llegó en {which}? Responda con una oración completa que nombre solo a esa persona.",
    )
    return Task("order", prompt, chosen(who, [a, b, c], drop=[a, b, c]))


MAKERS: tuple[Maker, ...] = (table, negation, handed_on, absent, first)
