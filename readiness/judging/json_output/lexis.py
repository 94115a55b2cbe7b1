"""Why a text is no JSON: a forgiving reader that names what a strict one refuses.

It never decides. A text gets here after the strict parser has refused it; the reader cuts it into
tokens, also such as JSON does not know, and reports what each of them would have to be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from readiness.judging.json_output.codes import defect
from readiness.judging.json_output.showing import near
from readiness.judging.records import Defect
from readiness.judging.strict_json import MAX_DEPTH

INVISIBLE = "\x0b\x0c\x85\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f\u2060\ufeff"
SPECIAL = re.compile(
    r"<\|im_start\|>(?:assistant|user|system)?|<\|[^|<>\s]{1,40}\|>|<｜[^｜<>]{1,40}｜>|</?s>|\[/?INST\]"
    r"|<(?:bos|eos|pad|unk|EOT|eot|(?:start|end)_of_turn|end_of_utterance)>|</?tool_call>|<0x[0-9A-F]{2}>"
)
FENCE = re.compile(
    r"(?:`{3,}|~{3,}|'''|\"\"\")[ \t]*(?:(?:json[c5l]?|javascript|js|python|py|text|plaintext)\b)?", re.I
)

_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<stop>`{{3}}|~{{3}}|'''|\"\"\"|{SPECIAL.pattern}|</?think>)
    | (?P<escaped>\\"(?:[^"\\]|\\[^"])*+\\"|\\.)
    | (?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")
    | (?P<open_string>"(?:[^"\\]|\\.?)*+\Z)
    | (?P<single>'(?:[^'\\\n]|\\.)*?'(?=\s*[,:}}\]]|\s*\Z)|`[^`\n]*`|'[^,:}}\]\n]*)
    | (?P<curly>[“”„‟＂「『‘’][^“”"＂「」『』‘’]*[“”＂"」』‘’]?)
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*|<!--.*?(?:-->|\Z))
    | (?P<nan>[-+]?(?:NaN|nan|Infinity|infinity|Inf|inf|INF|NAN)\b)
    | (?P<number>[-+]?\.?\d[\w.+\-]*)
    | (?P<word>[^\W\d][\w$.\-]*)
    | (?P<open>[{{\[])
    | (?P<close>[}}\]])
    | (?P<comma>,)
    | (?P<colon>:)
    | (?P<wide>[｛｝［］，、：；。\u3000])
    | (?P<hidden>[{INVISIBLE}]+)
    | (?P<paren>[()])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})|[\x00-\x1f]')
_PAIR = re.compile(r"\\\\|\\.", re.DOTALL)
_LITERALS = ("true", "false", "null", "none", "undefined", "nil")
_OPENERS = {"}": "{", "]": "["}
_VALUES = ("string", "single", "curly", "number", "word", "nan", "open")

Named = tuple[str, str] | None
_CLOSED: Named = None
_UNCLOSED: Named = ("truncated", "every bracket and quote closed")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: what it looks like, and where it stands."""

    kind: str
    text: str
    at: int

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.at + len(self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the forgiving reader made of a document: where it ends and what is wrong."""

    end: int
    defects: tuple[Defect, ...]


def read(text: str, start: int) -> Reading:
    """Read the broken document that starts at `start`, up to its closing bracket or as far as it goes."""
    tokens, ending = _document(text, start)
    end = tokens[-1].end if tokens else start
    named = list(_named(text, tokens if ending is None else tokens[:-1] + _settled(tokens[-1:])))
    if ending is not None:
        named.append(defect(ending[0], ending[1], f"it ends at {near(text, end)}"))
    return Reading(end, tuple(named))


def _document(text: str, start: int) -> tuple[list[Token], Named]:
    """The tokens of the document, white space left out, and what is wrong with its end."""
    tokens: list[Token] = []
    open_brackets: list[str] = []
    ending: Named = _CLOSED
    for token in _tokens(text, start):
        if token.kind == "stop":
            return tokens, _UNCLOSED
        tokens.append(token)
        bracket = unicodedata.normalize("NFKC", token.text) if len(token.text) == 1 else ""
        if bracket in _OPENERS.values():
            open_brackets.append(bracket)
        opener = _OPENERS.get(bracket)
        while opener in open_brackets and open_brackets.pop() != opener:
            ending = _UNCLOSED
        if len(open_brackets) > MAX_DEPTH:
            return [Token("other", text[start:], start)], ("loop", f"at most {MAX_DEPTH} levels of nesting")
        if not open_brackets:
            return tokens, _UNCLOSED if token.kind == "open_string" else ending
    return tokens, _UNCLOSED


def _tokens(text: str, start: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start):
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())


def _settled(tail: list[Token]) -> list[Token]:
    """The last token of a cut document, unless the cut may be all that is wrong with it."""
    return [token for token in tail if token.kind in ("string", "comment", "wide", "close")]


def _named(text: str, tokens: list[Token]) -> Iterator[Defect]:
    spoken = [token for token in tokens if token.kind not in ("comment", "hidden") and token.text != "\u3000"]
    alone = ((token, _RULES.get(token.kind, _nothing)(token)) for token in tokens)
    neighbours = zip([None, *spoken], spoken, [*spoken[1:], None], _in_object(spoken), strict=False)
    beside = (
        (token, _out_of_place(before, token, after, keyed)) for before, token, after, keyed in neighbours
    )
    seen: set[str] = set()
    for token, found in chain(alone, beside):
        if found and found[0] not in seen:
            seen.add(found[0])
            yield defect(found[0], found[1], near(text, token.at))


def _in_object(tokens: list[Token]) -> Iterator[bool]:
    """For each token, whether the innermost open bracket is that of an object."""
    open_brackets: list[str] = []
    for token in tokens:
        yield open_brackets[-1:] == ["{"]
        if token.text in ("{", "[", "("):
            open_brackets.append(token.text)
        elif token.text in ("}", "]", ")") and open_brackets:
            open_brackets.pop()


def _nothing(_: Token) -> Named:
    return None


def _string(token: Token) -> Named:
    for piece in _PAIR.finditer(token.text):
        if piece[0] != "\\\\" and _ESCAPE.match(token.text, piece.start()):
            return "bad_escape", 'a backslash only before one of " \\ / b f n r t u'
    if re.search(r"[\x00-\x1f]", token.text):
        return "bad_escape", "control characters in strings escaped"
    if re.search("[\ud800-\udfff\ufffd]", token.text):
        return "surrogate", "whole characters"
    return None


def _number(token: Token) -> Named:
    if _NUMBER.fullmatch(token.text):
        return None
    if unicodedata.normalize("NFKC", token.text) != token.text:
        return "fullwidth", "ASCII digits"
    return "number_form", "a number as JSON writes it"


_RULES: dict[str, Callable[[Token], Named]] = {
    "string": _string,
    "number": _number,
    "single": lambda token: ("single_quotes", 'strings in double quotes (")'),
    "curly": lambda token: ("fullwidth", "straight ASCII quotes"),
    "wide": lambda token: ("fullwidth", "ASCII punctuation"),
    "escaped": lambda token: ("bad_escape", "no backslash outside strings"),
    "comment": lambda token: ("comment", "no comment"),
    "nan": lambda token: ("nan", "a number or null"),
    "hidden": lambda token: ("bom", "no invisible character outside strings"),
    "paren": lambda token: ("python_literal", "JSON values only"),
}


def _out_of_place(before: Token | None, token: Token, after: Token | None, in_object: bool) -> Named:
    """What is wrong with a token because of its neighbours."""
    named = after is not None and after.text in (":", "：")
    if token.kind == "word" and (named or token.text not in ("true", "false", "null")):
        if before is not None and before.kind == "string":
            return "bad_escape", "a quote inside a string escaped"
        if token.text.lower() in _LITERALS and not named:
            return "python_literal", "true, false or null"
        return "bare_key", "keys and texts in double quotes"
    if token.kind == "number" and named:
        return "bare_key", "keys in double quotes"
    if token.kind == "number" and in_object and before is not None and before.kind == "comma":
        return "number_form", "a number without separators"
    if token.kind == "close" and before is not None and before.kind == "comma":
        return "trailing_comma", "no comma before a closing bracket"
    if token.kind == "comma" and before is not None and before.kind in ("comma", "open"):
        return "trailing_comma", "a value between two commas"
    if before is not None and before.kind in ("string", "number") and token.kind in _VALUES:
        return "syntax", "a comma or colon between two values"
    return None
