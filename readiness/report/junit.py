"""JUnit XML for CI: a projection of the result, red where the exit code is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from readiness.evidence.result import DimensionResult, RunResult
from readiness.judging.records import Kind, Verdict
from readiness.report.escape import visible
from readiness.report.verdicts import verdict_word
from readiness.report.words import Words

GATE = "gate"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One asked case. `text` says in one line what was expected, what came and where to look."""

    dimension: str
    case: str
    attempt: int
    kind: Kind
    seconds: float
    text: str


def junit(result: RunResult, items: Iterable[CaseLine], words: Words) -> str:
    """One suite a dimension: its cases, then its gate."""
    by_dimension: defaultdict[str, list[CaseLine]] = defaultdict(list)
    for item in items:
        by_dimension[item.dimension].append(item)
    root = Element("testsuites", name="readiness")
    for dimension in result.dimensions:
        _suite(root, result, dimension, by_dimension[dimension.id], words)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(
    root: Element, result: RunResult, dimension: DimensionResult, lines: Sequence[CaseLine], words: Words
) -> None:
    suite = SubElement(root, "testsuite", name=_text(dimension.id), timestamp=_text(result.started))
    _properties(suite, result)
    for line in lines:
        name = line.case if line.attempt == 1 else f"{line.case}@{line.attempt}"
        case = _testcase(suite, dimension.id, name, line.seconds)
        _mark(case, _of_case(line.kind), line.kind, line.kind, line.text)
    gate = _testcase(suite, dimension.id, GATE, 0.0)
    word = verdict_word(dimension, result.profile, words)
    _mark(gate, _of_gate(dimension), dimension.verdict, word, words.of(dimension.reason))
    suite.set("tests", str(len(lines) + 1))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", f"{sum(line.seconds for line in lines):.3f}")


def _properties(suite: Element, result: RunResult) -> None:
    properties = SubElement(suite, "properties")
    values = {
        "run_id": result.run_id,
        "endpoint": result.endpoint.url,
        "model": result.endpoint.model,
        "reference": str(result.endpoint.reference).lower(),
        "profile": result.profile,
        "partial": str(result.partial).lower(),
        "verdict": result.verdict,
    }
    for name, value in values.items():
        SubElement(properties, "property", name=name, value=_text(value))


def _testcase(suite: Element, dimension: str, name: str, seconds: float) -> Element:
    attributes = {"classname": _text(f"readiness.{dimension}"), "name": _text(name), "time": f"{seconds:.3f}"}
    return SubElement(suite, "testcase", attributes)


def _of_case(kind: Kind) -> str | None:
    return {Kind.MISS: "failure", Kind.ERROR: "error", Kind.UNSUPPORTED: "skipped"}.get(kind)


def _of_gate(dimension: DimensionResult) -> str | None:
    """A gate without a result is red only where the run waits for it, a failed one unless it does not count."""
    if dimension.verdict is Verdict.PASS:
        return "system-out" if dimension.waived else None
    if dimension.verdict is Verdict.FAIL:
        return "failure" if dimension.excluded is None else "skipped"
    return "error" if dimension.required else "skipped"


def _mark(testcase: Element, tag: str | None, kind: str, word: str, text: str) -> None:
    """`kind` is for programs, `word` for readers; plain output has room for neither but its text."""
    if tag == "system-out":
        SubElement(testcase, tag).text = _text(f"{word}: {text}")
    elif tag is not None:
        first, _, _ = text.partition("\n")
        SubElement(testcase, tag, type=kind, message=_text(f"{word}: {first}")).text = _text(text)


def _text(text: str) -> str:
    """What XML 1.0 can hold, and nothing that a viewer would not show."""
    return visible(text, keep="\n\t")
