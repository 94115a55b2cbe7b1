"""The catalogue: complete in both languages, nothing unused, nothing missing; and which one is chosen."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from readiness.language import LanguageError, choose_language
from readiness.places import dimension_ids
from readiness.report.words import Words
from readiness.sentence import UnknownWord

PACKAGE = Path(__file__).parents[2] / "readiness"
CATALOGUE = PACKAGE / "report" / "words"
ENTRY = {"en", "zh"}


def entries(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in table.items():
        if not isinstance(value, dict) or value.keys() & ENTRY:
            yield prefix.rstrip(".") if not isinstance(value, dict) else f"{prefix}{name}", value
        else:
            yield from entries(value, f"{prefix}{name}.")


def load(path: Path) -> dict[str, dict[str, str]]:
    return dict(entries(tomllib.loads(path.read_text(encoding="utf-8"))))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call that asks for words."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="text" | "both"), args=[ast.Constant(), *_]):
                    yield path, node


def literals() -> str:
    """All string literals of the package as one pattern; what is filled into one stands for any word."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in node.values
                ]
                found.add("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
    return "|".join(pattern for pattern in found if re.match(r"[a-z_]+(\\\.|$)", pattern))


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.toml")), ids=lambda path: path.stem)
def test_every_entry_speaks_both_languages(path: Path) -> None:
    assert load(path)
    for key, entry in load(path).items():
        assert entry.keys() == ENTRY, key
        assert all(sentence.strip() for sentence in entry.values()), key


def test_both_languages_have_the_same_placeholders() -> None:
    for key, entry in load(CATALOGUE / "readiness.toml").items():
        assert placeholders(entry["en"]) == placeholders(entry["zh"]), key


def test_no_entry_is_unused() -> None:
    used = re.compile(literals())
    assert [key for key in load(CATALOGUE / "readiness.toml") if not used.fullmatch(key)] == []


def test_no_entry_is_missing_and_its_placeholders_are_given() -> None:
    sentences = load(CATALOGUE / "readiness.toml")
    for path, call in calls():
        key = ast.literal_eval(call.args[0])
        assert key in sentences, f"{path.name}:{call.lineno} asks for {key}"
        given = {keyword.arg for keyword in call.keywords}
        assert given == placeholders(sentences[key]["en"]), f"{path.name}:{call.lineno} fills in {key}"


def test_findings_and_bars_are_explained_by_dimension() -> None:
    names = {description.id for description in Words("en").dimensions()}
    others = {path.stem for path in CATALOGUE.glob("*.toml")} - {"readiness", "dimensions"}
    assert others <= names
    for name in others:
        assert all(key.startswith(("finding.", "bar.")) for key in load(CATALOGUE / f"{name}.toml"))


def test_every_built_dimension_has_a_title_and_explains_its_findings() -> None:
    names = {description.id for description in Words("en").dimensions()}
    for name in dimension_ids():
        assert name in names
        assert (CATALOGUE / f"{name}.toml").is_file()


@pytest.mark.parametrize("name", dimension_ids())
def test_every_bar_of_a_dimension_has_its_meaning_and_no_other_has(name: str) -> None:
    bars = import_module(f"readiness.test_{name}").DIMENSION.bars
    explained = {
        key.removeprefix("bar.") for key in load(CATALOGUE / f"{name}.toml") if key.startswith("bar.")
    }
    assert explained == set(bars)


@pytest.mark.parametrize(("lang", "word"), [("en", "NOT READY"), ("zh", "不可上线")])
def test_words_come_in_the_language_asked_for(lang: str, word: str) -> None:
    assert Words(lang).text("verdict.run.not_ready") == word


def test_values_are_filled_in_as_they_are() -> None:
    assert Words("en").text("cell.bar", bar="{n}") == "bar {n}"


@pytest.mark.parametrize("key", ["no.such", "verdict", "verdict.run", "verdict.run.ready.en", ""])
def test_an_unknown_word_is_an_error(key: str) -> None:
    with pytest.raises(UnknownWord):
        Words("en").text(key)


@pytest.mark.parametrize("code", ["json_output.no_such_word", "no_such_dimension.fence", "fence"])
def test_an_unknown_finding_is_an_error(code: str) -> None:
    with pytest.raises(UnknownWord):
        Words("zh").finding(code)


@pytest.mark.parametrize(
    ("option", "environ", "lang"),
    [
        (None, {}, "en"),
        ("zh", {"READINESS_LANG": "en", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"READINESS_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        (None, {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.GB18030"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_chosen(option: str | None, environ: dict[str, str], lang: str) -> None:
    assert choose_language(option, environ) == lang


def test_a_language_nobody_speaks_here_is_refused_by_name() -> None:
    with pytest.raises(LanguageError, match="READINESS_LANG is 'fr': write en or zh"):
        choose_language(None, {"READINESS_LANG": "fr"})
