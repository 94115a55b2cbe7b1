"""JSON Schema 2020-12: where a document breaks its schema, one plain record a place.

The `jsonschema` package decides; it is imported on first use, because it costs a quarter of a second
and the first request must not wait for it. References are never fetched over the network. Numbers are
exact (`strict_json` reads decimals): 19.99 is a multiple of 0.01, and 30.0 is written as no integer.
"""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from readiness.judging.strict_json import MAX_INTEGER_DIGITS, exact

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Path = tuple[str | int, ...]
Schema = Mapping[str, Any] | bool

# A reference may lead to a place that the meta-schema does not look at, hence the plain Python errors.
_TOO_STRANGE = (re.error, TypeError, ValueError, AttributeError, LookupError, ArithmeticError)

_FOLLOWED_DEPTH = 40  # a recursive schema costs some frames a level


class BrokenSchema(ValueError):
    """A schema that cannot be used; one sentence."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken keyword: where in the document, what stood there, and what the keyword asked for."""

    keyword: str
    path: Path
    instance: Any
    asked: Any
    schema: Any
    """The subschema that the keyword stands in."""


def prepare() -> None:
    """Load the validator and its format checkers, about 0.2 s, before the first judgement needs them."""
    violations({"type": "string", "format": "date"}, "2026-01-01")


def violations(schema: Schema, value: Any) -> list[Violation]:
    """Everything in which `value` breaks `schema`; raises `BrokenSchema`.

    Of an `anyOf` or `oneOf` that no branch meets, the branch that comes closest is reported.
    """
    from jsonschema.exceptions import UnknownType
    from referencing.exceptions import Unresolvable

    schema = exact(schema)
    try:
        problem = _problem(json.dumps(schema, default=float))
        if problem is not None:
            raise BrokenSchema(problem)
        errors = _validator(schema).iter_errors(value)
        in_order = sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])
        return [violation for error in in_order for violation in _flattened(error)]
    except RecursionError:
        if _depth(value) <= _FOLLOWED_DEPTH:
            raise BrokenSchema("it refers to itself without end") from None
        return [Violation("nesting", (), value, f"at most {_FOLLOWED_DEPTH} levels", schema)]
    except BrokenSchema:
        raise
    except Unresolvable as error:
        raise BrokenSchema(f"$ref {error.ref!r} leads nowhere; references are not fetched") from None
    except (UnknownType, *_TOO_STRANGE) as error:
        raise BrokenSchema(f"{type(error).__name__}: {str(error)[:200]}") from None


@functools.lru_cache(maxsize=512)
def _problem(schema: str) -> str | None:
    """Where a schema breaks the meta-schema, if it does: the costly part, the same for every reply."""
    from jsonschema.exceptions import SchemaError

    try:
        _validator_class().check_schema(json.loads(schema))
    except SchemaError as error:
        where = "".join(f"/{step}" for step in error.absolute_path)
        return f"at {where or 'its root'}: {error.message[:200]}"
    return None


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def formats_checked() -> tuple[str, ...]:
    """The values of `format` that are really checked here, in alphabetical order."""
    return tuple(sorted(_format_checker().checkers))


def _validator(schema: Schema) -> Any:
    from jsonschema_specifications import REGISTRY

    return _validator_class()(schema, format_checker=_format_checker(), registry=REGISTRY)


def _format_checker() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator.FORMAT_CHECKER


@functools.cache
def _validator_class() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    return extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, validators={"multipleOf": _multiple_of}, type_checker=checker
    )


def _is_integer(_checker: Any, instance: Any) -> bool:
    """Written as an integer: 30, but neither 30.0, nor 3e1, nor true."""
    if isinstance(instance, Decimal):  # integers of more digits than Python reads come as Decimal too
        digits = instance.as_tuple()
        return digits.exponent == 0 and len(digits.digits) > MAX_INTEGER_DIGITS
    return isinstance(instance, int) and not isinstance(instance, bool)


def _multiple_of(validator: Any, divisor: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if not validator.is_type(instance, "number"):
        return
    infinite = isinstance(instance, Decimal) and not instance.is_finite()
    if infinite or Fraction(instance) % Fraction(divisor):
        yield ValidationError(f"{instance} is not a multiple of {divisor}")


def _flattened(error: ValidationError) -> Iterator[Violation]:
    context = error.context or []
    if error.validator not in ("anyOf", "oneOf") or not context:
        path = tuple(error.absolute_path)
        yield Violation(str(error.validator), path, error.instance, error.validator_value, error.schema)
        return
    branches: dict[Any, list[ValidationError]] = defaultdict(list)
    for each in context:
        branches[each.schema_path[0]].append(each)
    mistyped = [_mistyped(branch, error) for branch in branches.values()]
    if all(mistyped):
        types = [name for names in mistyped for name in names]
        yield Violation("type", tuple(error.absolute_path), error.instance, types, error.schema)
        return
    fitting = [branch for branch, wrong in zip(branches.values(), mistyped, strict=True) if not wrong]
    for each in min(fitting, key=len):
        yield from _flattened(each)


def _mistyped(branch: list[ValidationError], parent: ValidationError) -> list[str]:
    """The types that a branch asks for, where its type is what is wrong."""
    for error in branch:
        if error.validator == "type" and error.absolute_path == parent.absolute_path:
            asked: Any = error.validator_value
            return [asked] if isinstance(asked, str) else list(asked)
    return []
