"""What a user did wrong, as a key and its values: the room that finds it does not know the user's language.

`raise TargetError("endpoint.no_host", scheme=...)` anywhere; the sentence stands in both languages in
`report/words/usage/endpoint.toml` under `[no_host]`. The doors to the user say it: `plugin.py` for pytest,
`cli` for the command.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("en", "zh")
USAGE = Path(__file__).parent / "report" / "words" / "usage"


class UnknownWord(KeyError):
    """The catalogue has no such entry: a mistake in the code or in the catalogue."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `words/usage/`: `room.word`, and what is filled in. Values may be sentences too."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, lang: str) -> str:
        """In one of the two languages; values such as paths and system messages stay as they are."""
        room, _, word = self.key.partition(".")
        entry = _room(room).get(word)
        if entry is None:
            raise UnknownWord(self.key)
        return entry[lang].format(**{name: said(value, lang) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.said("en")


def sentence(key: str, /, **values: object) -> Sentence:
    """A sentence to be said later."""
    return Sentence(key, values)


def said(value: object, lang: str) -> object:
    """A value as it is filled in: a sentence in this language, anything else as it is."""
    return value.said(lang) if isinstance(value, Sentence | Mistake) else value


class Mistake(Exception):
    """Something that the user can mend; each room raises a kind of its own. As `str`, it speaks English."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.sentence = Sentence(key, values)

    def said(self, lang: str) -> str:
        """One sentence that names the option, variable or file line to change."""
        return self.sentence.said(lang)

    def __str__(self) -> str:
        return self.said("en")


@functools.cache
def _room(name: str) -> Mapping[str, Mapping[str, str]]:
    path = USAGE / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
