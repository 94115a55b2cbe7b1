"""Where the endpoint is: the base URL as the user gave it, parsed once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from readiness.sentence import Mistake, Sentence, sentence

REDACTED = "[redacted]"
DEFAULT_PORTS = {"http": 80, "https": 443}
CHAT_PATH = "/chat/completions"
PUBLIC_QUERY_NAMES = frozenset({"api-version"})
"""Query names whose values are no secrets; masking `2024-06-01` in replies would alter them."""

_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


class TargetError(Mistake):
    """The way to the endpoint cannot be used as given."""


@dataclass(frozen=True, slots=True)
class Target:
    """The parsed base URL. `base_path` has no slash at its end, `query` no question mark in front."""

    scheme: str
    host: str
    """Lower case, IDNA; an IPv6 literal without brackets."""
    port: int
    base_path: str
    query: str = field(default="", repr=False)
    note: Sentence | None = None
    """What was changed in the URL that the user gave."""

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read a base URL; `TargetError` says what is wrong and, where it can, the right form."""
        parts = _split(text.strip())
        host = _host(parts)
        port = _port(parts)
        path, note = _base_path(parts.path)
        query = quote(parts.query, safe="%=&+,;:@/?!$'()*~")
        return cls(parts.scheme.lower(), host, port, path, query, note)

    @property
    def authority(self) -> str:
        """`host` or `host:port`, as it stands in a `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine: 127.0.0.0/8, ::1, localhost."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            address = ip_address(self.host)
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address).is_loopback

    def path(self, below: str, *, from_root: bool = False) -> str:
        """What a request line asks for: base path, unless `from_root`, then `below` (`/models`), query."""
        full = ("" if from_root else self.base_path) + below or "/"
        return f"{full}?{self.query}" if self.query else full

    def url(self, below: str = "") -> str:
        """The full URL, query values redacted."""
        plain = f"{self.scheme}://{self.authority}{self.base_path}{below}"
        if not self.query:
            return plain
        return plain + "?" + "&".join(f"{quote(name)}={REDACTED}" for name, _ in self._query_pairs())

    @property
    def shown(self) -> str:
        """The base URL as it may be printed and stored."""
        return self.url()

    @property
    def secrets(self) -> dict[str, str]:
        """Query values by what they are called; they go with every request and are never written."""
        return {
            f"query value {name}": value
            for name, value in self._query_pairs()
            if value and name.lower() not in PUBLIC_QUERY_NAMES
        }

    def _query_pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)


def _split(text: str) -> SplitResult:
    if "@" in re.split(r"[/?#]", text.split("://", 1)[-1], maxsplit=1)[0]:
        raise TargetError("endpoint.credentials")
    if _UNPRINTABLE.search(text):
        raise TargetError("endpoint.blanks")
    if "://" not in text:
        right = f"http://{text.lstrip('/') or 'HOST:PORT/v1'}"
        raise TargetError("endpoint.no_scheme", right=_without_query(right))
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise TargetError("endpoint.unreadable", why=error) from None
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise TargetError("endpoint.other_scheme", scheme=parts.scheme)
    if parts.fragment:
        raise TargetError("endpoint.fragment")
    return parts


def _without_query(url: str) -> str:
    base, mark, _ = url.partition("?")
    return f"{base}?{REDACTED}" if mark else base


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host:
        raise TargetError("endpoint.no_host", scheme=parts.scheme)
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise TargetError("endpoint.illegal_host", host=host) from None


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise TargetError("endpoint.port")
    return port or DEFAULT_PORTS[parts.scheme.lower()]


def _base_path(path: str) -> tuple[str, Sentence | None]:
    """No path means `/v1`; a pasted chat URL loses its end; anything else stands."""
    path = quote(path, safe="/%:@!$&'()*+,;=~").rstrip("/")
    if path.endswith(CHAT_PATH):
        return path.removesuffix(CHAT_PATH), sentence("endpoint.took_off", path=CHAT_PATH)
    return path or "/v1", None
