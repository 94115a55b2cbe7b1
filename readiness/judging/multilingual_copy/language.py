"""Whether a turn is in the language that was asked for: the letters first, the detectors where they settle nothing.

Brand, glossary terms, code and figures are taken out before. Each sentence is then put down to a script; a
sentence of twelve Latin words inside Japanese is foreign, a short slogan or a list of product names is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.judging.json_output.showing import quote
from readiness.judging.language.cleaning import bare, quiet
from readiness.judging.language.han import leaning, simplified_only
from readiness.judging.language.intrusion import intrusion
from readiness.judging.language.scripts import letters, words
from readiness.judging.language.verdict import read_clean

NAMES = {"zh": "Chinese", "en": "English", "ja": "Japanese"}
UNDECIDED = 12
"""Han characters under which a text without kana may be Chinese or Japanese."""
_OWN_SHARE = 0.5
"""Share of a turn's words that must be in the language asked for."""
_BLOCK_WORDS = 12
_BLOCK_SHARE = 0.25
"""So many words of another language, and such a share of the own, make a turn one that repeats its languages."""
_SLOGAN_WORDS = 8
"""Latin words of a sentence inside Chinese or Japanese up to which it is a slogan or a name."""
_CHINESE_SENTENCE = 6
"""Han characters from which a Chinese sentence inside Japanese is more than a leaked character."""
_KANA_OF_CHINESE = 0.2
"""Share of kana under which a sentence with simplified characters is Chinese all the same."""
_LEAST_KANA, _HAN_WITHOUT_KANA = 4, 30
"""Fewer kana beside so many Han characters: Chinese in the traditional script, which no character gives away."""
_SENTENCE = re.compile(r".*?(?:[。！？!?\n]|\.(?=\s)|$)", re.S)
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_ENGLISH = frozenset(
    ("the", "and", "of", "to", "with", "for", "your", "you", "is", "are", "that", "it", "this", "from")
)
_ROMAJI = frozenset(
    [
        "wa",
        "ga",
        "no",
        "ni",
        "wo",
        "o",
        "de",
        "mo",
        "kara",
        "made",
        "desu",
        "masu",
        "shimasu",
        "suru",
        "dekiru",
        "jikan",
        "oto",
        "ongaku",
        "hour",
        "anata",
        "kono",
    ]
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a turn was found to be: the word of its defect, empty where it is in its language."""

    word: str = ""
    got: str = ""
    """The place, or who says so; empty where it is the whole turn."""
    abstained: bool = False


def read_turn(text: str, lang: str, place: str) -> Read:
    """The reading of a folded text from which brand, terms and explanation were taken."""
    prose = quiet(bare(text))
    found = letters(prose)
    if not found.total():
        return Read()
    if lang != "en" and found["han"] == found.total() < UNDECIDED and not leaning(prose):
        return Read(abstained=True)
    shares = _shares(prose, lang)
    foreign = {name: count for name, count in shares.items() if name not in (lang, "slogan")}
    total = max(1, shares.total())
    if shares[lang] < _OWN_SHARE * total and (foreign or shares["slogan"] > shares[lang]):
        several = shares[lang] >= _BLOCK_WORDS or len(foreign) > 1
        word = "all_languages" if several and _blocks(shares, lang) else _wrong(prose, lang, place, shares)
        return Read(word)
    if _blocks(shares, lang):
        return Read("all_languages")
    if lang == "ja" and found["kana"] < _LEAST_KANA and found["han"] >= _HAN_WITHOUT_KANA:
        return Read("ja_in_chinese")
    return _small(prose, lang, foreign) or _heard(prose, lang)


def _blocks(shares: Counter[str], lang: str) -> bool:
    """Whether text of another language stands there that is long enough to be a version of its own."""
    least = max(_BLOCK_WORDS, _BLOCK_SHARE * shares[lang])
    return any(count >= least for name, count in shares.items() if name not in (lang, "slogan"))


def _shares(prose: str, lang: str) -> Counter[str]:
    """Words by language, a sentence at a time."""
    shares: Counter[str] = Counter()
    for sentence in filter(str.strip, _SENTENCE.findall(prose)):
        for name, count in _of_sentence(sentence, lang):
            shares[name] += count
    return shares


def _of_sentence(sentence: str, lang: str) -> Iterator[tuple[str, int]]:
    found = letters(sentence)
    count = max(1, words(sentence))
    cjk, latin = found["han"] + found["kana"], len(_LATIN_WORD.findall(sentence))
    if found["hangul"] > cjk + found["latin"]:
        yield "ko", count
    elif cjk < latin or not cjk:
        slogan = lang != "en" and (latin <= _SLOGAN_WORDS or _function_words(sentence) < 2)
        yield ("slogan" if slogan else "en"), count
    else:
        yield _han_or_kana(sentence, found, lang), count


def _han_or_kana(sentence: str, found: Counter[str], lang: str) -> str:
    kana, cjk = found["kana"], found["han"] + found["kana"]
    lean = leaning(sentence)
    if kana and not (lean == "zh" and kana < _KANA_OF_CHINESE * cjk):
        return "ja" if kana >= 2 or lean == "ja" or lang == "ja" else "zh"
    if lean == "zh" and cjk < _CHINESE_SENTENCE and lang == "ja":
        return "ja"
    if lang in ("zh", "ja") and not lean:
        return lang
    return lean or "zh"


def _wrong(prose: str, lang: str, place: str, shares: Counter[str]) -> str:
    """The word for a turn that is mostly in another language."""
    most = max((name for name in shares if name != lang), key=lambda name: shares[name])
    if place == "back":
        return "no_switch_back"
    if lang == "ja" and most == "zh":
        return "ja_in_chinese"
    if lang == "ja" and most in ("en", "slogan") and _is_romaji(prose):
        return "romaji"
    return "wrong_language"


def _is_romaji(prose: str) -> bool:
    found = [word.lower() for word in _LATIN_WORD.findall(prose)]
    return 8 * sum(word in _ROMAJI for word in found) >= len(found) and not _is_english(prose)


def _is_english(prose: str) -> bool:
    """Whether function words alone settle it, so that no detector has to be loaded."""
    found = [word.lower() for word in _LATIN_WORD.findall(prose)]
    return _function_words(prose) >= 3 and 10 * sum(word in _ENGLISH for word in found) >= len(found)


def _function_words(prose: str) -> int:
    """How many different English function words there are."""
    return len(_ENGLISH & {word.lower() for word in _LATIN_WORD.findall(prose)})


def _small(prose: str, lang: str, foreign: dict[str, int]) -> Read | None:
    """Foreign bits inside a turn that is in its language otherwise."""
    if foreign:
        return Read("intrusion", quote(_first_sentence(prose, lang, next(iter(foreign)))))
    if lang == "ja":
        leaked = [character for character in prose if simplified_only(character)]
        if leaked:
            return Read("simplified_leak", quote("".join(dict.fromkeys(leaked))))
    bit = intrusion(prose, lang)
    return Read("intrusion", quote(bit)) if bit else None


def _first_sentence(prose: str, lang: str, other: str) -> str:
    """The first sentence in that other language."""
    sentences = filter(str.strip, _SENTENCE.findall(prose))
    return next((each for each in sentences if other in dict(_of_sentence(each, lang))), "").strip()


def _heard(prose: str, lang: str) -> Read:
    """What the detectors say of a Latin text: foreign only where both do."""
    if lang != "en" or _is_english(prose):
        return Read()
    heard = read_clean(prose, lang)
    return Read("wrong_language", str(heard)) if heard.foreign else Read()


def read_title(line: str) -> Read:
    """The title of a mixed turn: Latin letters, and nothing of Chinese, Japanese or Korean."""
    found = letters(line)
    if found["latin"] and not found["kana"] and not found["hangul"] and found["han"] < 2:
        return Read()
    return Read("wrong_language", quote(line))
