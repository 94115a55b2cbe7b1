"""The options of a run, as pytest shows them. What they mean together is decided in `settings`.

pytest is given no defaults, so that an option that was left out can be told from one that was given:
`--resume-run` takes the first from the record and compares the second with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readiness.sentence import Mistake, sentence


class OptionError(Mistake):
    """An option of pytest or of another plugin that does not go with a run of ours."""


OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "--endpoint",
        {"metavar": "URL", "help": "base URL of the endpoint, or 'reference' for the built-in one"},
    ),
    ("--model", {"metavar": "NAME", "help": "model to ask (default: the only one that the endpoint lists)"}),
    (
        "--api-key-env",
        {
            "metavar": "VAR",
            "default": "OPENAI_API_KEY",
            "help": "environment variable that holds the API key (default OPENAI_API_KEY; absent is fine)",
        },
    ),
    (
        "--header",
        {
            "metavar": "'NAME: ${VAR}'",
            "action": "append",
            "default": [],
            "help": "header for every request, value from the environment; repeatable",
        },
    ),
    ("--extra-body", {"metavar": "JSON|@FILE", "help": "JSON object merged into every chat request"}),
    ("--ca-file", {"metavar": "FILE", "type": Path, "help": "PEM file of a private CA"}),
    ("--client-cert", {"metavar": "FILE", "help": "PEM file with client certificate and key, or CERT,KEY"}),
    (
        "--run-profile",
        {
            "choices": ("quick", "standard", "full"),
            "default": "standard",
            "help": "how much is asked (default standard; quick is a smoke run)",
        },
    ),
    (
        "--policy",
        {
            "metavar": "NAME|FILE",
            "help": "the bars: a name that 'readiness policy --list' shows, or a TOML file of your own "
            "(default 'default')",
        },
    ),
    (
        "--confidence",
        {
            "metavar": "P",
            "type": float,
            "help": "gate on the lower bound at P, e.g. 0.95, not on the figure seen",
        },
    ),
    (
        "--concurrency",
        {"metavar": "N", "type": int, "default": 8, "help": "requests in flight at most (default 8)"},
    ),
    ("--rpm", {"metavar": "N", "type": int, "help": "requests a minute at most, spread evenly"}),
    ("--tpm", {"metavar": "N", "type": int, "help": "tokens a minute at most, in and out together"}),
    (
        "--max-total-tokens",
        {
            "metavar": "N",
            "type": int,
            "help": "ask nothing more once so many tokens were used; the run is then partial",
        },
    ),
    (
        "--request-timeout",
        {"metavar": "S", "type": float, "default": 120.0, "help": "seconds to the first byte (default 120)"},
    ),
    (
        "--thinking-tokens",
        {
            "metavar": "N",
            "type": int,
            "default": 4096,
            "help": "added to every answer budget when the model thinks (default 4096, 0 = off)",
        },
    ),
    (
        "--seed",
        {"metavar": "N", "type": int, "default": 0, "help": "seed of every random choice (default 0)"},
    ),
    (
        "--lang",
        {
            "choices": ("en", "zh"),
            "help": "language of terminal and reports (default: READINESS_LANG, locale)",
        },
    ),
    (
        "--report-dir",
        {
            "metavar": "DIR",
            "type": Path,
            "default": Path("reports"),
            "help": "where runs go (default reports/)",
        },
    ),
    (
        "--replay-run",
        {"metavar": "RUN", "type": Path, "help": "judge a recorded run again; no request leaves the machine"},
    ),
    (
        "--resume-run",
        {"metavar": "RUN", "type": Path, "help": "go on with a run that was killed or cut off"},
    ),
)
FREE = frozenset(
    {
        "--endpoint",
        "--api-key-env",
        "--header",
        "--max-total-tokens",
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
    group = parser.getgroup("readiness", "readiness: dare we put this model endpoint into production?")
    for name, how in OPTIONS:
        group.addoption(name, **{**how, "default": None})


def given(config: pytest.Config) -> bool:
    """Whether this invocation means a run of ours: an endpoint or a recorded run is named."""
    return any(config.getoption(name) for name in ("--endpoint", "--replay-run", "--resume-run"))


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
