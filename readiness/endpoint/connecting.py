"""From a host name to a connected `Wire`: addresses, TCP, the proxy's tunnel, TLS."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from time import monotonic

from readiness.endpoint.access import Access
from readiness.endpoint.exchange import TransportError
from readiness.endpoint.proxies import Proxy
from readiness.endpoint.tls import tls_advice
from readiness.endpoint.wire import TransportFailure, Wire, reason

Watch = Callable[[socket.socket], None]
"""Told of every socket before it is waited for, so that another thread can shut it down."""


def connect(access: Access, watch: Watch) -> Wire:
    """Open a connection to the endpoint, ready for a request; `TransportFailure` says why there is none.

    All steps share `connect_s`, but for the resolver, which keeps its own time.
    """
    deadline = monotonic() + access.limits.connect_s
    target = access.target
    with ExitStack() as undo:
        if access.proxy is None:
            sock = _tcp(target.host, target.port, deadline, watch)
        else:
            sock = _to_proxy(access.proxy, deadline, watch)
        undo.callback(sock.close)
        if access.tls is not None:
            if access.proxy is not None:
                _tunnel(sock, access, access.proxy, deadline)
            sock = _tls(sock, access.tls, target.host, deadline, watch)
        undo.pop_all()
    return Wire(sock, access.limits)


def _tcp(host: str, port: int, deadline: float, watch: Watch) -> socket.socket:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        detail = reason(error) if isinstance(error, OSError) else str(error)
        raise TransportFailure(TransportError.DNS, f"{host}: {detail}") from None
    failure = TransportFailure(TransportError.DNS, f"{host}: no address")
    for number, (family, kind, protocol, _, address) in enumerate(addresses):
        # A dead IPv6 route must leave time for IPv4.
        left = (deadline - monotonic()) / (len(addresses) - number)
        with ExitStack() as undo:
            try:
                sock = socket.socket(family, kind, protocol)
                undo.callback(sock.close)
                sock.settimeout(max(left, 0.001))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                watch(sock)
                sock.connect(address)
            except OSError as error:
                failure = _connect_failure(error, f"{address[0]} port {port}")
            else:
                undo.pop_all()
                return sock
    raise failure


def _connect_failure(error: OSError, where: str) -> TransportFailure:
    if isinstance(error, TimeoutError):
        return TransportFailure(TransportError.CONNECT_TIMEOUT, f"{where} does not answer")
    if isinstance(error, ConnectionRefusedError):
        return TransportFailure(TransportError.CONNECT_REFUSED, f"{where}: {reason(error)}")
    return TransportFailure(TransportError.CONNECT_FAILED, f"{where}: {reason(error)}")


def _to_proxy(proxy: Proxy, deadline: float, watch: Watch) -> socket.socket:
    try:
        return _tcp(proxy.host, proxy.port, deadline, watch)
    except TransportFailure as failure:
        detail = f"the proxy {proxy.shown} (from {proxy.variable}): {failure.detail}"
        raise TransportFailure(TransportError.PROXY, detail) from None


def _tunnel(sock: socket.socket, access: Access, proxy: Proxy, deadline: float) -> None:
    """Ask the proxy for a way through to the endpoint (CONNECT)."""
    left = max(deadline - monotonic(), 0.001)
    wire = Wire(sock, replace(access.limits, first_byte_s=left, total_s=left))
    through = http.client.HTTPConnection("proxy")
    through.sock = wire
    host = f"[{access.target.host}]" if ":" in access.target.host else access.target.host
    address = f"{host}:{access.target.port}"
    headers = {"Host": address}
    if proxy.authorization:
        headers["Proxy-Authorization"] = proxy.authorization
    asked = f"the proxy {proxy.shown} (from {proxy.variable}) was asked for {address}"
    try:
        through.request("CONNECT", address, headers=headers)
        wire.transmit()
        answer = through.getresponse()
    except TransportFailure as failure:
        raise TransportFailure(TransportError.PROXY, f"{asked}: {failure.detail}") from None
    except http.client.HTTPException as error:
        raise TransportFailure(TransportError.PROXY, f"{asked} and answered no HTTP: {error}") from None
    if answer.status != http.HTTPStatus.OK:
        raise TransportFailure(TransportError.PROXY, f"{asked} and answered {answer.status} {answer.reason}")


def _tls(
    sock: socket.socket, context: ssl.SSLContext, host: str, deadline: float, watch: Watch
) -> ssl.SSLSocket:
    wrapped = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    with ExitStack() as undo:
        undo.callback(wrapped.close)
        watch(wrapped)
        try:
            wrapped.settimeout(max(deadline - monotonic(), 0.001))
            wrapped.do_handshake()
        except TimeoutError:
            raise TransportFailure(TransportError.CONNECT_TIMEOUT, "the TLS handshake did not end") from None
        except ssl.SSLError as error:
            raise TransportFailure(TransportError.TLS, tls_advice(error)) from None
        except (OSError, ValueError) as error:
            detail = reason(error) if isinstance(error, OSError) else str(error)
            raise TransportFailure(TransportError.TLS, f"during the handshake: {detail}") from None
        undo.pop_all()
    return wrapped
