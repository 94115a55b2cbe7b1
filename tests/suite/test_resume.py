"""`--resume-run`: a run that was killed goes on, and ends as if nothing had happened."""

import json
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from tests.conftest import Finished, Suite, command, environment
from tests.servers import Relay

JSON = "readiness.test_json_output"
DEFECTS = ("json_output.fence:lang=zh", "tool_calls.lost_in_stream")
QUICK = "--run-profile=quick"
BOTH = ("readiness.test_json_output", "readiness.test_tool_calls")


@pytest.fixture
def relay(reference: Callable[..., str]) -> Iterator[Relay]:
    """Stands before a reference endpoint with two defects and tells when enough replies have passed."""
    one = Relay(reference("--ttft-ms", "20", *(f"--fault={name}" for name in DEFECTS)), 1)
    yield one
    one.close()


@pytest.fixture
def killed(tmp_path: Path) -> Callable[..., Path]:
    """`killed(relay, replies, ...)` starts a run and kills it after so many replies; returns its folder."""

    def kill(relay: Relay, replies: int, *arguments: str) -> Path:
        relay.wait_for(replies)
        process = subprocess.Popen(
            command(tmp_path, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=tmp_path,
            env=environment({}),
        )
        assert relay.enough.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return (tmp_path / "reports" / "latest").resolve()

    return kill


def _events(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "journal.jsonl").read_bytes().splitlines()]


def _answered(folder: Path) -> int:
    return (folder / "journal.jsonl").read_bytes().count(b'"type":"response"')


def _rulings(done: Finished) -> list[dict[str, Any]]:
    """All that the dimensions say, but for measures that depend on the order of the replies."""
    return [{**row, "measures": None} for row in done.result["dimensions"]]


def test_ten_kills_at_random_moments_change_nothing(
    suite: Suite, relay: Relay, killed: Callable[..., Path], reference: Callable[..., str]
) -> None:
    endpoint, moments = f"--endpoint={relay.url}", random.Random(20)
    folder = killed(relay, moments.randrange(1, 12), *BOTH, endpoint, QUICK)
    for _ in range(9):
        assert killed(relay, moments.randrange(1, 9), *BOTH, f"--resume-run={folder}") == folder
    done = suite(*BOTH, f"--resume-run={folder}")
    assert done.result["run_id"] == folder.name
    calm = suite(*BOTH, f"--endpoint={reference(*(f'--fault={name}' for name in DEFECTS))}", QUICK)
    assert done.exit_code == calm.exit_code == 1
    assert _rulings(done) == _rulings(calm)


def test_only_what_has_no_answer_is_asked_again(
    suite: Suite, relay: Relay, killed: Callable[..., Path]
) -> None:
    folder = killed(relay, 20, JSON, f"--endpoint={relay.url}", QUICK)
    before = _answered(folder)
    done = suite(JSON, f"--resume-run={folder}")
    preflight, planned = 2, done.dimension("json_output")["planned"]
    kept = before - preflight
    assert done.dimension("json_output")["asked"] == planned
    assert _answered(folder) - before == planned - kept + preflight
    assert f"{kept} cases had been answered before, {planned - kept} were asked after" in " ".join(
        done.output.split()
    )


def test_the_journal_of_a_resumed_run_is_one_chain_and_shows_the_pause(
    suite: Suite, relay: Relay, killed: Callable[..., Path]
) -> None:
    folder = killed(relay, 12, JSON, f"--endpoint={relay.url}", QUICK)
    suite(JSON, f"--resume-run={folder}")
    events = _events(folder)
    prev = sha256(rfc8785.dumps(events[0]["payload"])).hexdigest()
    for number, event in enumerate(events):
        del event["payload"]
        digest = event.pop("hash")
        assert (event["seq"], event["prev"]) == (number, prev)
        prev = sha256(rfc8785.dumps(event)).hexdigest()
        assert digest == prev
    kinds = [event["type"] for event in events]
    assert (kinds.count("run_start"), kinds[-1]) == (2, "run_end")
    assert kinds.count("case_planned") == kinds.count("scored")


def test_a_replay_of_a_resumed_run_gives_its_verdicts(
    suite: Suite, relay: Relay, killed: Callable[..., Path]
) -> None:
    folder = killed(relay, 15, f"--endpoint={relay.url}", QUICK)
    resumed = suite(f"--resume-run={folder}").result
    replayed = suite(f"--replay-run={folder}").result
    assert replayed["dimensions"] == resumed["dimensions"]


def test_a_narrowed_run_can_be_made_whole(suite: Suite) -> None:
    narrow = suite(JSON, "--endpoint=reference", QUICK, "-k", "plain or escapes")
    assert narrow.result["partial"] is True
    whole = suite(JSON, f"--resume-run={narrow.folder}")
    assert whole.folder == narrow.folder
    assert whole.dimension("json_output")["asked"] == whole.dimension("json_output")["planned"]


def test_an_error_is_no_answer(suite: Suite, reference: Callable[..., str]) -> None:
    relay = Relay(reference("--fault", "transport.status:rate=0.3"), 1)
    before = suite(JSON, f"--endpoint={relay.url}", QUICK)
    flaky = before.dimension("json_output")
    relay.pass_on_to(reference())
    done = suite(JSON, f"--resume-run={before.folder}")
    relay.close()
    assert flaky["errors"] > 0
    assert done.dimension("json_output")["errors"] == 0
    assert f"{flaky['errors']} were asked after" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (("--seed=9",), "--seed was 0 and is 9 now"),
        (("--run-profile=standard",), "--run-profile was 'quick' and is 'standard' now"),
        (("--concurrency=3",), "--concurrency was 8 and is 3 now"),
        (('--extra-body={"top_p": 0.5}',), "--extra-body was not given"),
        (("--model=other",), "--model was not given and is 'other' now"),
        (("--endpoint=http://127.0.0.1:9/v1",), "endpoint was"),
        (("readiness.test_tool_calls",), "cases_sha256 was"),
    ],
    ids=lambda value: value[0].split("=")[0] if isinstance(value, tuple) else "",
)
def test_what_has_changed_is_refused_by_name(
    suite: Suite, recorded: Path, changed: tuple[str, ...], named: str
) -> None:
    before = _tree(recorded)
    modules = () if changed[0].startswith("readiness.") else (JSON,)
    done = suite(*modules, f"--resume-run={recorded}", *changed)
    assert done.exit_code == 4
    assert named in " ".join(done.output.split())
    assert _tree(recorded) == before


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole quick run of one dimension."""
    folder = tmp_path_factory.mktemp("recorded")
    subprocess.run(
        command(folder, JSON, "--endpoint=reference", QUICK),
        cwd=folder,
        env=environment({}),
        capture_output=True,
        check=False,
    )
    return (folder / "reports" / "latest").resolve()


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_in_which_nothing_was_recorded_starts_anew(suite: Suite, tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "20260101T000000Z-abcd"
    folder.mkdir(parents=True)
    (folder / "journal.jsonl").write_bytes(b'{"attempt":0,"case_id":null')
    done = suite(JSON, f"--resume-run={folder}", "--endpoint=reference", QUICK)
    assert done.dimension("json_output")["hits"] > 0
    assert _events(folder)[0]["type"] == "run_start"


def test_a_folder_that_is_no_run_is_refused(suite: Suite, tmp_path: Path) -> None:
    done = suite(JSON, f"--resume-run={tmp_path}", "--endpoint=reference")
    assert done.exit_code == 4
    assert "is no run's folder" in done.output


def test_a_run_that_is_still_going_on_is_refused(suite: Suite, relay: Relay, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path, JSON, f"--endpoint={relay.url}"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=tmp_path,
        env=environment({}),
    )
    assert relay.enough.wait(60)
    process.send_signal(signal.SIGSTOP)
    try:
        done = suite(JSON, f"--resume-run={tmp_path / 'reports' / 'latest'}")
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert done.exit_code == 4
    assert "another process is writing this run" in done.output
