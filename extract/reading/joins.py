"""Which line goes on in which: places between neighbours, and dangling ends matched with dangling starts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mingdan.extract.reading.features import Page, end_features, far_features, near_features, start_features
from mingdan.extract.reading.lines import PageLine
from mingdan.extract.reading.matching import best_matching
from mingdan.extract.reading.weighing import Numbers, Opinions, cut_numbers, far_numbers, near_numbers
from mingdan.models.linear import LinearModel

SURE = 0.97
"""Neighbours with at least this probability are not asked whether they belong elsewhere."""
NEAR, NEAR_GAP, NEAR_FURNITURE, NEAR_ENDED, FAR = 1.2, 1.5, 1.1, 1.5, 0.9
"""Least log odds of a join of neighbours (over a gap, over furniture, behind an end mark), and of lines far apart."""
CUT = {"end": -4.0, "start": -5.0}
"""Least log odds that an end or start is cut off for good; to miss one is worse than to mark one too many."""


class Language(Protocol):
    """What the repair has learned: first opinions, and what weighs them (see :mod:`.weighing`)."""

    @property
    def model(self) -> LinearModel: ...

    def scores(self, kind: str, cases: Sequence[Numbers]) -> Sequence[float]:
        """Log odds of cases of a kind: near, far, end, start."""
        ...


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


def first_opinions(page: Page, model: LinearModel, near: Sequence[float]) -> Opinions:
    """What the logistic models say of all places that are worth a look; ``near`` as by :func:`near_probabilities`."""
    loose = len(open_ends(page, near))
    far = {
        (end, start): model.score(far_features(page, end, start, near, loose)) for end, start in far_pairs(page, near)
    }
    return Opinions(page, near, far)


def find_joins(page: Page, language: Language, near: Sequence[float]) -> Joins:
    """Match ends with starts; ``near`` as by :func:`near_probabilities`."""
    seen = first_opinions(page, language.model, near)
    odds = language.scores("near", [near_numbers(seen, i) for i in range(len(near))])
    weights = {(i, i + 1): value - _least(page, i) for i, value in enumerate(odds)}
    far = list(seen.far)
    odds = language.scores("far", [far_numbers(seen, place) for place in far])
    weights |= {place: value - FAR for place, value in zip(far, odds, strict=True)}
    follows = _without_cycles(best_matching(weights))
    return Joins(follows, *_cuts(seen, follows, language))


def _least(page: Page, number: int) -> float:
    """Least log odds of a line that goes on in the next one."""
    if page.lines[number].ended:
        return NEAR_ENDED
    if page.furniture_before[number + 1]:
        return NEAR_FURNITURE
    return NEAR_GAP if page.lines[number + 1].blank else NEAR


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


def open_lines(page: Page, follows: Mapping[int, int], *, end: bool) -> list[int]:
    """Lines of text whose end inside a sentence goes on nowhere, or whose start nothing goes on in."""
    taken = set(follows.values())
    text = [i for i, line in enumerate(page.lines) if line.kind == "text"]
    if end:
        return [i for i in text if i not in follows and not page.lines[i].ended]
    return [i for i in text if i and i not in taken]


def _cuts(seen: Opinions, follows: Mapping[int, int], language: Language) -> tuple[frozenset[int], frozenset[int]]:
    found: list[frozenset[int]] = []
    for kind, end in (("end", True), ("start", False)):
        lines = open_lines(seen.page, follows, end=end)
        odds = language.scores(kind, [cut_case(seen, i, language.model, end=end) for i in lines])
        found.append(frozenset(i for i, value in zip(lines, odds, strict=True) if value >= CUT[kind]))
    return found[0], found[1]


def cut_case(seen: Opinions, number: int, model: LinearModel, *, end: bool) -> Numbers:
    """The numbers of a line that may be cut off."""
    opinion = model.score(cut_features(seen.page, number, seen.chances, end=end))
    return cut_numbers(seen, number, opinion, end=end)
