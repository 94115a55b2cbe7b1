"""The built-in endpoint as a process of its own, on a free loopback port."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Self

from readiness.places import fixtures_folder

SERVER_NAME = "readiness-reference"
"""How the reference endpoint names itself in the `Server` header."""


class ReferenceProcess:
    """`fixtures/reference` started by path; it ends with us, however we end, since it watches its stdin."""

    def __init__(self, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        script = str(fixtures_folder() / "reference")
        command = [sys.executable, "-E", "-s", "-S", script, "--exit-with-parent", *arguments]
        # A session of its own: Ctrl-C on the terminal is ours, and shall not take the endpoint away first.
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=environment,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(f"the reference endpoint did not start: {' '.join(command)}")

    def close(self) -> None:
        """End the process and wait for it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
