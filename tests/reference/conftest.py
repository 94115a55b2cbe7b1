"""The reference endpoint inside the test's own process: quicker to start than a process of its own."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from readiness.places import fixtures_folder

from .talking import Talk

sys.path.append(str(fixtures_folder() / "reference"))


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Talk]]:
    """Start an endpoint: `start("json_output.fence:at=2", key="k")` gives a connection to it."""
    from faults.catalogue import arm
    from protocol import Service
    from server import listen, serve, url

    listeners: list[socket.socket] = []

    def started(*switches: str, timeout: float = 10.0, seed: int = 0, **settings: Any) -> Talk:
        service = Service(seed=seed, faults=[arm(switch, seed) for switch in switches], **settings)
        listener = listen("127.0.0.1", 0)
        listeners.append(listener)
        threading.Thread(target=_until_closed, args=(serve, listener, service), daemon=True).start()
        return Talk.to(url(listener), timeout)

    yield started
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _until_closed(serve: Callable[..., None], listener: socket.socket, service: Any) -> None:
    try:
        serve(listener, service)
    except OSError:
        return


@pytest.fixture(scope="module")
def healthy(start: Callable[..., Talk]) -> Talk:
    """An endpoint without any fault."""
    return start()
