"""A run's folder: made before the first request, sealed after the last."""

from __future__ import annotations

import platform
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import rfc8785

from readiness.bank import Case, dump

MANIFEST = "manifest.json"
LATEST = "latest"

README = """\
这是一次 readiness 运行留下的证据 / Evidence of one readiness run

run.json       结果 / the result            scorecard.md  记分卡 / the scorecard
journal.jsonl  事件链 / the chain of events raw/          请求与应答原文 / bodies, byte for byte
cases.jsonl    计划的用例 / planned cases   policy.toml   门限 / the bars
junit.xml      供 CI 使用 / for CI          environment.txt, manifest.json

离线复核 / check it offline:

    pytest --pyargs readiness --replay-run={folder}
    python -m json.tool {folder}/manifest.json
"""


class FolderError(Exception):
    """The run's folder cannot be made; one sentence that names the option to change."""


def create(reports: Path) -> Path:
    """Make `reports/<run-id>/` with mode 0700; the id is the UTC time and four random digits."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = reports / f"{stamp}-{secrets.token_hex(2)}"
    try:
        folder.mkdir(mode=0o700, parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "README.txt").write_text(README.format(folder=folder), encoding="utf-8")
        (folder / "environment.txt").write_text(_environment(), encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise FolderError(f"--report-dir {reports}: the folder cannot be written: {why}") from error
    return folder


def write_cases(folder: Path, cases: Sequence[Case]) -> str:
    """Write every planned case as drawn; returns the SHA-256 of the file."""
    return _written(folder / "cases.jsonl", dump(cases))


def write_policy(folder: Path, toml: str) -> str:
    """Write the resolved bars; returns the SHA-256 of the file."""
    return _written(folder / "policy.toml", toml)


def _written(path: Path, text: str) -> str:
    data = text.encode()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FolderError(f"{path} cannot be written: {error.strerror or error}") from error
    return sha256(data).hexdigest()


def seal(folder: Path) -> None:
    """List every file with its size and digest in `manifest.json`. Written last."""
    entries: list[Any] = [
        {
            "path": path.relative_to(folder).as_posix(),
            "size": path.stat().st_size,
            "sha256": sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    ]
    (folder / MANIFEST).write_bytes(rfc8785.dumps(entries) + b"\n")


def point_latest(folder: Path) -> None:
    """Let `latest` beside the run name it: a relative link, or a one-line file where links fail."""
    latest = folder.parent / LATEST
    fresh = folder.parent / f".{LATEST}-{secrets.token_hex(4)}"
    try:
        fresh.symlink_to(folder.name, target_is_directory=True)
    except OSError:
        fresh.write_text(folder.name + "\n", encoding="utf-8")
    fresh.replace(latest)


def resolve(path: Path) -> Path:
    """The run's folder that `path` means: itself, or what a one-line `latest` file names."""
    if path.is_file():
        return path.parent / path.read_text(encoding="utf-8").strip()
    return path


def _environment() -> str:
    packages = sorted({f"{dist.name}=={dist.version}" for dist in distributions()}, key=str.lower)
    lines = [
        f"python {platform.python_version()} ({sys.implementation.name})",
        platform.platform(),
        "",
        *packages,
    ]
    return "\n".join(lines) + "\n"
