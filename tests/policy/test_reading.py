"""A policy of one's own: what it may say, and how each wrong line is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from readiness.policy import Policy, PolicyError, Waiver, load, read
from tests.policy.grounds import CASE, GROUNDS, waiver

PATH = Path("own.toml")
JSON = "[dimension.json_output]\n"


def parsed(text: str) -> Policy:
    return read(PATH, text, "own.toml", GROUNDS)


def wrong(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parsed(text)
    return [problem.said("en") for problem in caught.value.problems]


def test_what_is_left_out_keeps_its_default() -> None:
    rules = parsed(f"{JSON}value_rate = 1\n").rules
    assert rules["json_output"].bars == {"format_rate": 1.0, "value_rate": 1.0, "error_rate": 0.02}
    assert rules["tool_calls"] == load("default", GROUNDS).rules["tool_calls"]


def test_a_switch_is_switched() -> None:
    assert (
        parsed("[dimension.tool_calls]\nstrict_ids = true\n").rules["tool_calls"].bars["strict_ids"] is True
    )


def test_a_dimension_is_taken_out_with_a_reason() -> None:
    rule = parsed(f'{JSON}required = false\nreason = "no JSON here"\n').rules["json_output"]
    assert (rule.required, rule.reason) == (False, "no JSON here")


@pytest.mark.parametrize("until", ["2026-06-30", '"2026-06-30"'])
def test_a_waiver_holds_on_its_last_day(until: str) -> None:
    expected = Waiver("json_output.fence", CASE, "the gateway strips it", "Li Wei", date(2026, 6, 30))
    assert parsed(waiver(until=until)).waivers == (expected,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = [\n", "2: not TOML"),
        ("[compare]\nmargin = 1\n", '1: unknown key "compare"; known are dimension, waive'),
        ("\n[dimension.jason]\n", '2: unknown dimension "jason"; known are'),
        (f"{JSON}format_rat = 1.0\n", '2: unknown bar "format_rat" of json_output; known are format_rate'),
        (f'{JSON}format_rate = "1"\n', '2: format_rate is "1"; write a number'),
        (f"{JSON}format_rate = true\n", "2: format_rate is true; write a number"),
        (f"{JSON}format_rate = 98\n", "2: format_rate is 98; write a number from 0 to 1"),
        (f"{JSON}format_rate = nan\n", "2: format_rate is NaN; write a number from 0 to 1"),
        ("[dimension.tool_calls]\nstrict_ids = 2\n", "2: strict_ids is 2; write true or false"),
        ("[dimension]\njson_output = 1\n", "2: dimension.json_output is 1; write it as a table"),
        ("dimension = 1\n", "1: dimension is 1; write it as a table"),
        (f'{JSON}required = "no"\n', '2: required is "no"; write true or false'),
        (f"{JSON}required = false\n", "2: json_output is taken out of the verdict without a reason"),
        (f'{JSON}required = false\nreason = " "\n', '3: reason is " "; write a text in quotes'),
        (f'{JSON}reason = "why"\n', "2: this reason belongs to nothing"),
        ("waive = 1\n", "1: this is no waiver"),
        ("waive = [1]\n", "1: this is no waiver"),
        (waiver(by="", until=""), "1: this waiver lacks by, until"),
        (waiver(ticket='"A-1"'), '7: unknown key "ticket"; known are finding, case, reason, by, until'),
        (waiver(reason='""'), '4: reason is ""; write a text in quotes'),
        (waiver(until='"soon"'), '6: until is "soon"; write a day such as'),
        (waiver(until="2026-06-30T08:00:00"), "6: until is"),
        (waiver(until="2026-06-29"), "6: this waiver ended on 2026-06-29; take it out, or have Li Wei"),
        (waiver(case='"no-such-case"'), '3: json_output has no case "no-such-case"'),
        (waiver(finding='"json_output.fense"'), '2: no such finding "json_output.fense"'),
        (waiver(finding='"fence"'), '2: no such finding "fence"'),
        (waiver(finding='"json_output.think_leak"'), "2: json_output.think_leak cannot be waived"),
        (
            waiver(finding='"tool_calls.crossed_request"', case='"call-riga-zh"'),
            "2: tool_calls.crossed_request cannot be waived",
        ),
        (waiver() + waiver(reason='"again"'), f"7: this finding of case {CASE} is waived twice"),
    ],
)
def test_a_wrong_line_is_told_with_its_place_and_remedy(text: str, says: str) -> None:
    (problem,) = wrong(text)
    assert problem.startswith(f"own.toml:{says}")


def test_all_wrong_lines_are_told_in_their_order() -> None:
    problems = wrong(f"{JSON}format_rate = 2\nvalue_rat = 1\n{waiver(until='2020-01-01')}")
    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "9"]


def test_a_name_that_is_neither_a_policy_nor_a_file_is_told_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path / "strict"), GROUNDS)
    assert "no such policy and no such file; the names are default" in caught.value.said("en")
    assert "没有此名称的策略" in caught.value.said("zh")


def test_a_file_that_an_editor_of_windows_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf[dimension.json_output]\r\nvalue_rate = 0.9\r\n")
    assert load(str(path), GROUNDS).rules["json_output"].bars["value_rate"] == 0.9
