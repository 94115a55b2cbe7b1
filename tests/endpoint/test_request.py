"""What leaves: one request, headers as promised, bodies as given."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.endpoint.access import Access
from readiness.endpoint.target import Target, TargetError

from .playing import Server, answering, client, playing, whole


def sent(body: bytes | None = b"{}", base: str = "/v1", **reach: Any) -> Server:
    """A server that has got one request."""
    with playing(answering(whole(b"ok"))) as server:
        asking = client(server.url.removesuffix("/v1") + base, **reach)
        asking.send("GET" if body is None else "POST", "/chat/completions", body)
        asking.close()
    return server


def test_post_carries_the_body_as_given() -> None:
    body = '{"text":"\u4f60\u597d"}'.encode()
    (request,) = sent(body).requests
    assert request.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\n" + body)


def test_headers_of_a_plain_request() -> None:
    server = sent()
    assert server.heads == [
        {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": "readiness/1.2.3",
            "accept": "application/json",
            "accept-encoding": "identity",
            "content-type": "application/json",
            "content-length": "2",
        }
    ]


def test_request_without_a_body_has_no_content_type() -> None:
    assert "content-type" not in sent(body=None).heads[0]


def test_key_goes_as_bearer() -> None:
    assert sent(api_key=" sk-from-a-file\n").heads[0]["authorization"] == "Bearer sk-from-a-file"


def test_own_api_key_header_takes_the_place_of_bearer() -> None:
    (head,) = sent(api_key="sk-0123", headers={"api-key": "azure-key"}).heads
    assert head["api-key"] == "azure-key"
    assert "authorization" not in head


def test_own_authorization_header_takes_the_place_of_bearer() -> None:
    (head,) = sent(api_key="sk-0123", headers={"Authorization": "Basic abc"}).heads
    assert head["authorization"] == "Basic abc"


def test_own_header_replaces_one_of_ours() -> None:
    assert sent(headers={"user-agent": "mine"}).heads[0]["user-agent"] == "mine"


def test_query_goes_with_the_request() -> None:
    (request,) = sent(base="/openai/deployments/x?api-version=2024-06-01").requests
    assert request.startswith(b"POST /openai/deployments/x/chat/completions?api-version=2024-06-01 HTTP")


def test_headers_of_one_request_go_last() -> None:
    with playing(answering(whole(b"ok"))) as server:
        client(server.url, api_key="sk-0123").send(
            "POST",
            "/chat/completions",
            b"hi",
            headers=[("content-type", "text/plain"), ("AUTHORIZATION", "none")],
        )
    assert server.heads[0]["content-type"] == "text/plain"
    assert server.heads[0]["authorization"] == "none"


@pytest.mark.parametrize(
    ("reach", "named"),
    [
        ({"headers": {"X Y": "1"}}, "--header"),
        ({"headers": {"X": "1\r\nEvil: 2"}}, "--header X"),
        ({"headers": {"X": "\u4f60"}}, "--header X"),
        ({"headers": {"Content-Length": "3"}}, "--header Content-Length"),
        ({"api_key": "sk-\uff11\uff12"}, "--api-key-env"),
    ],
)
def test_what_no_header_can_carry_is_refused(reach: dict[str, Any], named: str) -> None:
    with pytest.raises(TargetError, match=named):
        Access.to(Target.parse("http://127.0.0.1:1"), version="1", environ={}, **reach)


def test_refusal_of_a_header_does_not_show_its_value() -> None:
    with pytest.raises(TargetError) as caught:
        Access.to(Target.parse("http://h"), version="1", environ={}, api_key="geheim\u00e9-key")
    assert "geheim" not in str(caught.value)
