"""The given options that shape a request, as they may be written down: secrets are left out by construction.

Only what stands in `KEPT` is taken over as it was given. Of a header, the name and the names of its
variables are kept; the endpoint comes from the line that is really used, without its query values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.endpoint.target import REDACTED
from readiness.session.options import Given

KEPT = (
    "--model",
    "--api-key-env",
    "--extra-body",
    "--ca-file",
    "--client-cert",
    "--run-profile",
    "--request-timeout",
    "--thinking-tokens",
    "--seed",
    "--cases",
    "--context-tokens",
)
ALWAYS = ("--run-profile", "--seed")
_VARIABLE = re.compile(r"(\$\{[A-Za-z_][A-Za-z0-9_]*\})")
_SCHEME_WORDS = frozenset({"", "Bearer", "Basic", "Token", "ApiKey"})


def recordable(option: Given) -> tuple[str, ...]:
    """`--name=value` for each option that was given and shapes a request; the endpoint is not among them."""
    return (*_kept(option), *(f"--header={template(text)}" for text in option("--header") or ()))


def _kept(option: Given) -> Iterator[str]:
    """A profile and a seed stand there even where none was given: their defaults may change."""
    for name in KEPT:
        if name in option.values or name in ALWAYS:
            yield f"{name}={option(name)}"


def template(text: str) -> str:
    """`NAME: Bearer ${VAR}` as it was given; a literal part that is no scheme word might be a secret."""
    name, _, value = text.partition(":")
    parts = [
        part if number % 2 or part.strip() in _SCHEME_WORDS else REDACTED
        for number, part in enumerate(_VARIABLE.split(value.strip()))
    ]
    return f"{name.strip()}: {''.join(parts)}"
