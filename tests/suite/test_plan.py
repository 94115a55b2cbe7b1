"""`--plan-only`: nothing is sent, and what it says is what the run then takes."""

import re
from pathlib import Path

import pytest

from readiness.bank import Case
from readiness.dimension import Dimension, built
from readiness.endpoint import tokens
from readiness.session.options import Given
from readiness.session.plan import Plan, make
from readiness.session.settings import SettingsError, read
from readiness.test_json_output import DIMENSION as JSON_OUTPUT
from readiness.test_tool_calls import DIMENSION as TOOL_CALLS
from tests.conftest import Finished, Suite

DIMENSIONS = {"json_output": JSON_OUTPUT, "tool_calls": TOOL_CALLS}
WITHIN = 0.1
MODULES = [f"readiness.test_{name}" for name in DIMENSIONS]


def _plan(**options: object) -> Plan:
    given = {f"--{name.replace('_', '-')}": value for name, value in options.items()}
    settings = read(Given({"--plan-only": True, "--run-profile": "quick", **given}), {})
    declared = {name: one.cases("quick", 0) for name, one in DIMENSIONS.items()}
    asked = sorted((case for cases in declared.values() for case in cases), key=_length, reverse=True)
    return make(DIMENSIONS, declared, asked, settings)


def _length(case: Case) -> int:
    return case.characters


@pytest.fixture(scope="module")
def plan() -> Plan:
    return _plan()


@pytest.fixture
def run(suite: Suite) -> Finished:
    return suite(*MODULES, "--endpoint=reference", "--run-profile=quick")


def test_a_run_takes_what_its_plan_says(plan: Plan, run: Finished) -> None:
    took = run.result["requests"]
    size = sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    assert took["sent"] == plan.total.requests
    assert took["tokens_in"] == pytest.approx(plan.total.tokens_in, rel=WITHIN)
    assert took["tokens_out"] == pytest.approx(plan.total.tokens_out, rel=WITHIN)
    assert size == pytest.approx(plan.total.disk_bytes, rel=WITHIN)


@pytest.mark.parametrize("dimension", built().values(), ids=lambda one: one.id)
def test_every_dimension_can_be_planned(dimension: Dimension) -> None:
    cases = dimension.cases("standard", 0)
    settings = read(Given({"--plan-only": True}), {})
    plan = make({dimension.id: dimension}, {dimension.id: cases}, cases, settings)
    assert plan.total.requests >= len(cases)


def test_a_slow_pace_decides_how_long_it_takes(plan: Plan) -> None:
    slow = _plan(rpm=2)
    assert slow.total.minutes == pytest.approx((plan.total.requests - 1) / 2, rel=WITHIN)
    assert slow.total.minutes > plan.total.minutes


def test_tokens_a_minute_decide_how_long_it_takes(plan: Plan) -> None:
    tokens_in_all = plan.total.tokens_in + plan.total.tokens_out
    assert _plan(tpm=5000).total.minutes == pytest.approx(tokens_in_all / 5000 - 1, rel=WITHIN)


def test_more_in_flight_takes_less_time(plan: Plan) -> None:
    assert _plan(concurrency=1).total.minutes == pytest.approx(8 * plan.total.minutes, rel=0.02)


def test_money_is_the_price_of_a_million_tokens(plan: Plan) -> None:
    money = _plan(price="2,8").total.money
    assert money == pytest.approx((plan.total.tokens_in * 2 + plan.total.tokens_out * 8) / 1e6)
    assert plan.total.money is None


def test_a_cap_below_the_plan_names_what_cannot_be_completed(plan: Plan) -> None:
    capped = _plan(max_total_tokens=6000)
    assert {one.option for one in capped.unmeasurable} == {"--max-total-tokens 6000"}
    assert plan.unmeasurable == ()


def test_a_request_larger_than_a_minute_allows_is_named() -> None:
    small = _plan(tpm=1000)
    assert [one.dimension for one in small.unmeasurable] == ["tool_calls"]


def test_planning_sends_nothing_and_leaves_nothing(suite: Suite, tmp_path: Path) -> None:
    options = ("--plan-only", "--run-profile=quick", "--price=1,2")
    done = suite(*MODULES, "--endpoint=http://127.0.0.1:9/v1", *options)
    assert done.exit_code == 0, done.output
    assert re.search(r"^total +60 +64 ", done.output, re.MULTILINE), done.output
    assert not (tmp_path / "reports").exists()


def test_no_endpoint_is_needed_and_a_narrowed_plan_is_smaller(suite: Suite) -> None:
    done = suite("readiness.test_json_output", "--plan-only", "-k", "plain", "--lang=zh")
    assert done.exit_code == 0, done.output
    assert "未发出任何请求" in done.output
    planned = re.search(r"^json_output +(\d+) ", done.output, re.MULTILINE)
    assert planned
    assert 100 <= int(planned[1]) < 316


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"--plan-only": True, "--replay-run": Path("somewhere")}, "leave --replay-run out"),
        ({"--endpoint": "reference", "--price": "1,2"}, "--price goes with --plan-only"),
        ({"--plan-only": True, "--price": "cheap"}, "--price 'cheap'"),
        ({"--endpoint": "reference", "--rpm": 0}, "--rpm 0: must be at least 1"),
    ],
)
def test_a_mistake_is_named(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(sentence)):
        read(Given(given), {})


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("服务器每天夜里备份一次数据，出错时会给值班的同事打电话。", 1.3, 1.8),
        ("The server keeps a copy of the data every night and calls somebody when that fails.", 4, 5.5),
        ("20260418", 1, 1),
    ],
)
def test_characters_a_token_are_those_that_are_published(text: str, low: float, high: float) -> None:
    assert low <= len(text) / tokens.of_text(text) <= high
