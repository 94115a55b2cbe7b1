"""Which way a request goes: proxies of the environment, exceptions, and never for loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from readiness.endpoint.exchange import TransportError
from readiness.endpoint.proxies import proxy_in_use
from readiness.endpoint.target import Target, TargetError

from .playing import Line, Script, answering, client, playing, whole

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("url", "environ", "proxy"),
    [
        ("http://host.example", {"HTTP_PROXY": PROXY}, PROXY),
        ("http://host.example", {"http_proxy": PROXY}, PROXY),
        ("https://host.example", {"HTTPS_PROXY": PROXY}, PROXY),
        ("https://host.example", {"HTTP_PROXY": PROXY}, None),
        ("http://host.example", {"HTTPS_PROXY": PROXY}, None),
        ("http://host.example", {"ALL_PROXY": PROXY}, PROXY),
        ("http://host.example", {"HTTP_PROXY": "proxy.example:3128"}, PROXY),
        ("http://host.example", {"http_proxy": "", "HTTP_PROXY": PROXY}, None),
        ("http://host.example", {"http_proxy": PROXY, "HTTP_PROXY": "http://other:1"}, PROXY),
        ("http://host.example", {"HTTP_PROXY": "http://me:secret@proxy.example:3128"}, PROXY),
        ("http://host.example", {"HTTP_PROXY": "http://[::1]:3128"}, "http://[::1]:3128"),
        ("http://localhost:8000", {"HTTP_PROXY": PROXY}, None),
        ("http://127.0.0.1:8000", {"ALL_PROXY": PROXY}, None),
        ("http://127.9.9.9:8000", {"HTTP_PROXY": PROXY}, None),
        ("http://[::1]:8000", {"HTTP_PROXY": PROXY}, None),
    ],
)
def test_proxy_by_environment(url: str, environ: dict[str, str], proxy: str | None) -> None:
    assert proxy_in_use(Target.parse(url), environ) == proxy


@pytest.mark.parametrize(
    ("host", "no_proxy", "excepted"),
    [
        ("host.example", "*", True),
        ("host.example", "host.example", True),
        ("HOST.example", "host.EXAMPLE", True),
        ("a.host.example", "host.example", True),
        ("a.host.example", ".host.example", True),
        ("a.host.example", "*.host.example", True),
        ("ahost.example", "host.example", False),
        ("host.example", "other.example, host.example", True),
        ("host.example", "other.example host.example", True),
        ("host.example", "", False),
        ("host.example", "host", False),
        ("host.example:8000", "host.example:8000", True),
        ("host.example:8000", "host.example:9000", False),
        ("host.example", "host.example:80", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("110.1.2.3", "10.1.2.3", False),
        ("10.1.2.3:8000", "10.1.2.3:8000", True),
        ("[fd00::5]", "fd00::/8", True),
        ("[fd00::5]", "fd00::5", True),
        ("[fd00::5]:8000", "[fd00::5]:8000", True),
        ("[fd00::5]:8000", "[fd00::5]:9000", False),
        ("host.example", "10.0.0.0/8", False),
        ("host.example", "not/a/network", False),
    ],
)
def test_no_proxy(host: str, no_proxy: str, excepted: bool) -> None:
    target = Target.parse(f"http://{host}")
    found = proxy_in_use(target, {"HTTP_PROXY": PROXY, "NO_PROXY": no_proxy})
    assert (found is None) == excepted


@pytest.mark.parametrize(
    "value", ["socks5://proxy.example:1080", "https://proxy.example:3128", "http://[::1"]
)
def test_proxy_of_another_kind_is_refused_by_name(value: str) -> None:
    with pytest.raises(TargetError, match="ALL_PROXY"):
        proxy_in_use(Target.parse("http://host.example"), {"ALL_PROXY": value})


def test_plain_http_goes_through_with_the_full_url() -> None:
    with playing(answering(whole(b"through"))) as proxy:
        environ = {"HTTP_PROXY": f"http://me:open%20sesame@127.0.0.1:{proxy.port}"}
        exchange = client("http://model.example:8000/v1", environ=environ).send("GET", "/models")
    assert exchange.body == b"through"
    assert proxy.requests[0].startswith(b"GET http://model.example:8000/v1/models HTTP/1.1\r\n")
    assert proxy.heads[0]["proxy-authorization"] == "Basic bWU6b3BlbiBzZXNhbWU="


def tunnelling_to(port: int) -> Script:
    """A CONNECT proxy that leads everything to one port."""

    def script(line: Line) -> None:
        line.request()
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            line.say(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=_copy, args=(beyond, line.sock), daemon=True).start()
            _copy(line.sock, beyond)

    return script


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)


def test_https_goes_through_a_tunnel(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("model.example").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with (
        playing(answering(whole(b"through")), tls=context) as server,
        playing(tunnelling_to(server.port)) as proxy,
    ):
        environ = {"HTTPS_PROXY": f"http://me:password@127.0.0.1:{proxy.port}"}
        asking = client("https://model.example/v1", environ=environ, ca_file=ca_file, api_key="sk-0123456789")
        exchange = asking.send("GET", "/models")
        asking.close()
    assert exchange.body == b"through"
    assert proxy.requests[0].startswith(b"CONNECT model.example:443 HTTP/1.1\r\n")
    assert proxy.heads[0]["proxy-authorization"] == "Basic bWU6cGFzc3dvcmQ="
    assert b"sk-0123456789" not in proxy.requests[0]
    assert "proxy-authorization" not in server.heads[0]


@pytest.mark.parametrize(
    "answer", [whole(b"", status="407 Proxy Authentication Required"), b"noise\r\n\r\n", b""]
)
def test_proxy_that_refuses_the_tunnel_is_named(answer: bytes) -> None:
    def refuses(line: Line) -> None:
        line.request()
        line.say(answer)

    with playing(refuses) as proxy:
        environ = {"HTTPS_PROXY": f"http://me:password@127.0.0.1:{proxy.port}"}
        exchange = client("https://model.example/v1", environ=environ).send("GET", "/models")
    assert exchange.error is TransportError.PROXY
    assert f"127.0.0.1:{proxy.port}" in exchange.error_detail
    assert "HTTPS_PROXY" in exchange.error_detail


def test_dead_proxy_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    exchange = client("http://model.example", environ={"http_proxy": f"http://127.0.0.1:{port}"}).send(
        "GET", "/"
    )
    assert exchange.error is TransportError.PROXY
    assert "http_proxy" in exchange.error_detail


def test_dead_proxy_does_not_keep_us_from_loopback() -> None:
    with playing(answering(whole(b"ok"))) as server:
        environ = {"HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9"}
        assert client(server.url, environ=environ).send("GET", "/models").body == b"ok"
