"""The lines that look at one case again: as it was recorded, and asked anew in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from readiness.dimension import OWN, base_of, item_name
from readiness.report.shell import expanding, fillable, quoted

PACKAGE = Path(__file__).resolve().parents[1]
REFERENCE = "--endpoint=reference"


def show_line(folder: str, dimension: str, case: str) -> str:
    """`readiness show RUN DIMENSION/CASE`."""
    return f"readiness show {quoted(folder)} {quoted(f'{dimension}/{case}')}"


def ask_line(invocation: Sequence[str], model: str, dimension: str, case: str) -> str:
    """pytest on this case alone, with the options that make the same request."""
    return " ".join(["pytest", *_item(dimension, case), *_options(invocation, model)])


def _item(dimension: str, case: str) -> Iterator[str]:
    """In a checkout by its path, else by the installed module."""
    module = f"test_{base_of(dimension)}"
    item = f"test_reply[{item_name(case, own=dimension.endswith(OWN))}]"
    path = Path("readiness") / f"{module}.py"
    if path.is_file() and path.samefile(PACKAGE / path.name):
        yield quoted(f"{path.as_posix()}::{item}")
    else:
        yield "--pyargs"
        yield quoted(f"readiness.{module}::{item}")


def _options(invocation: Sequence[str], model: str) -> Iterator[str]:
    """As recorded; a model that was found out is named. pytest fills in a header's variables, the shell a query's."""
    for option in invocation:
        name, _, value = option.partition("=")
        yield f"{name}={expanding(fillable(value)) if name == '--endpoint' else quoted(value)}"
        if name == "--endpoint" and option != REFERENCE and not _named(invocation):
            yield f"--model={quoted(model)}"


def _named(invocation: Sequence[str]) -> bool:
    return any(option.startswith("--model=") for option in invocation)
