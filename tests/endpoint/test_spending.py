"""What a request takes is estimated for any body, since some rows send bodies that are no chat."""

from __future__ import annotations

import pytest

from readiness.endpoint.spending import asked_tokens


@pytest.mark.parametrize(
    "body",
    [
        b'{"messages": "hello there"}',
        b'{"messages": [null, 7]}',
        b'{"messages": [{"tool_calls": [{}]}]}',
        b'{"messages": null}',
        b'{"mess',
        b"\xff\xfe",
        b'{"messages": [], "x": ' + b"[" * 9000 + b"]" * 9000 + b"}",
    ],
)
def test_a_body_that_is_no_chat_is_taken_for_its_text(body: bytes) -> None:
    assert asked_tokens(body) > 0
