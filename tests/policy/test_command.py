"""`readiness policy`: what it prints can be given back, and what is wrong is told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.cli import main
from readiness.policy import load
from readiness.policy.writing import bare
from tests.policy.grounds import GROUNDS, waiver

OWN = f"""\
[dimension.json_output]
required = false
reason = 'no "JSON" here, \u4e0d\u7528'
value_rate = 0.9
[dimension.tool_calls]
required = true
strict_ids = true
{waiver(until="9999-12-31")}"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", ["default", "own"])
def test_what_it_prints_is_the_same_policy(
    lang: str, which: str, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(own) if which == "own" else which
    assert main(["policy", name, "--lang", lang]) == 0
    printed = tmp_path / "printed.toml"
    printed.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["policy", "--check", str(printed)]) == 0
    assert bare(load(str(printed), GROUNDS)) == bare(load(name, GROUNDS))


@pytest.mark.parametrize(("lang", "meaning"), [("en", "# share of legal documents"), ("zh", "# 合法文档中")])
def test_each_bar_is_explained_in_the_language_asked_for(
    lang: str, meaning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["policy", "--lang", lang])
    assert meaning in capsys.readouterr().out


def test_the_example_of_a_waiver_lacks_only_who_answers_for_it_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["policy", "--lang", "en"])
    printed = capsys.readouterr().out
    example = printed[printed.index("# [[waive]]") :].replace("# ", "")
    (tmp_path / "example.toml").write_text(example, encoding="utf-8")
    assert main(["policy", "--check", str(tmp_path / "example.toml")]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1].split()[0] for line in told] == ["reason", "by"]


def test_wrong_lines_are_printed_and_nothing_else(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.write_text("[dimension.json_output]\nformat_rate = 2\n", encoding="utf-8")
    assert main(["policy", "--check", str(own), "--lang", "zh"]) == 1
    assert capsys.readouterr().out == f"{own}:2: format_rate 是 2；请写 0 到 1 之间的数字\n"


def test_the_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "--list"]) == 0
    assert "default" in capsys.readouterr().out.splitlines()
