"""Long texts in windows that a model can read at once."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_ENDS = ("\n", "。", "！", "？", "；", "!", "?", ";")


@dataclass(frozen=True, slots=True)
class Window:
    """A model reads ``[start, end)`` and speaks for ``[first, last)`` within it; offsets are code points."""

    start: int
    end: int
    first: int
    last: int


def windows(text: str, size: int = 256, margin: int = 32) -> Iterator[Window]:
    """Windows of at most ``size`` characters that together speak for each character once.

    They end at a line's or sentence's end where there is one; elsewhere two windows share ``2 * margin`` characters, so
    that none speaks for what stands at its edge.

    >>> [(w.start, w.end, w.first, w.last) for w in windows("甲。乙乙。", size=3, margin=1)]
    [(0, 2, 0, 2), (2, 5, 2, 5)]
    >>> [(w.start, w.end, w.first, w.last) for w in windows("甲甲甲甲甲", size=4, margin=1)]
    [(0, 4, 0, 3), (2, 5, 3, 5)]
    """
    ends = sorted(place + 1 for place, char in enumerate(text) if char in _ENDS)
    start = first = 0
    while first < len(text):
        if len(text) - start <= size:
            yield Window(start, len(text), first, len(text))
            return
        place = bisect_left(ends, start + size + 1) - 1
        cut = ends[place] if place >= 0 and ends[place] > first + size // 4 else 0
        if cut:
            yield Window(start, cut, first, cut)
            start = first = cut
        else:
            end = start + size
            yield Window(start, end, first, end - margin)
            first = end - margin
            start = max(first - margin, start + 1)


def overlapping(size: int, longest: int, step: int) -> Sequence[tuple[int, int]]:
    """Stretches of at most ``longest`` places that begin ``step`` apart.

    >>> overlapping(5, 4, 2), overlapping(3, 4, 2)
    ([(0, 4), (2, 5)], [(0, 3)])
    """
    found: list[tuple[int, int]] = []
    start = 0
    while True:
        found.append((start, min(size, start + longest)))
        if start + longest >= size:
            return found
        start += step


def spoken(parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For which places each of the windows speaks: two that share places meet in the middle of these.

    >>> spoken([(0, 4), (2, 5)])
    [(0, 3), (3, 5)]
    """
    cuts = [(one[1] + other[0]) // 2 for one, other in pairwise(parts)]
    return list(zip([parts[0][0], *cuts], [*cuts, parts[-1][1]], strict=True))
