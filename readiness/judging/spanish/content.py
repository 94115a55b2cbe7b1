"""Whether a reply says the right thing: one exact rule a kind of answer. Pure and total."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from readiness.judging.language.cleaning import comments
from readiness.judging.spanish.form import holds
from readiness.judging.spanish.numbers import last_number, same_digits, tokens

Expect = Mapping[str, Any]

_FENCE = re.compile(r"```[\w+-]*[ \t]*\n(.*?)(?:```|\Z)", re.S)
_NEGATED = re.compile(r"\b(?:no|ni|tampoco|excepto|salvo)\s+(?:\w+\s+){0,2}$")
_ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|para)\s+")
_COMMENTS = 2
_SHIFTS = (1000, 100, 0.01, 0.001)
"""What a number is off by when a dot or a comma was taken for the other."""
_DEEP = (SyntaxError, ValueError, RecursionError, MemoryError)


def fold(text: str) -> str:
    """One case, one kind of space, no emphasis."""
    return " ".join(re.sub(r"[*_`]+", "", unicodedata.normalize("NFC", text)).casefold().split())


def _bare(text: str) -> str:
    """Folded, without accents."""
    apart = unicodedata.normalize("NFD", fold(text))
    return "".join(each for each in apart if not unicodedata.combining(each))


def wrong(text: str, expect: Expect) -> str | None:
    """The word of the defect in a reply's content; None where it is right."""
    return _RULES[expect["kind"]](text, expect)


def _number(text: str, expect: Expect) -> str | None:
    answer = float(expect["answer"])
    if any(abs(value - answer) < 1e-6 for value in last_number(text, american=expect.get("american", False))):
        return None
    written = tokens(text)
    shifted = bool(written) and same_digits(written[-1], expect["answer"])
    return "number_format" if shifted else "wrong_result"


def _written(text: str, expect: Expect) -> str | None:
    answer = expect["answer"]
    if re.search(rf"(?<![\d.,/]){re.escape(answer)}(?![\d/]|[.,]\d)", text):
        return None
    known = any(each in text for each in expect["wrong"])
    return (
        "number_format"
        if known or any(same_digits(each, answer) for each in tokens(text))
        else "wrong_result"
    )


def _sequence(text: str, expect: Expect) -> str | None:
    answer, found = list(expect["answer"]), tokens(text)
    count = len(answer)
    if answer in (found[:count], found[-count:]):
        return None
    digits = [sorted(re.sub(r"\D", "", each) for each in numbers) for numbers in (found[-count:], answer)]
    if digits[0] == digits[1]:
        return "number_format"
    return "wrong_result"


def _choice(text: str, expect: Expect) -> str | None:
    plain = fold if expect.get("fixed") else _bare
    said, answer, options = plain(text), plain(expect["answer"]), [plain(each) for each in expect["options"]]
    named = _named(said, options)
    if not named:
        named = {plain(option) for key, option in expect.get("letters", {}).items() if key in said}
    if named == {answer}:
        return None
    if expect.get("fixed") and not named:
        changed = [_bare(answer), fold(expect["english"][expect["answer"]])]
        return (
            "keys_translated"
            if any(_named(_bare(text), [_bare(each)]) for each in changed)
            else "wrong_result"
        )
    return "wrong_result"


def _named(said: str, options: list[str]) -> set[str]:
    """The options that a reply names without denying them, longest first."""
    found = set()
    for option in sorted(options, key=len, reverse=True):
        for place in re.finditer(rf"(?<!\w){re.escape(option)}(?!\w)", said):
            if not _NEGATED.search(said[: place.start()]):
                found.add(option)
        said = said.replace(option, " ")
    return found


def _json(text: str, expect: Expect) -> str | None:
    value = document(text)
    answer: Mapping[str, Any] = expect["answer"]
    if not isinstance(value, dict):
        return "wrong_result"
    if set(value) != set(answer):
        missing = [key for key in answer if key not in value]
        other = {_bare(str(key)) for key in value if key not in answer}
        changed = {_bare(key) for key in missing} | {_bare(expect["english"][key]) for key in missing}
        return "keys_translated" if other & changed else "wrong_result"
    words = [_value(value[key], right) for key, right in answer.items()]
    return next(filter(None, words), None)


def _value(got: Any, right: Any) -> str | None:
    if isinstance(right, str):
        if not isinstance(got, str) or _bare(_text(got)) != _bare(_text(right)):
            return "wrong_result"
        return None if _text(got) == _text(right) else "no_accents"
    if isinstance(got, int | float) and not isinstance(got, bool) and abs(got - right) < 1e-6:
        return None
    if isinstance(got, str):
        return "number_format" if same_digits(got, f"{right:.2f}") else "wrong_result"
    shifted = isinstance(got, int | float) and any(abs(got * by - right) <= 1e-3 * right for by in _SHIFTS)
    return "number_format" if shifted else "wrong_result"


def _text(value: str) -> str:
    return _ARTICLE.sub("", fold(value).strip(" .;,"))


def document(text: str) -> Any:
    """The JSON document of a reply, fenced or with a courtesy around it or not; None where there is none."""
    fence = _FENCE.search(text)
    body = fence[1] if fence else text[text.find("{") : text.rfind("}") + 1]
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _word(text: str, expect: Expect) -> str | None:
    return (
        None
        if re.search(rf"(?<!\w){re.escape(fold(expect['answer']))}(?:e?s)?(?!\w)", fold(text))
        else "wrong_result"
    )


def _filled(text: str, expect: Expect) -> str | None:
    def letters(each: str) -> str:
        return " ".join(re.findall(r"\w+", fold(each)))

    return None if letters(expect["answer"]) in letters(text) else "wrong_result"


def _form(text: str, expect: Expect) -> str | None:
    return None if holds(text, expect) else "form"


def program(text: str) -> str:
    """The code of a reply: its fences, or all of it."""
    return "\n".join(_FENCE.findall(text)) or text


def _code(text: str, expect: Expect) -> str | None:
    source = program(text)
    try:
        tree = ast.parse(source)
    except _DEEP:
        return "wrong_result"
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == expect["answer"]
    ]
    if not any([each.arg for each in node.args.args] == [expect["parameter"]] for node in functions):
        return "wrong_result"
    return None if len(comments(source).splitlines()) >= _COMMENTS else "form"


_RULES: Mapping[str, Callable[[str, Expect], str | None]] = {
    "number": _number,
    "written": _written,
    "sequence": _sequence,
    "choice": _choice,
    "json": _json,
    "word": _word,
    "filled": _filled,
    "form": _form,
    "code": _code,
}
