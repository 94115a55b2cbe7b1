"""A run's folder: made before the first request, sealed after the last."""

from __future__ import annotations

import platform
import re
import secrets
import sys
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import rfc8785

from readiness.sentence import Mistake

MANIFEST = "manifest.json"
LATEST = "latest"
_RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")

README = """\
这是一次 readiness 运行留下的证据 / Evidence of one readiness run

run.json       结果 / the result            scorecard.md  记分卡 / the scorecard
journal.jsonl  事件链 / the chain of events raw/          请求与应答原文 / bodies, byte for byte
cases.jsonl    计划的用例 / planned cases   policy.toml   门槛 / the bars
junit.xml      供 CI 使用 / for CI          environment.txt, manifest.json

离线复核 / check it offline:

    pytest --pyargs readiness --replay-run={folder}
    python -m json.tool {folder}/manifest.json
"""


class FolderError(Mistake):
    """The run's folder cannot be made or written."""


def open_or_create(reports: Path, resumed: Path | None) -> Path:
    """The folder of a run that is gone on with, or a new one."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = resolve(resumed) if resumed else reports / f"{stamp}-{secrets.token_hex(2)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=resumed is not None)
        _write_once(folder / ".gitignore", "*\n")
        _write_once(folder / "README.txt", README.format(folder=folder))
        _write_once(folder / "environment.txt", _environment())
    except OSError as error:
        why = error.strerror or str(error)
        raise FolderError("evidence.reports", path=reports, why=why) from error
    return folder


def is_folder(path: Path) -> bool:
    """Whether a folder was made for a run, even if nothing was recorded in it."""
    return path.is_dir() and _RUN_ID.fullmatch(path.name) is not None


def digest(text: str) -> str:
    """SHA-256 of a file with this text."""
    return sha256(text.encode()).hexdigest()


def write_plan(folder: Path, cases: str, bars: str) -> None:
    """Write every planned case as drawn (JSONL) and the resolved bars (TOML); `latest` is this run from now on."""
    try:
        _write_once(folder / "cases.jsonl", cases)
        _write_once(folder / "policy.toml", bars)
        point_latest(folder)
    except OSError as error:
        raise FolderError("evidence.file", path=folder, why=error.strerror or error) from error


def _write_once(path: Path, text: str) -> None:
    """What a resumed run holds already stays as it is; a file that a kill cut short is written anew."""
    data = text.encode()
    if not path.is_file() or path.stat().st_size < len(data):
        path.write_bytes(data)


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
    return path.resolve() if path.is_symlink() else path


def _environment() -> str:
    packages = sorted({f"{dist.name}=={dist.version}" for dist in distributions()}, key=str.lower)
    lines = [
        f"python {platform.python_version()} ({sys.implementation.name})",
        platform.platform(),
        "",
        *packages,
    ]
    return "\n".join(lines) + "\n"
