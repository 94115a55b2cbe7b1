"""A dimension that is judged last waits for the last answer of the run; the others do not wait for it."""

import json

from tests.conftest import Finished, Suite


def _events(done: Finished) -> list[tuple[str, str]]:
    lines = (done.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [(event["type"], event["case_id"] or "") for line in lines if (event := json.loads(line))]


def test_spanish_is_judged_after_the_last_answer(suite: Suite) -> None:
    modules = ("readiness.test_spanish", "readiness.test_json_output")
    done = suite(*modules, "--endpoint=reference", "--run-profile=quick")
    events = _events(done)
    scored = [
        number for number, (kind, case) in enumerate(events) if kind == "scored" and case[:8] == "spanish/"
    ]
    answered = [number for number, (kind, _) in enumerate(events) if kind == "response"]
    assert len(scored) == 24
    assert max(answered) < min(scored)
    assert done.dimension("spanish")["verdict"] == done.dimension("json_output")["verdict"]
