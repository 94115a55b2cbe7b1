"""The server's own words, on one line, and the setting to change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.endpoint.errors import error_message, gateway_hint
from readiness.endpoint.exchange import Exchange


def said(body: bytes, status: int = 400) -> str:
    return error_message(Exchange("POST", "u", b"", status=status, body=body))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "no such model", "type": "x", "code": 404}}, "no such model"),
        ({"error": "no such model"}, "no such model"),
        ({"object": "error", "message": "no such model"}, "no such model"),
        ({"message": "no such model"}, "no such model"),
        ({"detail": "Not Found"}, "Not Found"),
        (
            {"detail": [{"loc": ["body", "n"], "msg": "too small"}, {"msg": "missing"}]},
            "body.n: too small; missing",
        ),
        ("plain words", "plain words"),
        ({"unknown": 1}, '{"unknown": 1}'),
    ],
)
def test_json_error(body: Any, message: str) -> None:
    assert said(json.dumps(body).encode()) == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"upstream connect error\n  reset", "upstream connect error reset"),
        (
            b"<html><head><title>\n502 Bad &amp; Gateway</title></head><body>x</body></html>",
            "502 Bad & Gateway",
        ),
        (b"<html><body><h1>503 <b>Busy</b></h1></body></html>", "503 Busy"),
        (b'{"error": {"message": "cut of', '{"error": {"message": "cut of'),
        (b"red \x1b[31malert\x07", "red \\x1b[31malert\\x07"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", "HTTP 400 without a message"),
        ("已超出上限".encode(), "已超出上限"),
    ],
)
def test_other_error(body: bytes, message: str) -> None:
    assert said(body) == message


def test_message_has_an_end() -> None:
    message = said(json.dumps({"error": {"message": "word " * 1000}}).encode())
    assert len(message) == 300
    assert message.endswith("…")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=100))
def test_any_body_has_a_message_of_one_line(body: bytes) -> None:
    message = said(body)
    assert message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("status", "setting"),
    [(413, "client_max_body_size"), (502, "upstream"), (503, "--concurrency"), (504, "proxy_read_timeout")],
)
def test_gateway_hint_names_the_setting_in_both_languages(status: int, setting: str) -> None:
    hint = gateway_hint(status)
    assert hint is not None
    assert setting in hint.said("en")
    assert setting in hint.said("zh")


@pytest.mark.parametrize("status", [None, 200, 400, 429, 500])
def test_other_statuses_have_no_gateway_hint(status: int | None) -> None:
    assert gateway_hint(status) is None
