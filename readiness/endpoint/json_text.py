"""JSON as the wire must carry it: UTF-8, no byte order mark, no NaN. Hostile text is an error, no crash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

MAX_NESTING = 200


class NotJson(ValueError):
    """No JSON document; the text says why, in one line."""


def parse(data: bytes | str) -> Any:
    """The document in `data`; raises `NotJson`. Lone surrogates from escapes are kept."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise NotJson(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        if text.startswith("\ufeff"):
            raise NotJson("not JSON: it starts with a byte order mark") from None
        raise NotJson(f"not JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise NotJson(_TOO_DEEP) from None
    except ValueError as error:
        raise NotJson(f"not JSON: {error}") from None
    if text.count("[") + text.count("{") > MAX_NESTING and _too_deep(value):
        raise NotJson(_TOO_DEEP)
    return value


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_NESTING + 1):
        level = [child for parent in level for child in _children(parent)]
    return bool(level)


def _children(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not allowed")


_TOO_DEEP = f"JSON nested more than {MAX_NESTING} deep"
_DECODER = json.JSONDecoder(parse_constant=_refuse)


def type_name(value: object) -> str:
    """The JSON type of a parsed value."""
    if isinstance(value, bool):
        return "boolean"
    names: dict[type, str] = {type(None): "null", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "number")
