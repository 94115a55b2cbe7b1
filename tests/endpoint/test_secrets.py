"""No secret stands in anything that is kept, however the server echoes it."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest

from readiness.endpoint.access import Access
from readiness.endpoint.exchange import Exchange
from readiness.endpoint.redaction import Redactor
from readiness.endpoint.target import Target

from .playing import answering, client, playing, saying, whole

KEY = 'sk-"quoted"/and+plus'
ESCAPED = json.dumps(KEY)[1:-1]


@pytest.mark.parametrize(
    "echo",
    [
        KEY,
        quote(KEY, safe=""),
        quote(KEY, safe="").lower(),
        ESCAPED,
        ESCAPED.replace("/", "\\/"),
        KEY.replace('"', "&quot;"),
    ],
)
def test_bytes_are_masked_in_every_form_and_keep_their_length(echo: str) -> None:
    body = f"before {echo} after".encode()
    masked = Redactor({"API key": KEY}).mask_bytes(body)
    assert masked == b"before " + b"*" * len(echo) + b" after"


def test_text_is_masked() -> None:
    assert (
        Redactor({"API key": "sk-0123456789"}).mask_text("no such key: sk-0123456789.")
        == "no such key: [redacted]."
    )


def test_short_secret_stays_in_bodies_and_is_named() -> None:
    redactor = Redactor({"API key": "1", "header X": "long enough"})
    assert redactor.too_short == ("API key",)
    assert redactor.mask_bytes(b"1 + 1 = 2") == b"1 + 1 = 2"


def test_short_secret_under_two_names_is_named_once() -> None:
    assert Redactor({"header X-Key": "1", "credential in header X-Key": "1"}).too_short == ("header X-Key",)


def test_short_secret_is_masked_in_text_where_it_stands_alone() -> None:
    assert Redactor({"API key": "ab1"}).mask_text("key=ab1; cab1e ab12") == "key=[redacted]; cab1e ab12"


def test_no_secret_masks_nothing() -> None:
    redactor = Redactor({"API key": ""})
    assert redactor.mask_bytes(b"anything") == b"anything"
    assert redactor.too_short == ()


def test_longer_secret_wins_over_one_inside_it() -> None:
    assert Redactor({"a": "secret", "b": "my-secret-key"}).mask_text("my-secret-key") == "[redacted]"


def test_redactor_does_not_show_its_secrets() -> None:
    assert KEY not in repr(Redactor({"API key": KEY}))


SECRETS = {
    "api_key": "sk-key-0123456789",
    "header": "header-value-0123",
    "query": "query-value-0123",
}


def echoing(answer: bytes) -> Exchange:
    """An exchange with a server that knows all our secrets."""
    with playing(saying(answer)) as server:
        asking = client(
            f"{server.url}?sig={SECRETS['query']}&api-version=2024-06-01",
            api_key=SECRETS["api_key"],
            headers={"X-Tenant": SECRETS["header"]},
            secrets={"--header X-Tenant": SECRETS["header"]},
        )
        return asking.send("POST", "/chat/completions", f'{{"q": "{SECRETS["api_key"]}"}}'.encode())


ALL = " ".join(SECRETS.values())


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(whole(ALL.encode()), id="body"),
        pytest.param(whole(b"", f"Location: /login?{ALL}", f"X-Request-Id: {ALL}"), id="headers"),
        pytest.param(f"{ALL}\r\n\r\n".encode(), id="status line"),
        pytest.param(f"HTTP/1.1 200 OK\r\nContent-Length: {ALL}\r\n\r\n".encode(), id="error text"),
        pytest.param(whole(ALL.encode() + b" and more")[:-1], id="cut body"),
    ],
)
def test_echoed_secrets_are_nowhere_in_an_exchange(answer: bytes) -> None:
    exchange = echoing(answer)
    assert [secret for secret in SECRETS.values() if secret in repr(exchange)] == []


def test_access_does_not_show_its_secrets() -> None:
    access = Access.to(
        Target.parse(f"http://h?sig={SECRETS['query']}"),
        version="1",
        environ={"HTTP_PROXY": "http://me:proxy-password@p:1"},
        api_key=SECRETS["api_key"],
        headers={"X-Tenant": SECRETS["header"]},
    )
    assert [secret for secret in [*SECRETS.values(), "proxy-password"] if secret in repr(access)] == []


def test_secrets_are_sent_all_the_same() -> None:
    with playing(answering(whole(b"ok"))) as server:
        client(f"{server.url}?sig={SECRETS['query']}", api_key=SECRETS["api_key"]).send("GET", "/models")
    assert b"?sig=query-value-0123 HTTP" in server.requests[0]
    assert server.heads[0]["authorization"] == "Bearer sk-key-0123456789"


def test_url_of_an_exchange_shows_names_but_no_values() -> None:
    assert echoing(whole(b"")).url.endswith("/v1/chat/completions?sig=[redacted]&api-version=[redacted]")


def test_public_query_value_stays_in_replies() -> None:
    assert echoing(whole(b"on 2024-06-01")).body == b"on 2024-06-01"


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Basic YWRtaW46cGFzcw=="}, {"X-Auth-Token": "YWRtaW46cGFzcw=="}]
)
def test_credential_headers_are_secrets_without_being_named_so(headers: dict[str, Any]) -> None:
    with playing(saying(whole(b"you sent YWRtaW46cGFzcw=="))) as server:
        exchange = client(server.url, headers=headers).send("GET", "/models")
    assert exchange.body == b"you sent " + b"*" * 16


def test_proxy_password_is_masked() -> None:
    with playing(saying(whole(b"Basic bWU6cGFzc3dvcmQ= is me:password"))) as proxy:
        environ = {"HTTP_PROXY": f"http://me:password@127.0.0.1:{proxy.port}"}
        exchange = client("http://model.example", environ=environ).send("GET", "/models")
    assert exchange.body == b"Basic **************** is me:********"


@pytest.mark.parametrize(
    "spelled",
    [
        "\\u0073k-redteam-000111222333",
        "%73k%2Dredteam-000111222333",
        b64encode(b"Bearer sk-redteam-000111222333").decode(),
        b64encode(b"key: sk-redteam-000111222333!").decode(),
    ],
)
def test_a_key_in_another_spelling_is_masked_at_its_length(spelled: str) -> None:
    redactor = Redactor({"API key": "sk-redteam-000111222333"})
    masked = redactor.mask_bytes(f'{{"error":"{spelled}"}}'.encode())
    assert len(masked) == len(spelled) + len('{"error":""}')
    assert b"*" * 20 in masked
    assert "[redacted]" in redactor.mask_text(spelled)
