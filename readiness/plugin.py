"""The pytest hooks, in the order of a run's life. Each delegates; none decides.

Loaded by every pytest of the environment through one entry point, it does nothing until a module
of the suite is collected.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from readiness.language import understood_language
from readiness.sentence import Mistake
from readiness.session import options

if TYPE_CHECKING:
    from readiness.session.front import Front
    from readiness.session.settling import Answer, Gate

FRONT = pytest.StashKey["Front"]()


def _front(config: pytest.Config) -> Front:
    """The one object behind all hooks, made when the first module of the suite is collected."""
    if FRONT not in config.stash:
        from readiness.session.front import Front

        config.stash[FRONT] = Front(config)
    return config.stash[FRONT]


@contextlib.contextmanager
def _in_the_users_language(config: pytest.Config) -> Iterator[None]:
    """A mistake of the user's becomes pytest's usage error, here and nowhere else."""
    try:
        yield
    except Mistake as mistake:
        lang = understood_language(config.getoption("--lang"), os.environ)
        raise pytest.UsageError(mistake.said(lang)) from mistake


def pytest_addoption(parser: pytest.Parser) -> None:
    options.add(parser)


def pytest_configure(config: pytest.Config) -> None:
    if options.given(config):
        with _in_the_users_language(config):
            options.refuse_workers(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    dimension = getattr(metafunc.module, "DIMENSION", None)
    name = metafunc.module.__name__.split(".")[-1]
    if dimension is not None and name == f"test_{getattr(dimension, 'id', None)}":
        front = _front(metafunc.config)
        lines = front.lines(dimension)
        cases = [(case, line is not dimension) for line in lines for case in front.collected(line)]
        if "answer" in metafunc.fixturenames:
            from readiness.dimension import item_name

            ids = [item_name(case.name, own=own) for case, own in cases]
            metafunc.parametrize("answer", [case for case, _ in cases], indirect=True, ids=ids)
        elif "gate" in metafunc.fixturenames and len(lines) > 1:
            metafunc.parametrize("gate", lines, indirect=True, ids=["ours", "own"])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config) -> None:
    if FRONT in config.stash:
        with _in_the_users_language(config):
            config.stash[FRONT].check()


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    return config.stash[FRONT].headline() if FRONT in config.stash else []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    config = session.config
    if FRONT in config.stash and not session.testsfailed and not config.option.collectonly:
        with _in_the_users_language(config):
            config.stash[FRONT].begin(session)
    return (yield)


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> Answer:
    """A case's answer, waited for; where there is none to judge, the item ends in an error."""
    return _front(request.config).answer(request.param)


@pytest.fixture
def gate(request: pytest.FixtureRequest) -> Gate:
    """The ruling over all cases that the module declares."""
    return _front(request.config).gate(getattr(request, "param", request.module.DIMENSION))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if FRONT in item.config.stash:
        item.config.stash[FRONT].reported(item, call, report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config) -> tuple[str, str, str] | None:
    return config.stash[FRONT].status(report) if FRONT in config.stash else None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if FRONT in session.config.stash:
        session.config.stash[FRONT].finish(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if FRONT in config.stash:
        config.stash[FRONT].summarise(terminalreporter)


def pytest_unconfigure(config: pytest.Config) -> None:
    if FRONT in config.stash:
        config.stash[FRONT].close()
