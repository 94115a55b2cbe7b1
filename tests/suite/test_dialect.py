"""Endpoints that decline a parameter or a capability by name, and models that think."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from readiness.endpoint.exchange import Exchange
from readiness.report.words import Words
from readiness.session import dialect_notes
from readiness.session.dialect import Dialect
from tests.conftest import Finished, Suite
from tests.servers import picky

JSON, TOOLS = "readiness.test_json_output", "readiness.test_tool_calls"
FEW = ("--run-profile=quick", "-k", "plain or gate")


def spoken(reference: Callable[..., str], *dialects: str) -> str:
    """The URL of a reference endpoint that speaks all of these dialects."""
    return reference(*(part for one in dialects for part in ("--dialect", one)))


def responses(done: Finished) -> list[dict[str, Any]]:
    lines = (done.folder / "journal.jsonl").read_bytes().splitlines()
    return [event for line in lines if (event := json.loads(line))["type"] == "response"]


def notes(done: Finished) -> str:
    return "\n".join(note["en"] for note in done.result["notes"])


def counts(done: Finished, name: str) -> tuple[int, int]:
    row = done.dimension(name)
    return row["misses"], row["errors"]


def test_an_endpoint_with_every_dialect_is_measured_and_replayed_without_a_miss(
    suite: Suite, reference: Callable[..., str]
) -> None:
    declined = ("max_completion_tokens", "no_temperature", "stream_only", "no_auto_tools")
    live = suite(f"--endpoint={spoken(reference, *declined, 'thinking=reasoning')}", "--run-profile=quick")
    assert (counts(live, "json_output"), counts(live, "tool_calls")) == ((0, 0), (0, 0)), live.output
    for said in ("max_completion_tokens", "temperature 0", "in streams only", "--enable-auto-tool-choice"):
        assert said in notes(live)
    assert "4096 tokens were added" in notes(live)
    replayed = suite(f"--replay-run={live.folder}")
    assert replayed.result["dimensions"] == live.result["dimensions"]
    assert replayed.result["notes"] == live.result["notes"]


def test_a_refused_family_is_asked_once_and_told_from_then_on(
    suite: Suite, reference: Callable[..., str]
) -> None:
    done = suite(TOOLS, f"--endpoint={spoken(reference, 'no_auto_tools')}", "--run-profile=quick")
    row, told = done.dimension("tool_calls"), [each for each in responses(done) if each["payload"]["cached"]]
    assert row["verdict"] == "not_measured"
    assert {each["payload"]["status"] for each in told} == {400}
    assert done.result["requests"]["sent"] == len(responses(done)) - len(told) < 10
    assert "10 of 10 in family C" in row["reason"]["en"]
    assert all(each["payload"]["told"] for each in told)


def test_the_preflight_asks_at_most_six_questions(suite: Suite, reference: Callable[..., str]) -> None:
    declined = ("max_completion_tokens", "no_temperature", "stream_only", "no_tools")
    done = suite(JSON, f"--endpoint={spoken(reference, *declined)}", *FEW)
    asked = [each for each in responses(done) if each["case_id"].startswith("preflight/")]
    assert len(asked) == 6
    assert counts(done, "json_output") == (0, 0)


def test_thinking_in_the_content_is_a_miss_with_its_remedy(
    suite: Suite, reference: Callable[..., str]
) -> None:
    done = suite(JSON, f"--endpoint={spoken(reference, 'thinking=tags')}", *FEW)
    assert done.codes("json_output") == {"json_output.think_leak"}
    assert "--reasoning-parser" in notes(done)


def test_without_tokens_for_thinking_the_budget_is_eaten_and_nothing_is_missed(
    suite: Suite, reference: Callable[..., str]
) -> None:
    url = spoken(reference, "thinking=reasoning_content")
    done = suite(JSON, f"--endpoint={url}", *FEW, "--thinking-tokens=0")
    misses, errors = counts(done, "json_output")
    assert (misses, errors > 0) == (0, True)
    assert done.codes("json_output") == {"json_output.budget_eaten"}
    assert "raise --thinking-tokens" in done.output


def colder(asked: dict[str, Any]) -> bool:
    return asked.get("temperature") == 0


def calling(asked: dict[str, Any]) -> bool:
    return "tools" in asked


@pytest.mark.parametrize("answer", [(400, "Bad request"), (500, "temperature 0 is not supported")])
def test_what_is_not_declined_by_name_is_asked_all_the_same(suite: Suite, answer: tuple[int, str]) -> None:
    with picky(lambda asked: answer if colder(asked) else None) as server:
        done = suite(JSON, f"--endpoint={server.url}", *FEW)
    first, bare, *cases = server.asked
    assert (colder(first), colder(bare)) == (True, False)
    assert any(map(colder, cases))
    assert not done.result["notes"]


def test_refused_tools_are_told_from_what_the_server_says_with_any_status(suite: Suite) -> None:
    refusal = (500, "tools param requires --jinja flag")
    with picky(lambda asked: refusal if calling(asked) else None) as server:
        done = suite(TOOLS, f"--endpoint={server.url}", "--run-profile=quick", "-k", "zero or gate")
    assert sum(map(calling, server.asked)) == 1
    assert "llama-server with --jinja" in notes(done)
    assert counts(done, "tool_calls") == (0, 0)


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("Unsupported tool_call_parser: None", "SGLang with --tool-call-parser"),
        ("gemma:2b does not support tools.", "(HTTP 400: gemma:2b does not support tools)"),
    ],
)
def test_refused_tools_come_with_the_remedy_of_the_server(message: str, remedy: str) -> None:
    body = json.dumps({"error": {"message": message}}).encode()
    learnt = Dialect().after(Exchange("POST", "/chat/completions", b"{}", 400, body=body))
    (note,) = dialect_notes.notes(learnt, Words("en"))
    assert remedy in note.en
