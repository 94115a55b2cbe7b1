"""TLS is verified, always; what to do about a certificate stands in the error."""

from __future__ import annotations

import ssl
import threading
from pathlib import Path

import pytest
import trustme

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.target import TargetError
from readiness.endpoint.tls import tls_context

from .playing import Line, Server, answering, client, playing, whole

OK = answering(whole(b"ok"))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def serving(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def get(server: Server, **reach: object) -> Exchange:
    return client(server.url, **reach).send("GET", "/models")


def test_private_ca_is_accepted_when_named(authority: trustme.CA, ca_file: Path) -> None:
    with playing(OK, tls=serving(authority)) as server:
        asking = client(server.url, ca_file=ca_file)
        assert asking.send("GET", "/models").body == b"ok"
        assert asking.send("GET", "/models").reused_connection


def test_private_ca_is_accepted_from_ssl_cert_file(
    authority: trustme.CA, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    with playing(OK, tls=serving(authority)) as server:
        assert get(server).body == b"ok"


def test_unknown_ca_is_refused_and_the_option_named(authority: trustme.CA) -> None:
    with playing(OK, tls=serving(authority)) as server:
        exchange = get(server)
    assert exchange.error is TransportError.TLS
    assert "--ca-file" in exchange.error_detail


def test_certificate_for_another_host_is_refused(authority: trustme.CA, ca_file: Path) -> None:
    with playing(OK, tls=serving(authority, "other.example")) as server:
        exchange = get(server, ca_file=ca_file)
    assert exchange.error is TransportError.TLS
    assert "host name" in exchange.error_detail


def test_port_without_tls_is_said_to_be_one(ca_file: Path) -> None:
    with playing(lambda line: line.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        server.tls = True
        exchange = get(server, ca_file=ca_file)
    assert exchange.error is TransportError.TLS
    assert "http://" in exchange.error_detail


def test_client_certificate_is_shown(authority: trustme.CA, ca_file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pem"
    authority.issue_cert("me.example").private_key_and_cert_chain_pem.write_to_path(str(mine))
    with playing(OK, tls=_asking_for_certificates(authority)) as server:
        assert get(server, ca_file=ca_file, client_cert=str(mine)).body == b"ok"


def test_client_certificate_and_key_in_two_files(
    authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    issued = authority.issue_cert("me.example")
    issued.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    issued.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    pair = f"{tmp_path / 'cert.pem'},{tmp_path / 'key.pem'}"
    with playing(OK, tls=_asking_for_certificates(authority)) as server:
        assert get(server, ca_file=ca_file, client_cert=pair).body == b"ok"


def test_missing_client_certificate_is_an_error_that_names_the_option(
    authority: trustme.CA, ca_file: Path
) -> None:
    with playing(OK, tls=_asking_for_certificates(authority)) as server:
        exchange = get(server, ca_file=ca_file)
    assert exchange.error is TransportError.TLS
    assert "--client-cert" in exchange.error_detail


def _asking_for_certificates(authority: trustme.CA) -> ssl.SSLContext:
    context = serving(authority)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def test_cancel_ends_a_blocked_read_under_tls(authority: trustme.CA, ca_file: Path) -> None:
    with playing(lambda line: line.request() and line.hold(), tls=serving(authority)) as server:
        asking = client(server.url, ca_file=ca_file)
        asking.open()
        threading.Timer(0.05, asking.cancel).start()
        assert asking.send("GET", "/models").error is TransportError.CANCELLED


def test_cancel_ends_a_handshake_that_hangs(ca_file: Path) -> None:
    with playing(Line.hold) as server:
        server.tls = True
        asking = client(server.url, ca_file=ca_file)
        threading.Timer(0.05, asking.cancel).start()
        assert asking.send("GET", "/models").error is TransportError.CANCELLED


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_unusable_ca_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TargetError, match=r"--ca-file .*ca\.pem"):
        tls_context(ca_file=path)


def test_encrypted_client_key_is_refused_without_a_question(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
        load_pem_private_key,
    )

    issued = trustme.CA().issue_cert("me.example")
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pass phrase"))
    path = tmp_path / "mine.pem"
    path.write_bytes(locked + issued.cert_chain_pems[0].bytes())
    with pytest.raises(TargetError, match="--client-cert"):
        tls_context(client_cert=str(path))
