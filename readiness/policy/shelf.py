"""Which policies there are: those that come with the package, and files of one's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from readiness.policy.reading import Grounds, read
from readiness.policy.records import Policy, PolicyError, Problem
from readiness.sentence import sentence

DEFAULT = "default"
_SHELF = Path(str(files("readiness") / "policies"))


def names() -> list[str]:
    """The policies that `--policy` knows by name: the files of `readiness/policies/`."""
    return sorted(path.stem for path in _SHELF.glob("*.toml"))


def load(name: str, grounds: Grounds) -> Policy:
    """The policy of that name, else the file of that name; raises `PolicyError` with every wrong line."""
    if name in names():
        path = _SHELF / f"{name}.toml"
        return read(path, path.read_text(encoding="utf-8"), name, grounds)
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        what = sentence("policy.no_such", names=", ".join(names()))
        raise PolicyError([Problem(path, 0, what)]) from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PolicyError([Problem(path, 0, sentence("policy.unreadable", why=why))]) from error
    return read(path, text, path.name, grounds)
