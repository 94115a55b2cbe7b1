"""Secrets out of everything that is kept: bodies, headers, URLs, error texts."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from readiness.endpoint.target import REDACTED

MIN_BASE64 = 12
"""Characters from which a base64 form is masked: a shorter one may stand in any text by chance."""
MIN_BODY_SECRET = 6
"""Shorter secrets stay in bodies: masking every "1" would alter the replies that are to be judged."""


class Redactor:
    """Masks the given secrets in any form in which they may be echoed.

    `too_short` names the secrets that are masked in headers, URLs and error texts only.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        names: dict[str, str] = {}
        for name, value in secrets.items():
            names.setdefault(value, name)
        long = [value for value in names if len(value) >= MIN_BODY_SECRET]
        short = sorted((value for value in names if 0 < len(value) < MIN_BODY_SECRET), key=len, reverse=True)
        self.too_short = tuple(names[value] for value in short)
        forms = {form for secret in long for form in _forms(secret)}
        self._texts = tuple(sorted(forms, key=len, reverse=True))
        self._bytes = tuple(form.encode("utf-8", "surrogateescape") for form in self._texts)
        spelled = "|".join(_spelled(secret) for secret in long if secret.isascii())
        self._spelled_text = re.compile(spelled) if spelled else None
        self._spelled_bytes = re.compile(spelled.encode()) if spelled else None
        # A short secret counts only where it stands alone, or "1" would take every digit of a date.
        alone = "|".join(re.escape(secret) for secret in short)
        self._short = re.compile(rf"(?<![0-9A-Za-z])(?:{alone})(?![0-9A-Za-z])") if short else None

    def __repr__(self) -> str:
        return f"Redactor({len(self._texts)} forms)"

    def mask_bytes(self, data: bytes) -> bytes:
        """`data` with every secret as asterisks of the same length, so that offsets stay true."""
        for form in self._bytes:
            if form in data:
                data = data.replace(form, b"*" * len(form))
        if self._spelled_bytes is not None and (b"\\u00" in data or b"%" in data):
            data = self._spelled_bytes.sub(lambda found: b"*" * len(found[0]), data)
        return data

    def mask_text(self, text: str) -> str:
        """A header value, a URL or an error text without secrets, the short ones included."""
        for form in self._texts:
            if form in text:
                text = text.replace(form, REDACTED)
        if self._spelled_text is not None and ("\\u00" in text or "%" in text):
            text = self._spelled_text.sub(REDACTED, text)
        return self._short.sub(REDACTED, text) if self._short else text


def _spelled(secret: str) -> str:
    """A pattern for the secret with any of its characters written as a JSON or a percent escape."""
    return "".join(rf"(?:{re.escape(one)}|(?i:\\u00{ord(one):02x}|%{ord(one):02x}))" for one in secret)


def _base64(secret: str) -> set[str]:
    """What of the secret stays the same in any base64 text that holds it, at each of the three alignments."""
    found: set[str] = set()
    for shift in range(3):
        whole = b64encode(b"\0" * shift + secret.encode("utf-8", "surrogateescape")).decode()
        middle = whole[-(-shift * 8 // 6) if shift else 0 :].rstrip("=")[: -1 or None]
        if len(middle) >= MIN_BASE64:
            found |= {middle, middle.replace("+", "-").replace("/", "_")}
    return found


def _forms(secret: str) -> set[str]:
    """The secret as it may come back: raw, percent-encoded, inside JSON, inside HTML, as base64."""
    percent = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    in_json = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    forms = {secret, html.escape(secret)} | percent | in_json
    forms |= _base64(secret)
    forms |= {re.sub(r"%..", lambda code: code[0].lower(), form) for form in percent}
    return forms | {form.replace("/", "\\/") for form in in_json}
