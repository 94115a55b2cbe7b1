"""Which language the user reads: the option, else READINESS_LANG, else the locale."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from readiness.sentence import LANGUAGES, Mistake


class LanguageError(Mistake):
    """A language that the catalogue does not speak."""


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """The option, else READINESS_LANG, else the locale; English where nothing says Chinese."""
    wanted = option or environ.get("READINESS_LANG")
    if wanted and wanted not in LANGUAGES:
        raise LanguageError("language.unknown", name="--lang" if option else "READINESS_LANG", wanted=wanted)
    return wanted or _of_locale(environ)


def understood_language(option: str | None, environ: Mapping[str, str]) -> str:
    """The same, but never an error: for what has to be said before the settings are in order."""
    named = (wanted for wanted in (option, environ.get("READINESS_LANG")) if wanted in LANGUAGES)
    return next(named, None) or _of_locale(environ)


def language_of_arguments(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The same, of a command line that nobody has read yet: help texts are made before it is."""
    return understood_language(option_of(arguments)[0], environ)


def option_of(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The value of `--lang`, wherever it stands, and the arguments without it."""
    peeking = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    peeking.add_argument("--lang", nargs="?")
    found, rest = peeking.parse_known_args(arguments)
    return found.lang, rest


def _of_locale(environ: Mapping[str, str]) -> str:
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
