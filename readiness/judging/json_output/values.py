"""A document's values against the right ones, field by field."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.corruption import is_corrupt, repeats, same_text
from readiness.judging.json_output.expectation import alternatives
from readiness.judging.json_output.showing import kind, show, where
from readiness.judging.json_schema import Path
from readiness.judging.records import Defect

_ENOUGH_DIGITS = 6
"""A number rounded to fewer digits is another number, not a loss of precision."""
_EXACT_IN_DOUBLES = 2**53


def differences(got: Any, expected: Any, source: str, *, whole: bool, path: Path = ()) -> Iterator[Defect]:
    """Where values differ. `whole`: absent keys and other types count too (else the schema has told)."""
    options = alternatives(expected)
    if options != [expected]:
        yield from _nearest(got, options, source, whole, path)
    elif kind(got) != kind(expected):
        if whole:
            yield _wrong(path, expected, got)
    elif isinstance(expected, dict):
        for key, item in expected.items():
            if key in got:
                yield from differences(got[key], item, source, whole=whole, path=(*path, key))
            elif whole:
                yield _wrong((*path, key), item, None)
    elif isinstance(expected, list) and got and len(got) == len(expected):
        for index, (one, item) in enumerate(zip(got, expected, strict=True)):
            yield from differences(one, item, source, whole=whole, path=(*path, index))
    else:
        word = _word(got, expected, source)
        if word:
            yield defect(word, f"{where(path)}: {show(expected)}", show(got))


def _nearest(got: Any, options: list[Any], source: str, whole: bool, path: Path) -> Iterator[Defect]:
    """The differences from the alternative that is met, else from one of which `got` is a damaged form."""
    found = [list(differences(got, option, source, whole=whole, path=path)) for option in options]
    damaged = [each for each in found if not any(one.code.endswith(".wrong_value") for one in each)]
    yield from min(damaged or found, key=len)


def _wrong(path: Path, expected: Any, got: Any) -> Defect:
    return defect("wrong_value", f"{where(path)}: {show(expected)}", show(got))


def _word(got: Any, expected: Any, source: str) -> str | None:
    """What happened to one value of the right type; None where it is right."""
    if isinstance(expected, bool) or expected is None:
        return None if got == expected else "wrong_value"
    if isinstance(expected, str):
        return _text_word(got, expected, source)
    if isinstance(expected, list):
        return None if got == expected else "wrong_value" if got else "blank_value"
    return None if got == expected else "precision" if _is_rounded(got, expected) else "wrong_value"


def _text_word(got: str, expected: str, source: str) -> str | None:
    if same_text(got, expected):
        return None
    if not got.strip():
        return "blank_value"
    if repeats(got, expected):
        return "loop"
    return "corrupt_text" if is_corrupt(got, expected, source) else "wrong_value"


def _is_rounded(got: int | Decimal, expected: int | Decimal) -> bool:
    """What a reader through doubles or single floats makes of a number, or it rounded to six digits or more."""
    one, other = Decimal(got), Decimal(expected)
    if not (math.isfinite(float(one)) and math.isfinite(float(other))) or one == 0:
        return False
    if float(one) == float(other) or float(one) == _single(float(other)):
        return True
    _, digits, exponent = one.normalize().as_tuple()
    half_a_place = Decimal(5).scaleb(int(exponent) - 1)
    small_integer = other == other.to_integral_value() and abs(other) <= _EXACT_IN_DOUBLES
    return len(digits) >= _ENOUGH_DIGITS and abs(other - one) <= half_a_place and not small_integer


def _single(value: float) -> float:
    """The nearest float of 32 bits, infinite where there is none."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.inf
