"""Lines to paste into a shell: quoted, with `${NAME}` where a value was never recorded."""

from __future__ import annotations

import re
import shlex

from readiness.endpoint.target import REDACTED

_VARIABLE = re.compile(r"(\$\{[A-Za-z_][A-Za-z0-9_]*\})")
_QUERY_VALUE = re.compile(rf"([^?&=]+)={re.escape(REDACTED)}")
_SPECIAL = re.compile(r'([\\"`$])')


def quoted(text: str) -> str:
    """One word of a command line that means exactly this text."""
    return shlex.quote(text)


def expanding(text: str) -> str:
    """One word in which the shell fills in `${NAME}` and nothing else; quoted plainly where there is none."""
    if not _VARIABLE.search(text):
        return quoted(text)
    parts = _VARIABLE.split(text)
    escaped = [part if number % 2 else _SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts)]
    return f'"{"".join(escaped)}"'


def variable(name: str) -> str:
    """`api-key` as an environment variable in braces: `${API_KEY}`."""
    return "${" + re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() + "}"


def fillable(url: str) -> str:
    """A URL whose redacted query values are variables: `?code=[redacted]` becomes `?code=${CODE}`."""
    return _QUERY_VALUE.sub(lambda found: f"{found[1]}={variable(found[1])}", url)


def variables(text: str) -> list[str]:
    """The names of the variables in a text."""
    return [found[2:-1] for found in _VARIABLE.findall(text)]
