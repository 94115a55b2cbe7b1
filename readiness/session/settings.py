"""What the user asked for, checked: one frozen record, or one sentence that says what to change."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness.sentence import Mistake
from readiness.session.invocation import recordable
from readiness.session.options import Given
from readiness.session.pace import Limits

REFERENCE = "reference"
MOST = 86_400
"""A day in seconds, and far more requests in flight than one process can hold."""
MOST_TOKENS = 1_000_000
LEAST_CONTEXT = 4_000
"""Tokens: a shorter document has no room for what is planted in it."""
_HEADER = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*")
_PRICE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class SettingsError(Mistake):
    """An option, or a variable that it names, that cannot be used as given."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run. Secrets live here only, and never in a `repr`."""

    endpoint: str
    model: str | None
    api_key: Secret
    headers: Mapping[str, Secret]
    extra_body: Mapping[str, Any]
    ca_file: Path | None
    client_cert: str | None
    profile: str
    policy: str | None
    confidence: float | None
    concurrency: int
    request_timeout_s: float
    thinking_tokens: int
    limits: Limits
    plan_only: bool
    price: tuple[float, float] | None
    """Of a million tokens read and written, in whatever currency it was given."""
    seed: int
    lang: str | None
    reports: Path
    cases: Path | None
    context_tokens: int | None
    """Length of a long document where the user sets it; None for the claim's own."""
    replay: Path | None
    resume: Path | None
    given: Mapping[str, str | list[str]]
    """The options that were given and that a resumption must not change, as texts."""
    invocation: tuple[str, ...]
    """`--name=value` of what shapes a request, without secrets: for lines to paste."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that no `repr`, log or traceback shows."""

    value: str

    def __repr__(self) -> str:
        return "[redacted]"


def read(option: Given, environ: Mapping[str, str]) -> Settings:
    """Settings from pytest's options; raises `SettingsError`."""
    endpoint, replay, resume = option("--endpoint"), option("--replay-run"), option("--resume-run")
    plan_only = bool(option("--plan-only"))
    if plan_only and (replay or resume):
        raise SettingsError("options.plan_alone", which="--replay-run" if replay else "--resume-run")
    if not endpoint and not replay and not plan_only:
        raise SettingsError("options.no_endpoint")
    if replay and (endpoint or resume):
        which = "--endpoint" if endpoint else "--resume-run"
        raise SettingsError("options.replay_alone", which=which)
    for name, limit in (("--concurrency", 1), ("--request-timeout", 0.001)):
        if not limit <= option(name) <= MOST:
            raise SettingsError("options.range", name=name, value=option(name), least=limit, most=MOST)
    thinking_tokens = option("--thinking-tokens")
    if not 0 <= thinking_tokens <= MOST_TOKENS:
        raise SettingsError(
            "options.range", name="--thinking-tokens", value=thinking_tokens, least=0, most=MOST_TOKENS
        )
    for name in ("--rpm", "--tpm", "--max-total-tokens"):
        if option(name) is not None and option(name) < 1:
            raise SettingsError("options.at_least", name=name, value=option(name), least=1)
    context_tokens = option("--context-tokens")
    if context_tokens is not None and not LEAST_CONTEXT <= context_tokens <= MOST_TOKENS:
        raise SettingsError(
            "options.range",
            name="--context-tokens",
            value=context_tokens,
            least=LEAST_CONTEXT,
            most=MOST_TOKENS,
        )
    confidence = option("--confidence")
    if confidence is not None and not 0.5 <= confidence < 1:
        raise SettingsError("options.confidence", value=confidence)
    return Settings(
        endpoint=endpoint or "",
        model=option("--model"),
        api_key=Secret(environ.get(option("--api-key-env"), "").strip()),
        headers=dict(_header(text, environ) for text in option("--header") or ()),
        extra_body=_extra_body(option("--extra-body")),
        ca_file=option("--ca-file"),
        client_cert=option("--client-cert"),
        profile=option("--run-profile"),
        policy=option("--policy"),
        confidence=confidence,
        concurrency=option("--concurrency"),
        request_timeout_s=option("--request-timeout"),
        thinking_tokens=thinking_tokens,
        plan_only=plan_only,
        price=_price(option("--price"), plan_only=plan_only),
        limits=Limits(option("--rpm"), option("--tpm"), option("--max-total-tokens")),
        seed=option("--seed"),
        lang=option("--lang"),
        reports=option("--report-dir"),
        cases=option("--cases"),
        context_tokens=context_tokens,
        replay=replay,
        resume=resume,
        given=option.recordable(),
        invocation=recordable(option),
    )


def _price(text: str | None, *, plan_only: bool) -> tuple[float, float] | None:
    if text is None:
        return None
    match = _PRICE.fullmatch(text)
    if not match:
        raise SettingsError("options.price_form", text=text)
    if not plan_only:
        raise SettingsError("options.price_alone")
    return float(match[1]), float(match[2])


def _header(text: str, environ: Mapping[str, str]) -> tuple[str, Secret]:
    match = _HEADER.fullmatch(text)
    if not match:
        raise SettingsError("options.header_form", text=text.split(":")[0])
    name, template = match.groups()
    wanted = _VARIABLE.findall(template)
    if not wanted:
        raise SettingsError("options.header_value", name=name)
    for variable in wanted:
        if variable not in environ:
            raise SettingsError("options.header_variable", name=name, variable=variable)
    value = _VARIABLE.sub(lambda found: environ[found.group(1)], template)
    if not value.isprintable() or not value.isascii():
        raise SettingsError("options.header_printable", name=name, variables=", ".join(wanted))
    return name, Secret(value)


def _extra_body(text: str | None) -> Mapping[str, Any]:
    if text is None:
        return {}
    try:
        source = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
        data = json.loads(source)
    except (OSError, ValueError) as error:
        raise SettingsError("options.extra_body_json", why=error) from error
    if not isinstance(data, dict):
        raise SettingsError("options.extra_body_object")
    for key in ("model", "messages", "stream"):
        if key in data:
            raise SettingsError("options.extra_body_key", key=key)
    return data
