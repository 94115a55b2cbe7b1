"""What a run leaves behind: whole after a kill, judged again offline, free of the key."""

import json
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from tests.conftest import Finished, Suite, command, environment
from tests.servers import Canned, Relay, canned

JSON = "readiness.test_json_output"

KEY = "sk-secret-0123456789abcdef"


def _start(tmp_path: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(tmp_path, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env=environment({}),
    )


@pytest.fixture
def relay(reference: Callable[..., str]) -> Iterator[Callable[..., Relay]]:
    """`relay(wanted)` stands before a slowed reference endpoint and tells when `wanted` replies have passed."""
    made: list[Relay] = []

    def make(wanted: int) -> Relay:
        made.append(Relay(reference("--ttft-ms", "30"), wanted))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_replay_gives_the_same_verdicts_and_sends_nothing(
    suite: Suite, reference: Callable[..., str]
) -> None:
    url = reference("--fault", "json_output.fence:lang=zh")
    live = suite(f"--endpoint={url}", "--seed=3", "--run-profile=quick")
    folder, result = live.folder, live.result
    replayed = suite(f"--replay-run={folder}")
    assert replayed.exit_code == live.exit_code == 1
    assert replayed.result["replay_of"] == result["run_id"]
    assert replayed.result["dimensions"] == result["dimensions"]


def test_a_kill_loses_nothing_that_was_answered(
    suite: Suite, relay: Callable[..., Relay], tmp_path: Path
) -> None:
    between = relay(60)
    process = _start(tmp_path, JSON, f"--endpoint={between.url}")
    assert between.enough.wait(60)
    process.kill()
    process.communicate()
    killed = next(tmp_path.glob("reports/20*"))
    answered = (killed / "journal.jsonl").read_bytes().count(b'"type":"response"')
    replayed = suite(JSON, f"--replay-run={killed}")
    preflight, last_line = 2, 1
    assert answered > 40
    assert replayed.dimension("json_output")["asked"] >= answered - preflight - last_line
    assert replayed.exit_code == 6
    assert replayed.dimension("json_output")["misses"] == 0


def test_ctrl_c_keeps_what_was_measured(relay: Callable[..., Relay], tmp_path: Path) -> None:
    between = relay(30)
    process = _start(tmp_path, JSON, f"--endpoint={between.url}")
    assert between.enough.wait(60)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    done = Finished(process.returncode, output, tmp_path / "reports")
    row = done.dimension("json_output")
    assert process.returncode == 2, output
    assert done.result["partial"] is True
    assert (row["verdict"], row["errors"], row["misses"]) == ("inconclusive", 0, 0)
    assert 0 < row["asked"] < row["planned"]


def test_a_full_disk_ends_the_run_with_one_sentence(relay: Callable[..., Relay], tmp_path: Path) -> None:
    between = relay(30)
    process = _start(tmp_path, JSON, f"--endpoint={between.url}")
    assert between.enough.wait(60)
    journal = next(tmp_path.glob("reports/20*/journal.jsonl"))
    full = journal.stat().st_size + 5000
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (full, full))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 6, output
    assert "the evidence cannot be written any more" in output
    assert all(json.loads(line) for line in journal.read_bytes().splitlines())


def test_the_journal_is_a_chain(suite: Suite) -> None:
    done = suite(JSON, "--endpoint=reference", "--run-profile=quick")
    lines = (done.folder / "journal.jsonl").read_bytes().splitlines()
    events = [json.loads(line) for line in lines]
    prev = sha256(rfc8785.dumps(events[0]["payload"])).hexdigest()
    for number, event in enumerate(events):
        payload, digest = event.pop("payload"), event.pop("hash")
        assert (event["seq"], event["prev"]) == (number, prev)
        assert event["payload_sha256"] == sha256(rfc8785.dumps(payload)).hexdigest()
        prev = sha256(rfc8785.dumps(event)).hexdigest()
        assert digest == prev
    assert events[-1]["type"] == "run_end"


def test_a_key_that_a_stream_echoes_in_pieces_stands_in_no_report(suite: Suite) -> None:
    pieces = [KEY[at : at + 5] for at in range(0, len(KEY), 5)]
    chunks = [
        {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]} for piece in pieces
    ]
    events = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    with canned(Canned(200, "text/event-stream", events.encode())) as url:
        done = suite(JSON, f"--endpoint={url}", "--model=m", "--run-profile=quick", OPENAI_API_KEY=KEY)
    reports = [path.read_text(encoding="utf-8") for path in done.folder.iterdir() if path.is_file()]
    assert done.dimension("json_output")["misses"] > 0
    assert not any(KEY in text for text in reports)
    assert KEY not in done.output


def test_the_key_stands_nowhere(
    suite: Suite, reference: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVER_KEY", KEY)
    url = reference("--api-key-env", "SERVER_KEY", "--fault", "transport.key_echo:rate=0.5")
    done = suite(JSON, f"--endpoint={url}", "--run-profile=quick", OPENAI_API_KEY=KEY)
    written = b"".join(path.read_bytes() for path in done.folder.rglob("*") if path.is_file())
    assert done.result["requests"]["sent"] > 30
    assert KEY.encode() not in written
    assert KEY not in done.output
