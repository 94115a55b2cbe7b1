"""Values by which a reply that belongs to another request is told: the names that other cases ask for.

A judge sees one case. So each case carries what the others of the run ask for, in its `expect`, and the
recorded cases of a run hold all that is needed to judge it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.judging.tool_calls.due import said

_LONGEST = 40  # a name, not a text
_CHOSEN = frozenset({"enum", "const", "format", "pattern"})

Name = tuple[str, str, str]
"""Tool, parameter, and the name that the prompt gives for it."""


def names(
    messages: Sequence[Mapping[str, Any]], body: Mapping[str, Any], expect: Mapping[str, Any]
) -> frozenset[Name]:
    """The names in a case's prompt that its calls are about: a city, but no date and no value of a list."""
    tools = [tool["function"] for tool in body.get("tools") or ()]
    schemas = {tool["name"]: tool.get("parameters") or {} for tool in tools}
    text = said(messages)
    return frozenset(each for each in _accepted(schemas, expect.get("calls") or ()) if each[2] in text)


def _accepted(schemas: Mapping[str, Any], calls: Sequence[Mapping[str, Any]]) -> Iterator[Name]:
    for call in calls:
        declared = schemas.get(call["name"], {}).get("properties") or {}
        for parameter, accepted in (call.get("arguments") or {}).items():
            if not _CHOSEN & declared.get(parameter, {}).keys():
                short = (each for each in accepted if isinstance(each, str) and 1 < len(each) <= _LONGEST)
                yield from ((call["name"], parameter, each) for each in short)


def elsewhere(own: frozenset[Name], everywhere: frozenset[Name]) -> list[str]:
    """What other cases ask of the same tools and parameters."""
    places = {name[:2] for name in own}
    return sorted({name[2] for name in everywhere - own if name[:2] in places})
