"""Sentences about mistakes: each raised with a key that the catalogue holds, with its values, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import readiness
from readiness.language import language_of_arguments, understood_language
from readiness.sentence import USAGE, Mistake, UnknownWord, sentence
from readiness.session.options import OPTIONS, help_of
from tests.report.test_words import ENTRY, PACKAGE, load, placeholders

ROOMS = {path.stem: load(path) for path in USAGE.glob("*.toml")}
SENTENCES = {f"{room}.{word}": entry for room, words in ROOMS.items() for word, entry in words.items()}
OWN_WORDING = {"BankError", "PolicyError"}
"""Take problems, each with a key of its own, instead of a key."""


def mistakes() -> set[str]:
    """Names of all kinds of mistakes, and of the functions that make a sentence."""
    for module in walk_packages(readiness.__path__, "readiness."):
        if "_bundled" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    found, left = {"sentence", "problem", "say", "Sentence", "_refusal"}, [Mistake]
    while left:
        kind = left.pop()
        found.add(kind.__name__)
        left += kind.__subclasses__()
    return found - OWN_WORDING


def said() -> Iterator[tuple[str, ast.Call, str]]:
    """Every place of the package that makes a sentence: where, the call, the key."""
    names = mistakes()
    makers = {"sentence.py", "problem.py", "commands.py", "options.py"}
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # A judge has sentences of its own, those of the replies that it reads.
        here = names - {"Sentence"} if "readiness.sentence" not in text else names
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in here:
                keys = [each.value for each in node.args if isinstance(each, ast.Constant)]
                key = next((each for each in keys if isinstance(each, str)), "")
                passed_on = path.name in makers and not key and not node.func.id.endswith("Error")
                if not passed_on:
                    yield f"{path.name}:{node.lineno}", node, key


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_a_sentence_has_both_languages_and_the_same_placeholders(key: str) -> None:
    entry = SENTENCES[key]
    assert entry.keys() == ENTRY
    assert all(text.strip() for text in entry.values())
    assert placeholders(entry["en"]) == placeholders(entry["zh"])


def test_every_sentence_that_is_said_is_there_and_its_values_are_given() -> None:
    for where, call, key in said():
        assert key in SENTENCES, f"{where} says {key or 'what is no key'}"
        if None not in (given := {keyword.arg for keyword in call.keywords}):
            assert given >= placeholders(SENTENCES[key]["en"]), f"{where} fills in {key}"


def test_no_sentence_is_left_over() -> None:
    of_options = {help_of(name).key for name, _ in OPTIONS}
    assert {key for key in SENTENCES if key.startswith("help.")} == of_options | {"help.title"}
    used = {key for _, _, key in said()} | of_options | {"bank.unusable", "policy.unusable"}
    assert SENTENCES.keys() == used


def test_no_usage_error_bypasses_the_catalogue() -> None:
    """`plugin.py` is the one place that turns a mistake into pytest's usage error."""
    where = [path.name for path in PACKAGE.rglob("*.py") if "UsageError(" in path.read_text(encoding="utf-8")]
    assert where == ["plugin.py"]


def test_a_sentence_inside_another_speaks_the_same_language() -> None:
    hint = sentence("gateway.no_server")
    outer = sentence("preflight.hinted", said="HTTP 502", hint=hint)
    assert outer.said("zh") == f"HTTP 502；{hint.said('zh')}"
    assert str(outer) == f"HTTP 502; {hint}"


@pytest.mark.parametrize("key", ["options.no_such_word", "no_such_room.word", "options"])
def test_an_unknown_sentence_is_an_error(key: str) -> None:
    with pytest.raises(UnknownWord):
        str(Mistake(key))


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["--lang", "zh", "--help"], "zh"),
        (["--help", "--lang=zh"], "zh"),
        (["--lang=zh", "--lang=en"], "en"),
        (["--lang"], "en"),
        (["--lang=fr"], "en"),
        (["--language=zh"], "en"),
    ],
)
def test_the_language_of_a_command_line_that_nobody_has_read_yet(arguments: list[str], lang: str) -> None:
    assert language_of_arguments(arguments, {"LANG": "C"}) == lang


def test_an_unknown_language_is_complained_about_in_the_locale() -> None:
    assert understood_language(None, {"READINESS_LANG": "fr", "LANG": "zh_CN.UTF-8"}) == "zh"
