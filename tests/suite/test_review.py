"""`readiness review`: the queue of a run, and the decisions that come back into its evidence."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from readiness.cli import main
from readiness.evidence.canonical import canonical
from readiness.reviewing.queue import harmless
from readiness.session.reference import ReferenceProcess
from tests.conftest import command, environment


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quick run against an endpoint that declines and then delivers, now and then."""
    folder = tmp_path_factory.mktemp("review")
    with ReferenceProcess(["--fault", "refusal.then_answered:rate=0.3"]) as reference:
        options = ["readiness.test_refusal", f"--endpoint={reference.url}", "--run-profile=quick", "-q"]
        subprocess.run(
            command(folder, *options), cwd=folder, env=environment({}), capture_output=True, check=False
        )
    return folder / "reports" / "latest"


def listed(run: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    assert main(["review", str(run)]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def filled(rows: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_queue_holds_every_partial_and_some_refusals(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = listed(run, capsys)
    result = json.loads((run / "run.json").read_text(encoding="utf-8"))
    findings = next(one for one in result["dimensions"] if one["id"] == "refusal")["findings"]
    partial = {
        f"refusal/{each['case']}" for each in findings if each["code"] == "refusal.refused_then_answered"
    }
    assert {row["case"] for row in rows if row["why"] == "partial"} == partial
    assert [row for row in rows if row["why"] == "sample" and row["judged"] == "refuse"]
    assert all(row["prompt"] and row["reply"] and not row["decision"] for row in rows)


def test_decisions_become_a_chain_that_begins_where_the_run_ends(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**row, "decision": row["judged"], "by": "A. Reviewer"} for row in listed(run, capsys)]
    path = filled(rows, tmp_path / "queue.csv")
    (run / "review.jsonl").unlink(missing_ok=True)
    assert main(["review", str(run), str(path)]) == 0
    assert main(["review", str(run), str(path)]) == 0
    last = json.loads((run / "journal.jsonl").read_bytes().splitlines()[-1])["hash"]
    notes = [json.loads(line) for line in (run / "review.jsonl").read_bytes().splitlines()]
    assert [note["seq"] for note in notes] == list(range(2 * len(rows)))
    for note in notes:
        event = {key: value for key, value in note.items() if key not in ("hash", "payload")}
        assert (note["type"], note["prev"]) == ("human_note", last)
        assert sha256(canonical(event)).hexdigest() == note["hash"]
        last = note["hash"]


def test_too_many_overturned_decisions_are_said_so(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**row, "decision": "refuse", "by": "A. Reviewer"} for row in listed(run, capsys)]
    assert main(["--lang", "en", "review", str(run), str(filled(rows, tmp_path / "queue.csv"))]) == 1
    assert "inconclusive" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "yes", "by": "x"}, "queue.csv:2: decision 'yes'"),
        ({"decision": "refuse", "by": " "}, "queue.csv:2: a decision without a name"),
        ({"decision": "refuse", "by": "x", "case": "refusal/none"}, "queue.csv:2: case 'refusal/none'"),
    ],
)
def test_a_wrong_line_is_named(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], said: str
) -> None:
    rows = listed(run, capsys)
    rows[0] |= change
    assert main(["--lang", "en", "review", str(run), str(filled(rows, tmp_path / "queue.csv"))]) == 2
    assert said in capsys.readouterr().err


def test_a_chain_that_was_changed_takes_no_more_notes(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**row, "decision": row["judged"], "by": "A. Reviewer"} for row in listed(run, capsys)]
    path = filled(rows, tmp_path / "queue.csv")
    main(["review", str(run), str(path)])
    notes = run / "review.jsonl"
    whole = notes.read_bytes()
    notes.write_bytes(whole.replace(b"A. Reviewer", b"B. Reviewer", 1))
    assert main(["--lang", "en", "review", str(run), str(path)]) == 2
    notes.write_bytes(whole)
    assert "review.jsonl:1: the chain of notes is broken" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "|cmd", "%0A"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")


def test_no_cell_holds_what_does_not_show() -> None:
    assert harmless("a\x1b[31m\u202eb\nc") == "a\\x1b[31m\\u202eb\\nc"
    assert harmless("\t=1") == "\\t=1"


def test_an_installed_command_lists_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "readiness.cli", "--lang", "en", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "review" in done.stdout
