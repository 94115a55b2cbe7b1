"""The lint of banks: every message names file and line and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness import bank

HEAD = """\
schema: readiness.cases/1
dimension: demo
family: plain
licence: Apache-2.0
origin: written for readiness
counts: {quick: 1, standard: 2, full: 2}
prompts:
  ask-zh: {lang: zh, messages: [{role: user, content: "{text}"}]}
  ask-en: {lang: en, messages: [{role: user, content: "{text}"}]}
cases:
"""
CASES = """\
  - {id: first-zh, lang: zh, text: 你好}
  - {id: first-en, lang: en, text: hello}
"""
TWINS = """\
schema: readiness.cases/1
dimension: demo
family: streamed
licence: Apache-2.0
origin: written for readiness
counts: {quick: 1, standard: 1, full: 1}
body: {stream: true}
cases:
  - {id: first-en-streamed, twin_of: first-en}
"""


def problems(folder: Path, text: str, **others: str) -> list[str]:
    """What the lint says about `plain.yaml` holding `text`, and other files by name."""
    for name, content in {"plain": text, **others}.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return [str(problem) for problem in bank.check(folder)]


def test_a_sound_bank_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD + CASES) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("text: hello}", "text: [hello}", 12, "not YAML", "mend the line"),
        ("lang: en, text", "lang: en, lang: en, text", 12, "a key stands twice", "mend the line"),
        ("family: plain\n", "", 1, "'family' is missing or empty", "add 'family: ...' at the top"),
        ("licence: Apache-2.0\n", "", 1, "'licence' is missing or empty", "add 'licence: ...'"),
        ("origin: written for readiness\n", "", 1, "'origin' is missing or empty", "add 'origin: ...'"),
        ("cases/1", "cases/9", 1, "schema is 'readiness.cases/9'", "this version reads readiness.cases/1"),
        ("family: plain", "family: plain\nauthor: me", 1, "unknown key 'author'", "known are schema, "),
        ("family: plain", "family: plain\nkeep_budget: 8", 1, "'keep_budget' is no bool", "see the banks"),
        ("full: 2", "full: 3", 6, "2 cases stand in the file", "'full' must equal the number of cases"),
        ("quick: 1", "quick: 4", 6, "counts are 4, 2, 2", "'full' must equal the number of cases"),
        (", full: 2", "", 1, "'counts' is incomplete", "write {quick: N, standard: N, full: N}"),
        ("{lang: en, messages", "{lang: fr, messages", 9, "prompt 'ask-en' is incomplete", "lang (zh or en)"),
        ("text: hello", "tekst: hello", 12, "unknown key 'tekst'", "known are id, lang, text"),
        (", text: hello", "", 12, "neither 'text' nor 'messages'", "add the text for the prompt"),
        ("text: hello", "text: hello, prompt: beg", 12, "unknown prompt 'beg'", "known are ask-zh, ask-en"),
        ("text: hello", "messages: hello", 12, "'messages' is no list", "write [{role: user"),
        ("first-en,", "First_EN,", 12, "id 'First_EN' is not words", "use a-z, 0-9"),
        ("first-en,", "first-zh,", 12, "id 'first-zh' stands twice", "another id"),
        ("lang: en, text", "lang: es, text", 12, "lang is 'es'", "write zh or en"),
        (
            "{id: first-en, lang: en, text: hello}",
            "hello",
            0,
            "a case is not a mapping",
            "start it with '- id",
        ),
        ("text: hello", "text: hello, body: fast", 12, "'body' is no mapping", "write {name: value"),
        ("text: hello", "text: hello, expect: fast", 12, "'expect' is no mapping", "write {name: value"),
        ("  ask-en: {lang: en", "  ask-en: {lang: zh", 12, "no prompt for en", "add one under 'prompts'"),
    ],
)
def test_a_message_names_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, what: str, remedy: str
) -> None:
    text = HEAD + CASES
    assert text.count(old) == 1
    said = problems(tmp_path, text.replace(old, new))
    assert any(
        message.startswith(f"{tmp_path / 'plain.yaml'}:{line}: ") and what in message and remedy in message
        for message in said
    ), said


def test_a_file_that_is_no_mapping(tmp_path: Path) -> None:
    assert problems(tmp_path, "- one\n- two\n") == [
        f"{tmp_path / 'plain.yaml'}:1: not a mapping; start with 'schema: readiness.cases/1'"
    ]


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_bytes(b"schema: \xff\n")
    (problem,) = bank.check(tmp_path)
    assert str(problem).endswith("; save it as readable UTF-8")


def test_a_folder_without_banks(tmp_path: Path) -> None:
    (problem,) = bank.check(tmp_path)
    assert str(problem).startswith(str(tmp_path))


def test_a_twin_follows_its_original(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD + CASES, streamed=TWINS.replace("quick: 1", "quick: 0")) == []


def test_a_twin_of_an_unknown_case(tmp_path: Path) -> None:
    (said,) = problems(
        tmp_path, HEAD + CASES, streamed=TWINS.replace("twin_of: first-en", "twin_of: last-en")
    )
    assert said == f"{tmp_path / 'streamed.yaml'}:9: twin of unknown case 'last-en'; name a case of this bank"


def test_a_twin_asked_without_its_original(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, HEAD + CASES, streamed=TWINS)
    assert "'first-en-streamed' is in quick, its original 'first-en' is not" in said
    assert "choose another original" in said


def test_an_id_that_stands_in_two_files(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, HEAD + CASES, second=HEAD + CASES.replace("first-zh", "second-zh"))
    assert "id 'first-en' stands twice" in said


def test_two_dimensions_in_one_folder(tmp_path: Path) -> None:
    other = (HEAD + CASES).replace("dimension: demo", "dimension: other").replace("first", "second")
    assert problems(tmp_path, HEAD + CASES, second=other) == []
    with pytest.raises(bank.BankError, match="one folder holds demo, other"):
        bank.load(tmp_path)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = (HEAD + CASES).replace("lang: zh, text", "lang: fr, text").replace("first-en,", "First,")
    assert len(problems(tmp_path, text)) == 2


def test_one_file_is_linted_beside_its_neighbours(tmp_path: Path) -> None:
    problems(tmp_path, HEAD + CASES.replace("lang: en, text", "lang: es, text"), second=TWINS)
    (said,) = bank.check(tmp_path / "plain.yaml")
    assert "lang is 'es'" in str(said)
    assert "first-en-streamed" not in str(said)
