"""Between pytest and a run: what the hooks delegate to."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from readiness.bank import BankError, Case
from readiness.dimension import Dimension
from readiness.evidence.folder import is_folder, resolve
from readiness.evidence.recorded import Recorded, holds_start, read_run
from readiness.language import choose_language
from readiness.report.words import Words
from readiness.sentence import Mistake, sentence
from readiness.session import options, resuming
from readiness.session import settings as run_settings
from readiness.session.options import Given, refuse_repeats
from readiness.session.progress import Progress
from readiness.session.run import Run
from readiness.session.settling import MISS, NO_ANSWER, Answer, Gate, Settled, Shown

if TYPE_CHECKING:
    from readiness.report.plan import Plan
    from readiness.session.closing import Closed


class Front:
    """One pytest session that holds modules of the suite."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._mistake: Mistake | None = None
        self._run: Run | None = None
        self._began = False
        self._closed: Closed | None = None
        self._plan: Plan | None = None
        self._progress: Progress | None = None
        self._counts = {MISS.word: 0, NO_ANSWER.word: 0}
        self._shown: dict[str, Shown] = {}
        try:
            self._run = self._make_run()
        except Mistake as mistake:
            self._mistake = mistake

    def _make_run(self) -> Run:
        given = Given.of(self._config)
        resume, replay = given("--resume-run"), given("--replay-run")
        if self._config.option.collectonly and not options.given(self._config):
            given = Given({**given.values, "--endpoint": run_settings.REFERENCE})
        resumed = self._resumed(resolve(resume)) if resume and not replay else None
        if resumed:
            resuming.refuse_options(resumed, given)
            given = resuming.with_recorded(resumed, given)
        settings = run_settings.read(given, os.environ)
        words = Words(choose_language(settings.lang, os.environ))
        return Run(settings, words, read_run(resolve(replay)) if replay else None, resumed)

    @staticmethod
    def _resumed(folder: Path) -> Recorded | None:
        """The run to go on with; None where it was killed before anything was recorded."""
        if is_folder(folder) and not holds_start(folder):
            return None
        return read_run(folder)

    # --- collection ------------------------------------------------------------------------------

    def lines(self, dimension: Dimension) -> Sequence[Dimension]:
        """A module's dimension, and the line of an own bank beside it."""
        if self._run is None:
            return [dimension]
        try:
            return self._run.lines(dimension)
        except BankError as error:
            self._mistake = error
            return [dimension]

    def collected(self, dimension: Dimension) -> Sequence[Case]:
        """The cases of a module that pytest has just collected."""
        if self._run is None:
            return []
        try:
            return self._run.declare(dimension)
        except BankError as error:
            self._mistake = error
            return []

    def check(self) -> None:
        """Raise the `Mistake` that keeps this from being run."""
        refuse_repeats(self._config)
        if self._mistake:
            raise self._mistake

    def headline(self) -> list[str]:
        """What stands above the items: who is asked, how much."""
        if self._run is None or self._config.option.collectonly or self._run.settings.plan_only:
            return []
        settings = self._run.settings
        whom = str(settings.replay) if settings.replay else settings.endpoint.split("?")[0]
        return [self._run.words.text("headline", whom=whom, profile=self._run.origin.profile)]

    # --- the loop --------------------------------------------------------------------------------

    def begin(self, session: pytest.Session) -> None:
        """Set the order after every other plugin, then send everything off. Raises `Mistake`."""
        ours = [item for item in session.items if self._case(item) is not None]
        gates = [item for item in session.items if "gate" in getattr(item, "fixturenames", ())]
        if self._run is None or not (ours or gates):
            return
        others = [item for item in session.items if item not in set(ours) | set(gates)]
        # By module, as pytest shows them, each gate after its cases; at the end modules that are asked alone,
        # hence answered late, and then those that are judged last. What is asked first is another matter.
        late: dict[Path, int] = {}
        for item in ours:
            late[item.path] = max(late.get(item.path, 0), self._run.lateness(self._case(item)))
        ours.sort(key=lambda item: -_weight(self._case(item)))
        session.items[:] = others + sorted(
            ours + gates, key=lambda item: (late.get(item.path, 0), str(item.path), item in gates)
        )
        cases = [case for item in ours if (case := self._case(item)) is not None]
        cases.sort(key=_weight, reverse=True)
        if self._run.settings.plan_only:
            from readiness.session import plan

            session.items.clear()
            self._plan = plan.make(self._run.dimensions, self._run.declared, cases, self._run.settings)
            return
        self._run.begin(cases)
        self._began = True
        if sys.stdout.isatty() and self._config.get_verbosity() == 0:
            width = shutil.get_terminal_size().columns
            self._progress = Progress(self._run.words, len(ours), width)

    def _case(self, item: pytest.Item) -> Case | None:
        callspec = getattr(item, "callspec", None)
        case = callspec.params.get("answer") if callspec else None
        return case if isinstance(case, Case) else None

    def answer(self, case: Case) -> Answer:
        """Wait for a case's answer."""
        assert self._run is not None
        return self._run.answer(case, self._tick)

    def gate(self, dimension: Dimension) -> Gate:
        """The ruling of a dimension."""
        assert self._run is not None
        return self._run.gate(dimension)

    def _tick(self) -> None:
        assert self._run is not None
        if self._progress is None:
            return
        engine = self._run.engine
        counts = self._counts
        text = self._progress.line(
            engine.answered, engine.in_flight, counts[MISS.word], counts[NO_ANSWER.word]
        )
        if text:
            self._draw(text)

    def _draw(self, text: str) -> None:
        """Write past pytest's capture, which holds what is printed while an item waits."""
        capture = self._config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
            self._config.get_terminal_writer().write(text, flush=True)

    # --- reports ---------------------------------------------------------------------------------

    def reported(self, item: pytest.Item, call: pytest.CallInfo[Any], report: pytest.TestReport) -> None:
        """Give an item that ended with a word of ours that word, and its one line."""
        if call.excinfo is None or not isinstance(call.excinfo.value, Settled):
            return
        shown = call.excinfo.value.shown
        text = str(call.excinfo.value)
        path, number, _ = item.location
        report.outcome = shown.outcome  # type: ignore[assignment]
        report.longrepr = (path, (number or 0) + 1, text) if shown.outcome == "skipped" else text
        report.user_properties.append(("readiness", shown.word))
        self._shown[f"{report.nodeid} {report.when}"] = shown
        if shown.word in self._counts:
            self._counts[shown.word] += 1

    def status(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Category, letter and word; no letters where the progress line is drawn."""
        shown = self._shown.get(f"{report.nodeid} {report.when}")
        if shown is not None:
            return (shown.category, "", "") if self._progress else (shown.category, shown.letter, shown.word)
        if self._progress and report.when == "call" and report.passed:
            return "passed", "", ""
        return None

    # --- the end ---------------------------------------------------------------------------------

    def finish(self, session: pytest.Session) -> None:
        """Rule, write, and replace pytest's 0 or 1 by the run's exit code."""
        if self._plan is not None:
            session.exitstatus = pytest.ExitCode.OK
        if self._run is None or not self._began:
            return
        if self._progress:
            self._draw(self._progress.cleared())
        if session.exitstatus == pytest.ExitCode.INTERRUPTED or session.shouldstop:
            self._run.stop(sentence("engine.interrupted"))
        # Loaded here: reports are needed after the last reply, and the first request shall leave early.
        from readiness.session import closing

        self._closed = closing.close(self._run)
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = self._closed.exit_code

    def summarise(self, reporter: pytest.TerminalReporter) -> None:
        """Print the scorecard, or the plan."""
        if self._run is not None and self._plan is not None:
            from readiness.report.plan import page as planned

            width = self._config.get_terminal_writer().fullwidth
            reporter.write_line("\n" + "\n".join(planned(self._plan, self._run.words, width)))
        if self._run is None or self._closed is None:
            return
        from readiness.report import terminal

        writer = self._config.get_terminal_writer()
        page = terminal.scorecard(
            self._closed.result, self._run.words, writer.fullwidth, writer.hasmarkup, str(self._closed.folder)
        )
        reporter.ensure_newline()
        reporter.write_line("")
        for line in page.splitlines():
            reporter.write_line(line)
        if self._closed.trouble:
            reporter.write_line(self._run.words.say(self._closed.trouble), red=True)

    def close(self) -> None:
        """End what belongs to the run."""
        if self._run is not None:
            self._run.close()


def _weight(case: Case | None) -> int:
    """The longest conversations first, so that none is left for the end."""
    return case.characters if case is not None else 0
