"""Was text taken away on the way in? A verdict over all summaries together, since one may just be poor. Pure.

A cut leaves a block of neighbouring marks (codes and decisions) of which nothing ever comes back. A weak
model overlooks a decision here and there, more of them in the middle, and sometimes names it all the same.
So a cut is said only where chance cannot explain it:

- always: over at least five summaries nothing of a block came back, not once, and the rest did. In the
  middle the block has three marks or more, one of them a code; at either end one code is enough.
- together: in two summaries or more the same block of three or more is missing as a whole, where losses of
  its marks one by one would make that rarer than one in 5,000.
- at times: in one summary a block of three or more is missing whose marks came back in nearly all others:
  the product of their shares of loss is below one in 5,000.
- few summaries: a block of four or more at an end, with its code; or any block with a code where the
  endpoint itself counted at least 2 % fewer tokens than the calibration foretells.

Names that come back without their value, all through such a block, are a text that was rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from readiness.judging import statistics
from readiness.judging.long_context.codes import defect
from readiness.judging.long_context.runs import MARKS, PARALLEL, TARGET, Run, of
from readiness.judging.records import Defect, Pooled

ENOUGH = 5
"""Summaries from which nothing ever coming back means something."""
CHANCE = 1 / 5000
LEAST_ELSEWHERE = 0.6
"""Of the marks outside the block, the share that came back: else the summaries are too poor to tell."""
SHORT_COUNT = 0.98
_LAST = len(MARKS) - 1


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring marks from `first` to `last`, as places in `MARKS`."""

    first: int
    last: int

    @property
    def places(self) -> range:
        """All of its marks."""
        return range(self.first, self.last + 1)

    @property
    def has_code(self) -> bool:
        """Whether a control code is among them."""
        return any(MARKS[place][0].startswith("code") for place in self.places)

    @property
    def at_end(self) -> bool:
        """Whether it reaches head or tail."""
        return self.first == 0 or self.last == _LAST

    @property
    def word(self) -> str:
        """The code of the finding."""
        if self.first == 0:
            return "cut_head"
        return "cut_tail" if self.last == _LAST else "cut_middle"

    def __str__(self) -> str:
        start, end = MARKS[self.first][1], MARKS[self.last][1]
        return f"{start:.0%} to {end:.0%}"


def cuts(runs: Sequence[Run]) -> list[Pooled]:
    """What shows that input was cut or rewritten; nothing where it did not, or where that cannot be told."""
    targets = [run for run in of(runs, TARGET) if _tells(run)]
    found = _always(targets) or _together(targets) or _at_times(targets, targets) or _few(runs, targets)
    alone = list(_slots(runs, targets)) if not found else []
    return [*found, *alone]


def _tells(run: Run) -> bool:
    """Whether a summary says anything of its input: one that was cut off itself, or is not of this text, does not."""
    return bool(run.figure("whole")) and not run.has("stale_answer")


def _always(targets: Sequence[Run]) -> list[Pooled]:
    if len(targets) < ENOUGH:
        return []
    share = [sum(run.marks[place] == 1 for run in targets) / len(targets) for place in range(len(MARKS))]
    gone = [block for block in _blocks(share) if block.has_code and (block.at_end or len(block.places) > 2)]
    rest = [share[place] for place in range(len(MARKS)) if not any(place in block.places for block in gone)]
    if not gone or not rest or sum(rest) / len(rest) < LEAST_ELSEWHERE:
        return []
    return [_cut(block, targets, targets[0], f"in none of {len(targets)} summaries") for block in gone]


def _together(targets: Sequence[Run]) -> list[Pooled]:
    """Blocks that are lost as a whole in several summaries, far more often than their marks one by one explain."""
    n = len(targets)
    if n < ENOUGH:
        return []
    blocks = {block for run in targets for block in _blocks(run.marks) if len(block.places) > 2}
    for block in sorted((each for each in blocks if each.has_code), key=lambda each: -len(each.places)):
        losing = [run for run in targets if all(run.marks[place] < 1 for place in block.places)]
        if (
            len(losing) > 1
            and 1 - statistics.at_most(len(losing) - 1, n, _by_chance(block, targets)) < CHANCE
        ):
            where = f"in {len(losing)} of {n} summaries, each time all of it"
            return [_cut(block, losing, losing[0], where)]
    return []


def _at_times(suspects: Sequence[Run], others: Sequence[Run]) -> list[Pooled]:
    found = []
    for run in suspects:
        beside = [other for other in others if other is not run]
        for block in _blocks(run.marks):
            if len(block.places) > 2 and block.has_code and _by_chance(block, beside) < CHANCE:
                found.append(_cut(block, [run], run, "in this summary, and present in the others"))
    return found


def _by_chance(block: Block, beside: Sequence[Run]) -> float:
    """How likely all marks of a block are lost at once where each is lost as often as elsewhere (Laplace)."""
    n = len(beside)
    return prod((sum(run.marks[place] < 1 for run in beside) + 1) / (n + 2) for place in block.places)


def _few(runs: Sequence[Run], targets: Sequence[Run]) -> list[Pooled]:
    """With fewer than five summaries, and for what the endpoint's own count admits."""
    found = []
    for run in targets:
        short = _counted_short(run, runs)
        for block in _blocks(run.marks):
            at_an_end = len(targets) < ENOUGH and block.at_end and len(block.places) > 3 and _rest(run, block)
            if block.has_code and (short or at_an_end):
                found.append(_cut(block, [run], run, "in this summary", declared=short))
    return found


def _rest(run: Run, block: Block) -> bool:
    outside = [run.marks[place] == 1 for place in range(len(MARKS)) if place not in block.places]
    return bool(outside) and sum(outside) / len(outside) >= LEAST_ELSEWHERE


def _blocks(marks: Sequence[float]) -> Iterator[Block]:
    """Every longest row of marks that did not come back with their value."""
    start = None
    for place, mark in enumerate([*marks, 1.0]):
        if mark > 0 and mark != 0.5 and start is not None:
            yield Block(start, place - 1)
            start = None
        elif start is None and mark in (0, 0.5):
            start = place


def _counted_short(run: Run, runs: Sequence[Run]) -> bool:
    """Whether fewer tokens were counted than calibration foretells for a text of this length."""
    counted = run.figure("tokens")
    same = [
        one for one in runs if one.family == "calibrate" and one.lang == run.lang and one.figure("tokens")
    ]
    if not counted or not same:
        return False
    foretold = same[0].figure("tokens") / same[0].figure("characters") * run.figure("characters")
    return counted < SHORT_COUNT * foretold


def _cut(
    block: Block, losing: Sequence[Run], first: Run, where: str, *, declared: bool | None = None
) -> Pooled:
    facts = [place for place in block.places if not MARKS[place][0].startswith("code")]
    names = [run.marks[place] > 0 for run in losing for place in facts]
    if names and sum(names) / len(names) >= 0.5:
        got = f"names without their values from depth {block}, {where}"
        return Pooled(first.case, first.attempt, defect("paraphrased_input", "the text as it was sent", got))
    whole = bool(first.figure("tokens")) and not declared and _wanted(first)
    defects = defect(block.word, "text from every depth", f"nothing from depth {block}, {where}")
    if whole:
        got = f"nothing from depth {block}, {where}; usage counts {first.figure('tokens'):.0f} tokens"
        defects = defect("cut_undeclared", "all of the text that was counted", got)
    return Pooled(first.case, first.attempt, defects)


def _wanted(run: Run) -> bool:
    return run.figure("tokens") >= SHORT_COUNT * run.tokens


# --- less room with others beside ----------------------------------------------------------------


def _slots(runs: Sequence[Run], targets: Sequence[Run]) -> Iterator[Pooled]:
    """Documents of half the length that lost text beside others, while longer ones alone lost none."""
    if not targets:
        return
    for pooled in _at_times([run for run in of(runs, PARALLEL) if _tells(run)], targets):
        yield Pooled(pooled.case, pooled.attempt, _slot(pooled.defect.got))
    for run in runs:
        if run.family == PARALLEL and run.refused:
            window = f"{run.figure('window'):.0f} tokens" if run.figure("window") else "a smaller one"
            yield Pooled(run.case, run.attempt, _slot(f"refused: the window is {window}"))


def _slot(got: str) -> Defect:
    return defect("slot_window", "the same window with other requests in flight", got)
