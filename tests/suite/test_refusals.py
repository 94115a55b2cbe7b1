"""What a user may get wrong: one sentence that says what to change, and nothing sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Suite
from tests.servers import Canned, canned

HTML = Canned(200, "text/html", b"<html><title>Welcome</title></html>")
TWO_MODELS = Canned(200, "application/json", b'{"object":"list","data":[{"id":"a"},{"id":"b"}]}')


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "--endpoint=reference"),
        (("--endpoint=http://127.0.0.1:9/v1",), "no endpoint answers at http://127.0.0.1:9/v1"),
        (("--endpoint=127.0.0.1:9",), "http://"),
        (("--endpoint=reference", "--model=nobody"), "--model"),
        (("--endpoint=reference", "--reruns=2"), "--reruns does not go with readiness"),
        (("--endpoint=reference", "-x"), "-x or --maxfail does not go with readiness"),
        (("--endpoint=reference", "-n2"), "-n does not go with readiness"),
        (("--endpoint=reference", "--concurrency=0"), "--concurrency 0"),
        (("--endpoint=reference", "--thinking-tokens=-1"), "--thinking-tokens -1"),
        (("--endpoint=reference", "--request-timeout=nan"), "--request-timeout nan"),
        (("--endpoint=reference", "--header=X-Team: red"), "put the value into the environment"),
        (("--endpoint=reference", "--header=X-Team: ${NOT_SET}"), "NOT_SET"),
        (("--endpoint=reference", "--extra-body={"), "--extra-body"),
        (("--endpoint=reference", "--extra-body=@missing.json"), "missing.json"),
        (("--replay-run=nowhere",), "no run's folder"),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(
    suite: Suite, arguments: tuple[str, ...], sentence: str
) -> None:
    done = suite(*arguments)
    assert done.exit_code == 4, done.output
    assert sentence in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "environ", "sentence"),
    [
        ((), {"READINESS_LANG": "zh"}, "没有指定端点"),
        (("--lang=zh",), {}, "没有指定端点"),
        (("--lang=en",), {"READINESS_LANG": "zh"}, "no endpoint given"),
        (("--endpoint=reference", "-n2", "--lang=zh"), {}, "readiness 不能与 -n 同用"),
        (("--endpoint=reference", "-x", "--lang=zh"), {}, "readiness 不能与 -x 或 --maxfail 同用"),
        (("--endpoint=127.0.0.1:9", "--lang=zh"), {}, "端点 URL 缺少协议：请写成 http://127.0.0.1:9"),
        (("--replay-run=nowhere", "--lang=zh"), {}, "nowhere 不是运行目录"),
        (("--endpoint=reference",), {"READINESS_LANG": "fr", "LC_ALL": "zh_CN.UTF-8"}, "请写 en 或 zh"),
    ],
)
def test_a_mistake_is_answered_in_the_users_language(
    suite: Suite, arguments: tuple[str, ...], environ: dict[str, str], sentence: str
) -> None:
    done = suite(*arguments, **environ)
    assert done.exit_code == 4, done.output
    assert sentence in done.output


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (HTML, "--endpoint is the base URL"),
        (TWO_MODELS, "choose one with --model: a, b"),
        (Canned(307, "text/plain", b"", {"Location": "http://127.0.0.1:9/v1"}), "redirects to"),
        (Canned(502, "text/html", b"<html>Bad Gateway</html>"), "502"),
    ],
)
def test_what_is_no_endpoint_is_named(suite: Suite, answer: Canned, sentence: str) -> None:
    with canned(answer) as url:
        done = suite(f"--endpoint={url}")
    assert done.exit_code == 4, done.output
    assert sentence in done.output


def test_a_wrong_key_is_named_and_not_shown(
    suite: Suite, reference: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVER_KEY", "sk-right-key-of-the-server")
    url = reference("--api-key-env", "SERVER_KEY")
    done = suite(f"--endpoint={url}", OPENAI_API_KEY="sk-wrong-key-of-the-user")
    assert done.exit_code == 4
    assert "refuses the key" in done.output
    assert "sk-wrong-key-of-the-user" not in done.output


def test_a_report_folder_that_cannot_be_made(suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file, no folder")
    done = suite("--endpoint=reference")
    assert done.exit_code == 4
    assert "--report-dir" in done.output


def test_an_unusable_bank_is_named_by_file_and_line(suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "test_json_output.py").write_text(
        "from pathlib import Path\n"
        "from readiness import bank\n"
        "from readiness.test_json_output import DIMENSION as WHOLE, test_gate, test_reply\n"
        "from dataclasses import replace\n"
        "DIMENSION = replace(WHOLE, cases=lambda profile, seed: bank.load(Path('banks')).cases(profile))\n"
    )
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "plain.yaml").write_text("schema: readiness.cases/1\ncases: [\n")
    done = suite("test_json_output.py", "--endpoint=reference")
    assert done.exit_code == 4
    assert "plain.yaml:" in done.output
