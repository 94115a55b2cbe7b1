"""TLS: the context that verifies the endpoint, and what to do when it cannot be verified."""

from __future__ import annotations

import ssl
from pathlib import Path

from readiness.endpoint.target import TargetError


def tls_context(ca_file: Path | None = None, client_cert: str | None = None) -> ssl.SSLContext:
    """`ssl`'s default context (`SSL_CERT_FILE` works), a private CA added, a client certificate loaded.

    `client_cert` is one PEM file with certificate and key, or `CERT,KEY`. `TargetError` names the option
    whose file cannot be used.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise TargetError("endpoint.ca_file", path=ca_file, why=_reason(error)) from None
    if client_cert is not None:
        cert, _, key = client_cert.partition(",")
        try:
            context.load_cert_chain(cert, key or None, password=_no_password)
        except (OSError, ValueError) as error:
            raise TargetError("endpoint.client_cert", path=client_cert, why=_reason(error)) from None
    return context


def _no_password() -> str:
    """OpenSSL would ask on the terminal for the pass phrase of an encrypted key; no answer is an error."""
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return error.reason or str(error) or "not a PEM file"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)


def tls_advice(error: ssl.SSLError) -> str:
    """What went wrong with TLS and what to do about it, in one line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message.rstrip(".")
        if "mismatch" in reason:
            return f"{reason}; use a host name that stands in the certificate"
        if "expired" in reason or "not yet valid" in reason:
            return f"{reason}; renew the certificate, or set the clock"
        return f"{reason}; name the CA that signed the certificate with --ca-file"
    reason = (error.reason or str(error)).replace("_", " ").lower()
    if "wrong version number" in reason or "http request" in reason:
        return f"{reason}; the port does not speak TLS, try http://"
    if "certificate required" in reason or "handshake failure" in reason or "alert unknown ca" in reason:
        return f"{reason}; the endpoint may want a client certificate, see --client-cert"
    return reason
