"""The base URL: every form that users paste, and what is refused with the right form beside it."""

from __future__ import annotations

import pytest

from readiness.endpoint.target import Target, TargetError


@pytest.mark.parametrize(
    ("text", "url", "request_path"),
    [
        ("http://host:8000", "http://host:8000/v1", "/v1/models"),
        ("http://host:8000/", "http://host:8000/v1", "/v1/models"),
        ("http://host:8000/v1", "http://host:8000/v1", "/v1/models"),
        ("http://host:8000/v1/", "http://host:8000/v1", "/v1/models"),
        ("  http://host/api\n", "http://host/api", "/api/models"),
        ("https://host/compatible-mode/v1", "https://host/compatible-mode/v1", "/compatible-mode/v1/models"),
        ("http://host:80", "http://host/v1", "/v1/models"),
        ("https://host:443", "https://host/v1", "/v1/models"),
        ("HTTPS://HOST.Example", "https://host.example/v1", "/v1/models"),
        ("http://[::1]:8000", "http://[::1]:8000/v1", "/v1/models"),
        ("http://host/模型", "http://host/%E6%A8%A1%E5%9E%8B", "/%E6%A8%A1%E5%9E%8B/models"),
        ("http://host/a%20b", "http://host/a%20b", "/a%20b/models"),
        ("http://bücher.example", "http://xn--bcher-kva.example/v1", "/v1/models"),
        ("http://host?key=abc", "http://host/v1?key=[redacted]", "/v1/models?key=abc"),
        (
            "http://host/x?api-version=2024-06-01&sig=a%2Fb",
            "http://host/x?api-version=[redacted]&sig=[redacted]",
            "/x/models?api-version=2024-06-01&sig=a%2Fb",
        ),
    ],
)
def test_base_url(text: str, url: str, request_path: str) -> None:
    target = Target.parse(text)
    assert target.shown == url
    assert target.path("/models") == request_path
    assert target.note is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://host/v1/chat/completions", "http://host/v1"),
        ("http://host/v1/chat/completions/", "http://host/v1"),
        ("http://host/chat/completions", "http://host"),
        (
            "https://host/openai/deployments/x/chat/completions?api-version=1",
            "https://host/openai/deployments/x?api-version=[redacted]",
        ),
    ],
)
def test_pasted_chat_url_is_cut_with_a_note(text: str, url: str) -> None:
    target = Target.parse(text)
    assert target.shown == url
    assert target.note is not None
    assert "/chat/completions" in str(target.note)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("host:8000/v1", "http://host:8000/v1"),
        ("localhost:8000", "http://localhost:8000"),
        ("//host/v1", "http://host/v1"),
        ("", "http://HOST:PORT/v1"),
        ("ftp://host", "http:// and https://"),
        ("http://", "no host"),
        ("http:///v1", "no host"),
        ("http://host:port/v1", "1 to 65535"),
        ("http://host:99999", "1 to 65535"),
        ("http://host:0", "1 to 65535"),
        ("http://host/v1#top", "#"),
        ("http://ho st/v1", "blanks"),
        ("http://host/v1\r\nX: y", "blanks or control"),
        ("http://[::1/v1", "cannot be read"),
        ("http://me:geheim@host/v1", "--api-key-env"),
        ("http://me@host/v1", "--header"),
        ("me:geheim@host:8000", "--api-key-env"),
    ],
)
def test_unusable_url_is_refused_with_what_to_change(text: str, says: str) -> None:
    with pytest.raises(TargetError) as caught:
        Target.parse(text)
    assert says in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_query_value_is_not_shown_in_a_refusal() -> None:
    with pytest.raises(TargetError) as caught:
        Target.parse("host:8000/v1?sig=geheim")
    assert "geheim" not in str(caught.value)


def test_mail_address_in_the_query_is_no_user_name() -> None:
    assert Target.parse("http://host/v1?user=me@example.com").host == "host"


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://localhost", True),
        ("http://127.0.0.1", True),
        ("http://127.1.2.3", True),
        ("http://[::1]", True),
        ("http://[::ffff:127.0.0.1]", True),
        ("http://128.0.0.1", False),
        ("http://[fe80::1]", False),
        ("http://localhost.example", False),
    ],
)
def test_loopback(url: str, loopback: bool) -> None:
    assert Target.parse(url).loopback is loopback
