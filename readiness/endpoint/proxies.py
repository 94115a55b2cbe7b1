"""Which proxy a request goes through, by the environment's usual variables. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

from readiness.endpoint.target import Target, TargetError


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. `authorization` is the `Proxy-Authorization` value, or empty."""

    host: str
    port: int
    variable: str
    """The environment variable that named it."""
    authorization: str = field(default="", repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def shown(self) -> str:
        """Its URL without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def proxy_in_use(target: Target, environ: Mapping[str, str]) -> str | None:
    """The proxy that requests to `target` pass, without its credentials; None where they go straight."""
    proxy = proxy_for(target, environ)
    return proxy.shown if proxy else None


def proxy_for(target: Target, environ: Mapping[str, str]) -> Proxy | None:
    """`HTTPS_PROXY` or `HTTP_PROXY` by the target's scheme, else `ALL_PROXY`; none for hosts in `NO_PROXY`.

    The lower-case name goes first, as in the standard library. A loopback target never uses a proxy.
    """
    if target.loopback or _excepted(target, _first(environ, "no_proxy")[1]):
        return None
    variable, value = _first(environ, f"{target.scheme}_proxy")
    if not variable:
        variable, value = _first(environ, "all_proxy")
    return _parse(variable, value) if value else None


def _first(environ: Mapping[str, str], name: str) -> tuple[str, str]:
    for variable in (name, name.upper()):
        if variable in environ:
            return variable, environ[variable].strip()
    return "", ""


def _parse(variable: str, value: str) -> Proxy:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TargetError("endpoint.proxy_url", variable=variable) from None
    if parts.scheme != "http" or not host:
        raise TargetError("endpoint.proxy_kind", variable=variable, scheme=parts.scheme)
    if parts.username is None:
        return Proxy(host, port or 80, variable)
    user, password = unquote(parts.username), unquote(parts.password or "")
    token = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    secrets = {f"password in {variable}": password, f"credentials in {variable}": token}
    return Proxy(host, port or 80, variable, f"Basic {token}", secrets)


def _excepted(target: Target, no_proxy: str) -> bool:
    return any(_matches(entry.lower(), target) for entry in re.split(r"[,\s]+", no_proxy) if entry)


def _matches(entry: str, target: Target) -> bool:
    """One entry of `NO_PROXY`: `*`, a network, or a host or domain suffix, each with or without a port."""
    if entry == "*":
        return True
    if "/" in entry:
        return _in_network(entry, target.host)
    host, port = _entry_parts(entry)
    if port is not None and port != str(target.port):
        return False
    name = host.removeprefix("*").removeprefix(".")
    return bool(name) and (target.host == name or target.host.endswith(f".{name}"))


def _in_network(entry: str, host: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False


def _entry_parts(entry: str) -> tuple[str, str | None]:
    """Host and port of an entry; a bare IPv6 address has no port."""
    if entry.startswith("["):
        host, _, rest = entry[1:].partition("]")
        return host, rest.removeprefix(":") or None
    if entry.count(":") == 1:
        host, _, port = entry.partition(":")
        return host, port
    return entry, None
