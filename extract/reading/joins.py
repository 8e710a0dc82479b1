"""Which line goes on in which: places between neighbours, and dangling ends matched with dangling starts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.extract.reading.features import Page, end_features, far_features, near_features, start_features
from mingdan.extract.reading.lines import PageLine
from mingdan.extract.reading.matching import best_matching
from mingdan.models.linear import LinearModel

SURE = 0.97
"""Neighbours with at least this probability are not asked whether they belong elsewhere."""
NEAR, NEAR_GAP, NEAR_ENDED, FAR, DANGLING = 0.85, 0.8, 0.9, 0.8, 0.3
"""Least probability of a join of neighbours (over a gap; behind an end mark), of lines that stand apart, of a cut."""


def make_page(lines: Sequence[PageLine], model: LinearModel) -> Page:
    """The page without its furniture."""
    kept: list[PageLine] = []
    behind: list[bool] = []
    furniture = False
    for line in lines:
        if line.kind == "furniture":
            furniture = True
            continue
        kept.append(line)
        behind.append(furniture)
        furniture = False
    return Page(kept, behind, model)


@dataclass(frozen=True, slots=True)
class Joins:
    """What follows what, by numbers of the page's lines, and the lines whose end or start is cut off for good."""

    follows: dict[int, int]
    cut_ends: frozenset[int]
    cut_starts: frozenset[int]
    near: tuple[float, ...]
    """Probability for each line but the last that it goes on in the next one."""


def near_probabilities(page: Page, model: LinearModel) -> tuple[float, ...]:
    """For each line but the last the probability that its sentence or paragraph goes on in the next one."""
    return tuple(model.probability(near_features(page, i)) for i in range(len(page.lines) - 1))


def open_ends(page: Page, near: Sequence[float]) -> list[int]:
    """Lines that end inside a sentence and do not surely go on in the next line."""
    last = len(page.lines) - 1
    return [
        i
        for i, line in enumerate(page.lines)
        if line.kind == "text" and not line.ended and (i == last or near[i] < SURE)
    ]


def open_starts(page: Page, near: Sequence[float]) -> list[int]:
    """Lines that may begin inside a sentence and do not surely continue the line before."""
    return [
        i
        for i, line in enumerate(page.lines)
        if i and line.kind == "text" and not line.marked and not line.indent and near[i - 1] < SURE
    ]


def far_pairs(page: Page, near: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Ends and starts that stand apart and may belong together."""
    starts = open_starts(page, near)
    for end in open_ends(page, near):
        yield from ((end, start) for start in starts if start not in {end, end + 1})


def cut_features(page: Page, number: int, near: Sequence[float], *, end: bool) -> list[str]:
    """Features of an end (or start) that no other line continues."""
    side = "end" if end else "start"
    found = ["(bias)", *(end_features if end else start_features)(page, number)]
    place = number if end else number - 1
    found.append(
        f"near:{sum(near[place] >= edge for edge in (0.02, 0.1, 0.3, 0.5, 0.7)) if place < len(near) else 'last'}"
    )
    if end and number + 1 < len(page.lines):
        following = page.lines[number + 1]
        found.append(f"gap:{min(1, following.blank)}{page.furniture_before[number + 1]:d}")
        found += [f"next {name}" for name in start_features(page, number + 1)]
    if not end:
        found.append(f"gap:{min(1, page.lines[number].blank)}{page.furniture_before[number]:d}")
        found += [f"previous {name}" for name in end_features(page, number - 1)]
    return [f"{side}:{name}" for name in found]


def find_joins(page: Page, model: LinearModel) -> Joins:
    """Match ends with starts."""
    near = near_probabilities(page, model)
    weights: dict[tuple[int, int], float] = {
        (i, i + 1): _logit(p) - _logit(_least(page, i)) for i, p in enumerate(near) if p > _least(page, i)
    }
    loose = len(open_ends(page, near))
    for end, start in far_pairs(page, near):
        weight = _logit(model.probability(far_features(page, end, start, near, loose))) - _logit(FAR)
        if weight > 0:
            weights[end, start] = weight
    follows = _without_cycles(best_matching(weights))
    return Joins(follows, *_cuts(page, follows, near, model), near)


def _least(page: Page, number: int) -> float:
    """Least probability that a line goes on in the next one."""
    if page.lines[number].ended:
        return NEAR_ENDED
    return NEAR_GAP if page.lines[number + 1].blank or page.furniture_before[number + 1] else NEAR


def _logit(probability: float) -> float:
    clipped = min(1 - 1e-9, max(1e-9, probability))
    return math.log(clipped / (1 - clipped))


def _without_cycles(follows: dict[int, int]) -> dict[int, int]:
    """Drop a join that goes backward from every ring."""
    kept = dict(follows)
    for first in list(follows):
        here, seen = first, {first}
        while here in kept:
            following = kept[here]
            if following in seen:
                del kept[here]
                break
            seen.add(following)
            here = following
    return kept


def _cuts(
    page: Page, follows: dict[int, int], near: Sequence[float], model: LinearModel
) -> tuple[frozenset[int], frozenset[int]]:
    taken = set(follows.values())
    ends = [i for i, line in enumerate(page.lines) if i not in follows and line.kind == "text" and not line.ended]
    starts = [i for i, line in enumerate(page.lines) if i and i not in taken and line.kind == "text"]
    cut_ends = frozenset(i for i in ends if model.probability(cut_features(page, i, near, end=True)) >= DANGLING)
    cut_starts = frozenset(i for i in starts if model.probability(cut_features(page, i, near, end=False)) >= DANGLING)
    return cut_ends, cut_starts
