"""`readiness show`: what a run holds, one case as it went over the wire, and lines that send it again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from readiness.session.reference import ReferenceProcess
from tests.conftest import Suite, command, environment
from tests.servers import Canned, canned

JSON = "readiness.test_json_output"
SELECTED = ("--run-profile=quick", "-k", "plain-compound or stream-family")
HEADER = "X-Team: Bearer ${TEAM_TOKEN}"


def show(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "readiness.cli", "show", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(environ),
        check=False,
    )


@pytest.fixture(scope="module")
def fenced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in whose `reports/latest` lies a run with misses; nobody changes it."""
    here = tmp_path_factory.mktemp("fenced")
    with ReferenceProcess(["--fault", "json_output.fence:rate=1"]) as reference:
        subprocess.run(
            command(here, "readiness", f"--endpoint={reference.url}", "--run-profile=quick"),
            cwd=here,
            env=environment({}),
            capture_output=True,
            check=False,
        )
        yield here


def cases(here: Path, family: str) -> list[str]:
    lines = (here / "reports" / "latest" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [data["id"] for line in lines if (data := json.loads(line))["family"] == family]


def test_without_a_case_every_miss_stands_there_with_its_reason(fenced: Path) -> None:
    done = show(fenced, "reports/latest")
    result = json.loads((fenced / "reports" / "latest" / "run.json").read_bytes())
    json_output = next(one for one in result["dimensions"] if one["id"] == "json_output")
    missed = {finding["case"] for finding in json_output["findings"]}
    lines = [line for line in done.stdout.splitlines() if "json_output.fence" in line]
    assert done.returncode == 0, done.stderr
    assert missed == {line.split()[1].removeprefix("json_output/") for line in lines}
    assert "NOT READY" in done.stdout


def test_the_journal_is_enough_where_the_run_was_killed(fenced: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    shutil.copytree((fenced / "reports" / "latest").resolve(), killed)
    (killed / "run.json").unlink()
    journal = (killed / "journal.jsonl").read_bytes()
    (killed / "journal.jsonl").write_bytes(journal[: len(journal) // 2])
    done = show(tmp_path, "killed")
    assert done.returncode == 0, done.stderr
    assert "run.json is missing" in done.stdout
    assert "not judged" in done.stdout
    assert "json_output.fence" in done.stdout


def test_a_case_shows_what_was_sent_and_received_expected_and_got(fenced: Path) -> None:
    case = cases(fenced, "plain")[0]
    done = show(fenced, "reports/latest", case)
    assert done.stdout.splitlines()[0] == f"json_output/{case}: miss"
    for part in ("--- user ---", "expected: no code fence", 'got: "```json"', "HTTP 200", "total 0."):
        assert part in done.stdout


def test_a_conversation_shows_every_exchange(fenced: Path) -> None:
    done = show(fenced, "reports/latest", cases(fenced, "RT")[0])
    assert "=== exchange 2 of 2 ===" in done.stdout
    assert "--- tool ---" in done.stdout


def test_a_stream_is_shown_joined_and_event_by_event_on_request(fenced: Path) -> None:
    case = cases(fenced, "streamed")[0]
    joined, raw = show(fenced, "reports/latest", case), show(fenced, "reports/latest", case, "--raw")
    assert "data: {" not in joined.stdout
    assert "```json" in joined.stdout
    assert "data: [DONE]" in raw.stdout


def test_chinese_is_spoken(fenced: Path) -> None:
    done = show(fenced, "reports/latest", cases(fenced, "plain")[0], READINESS_LANG="zh")
    assert "实得：" in done.stdout
    assert "应答：HTTP 200" in done.stdout


@pytest.mark.parametrize(
    "written", ["{id}", "json_output/{id}", "{id}@1"], ids=["id", "dimension/id", "id@attempt"]
)
def test_a_case_may_be_written_in_three_ways(fenced: Path, written: str) -> None:
    case = cases(fenced, "plain")[0]
    assert show(fenced, "reports/latest", written.format(id=case)).stdout.startswith(f"json_output/{case}:")


def test_an_unknown_case_is_told_with_names_near_it(fenced: Path) -> None:
    case = cases(fenced, "plain")[0]
    done = show(fenced, "reports/latest", case[:-1])
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert case in done.stderr


def test_an_attempt_that_was_not_planned_is_unknown(fenced: Path) -> None:
    assert show(fenced, "reports/latest", f"{cases(fenced, 'plain')[0]}@7").returncode == 2


def test_a_folder_without_a_run_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = show(tmp_path, ".")
    assert done.returncode == 2
    assert "journal.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


def test_latest_may_be_a_file_that_names_the_run(fenced: Path, tmp_path: Path) -> None:
    shutil.copytree((fenced / "reports" / "latest").resolve(), tmp_path / "run-1")
    (tmp_path / "latest").write_text("run-1\n", encoding="utf-8")
    assert show(tmp_path, "latest", cases(fenced, "plain")[0]).returncode == 0


def test_what_an_endpoint_says_cannot_steer_the_terminal(suite: Suite, tmp_path: Path) -> None:
    said = "\x1b[2Jgone \u202e" + "long " * 2000
    body = {
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}],
    }
    with canned(Canned(200, "application/json", json.dumps(body, ensure_ascii=False).encode())) as url:
        suite(JSON, f"--endpoint={url}", "--model=m", *SELECTED)
    done = show(tmp_path, "reports/latest", "plain-compound-surname-ouyang-zh")
    assert "\x1b" not in done.stdout
    assert "\\x1b[2Jgone \\u202e" in done.stdout
    assert f"of {len(said)} characters" in done.stdout
    assert (
        "long " * 2000 in show(tmp_path, "reports/latest", "plain-compound-surname-ouyang-zh", "--raw").stdout
    )


# --- the line to paste -----------------------------------------------------------------------------


@contextmanager
def listening() -> Iterator[tuple[str, list[tuple[str, dict[str, str], bytes]]]]:
    """A server that keeps what it is sent: path, headers, body; answers as the reference endpoint would not."""
    kept: list[tuple[str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            answer = b'{"model": "m", "choices": [{"index": 0, "message": {"content": "no"}}]}'
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/base", kept
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_curl_line_sends_the_same_request_again(suite: Suite, tmp_path: Path) -> None:
    secrets = {"TEAM_TOKEN": "team 7 $(id)", "OPENAI_API_KEY": "sk-0123456789", "CODE": "q%26-0123456789"}
    with listening() as (url, kept):
        address = f"{url}?code={secrets['CODE']}"
        suite(JSON, f"--endpoint={address}", "--model=m", f"--header={HEADER}", *SELECTED, **secrets)
        printed = show(tmp_path, "reports/latest", "plain-compound-surname-ouyang-zh", "--curl")
        (line,) = printed.stdout.splitlines()
        sent = {body: (path, headers) for path, headers, body in kept}
        kept.clear()
        subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment(secrets), check=True, timeout=20)
    ((path, headers, body),) = kept
    assert body in sent
    assert path == sent[body][0]
    for name in ("authorization", "x-team", "content-type"):
        assert headers[name] == sent[body][1][name]
    assert not any(secret in printed.stdout + printed.stderr for secret in secrets.values())


def test_the_curl_line_of_a_stream_does_not_wait_for_its_end(fenced: Path) -> None:
    done = show(fenced, "reports/latest", cases(fenced, "streamed")[0], "--curl")
    assert done.stdout.startswith("curl -N http://")


def test_the_curl_lines_name_the_variables_that_were_never_recorded(fenced: Path) -> None:
    done = show(fenced, "reports/latest", cases(fenced, "plain")[0], "--curl")
    assert "OPENAI_API_KEY" in done.stderr
    assert done.stdout.count("\n") == 1


# --- the lines under a finding ---------------------------------------------------------------------


def test_the_lines_under_a_finding_show_the_case_and_ask_it_alone(fenced: Path) -> None:
    scorecard = (fenced / "reports" / "latest" / "scorecard.md").read_text(encoding="utf-8").splitlines()
    shows = next(line.strip() for line in scorecard if line.startswith("        readiness show "))
    asks = next(line.strip() for line in scorecard if line.startswith("        pytest "))
    case = shows.split("/")[-1]
    ask = f"{sys.executable} -m {asks} -p no:randomly --report-dir=again"
    shown = show(fenced, *shows.split()[2:])
    done = subprocess.run(
        ["sh", "-c", ask], cwd=fenced, env=environment({}), capture_output=True, text=True, check=False
    )
    (again,) = (fenced / "again").glob("20*")
    result = json.loads((again / "run.json").read_bytes())
    assert shown.stdout.startswith(f"json_output/{case}: miss")
    assert "--pyargs" in asks
    assert "1 miss" in done.stdout
    assert sum(one["asked"] for one in result["dimensions"]) == 1
    assert result["profile"] == "quick"
