"""When a fault fires, and how a switch is read."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from faults.catalogue import FaultError, arm

from .talking import Talk

Start = Callable[..., Talk]


def fired(talk: Talk, texts: list[str]) -> list[bool]:
    """For each text, whether `transport.status` fired."""
    return [talk.chat(text).status == 500 for text in texts]


TEXTS = [f"Hello number {number}" for number in range(60)]


def test_without_a_trigger_it_always_fires(start: Start) -> None:
    assert all(fired(start("transport.status"), TEXTS[:5]))


@pytest.mark.parametrize(
    ("trigger", "numbers"),
    [
        ("at=3", [3]),
        ("at=2+5", [2, 5]),
        ("after=4", [4, 5, 6]),
        ("every=2", [2, 4, 6]),
        ("every=2,after=3", [4, 6]),
        ("after=2,at=1", []),
    ],
)
def test_counted_triggers(start: Start, trigger: str, numbers: list[int]) -> None:
    hits = fired(start(f"transport.status:{trigger}"), TEXTS[:6])
    assert [number for number, hit in enumerate(hits, 1) if hit] == numbers


def test_rate_is_a_share_of_the_requests(start: Start) -> None:
    hits = fired(start("transport.status:rate=0.3"), TEXTS)
    assert 8 <= sum(hits) <= 30


def test_rate_depends_on_the_seed_alone(start: Start) -> None:
    one, same, other = (fired(start("transport.status:rate=0.3", seed=seed), TEXTS) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_rate_does_not_depend_on_the_order(start: Start) -> None:
    forwards = fired(start("transport.status:rate=0.3"), TEXTS)
    assert fired(start("transport.status:rate=0.3"), TEXTS[::-1])[::-1] == forwards


def test_rate_draws_anew_for_a_repeated_request(start: Start) -> None:
    hits = fired(start("transport.status:rate=0.3"), TEXTS[:1] * 60)
    assert 8 <= sum(hits) <= 30


def test_a_fault_may_have_a_seed_of_its_own(start: Start) -> None:
    own = fired(start("transport.status:rate=0.3,seed=2", seed=1), TEXTS)
    assert own == fired(start("transport.status:rate=0.3", seed=2), TEXTS)


@pytest.mark.parametrize(
    ("trigger", "text", "fields", "fires"),
    [
        ("stream=true", "Hi", {"stream": True}, True),
        ("stream=true", "Hi", {}, False),
        ("stream=false", "Hi", {}, True),
        ("lang=zh", "请介绍一下潮汐。", {}, True),
        ("lang=zh", "Tell me about tides.", {}, False),
        ("lang=en", "Tell me about 李娜.", {}, True),
        ("min_chars=100", "x" * 100, {}, True),
        ("min_chars=100", "x" * 99, {}, False),
        ("max_chars=100", "x" * 101, {}, False),
        ("format=none", "Hi", {}, True),
        ("format=none", "Hi", {"response_format": {"type": "json_object"}}, False),
        ("format=json_object", "Hi", {"response_format": {"type": "json_object"}}, True),
        ("temperature=0", "Hi", {"temperature": 0}, True),
        ("temperature=0", "Hi", {"temperature": 1}, False),
        ("in_flight=2", "Hi", {}, False),
        ("in_flight=1", "Hi", {}, True),
    ],
)
def test_conditions_on_the_request(start: Start, trigger: str, text: str, fields: dict, fires: bool) -> None:
    assert (start(f"transport.status:{trigger}").chat(text, **fields).status == 500) is fires


def test_in_flight_counts_overlapping_requests(start: Start) -> None:
    talk = start("transport.status:in_flight=2", ttft=0.2)
    other = Talk.to(f"http://127.0.0.1:{talk.connection.port}/")
    thread = threading.Thread(target=other.chat)
    thread.start()
    running = 'num_requests_running{model_name="reference"} 1'
    assert any(running in talk.get("/metrics").body.decode() for _ in range(2000))
    assert talk.chat().status == 500
    thread.join()


def test_two_faults_work_together(start: Start) -> None:
    talk = start("healthy.fingerprint", "json_output.length_hidden")
    seen = talk.chat("Write a story.", max_tokens=3)
    assert seen.choice["finish_reason"] == "stop"
    assert "system_fingerprint" in seen.json


@pytest.mark.parametrize(
    ("switch", "says"),
    [
        ("json_output.fense", "json_output.fence"),
        ("fence", "json_output.fence"),
        ("transport.status:rat=0.1", "rate"),
        ("transport.status:status", "key=value"),
        ("transport.status:rate=2", "above 0"),
        ("transport.status:at=1+x", "request numbers"),
        ("transport.status:stream=yes", "true or false"),
        ("transport.status:status=bad", "500"),
        ("transport.status:at=0", "from 1"),
    ],
)
def test_wrong_switch_says_what_would_be_right(switch: str, says: str) -> None:
    with pytest.raises(FaultError) as raised:
        arm(switch, 0)
    assert says in str(raised.value)
