"""How the endpoint is reached: what every client of a run shares. Immutable."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readiness.endpoint.limits import Limits
from readiness.endpoint.proxies import Proxy, proxy_for
from readiness.endpoint.redaction import Redactor
from readiness.endpoint.request import WRONG_KEY, Auth
from readiness.endpoint.target import Target, TargetError
from readiness.endpoint.tls import tls_context

OWN_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
"""Headers that are the client's own business."""
KEY_HEADERS = frozenset({"authorization", "api-key"})
"""A user's header of this name takes the place of `Authorization: Bearer`."""

_CREDENTIAL_NAME = re.compile(r"auth|key|token|secret|password|cookie", re.IGNORECASE)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")


@dataclass(frozen=True)
class Access:
    """Target, proxy, TLS, headers and limits of a run; `Access.to` puts them together."""

    target: Target
    headers: Mapping[str, str] = field(repr=False)
    """Sent with every request, secrets included."""
    redactor: Redactor
    limits: Limits
    proxy: Proxy | None
    tls: ssl.SSLContext | None

    @classmethod
    def to(
        cls,
        target: Target,
        *,
        version: str,
        environ: Mapping[str, str],
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        ca_file: Path | None = None,
        client_cert: str | None = None,
    ) -> Access:
        """Raises `TargetError` for what cannot be sent or read.

        `headers` are the user's, values filled in; `secrets` are the environment values that went into
        them, by name. The value of a header named like a credential is a secret in any case.
        """
        key = (api_key or "").strip()
        own = dict(headers or {})
        if target.scheme == "http" and (ca_file or client_cert):
            option = "--ca-file" if ca_file else "--client-cert"
            raise TargetError("endpoint.no_tls", option=option, url=target.shown)
        _check(own, key)
        proxy = proxy_for(target, environ)
        hidden = {"API key": key, **target.secrets, **(secrets or {}), **_credentials(own)}
        return cls(
            target=target,
            headers=_headers(target, version, key, proxy, own),
            redactor=Redactor({**hidden, **(proxy.secrets if proxy else {})}),
            limits=limits or Limits(),
            proxy=proxy,
            tls=tls_context(ca_file, client_cert) if target.scheme == "https" else None,
        )

    def request_target(self, path: str, *, from_root: bool = False) -> str:
        """What the request line asks for; a proxy for plain HTTP wants the full URL."""
        below = self.target.path(path, from_root=from_root)
        if self.proxy is not None and self.target.scheme == "http":
            return f"http://{self.target.authority}{below}"
        return below

    @property
    def keyed(self) -> bool:
        """Whether a key goes with every request."""
        return any(name.lower() in KEY_HEADERS for name in self.headers)

    def request_headers(
        self, body: bytes | None, extra: Iterable[tuple[str, str]], auth: Auth = Auth.OWN
    ) -> dict[str, str]:
        """All headers of one request; `extra` goes last and replaces what has the same name."""
        headers = dict(self.headers)
        for name in [name for name in headers if name.lower() in KEY_HEADERS and auth is not Auth.OWN]:
            bearer = headers.pop(name).startswith("Bearer ")
            if auth is Auth.WRONG:
                headers[name] = f"Bearer {WRONG_KEY}" if bearer else WRONG_KEY
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        for name, value in extra:
            _put(headers, name, value)
        return headers


def _check(headers: Mapping[str, str], key: str) -> None:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise TargetError("endpoint.header_name", name=name)
        if name.lower() in OWN_HEADERS:
            raise TargetError("endpoint.header_own", name=name)
        if not _HEADER_VALUE.fullmatch(value):
            raise TargetError("endpoint.header_value", name=name)
    if not _HEADER_VALUE.fullmatch(key):
        raise TargetError("endpoint.key_value")


def _credentials(headers: Mapping[str, str]) -> dict[str, str]:
    """Values of headers named like credentials, and what follows a scheme word such as `Bearer`."""
    found: dict[str, str] = {}
    for name, value in headers.items():
        if _CREDENTIAL_NAME.search(name):
            found[f"header {name}"] = value
            found[f"credential in header {name}"] = value.rpartition(" ")[2]
    return found


def _headers(
    target: Target, version: str, key: str, proxy: Proxy | None, own: Mapping[str, str]
) -> dict[str, str]:
    headers = {
        "Host": target.authority,
        "User-Agent": f"readiness/{version}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    if key and not KEY_HEADERS & {name.lower() for name in own}:
        headers["Authorization"] = f"Bearer {key}"
    if proxy is not None and proxy.authorization and target.scheme == "http":
        headers["Proxy-Authorization"] = proxy.authorization
    for name, value in own.items():
        _put(headers, name, value)
    return headers


def _put(headers: dict[str, str], name: str, value: str) -> None:
    for old in [known for known in headers if known.lower() == name.lower()]:
        del headers[old]
    headers[name] = value
