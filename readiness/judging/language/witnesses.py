"""The three detectors, each asked for one of nine languages. Loaded at first use: some 200 MiB and seconds.

The neighbours of Spanish must be among the nine: with es, en, zh and ja alone every Portuguese, Italian and
Catalan sentence becomes Spanish or English.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable

LANGUAGES = ("es", "pt", "it", "ca", "fr", "en", "de", "zh", "ja")
"""ISO 639-1 codes of what the witnesses can say."""
PACKAGES = ("lingua", "py3langid")


def installed() -> bool:
    """Whether both witnesses that decide are there."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


def first(text: str) -> str:
    """What lingua says: a code of `LANGUAGES`, or an empty string where it cannot tell."""
    return _lingua()(text)


def second(text: str) -> str:
    """What py3langid says: a code of `LANGUAGES`."""
    return _py3langid()(text)


def third(text: str) -> str:
    """What langdetect says, seeded: evidence where the two differ, it decides nothing. Any code, or empty.

    Its detectors start from the factory's seed, without which the same text gives different answers
    (Mimino666/langdetect#13, #45, #120).
    """
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0
    try:
        return str(detect(text)).partition("-")[0]
    except LangDetectException:
        return ""


@functools.cache
def _lingua() -> Callable[[str], str]:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    nine = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*nine).build()

    def said(text: str) -> str:
        language = detector.detect_language_of(text)
        return "" if language is None else language.iso_code_639_1.name.lower()

    return said


@functools.cache
def _py3langid() -> Callable[[str], str]:
    import py3langid

    py3langid.set_languages(list(LANGUAGES))
    return lambda text: str(py3langid.classify(text)[0])
