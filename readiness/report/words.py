"""The words of every report in Chinese and English, from one catalogue of TOML files.

`words/readiness.toml` holds the sentences, `words/dimensions.toml` titles and claims in the order of
the readiness table, `words/<dimension>.toml` a dimension's findings and bars, `words/usage/` what a
user may have done wrong (see `readiness.sentence`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from readiness.dimension import OWN
from readiness.evidence.result import Description
from readiness.judging.records import Text
from readiness.sentence import LANGUAGES, Mistake, Sentence, UnknownWord, said

CATALOGUE = files("readiness.report") / "words"


class Words:
    """The catalogue, read once, speaking one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._sentences = _load("readiness")
        self._dimensions = _load("dimensions")
        self._own = {name: _load(name) for name in self._dimensions if _has(name)}

    def text(self, key: str, **values: object) -> str:
        """The sentence under `key` with its placeholders filled in."""
        return self.of(self.both(key, **values))

    def both(self, key: str, **values: object) -> Text:
        """The sentence in both languages, for what is recorded in `run.json`."""
        entry: Any = self._sentences
        for part in key.split("."):
            entry = entry.get(part) if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(entry.get("en"), str):
            raise UnknownWord(key)
        return Text(*(entry[lang].format(**_filled(values, lang)) for lang in LANGUAGES))

    def say(self, what: Sentence | Mistake) -> str:
        """What a user may have done wrong, in this language."""
        return what.said(self.lang)

    def of(self, text: Text) -> str:
        """One of the two sentences, in this language."""
        return text.zh if self.lang == "zh" else text.en

    def finding(self, code: str) -> str:
        """What the finding `<dimension>.<word>` means."""
        dimension, _, word = code.partition(".")
        return self._explained(dimension, "finding", word)

    def bar(self, dimension: str, name: str) -> str:
        """What a bar of the policy asks for."""
        return self._explained(dimension, "bar", name)

    def _explained(self, dimension: str, kind: str, name: str) -> str:
        entry = self._own.get(dimension, {}).get(kind, {}).get(name)
        if entry is None:
            raise UnknownWord(f"{dimension}.{name}")
        return self.of(Text(**entry))

    def own(self, entry: Description) -> Description:
        """The line of an organisation's own bank beside a dimension."""
        suffix = self.both("own.title")
        title = Text(entry.title.en + suffix.en, entry.title.zh + suffix.zh)
        return Description(entry.id + OWN, title, entry.claim)

    def dimensions(self) -> tuple[Description, ...]:
        """Every dimension of the readiness table, in its order."""
        return tuple(
            Description(name, Text(**entry["title"]), Text(**entry["claim"]))
            for name, entry in self._dimensions.items()
        )


def in_both(what: Sentence | Mistake) -> Text:
    """A sentence in both languages, for what is recorded in `run.json`."""
    return Text(*(what.said(lang) for lang in LANGUAGES))


def _filled(values: Mapping[str, object], lang: str) -> dict[str, object]:
    return {name: said(value, lang) for name, value in values.items()}


def _has(name: str) -> bool:
    return (CATALOGUE / f"{name}.toml").is_file()


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((CATALOGUE / f"{name}.toml").read_text(encoding="utf-8"))
