"""The calls of an answer, as the tests of the skill compare them."""

from __future__ import annotations

import json
from typing import Any

Calls = list[tuple[str, dict[str, Any]]]


def read(said: Any) -> Calls:
    """Name and arguments of each call; none where nothing was said."""
    functions = [call["function"] for call in said.tool_calls] if said else []
    return [(each["name"], json.loads(each["arguments"])) for each in functions]
