"""The options of a run, as pytest shows them. What they mean together is decided in `settings`.

pytest is given no defaults, so that an option that was left out can be told from one that was given:
`--resume-run` takes the first from the record and compares the second with it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readiness.language import language_of_arguments
from readiness.sentence import LANGUAGES, Mistake, Sentence, sentence


class OptionError(Mistake):
    """An option of pytest or of another plugin that does not go with a run of ours."""


def _language() -> str:
    """What the command line says before pytest has read it: help and values come before the settings."""
    return language_of_arguments(sys.argv[1:], os.environ)


def _refusal(key: str, **values: object) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(Sentence(key, values).said(_language()))


def _one_of(*known: str) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text not in known:
            raise _refusal("options.one_of", text=text, known=", ".join(known))
        return text

    return chosen


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _refusal("options.whole_number", text=text) from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _refusal("options.number", text=text) from None


OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--endpoint", {"metavar": "URL"}),
    ("--model", {"metavar": "NAME"}),
    ("--api-key-env", {"metavar": "VAR", "default": "OPENAI_API_KEY"}),
    ("--header", {"metavar": "'NAME: ${VAR}'", "action": "append", "default": []}),
    ("--extra-body", {"metavar": "JSON|@FILE"}),
    ("--ca-file", {"metavar": "FILE", "type": Path}),
    ("--client-cert", {"metavar": "FILE"}),
    (
        "--run-profile",
        {
            "metavar": "quick|standard|full",
            "type": _one_of("quick", "standard", "full"),
            "default": "standard",
        },
    ),
    ("--policy", {"metavar": "NAME|FILE"}),
    ("--confidence", {"metavar": "P", "type": _number}),
    ("--concurrency", {"metavar": "N", "type": _whole_number, "default": 8}),
    ("--rpm", {"metavar": "N", "type": _whole_number}),
    ("--tpm", {"metavar": "N", "type": _whole_number}),
    ("--max-total-tokens", {"metavar": "N", "type": _whole_number}),
    ("--plan-only", {"action": "store_true"}),
    ("--price", {"metavar": "IN,OUT"}),
    ("--request-timeout", {"metavar": "S", "type": _number, "default": 120.0}),
    ("--thinking-tokens", {"metavar": "N", "type": _whole_number, "default": 4096}),
    ("--seed", {"metavar": "N", "type": _whole_number, "default": 0}),
    ("--lang", {"metavar": "en|zh", "type": _one_of(*LANGUAGES)}),
    ("--report-dir", {"metavar": "DIR", "type": Path, "default": Path("reports")}),
    ("--cases", {"metavar": "DIR", "type": Path}),
    ("--context-tokens", {"metavar": "N", "type": _whole_number}),
    ("--replay-run", {"metavar": "RUN", "type": Path}),
    ("--resume-run", {"metavar": "RUN", "type": Path}),
)
FREE = frozenset(
    {
        "--endpoint",
        "--api-key-env",
        "--header",
        "--max-total-tokens",
        "--plan-only",
        "--price",
        "--lang",
        "--report-dir",
        "--replay-run",
        "--resume-run",
    }
)
"""Options that may differ between a run and its resumption, or are compared in another form: a header's
template may hold a secret, the endpoint is recorded without its query."""


@dataclass(frozen=True, slots=True)
class Given:
    """The options that were given, by name. Called with a name it gives the value, or the default."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, config: pytest.Config) -> Given:
        """From pytest's command line."""
        values = {name: config.getoption(name) for name, _ in OPTIONS}
        return cls({name: value for name, value in values.items() if value is not None})

    def __call__(self, name: str) -> Any:
        """What holds for an option."""
        return self.values.get(name, dict(OPTIONS)[name].get("default"))

    def recordable(self) -> Mapping[str, str | list[str]]:
        """As texts, without those that may differ when a run is resumed."""
        given = ((name, value) for name, value in self.values.items() if name not in FREE)
        return {name: _text(value) for name, value in given}

    def beside(self, recorded: Mapping[str, str | list[str]]) -> Given:
        """These, and those of a record where none was given now."""
        then = {name: _value(name, text) for name, text in recorded.items()}
        return Given({**then, **self.values})


def _text(value: Any) -> str | list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def _value(name: str, text: str | list[str]) -> Any:
    convert = dict(OPTIONS)[name].get("type", str)
    return [convert(one) for one in text] if isinstance(text, list) else convert(text)


def add(parser: pytest.Parser) -> None:
    """Add the options to pytest's parser."""
    lang = _language()
    group = parser.getgroup("readiness", sentence("help.title").said(lang))
    for name, how in OPTIONS:
        group.addoption(name, **{**how, "default": None, "help": help_of(name).said(lang)})


def help_of(name: str) -> Sentence:
    """What `--help` says of an option: `words/usage/help.toml`, by its name."""
    return Sentence(f"help.{name.removeprefix('--').replace('-', '_')}")


def given(config: pytest.Config) -> bool:
    """Whether this invocation means a run of ours: an endpoint or a recorded run is named."""
    return any(
        config.getoption(name) for name in ("--endpoint", "--plan-only", "--replay-run", "--resume-run")
    )


def refuse_workers(config: pytest.Config) -> None:
    """Refuse `-n`: the controller of xdist collects nothing, so this must be said before collection."""
    if getattr(config.option, "numprocesses", None):
        raise OptionError("options.workers")


def refuse_repeats(config: pytest.Config) -> None:
    """Refuse what would ask an answered case again, or stop before the gates are judged."""
    for name, flag in (
        ("reruns", "--reruns"),
        ("count", "--count"),
        ("maxfail", sentence("options.early_stop")),
    ):
        value = getattr(config.option, name, None)
        if value and not (name == "count" and value == 1):
            raise OptionError("options.repeats", flag=flag)
