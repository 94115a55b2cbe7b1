"""The options of a run, as pytest shows them. What they mean together is decided in `settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
    (
        "--request-timeout",
        {"metavar": "S", "type": float, "default": 120.0, "help": "seconds to the first byte (default 120)"},
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
)


def add(parser: pytest.Parser) -> None:
    """Add the options to pytest's parser."""
    group = parser.getgroup("readiness", "readiness: dare we put this model endpoint into production?")
    for name, how in OPTIONS:
        group.addoption(name, **how)


def given(config: pytest.Config) -> bool:
    """Whether this invocation means a run of ours: an endpoint or a recorded run is named."""
    return bool(config.getoption("--endpoint") or config.getoption("--replay-run"))


def refuse_workers(config: pytest.Config) -> None:
    """Refuse `-n`: the controller of xdist collects nothing, so this must be said before collection."""
    if getattr(config.option, "numprocesses", None):
        raise pytest.UsageError(
            "-n does not go with readiness: its requests overlap already, and workers would split the limits. "
            "Leave -n out and set --concurrency"
        )


def refuse_repeats(config: pytest.Config) -> None:
    """Refuse what would ask an answered case again, or stop before the gates are judged."""
    for name, flag in (("reruns", "--reruns"), ("count", "--count"), ("maxfail", "-x or --maxfail")):
        value = getattr(config.option, name, None)
        if value and not (name == "count" and value == 1):
            raise pytest.UsageError(
                f"{flag} does not go with readiness: every case is asked a declared number of times and "
                f"every miss is shown. Leave {flag} out"
            )
