"""The line that sends a recorded request again: its method, its headers, and the key left to the shell."""

from pathlib import Path

import pytest

from readiness.endpoint.exchange import Exchange
from readiness.report.showing.curl import Way, lines

WAY = Way("http://host:1/v1", ("authorization: Bearer ${KEY}", "x-team: ${TEAM}"), ())
KEYED = '-H "authorization: Bearer ${KEY}"'


@pytest.mark.parametrize(
    ("exchange", "inside", "outside"),
    [
        (Exchange("GET", "/models", b""), ["curl http://host:1/v1/models", KEYED], ["-X", "data"]),
        (Exchange("HEAD", "/models", b""), ["--head"], ["-X"]),
        (Exchange("OPTIONS", "/models", b""), ["-X OPTIONS"], []),
        (Exchange("POST", "/c", b"{}"), ["content-type: application/json", "--data-binary @"], ["-X", "-N"]),
        (Exchange("POST", "/c", b'{"stream": true}'), ["curl -N "], []),
        (Exchange("POST", "/c", b"{}", sent_as={"auth": "none"}), ["x-team"], ["authorization"]),
        (Exchange("POST", "/c", b"{}", sent_as={"auth": "wrong"}), ["Bearer sk-readiness-wrong"], ["${KEY}"]),
        (Exchange("GET", "/metrics", b"", sent_as={"from_root": True}), ["http://host:1/metrics"], ["/v1"]),
        (Exchange("POST", "/c", b"{}", sent_as={"chunked": True}), ["transfer-encoding: chunked"], []),
        (
            Exchange("POST", "/c", b"{}", request_headers={"Content-Type": "text/plain"}),
            ["Content-Type: text/plain"],
            ["application/json"],
        ),
    ],
    ids=["get", "head", "options", "post", "stream", "no key", "wrong key", "root", "chunked", "text"],
)
def test_the_line_sends_what_was_sent(exchange: Exchange, inside: list[str], outside: list[str]) -> None:
    (line,) = lines(Path("run"), WAY, [exchange])
    assert all(part in line for part in inside), line
    assert not any(part in line for part in outside), line
