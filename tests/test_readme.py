"""The two READMEs say the same: whoever changes one changes the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.session.options import OPTIONS

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text: str) -> list[str]:
    """The lines outside of fenced blocks."""
    return FENCED.sub("", text).splitlines()


def headings(text: str) -> list[int]:
    return [len(line) - len(line.lstrip("#")) for line in prose(text) if line.startswith("#")]


def commands(text: str) -> list[str]:
    return [line.strip() for line in prose(text) if line.startswith("    ")]


def tables(text: str) -> Iterator[list[str]]:
    """First cells of every table below its head; of a cell that names code, the code alone."""
    rows: list[str] = []
    for line in [*prose(text), ""]:
        if line.startswith("|"):
            cell = re.split(r"(?<!\\)\|", line)[1].strip()
            rows.append(" ".join(re.findall(r"`[^`]+`", cell)) or cell)
        elif rows:
            yield rows[2:]
            rows = []


def fenced(text: str) -> list[tuple[str, list[str]]]:
    """Language of every fenced block, and of TOML the keys."""
    return [
        (lang, re.findall(r"^[\[\w.\]]+", body, re.MULTILINE) if lang == "toml" else [])
        for lang, body in FENCED.findall(text)
    ]


def options(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(prose(text))))


@pytest.mark.parametrize("part", [headings, commands, fenced, options], ids=lambda part: part.__name__)
def test_both_readmes_have_the_same(part) -> None:  # type: ignore[no-untyped-def]
    assert part(read(CHINESE)) == part(read(ENGLISH))


def test_both_readmes_have_the_same_tables_with_the_same_rows() -> None:
    assert list(tables(read(CHINESE))) == list(tables(read(ENGLISH)))


def test_each_readme_links_to_the_other() -> None:
    assert f"({CHINESE})" in read(ENGLISH)
    assert f"({ENGLISH})" in read(CHINESE)


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_every_option_stands_in_the_readme(name: str) -> None:
    assert {option for option, _ in OPTIONS} - options(read(name)) == set()
