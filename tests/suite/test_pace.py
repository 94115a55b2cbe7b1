"""How hard and how far an endpoint is asked: the pace against a clock of its own, and a run that is capped."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from readiness.endpoint.spending import Spent
from readiness.session.pace import Limits, NotAsked, Pace
from tests.conftest import Finished, Suite, runner

MINUTE_S = 60.0


@dataclass
class Clock:
    """Waiting moves it on. It says that the run was stopped once `stop_at_s` is reached."""

    at_s: float = 1000.0
    stop_at_s: float = float("inf")
    sent: list[tuple[float, int]] = field(default_factory=list)

    def now(self) -> float:
        return self.at_s

    def wait(self, seconds: float) -> bool:
        self.at_s = min(self.at_s + seconds, self.stop_at_s)
        return self.at_s >= self.stop_at_s

    def ask(self, pace: Pace, expected: int, took: int, takes_s: float = 0.0) -> None:
        passed = pace.enter(expected)
        self.sent.append((self.at_s, took))
        self.at_s += takes_s
        pace.settle(passed, Spent(took, 0))

    def most_in_a_minute(self, of: Callable[[tuple[float, int]], int]) -> int:
        return max(
            sum(of(one) for one in self.sent if start <= one[0] < start + MINUTE_S) for start, _ in self.sent
        )


def _pace(clock: Clock, limits: Limits) -> Pace:
    return Pace(limits, clock.wait, clock.now)


def test_no_minute_holds_more_requests_than_rpm() -> None:
    clock = Clock()
    pace = _pace(clock, Limits(rpm=7))
    for _ in range(40):
        clock.ask(pace, 0, 0)
    assert clock.most_in_a_minute(lambda _: 1) == 7


def test_requests_are_spread_over_the_minute() -> None:
    clock = Clock()
    pace = _pace(clock, Limits(rpm=6))
    for _ in range(12):
        clock.ask(pace, 0, 0)
    times = [at_s for at_s, _ in clock.sent]
    assert min(later - earlier for earlier, later in pairwise(times)) > 9


def test_requests_that_come_slowly_do_not_wait() -> None:
    clock = Clock()
    pace = _pace(clock, Limits(rpm=6, tpm=1000))
    for _ in range(5):
        clock.ask(pace, 50, 50, takes_s=11)
    assert pace.held_s == 0


def test_no_minute_holds_more_tokens_than_tpm() -> None:
    clock = Clock()
    pace = _pace(clock, Limits(tpm=1000))
    for tokens in (300, 500, 400, 900, 100, 1000, 50, 50, 700) * 3:
        clock.ask(pace, tokens, tokens)
    assert clock.most_in_a_minute(lambda one: one[1]) <= 1000


def test_usage_corrects_what_was_expected() -> None:
    clock = Clock()
    pace = _pace(clock, Limits(tpm=1000))
    for _ in range(5):
        clock.ask(pace, 500, 100)
    assert pace.held_s == 0
    clock.ask(pace, 100, 1000)
    clock.ask(pace, 100, 100)
    assert pace.held_s > 50


def test_a_request_larger_than_tpm_is_not_asked() -> None:
    with pytest.raises(NotAsked, match="--tpm 1000"):
        _pace(Clock(), Limits(tpm=1000)).enter(1001)


def test_a_stop_ends_the_waiting() -> None:
    clock = Clock(stop_at_s=1010.0)
    pace = _pace(clock, Limits(rpm=1))
    clock.ask(pace, 0, 0)
    with pytest.raises(NotAsked):
        pace.enter(0)
    assert (clock.at_s, pace.held_s) == (1010.0, 10.0)


def test_what_is_in_flight_counts_for_the_cap_as_expected() -> None:
    pace = _pace(Clock(), Limits(max_total_tokens=1000))
    first = pace.enter(600)
    with pytest.raises(NotAsked, match="--max-total-tokens 1000"):
        pace.enter(600)
    pace.settle(first, Spent(300, 50))
    pace.enter(600)
    assert pace.capped


@pytest.fixture(scope="module")
def capped(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    run = runner(tmp_path_factory.mktemp("capped"))
    return run("--endpoint=reference", "--run-profile=quick", "--max-total-tokens=6000")


def test_the_token_cap_ends_a_run_cleanly_as_partial(capped: Finished) -> None:
    requests = capped.result["requests"]
    asked = sum(capped.dimension(name)["asked"] for name in ("json_output", "tool_calls"))
    assert capped.exit_code == 6, capped.output
    assert capped.result["partial"] is True
    assert 0 < asked < requests["sent"] < 60
    assert 3000 < requests["tokens_in"] + requests["tokens_out"] < 7000
    assert "--max-total-tokens 6000" in capped.output
    unfinished = [row for row in capped.result["dimensions"] if row["asked"] < row["planned"]]
    assert unfinished
    assert {row["verdict"] for row in unfinished} <= {"inconclusive", "not_measured"}


def test_a_capped_run_is_judged_again_alike(capped: Finished, suite: Suite) -> None:
    folder, dimensions = capped.folder, capped.result["dimensions"]
    again = suite(f"--replay-run={folder}")
    assert again.result["dimensions"] == dimensions
