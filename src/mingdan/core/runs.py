"""Stretches that scattered characters make."""

from collections.abc import Iterable

from mingdan.core.records import Span


def runs_of(places: Iterable[int], text: str) -> list[Span]:
    """Stretches of ``text`` that hold its characters at ``places``, in the order given.

    Characters that only white space parts are in one stretch. Places are code points.

    >>> runs_of([0, 1, 4, 7], "甲银  行，第页")
    [Span(start=0, end=5), Span(start=7, end=8)]
    """
    runs: list[Span] = []
    for place in places:
        if runs and runs[-1].end <= place and not text[runs[-1].end : place].strip():
            runs[-1] = Span(runs[-1].start, place + 1)
        else:
            runs.append(Span(place, place + 1))
    return runs
