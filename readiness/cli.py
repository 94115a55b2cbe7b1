"""The `readiness` command: everything that is not a run."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from readiness import __version__, bank
from readiness.places import fixtures_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 all well, 1 something is wrong, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="readiness", description=__doc__)
    parser.add_argument("--version", action="version", version=f"readiness {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_judge(commands)
    _add_cases(commands)
    _add_selftest(commands)
    namespace, rest = parser.parse_known_args(arguments)
    if rest and namespace.run is not _serve:
        parser.error(f"unknown arguments: {' '.join(rest)}")
    namespace.rest = rest
    try:
        return int(namespace.run(namespace))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


Commands = argparse._SubParsersAction


def _add_serve(commands: Commands[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser(
        "serve",
        add_help=False,
        help="run the reference endpoint alone, on loopback (--help lists its options)",
    )
    serve.set_defaults(run=_serve)


def _serve(namespace: argparse.Namespace) -> int:
    command = [sys.executable, str(fixtures_folder() / "reference"), *namespace.rest]
    if os.name == "posix":  # one process, so that whoever ends us ends the server
        os.execv(sys.executable, command)  # noqa: S606
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _add_judge(commands: Commands[argparse.ArgumentParser]) -> None:
    judge = commands.add_parser("judge", help="put our judges to your own records: JSONL in, JSONL out")
    judge.add_argument(
        "judge",
        choices=("json", "tool_calls"),
        help='json: {"id", "text" or "base64", "schema"?}; tool_calls: {"id", "tools", "message", "expect"?}',
    )
    judge.add_argument("file", help="a JSONL file, or - for standard input")
    judge.set_defaults(run=_judge)


def _judge(namespace: argparse.Namespace) -> int:
    from readiness.judging.judge_lines import judge_json_lines
    from readiness.judging.tool_call_lines import judge_tool_call_lines

    judge = {"json": judge_json_lines, "tool_calls": judge_tool_call_lines}[namespace.judge]
    wrong = 0
    with _lines(namespace.file) as lines:
        for line in judge(lines):
            print(line)
            wrong += '"error":' in line
    return 1 if wrong else 0


@contextlib.contextmanager
def _lines(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    try:
        file = Path(name).open(encoding="utf-8-sig", errors="surrogateescape")  # noqa: SIM115
    except OSError as error:
        raise SystemExit(f"readiness judge: {name}: {error.strerror}") from error
    with file:
        yield file


def _add_cases(commands: Commands[argparse.ArgumentParser]) -> None:
    cases = commands.add_parser("cases", help="lint banks: file, line, remedy")
    cases.add_argument("action", choices=("check",))
    cases.add_argument("folder", type=Path)
    cases.set_defaults(run=_cases)


def _cases(namespace: argparse.Namespace) -> int:
    problems = bank.check(namespace.folder)
    for problem in problems:
        print(problem)
    if not problems:
        families = len(list(namespace.folder.rglob("*.yaml")))
        print(f"{namespace.folder}: {families} bank files, nothing wrong")
    return 1 if problems else 0


def _add_selftest(commands: Commands[argparse.ArgumentParser]) -> None:
    selftest = commands.add_parser(
        "selftest", help="does the suite find every fault of the reference endpoint?"
    )
    selftest.add_argument("--only", default="", metavar="TEXT", help="only entries whose name holds TEXT")
    selftest.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="try each with N seeds (default 1)"
    )
    selftest.add_argument("--run-profile", default="standard", choices=bank.PROFILES)
    selftest.set_defaults(run=_selftest)


def _selftest(namespace: argparse.Namespace) -> int:
    from readiness import selftest

    entries = [entry for entry in selftest.catalogue() if namespace.only in entry.name]
    if not entries:
        print(f"readiness selftest: no entry of the catalogue holds {namespace.only!r}", file=sys.stderr)
        return 2
    seen = []
    for one in selftest.run(entries, range(namespace.seeds), namespace.run_profile):
        seen.append(one)
        print(f"\r{len(seen)}/{len(entries) * namespace.seeds}", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    print(selftest.table(seen))
    return 0 if all(one.right for one in seen) else 1


if __name__ == "__main__":
    sys.exit(main())
