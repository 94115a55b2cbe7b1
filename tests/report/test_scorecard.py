"""The scorecard, in the terminal and as Markdown: what it says, how it stands, what it never does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth, wcwidth

from readiness.evidence.result import EndpointInfo, Finding, Requests, RunResult
from readiness.judging.records import Measure, Text, Verdict
from readiness.report import markdown, terminal
from readiness.report.words import Words
from tests.report.samples import FAILED, FINDINGS, PASSED, result, row

Page = Callable[[RunResult, str], str]
HOSTILE = "\x1b[31m\x9b2J|<script>alert(1)</script>\r\n\x00\u202e`*_[x](http://evil.example)\ud800\u2028"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
REFERENCE = EndpointInfo("http://127.0.0.1:9/v1", "reference", "reference", reference=True)


def in_terminal(sample: RunResult, lang: str = "en") -> str:
    return terminal.scorecard(sample, Words(lang), 100, color=False)


def in_markdown(sample: RunResult, lang: str = "en") -> str:
    return markdown.scorecard(sample, Words(lang))


BOTH = pytest.mark.parametrize("page", [in_terminal, in_markdown])


def words_of(text: str) -> str:
    """The page as one line, as a reader takes it in."""
    return " ".join(text.split())


# --- what it says --------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(("lang", "says"), [("en", "REFERENCE ENDPOINT"), ("zh", "参考端点")])
def test_the_reference_endpoint_is_named_first_of_all(page: Page, lang: str, says: str) -> None:
    assert says in page(result(endpoint=REFERENCE), lang).splitlines()[0]


@BOTH
def test_a_real_endpoint_has_no_such_banner(page: Page) -> None:
    assert "REFERENCE" not in page(result(), "en")


@BOTH
@pytest.mark.parametrize(
    ("sample", "says"),
    [
        (result(row(PASSED)), "READY: the endpoint met the bar of every required dimension."),
        (
            result(row(FAILED)),
            "NOT READY: do not put this endpoint into production. Below the bar: Strict JSON output.",
        ),
        (result(row(PASSED), partial=True), "INCONCLUSIVE: this run cannot say"),
    ],
)
def test_the_verdict_is_one_plain_sentence_at_the_top(page: Page, sample: RunResult, says: str) -> None:
    assert words_of(page(sample, "en")).removeprefix("# ").startswith(says)


@BOTH
@pytest.mark.parametrize(
    ("sample", "says"),
    [
        (
            result(row(PASSED, required=False), profile="quick"),
            "smoke run: it finds faults, it proves nothing",
        ),
        (result(row(PASSED), partial=True), "Less was asked than the profile declares"),
        (result(row(replace(PASSED, verdict=Verdict.INCONCLUSIVE))), "without a result: Strict JSON output."),
        (result(row(PASSED, required=False)), "No dimension was required."),
        (result(row(PASSED)), "Not measured (12 of 13)"),
    ],
)
def test_what_is_missing_stands_beside_the_verdict(page: Page, sample: RunResult, says: str) -> None:
    assert says in words_of(page(sample, "en"))


@BOTH
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_dimension_is_named(page: Page, lang: str) -> None:
    text = page(result(), lang)
    for dimension in result().dimensions:
        assert dimension.id in text
        assert Words(lang).of(dimension.title) in (
            words_of(text) if lang == "en" else "".join(text.split("\n"))
        )


@BOTH
@pytest.mark.parametrize(
    "fact",
    [
        "20260131T080509Z-7f3a",
        "qwen2.5-7b",
        "standard, policy default (bbbbbbbb), seed 7",
        "2026-01-31 08:05:09 UTC, took 2 min 14 s",
        "319 sent, 317 answered, 2 retried, at most 8 in flight",
        "1 http_503, 1 reset",
        "n = 237",
        "231 hit, 6 miss",
        "1 no answer",
        "2 unsupported",
        "97.46 %",
        "94.5 to 99.06 %",
        "6 of 237 replies were not one legal JSON document; the bar is 100 %.",
        "4 x json_output.fence",
        "json-plain-quoted-name-zh-0",
        "journal.jsonl, exchange 17",
        "The endpoint refuses temperature 0",
        "pytest readiness/ --replay-run=reports/20260131T080509Z-7f3a",
    ],
)
def test_the_facts_are_there(page: Page, fact: str) -> None:
    assert fact in words_of(page(result(), "en"))


def test_the_markdown_page_says_how_a_measure_is_computed() -> None:
    assert "legal documents / judged, families P + O + S + T: 231 / 237" in words_of(in_markdown(result()))


@BOTH
def test_another_model_than_asked_for_is_shown(page: Page) -> None:
    endpoint = EndpointInfo("http://127.0.0.1:8000/v1", "qwen2.5-7b", "other-model", reference=False)
    assert "qwen2.5-7b (the replies name other-model)" in page(result(endpoint=endpoint), "en")


@BOTH
def test_a_replay_is_marked_with_the_run_it_judges(page: Page) -> None:
    assert "REPLAY: the answers recorded in run-1 were" in words_of(page(result(replay_of="run-1"), "en"))


@BOTH
def test_a_smoke_run_shows_how_little_it_saw_instead_of_a_pass(page: Page) -> None:
    smoke = replace(PASSED, n=30, hits=30)
    text = page(result(row(smoke, required=False), profile="quick"), "en")
    assert "smoke: no miss in 30" in text
    assert not re.search(r"\bpass\b", text)


@BOTH
@pytest.mark.parametrize("n", [10, 1_000, 100_000, 10_000_000])
def test_a_miss_is_never_shown_as_one_hundred_per_cent(page: Page, n: int) -> None:
    share = (n - 1) / n
    almost = replace(
        FAILED,
        bar=0.92,
        verdict=Verdict.PASS,
        observed=share,
        established=share,
        interval=(share, 1 - 0.1 / n),
    )
    almost = replace(almost, n=n, hits=n - 1, misses=1, reason=Text("One miss.", "一次失误。"))
    almost = replace(almost, measures={"rate": Measure(share * 100, "%", "hits / n")})
    assert not re.search(r"\b100(\.0+)? %", page(result(row(almost)), "en"))


@BOTH
def test_the_rest_of_many_findings_is_counted(page: Page) -> None:
    many = [replace(FINDINGS[0], code=f"json_output.word_{index}") for index in range(8)]
    text = page(result(replace(row(FAILED), findings=tuple(many))), "en")
    assert "and 3 findings of 3 other kinds, in run.json" in text


@BOTH
def test_cases_that_were_not_asked_are_counted(page: Page) -> None:
    assert "200 of 316 planned cases" in page(result(replace(row(FAILED), asked=200)), "en")


def test_the_folder_of_the_run_is_quoted_for_the_shell() -> None:
    page = terminal.scorecard(result(), Words("en"), 80, color=False, folder="my reports/run")
    assert page.endswith("--replay-run='my reports/run'")


# --- how it stands -------------------------------------------------------------------------------

WIDTHS = pytest.mark.parametrize("width", [80, 100, 120])
COMMANDS = ("readiness show ", "pytest ")
LANGS = pytest.mark.parametrize("lang", ["en", "zh"])


def three_rows(**changes: object) -> RunResult:
    silent = replace(PASSED, verdict=Verdict.INCONCLUSIVE, n=40, hits=40, errors=60)
    return result(row(FAILED), row(PASSED, "tool_calls"), row(silent, "refusal"), **changes)


def table(page: str) -> list[str]:
    """The lines of the table, heading to last rule."""
    lines = page.splitlines()
    rules = [index for index, line in enumerate(lines) if re.fullmatch(r"-+(  -+)+", line)]
    return lines[rules[0] - 1 : rules[-1] + 1]


def by_column(line: str, width: int) -> list[str]:
    """One entry a terminal column; the second half of a wide character is empty."""
    cells = [
        cell for character in line for cell in ([character, ""] if wcwidth(character) == 2 else [character])
    ]
    return cells + [" "] * (width - len(cells))


@WIDTHS
@LANGS
def test_columns_stand_under_each_other(width: int, lang: str) -> None:
    lines = table(terminal.scorecard(three_rows(), Words(lang), width, color=False))
    rule = lines[1]
    gaps = [index for index, character in enumerate(rule) if character == " "]
    assert len(lines) >= 11
    for line in lines:
        cells = by_column(line, width)
        assert [cells[index] for index in gaps] == [" "] * len(gaps), line
        assert wcswidth(line) <= len(rule) <= width


@WIDTHS
@LANGS
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    page = terminal.scorecard(three_rows(endpoint=REFERENCE), Words(lang), width, color=False)
    lines = [line for line in page.splitlines() if not line.lstrip().startswith(COMMANDS)]
    assert max(wcswidth(line) for line in lines) <= width


def test_the_lines_to_paste_are_not_wrapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = ("--endpoint=https://host/v1?code=[redacted]", "--header=X-Team: ${TEAM}", "--seed=7")
    page = terminal.scorecard(result(row(FAILED), invocation=given), Words("en"), 60, color=False)
    case = "json-plain-quoted-name-zh-0"
    assert f"      readiness show reports/20260131T080509Z-7f3a json_output/{case}\n" in page
    options = """--endpoint="https://host/v1?code=${CODE}" --model=qwen2.5-7b --header='X-Team: ${TEAM}' --seed=7\n"""
    assert f"test_json_output::test_reply[{case}]' {options}" in page


def test_the_lines_to_paste_are_code_in_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    page = markdown.scorecard(result(row(FAILED)), Words("en"))
    case = "json-plain-quoted-name-zh-0"
    assert f"\n\n        readiness show reports/20260131T080509Z-7f3a json_output/{case}\n" in page
    assert f"        pytest 'readiness/test_json_output.py::test_reply[{case}]'" in page


@LANGS
def test_colour_changes_nothing_but_colour(lang: str) -> None:
    sample = three_rows(endpoint=REFERENCE)
    plain, coloured = (terminal.scorecard(sample, Words(lang), 80, color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == plain


def test_the_reason_stands_in_the_table_where_there_is_room() -> None:
    assert "Reason" in table(terminal.scorecard(three_rows(), Words("en"), 120, color=False))[0]
    assert "Reason" not in table(terminal.scorecard(three_rows(), Words("en"), 80, color=False))[0]


# --- what it never does --------------------------------------------------------------------------


def hostile() -> RunResult:
    """A result in which whatever may come from outside holds the worst."""
    finding = Finding("json_output.fence", HOSTILE, 1, HOSTILE, HOSTILE * 20, HOSTILE)
    bad = row(
        replace(FAILED, reason=Text(HOSTILE, HOSTILE), measures={HOSTILE: Measure(HOSTILE, HOSTILE, HOSTILE)})
    )
    return result(
        replace(bad, findings=(finding,)),
        run_id=HOSTILE,
        endpoint=EndpointInfo(HOSTILE, HOSTILE, HOSTILE + "x", reference=False),
        requests=Requests(1, 1, 0, {HOSTILE: 1}, 1.0, 8, 0, 0, 0),
        notes=(Text(HOSTILE, HOSTILE),),
        policy=HOSTILE,
        replay_of=HOSTILE,
    )


@BOTH
@LANGS
def test_nothing_invisible_reaches_the_page(page: Page, lang: str) -> None:
    text = page(hostile(), lang)
    odd = {hex(ord(character)) for character in text if unicodedata.category(character)[0] == "C"}
    assert odd - {"0xa"} == set()
    assert "\u2028" not in text


def test_only_our_own_colours_reach_a_coloured_page() -> None:
    page = terminal.scorecard(hostile(), Words("en"), 80, color=True)
    assert "\x1b" not in re.sub(r"\x1b\[(0|1|32|1;7|1;3[123])m", "", page)
    assert "\x1b[31m|" not in page


def test_no_html_and_no_link_reaches_markdown() -> None:
    page = in_markdown(hostile())
    assert "<script" not in re.sub(r"^    .*", "", page, flags=re.M)
    assert "](http" not in re.sub(r"\\\]", "", re.sub(r"^    .*", "", page, flags=re.M))


def test_a_bar_in_a_text_opens_no_cell_in_markdown() -> None:
    tables = [line for line in in_markdown(hostile()).splitlines() if line.startswith("|")]
    pipes = [len(re.findall(r"(?<!\\)\|", line)) for line in tables]
    assert pipes == [7] * 3 + [4] * 3
