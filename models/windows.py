"""Long texts in windows that a model can read at once."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

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
