"""What speaks for or against a join, as numbers: the input of the models that weigh joins a second time.

The first opinions are those of the logistic models over words and shapes (:mod:`mingdan.extract.reading.features`), one
place at a time. Here each is seen beside the others of its page: whether a line has a better continuation elsewhere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingdan.extract.reading.features import Page
from mingdan.extract.reading.language import gain
from mingdan.extract.reading.lines import PageLine

Numbers = dict[str, float]
Place = tuple[int, int]
_NONE = -9.0
_BOUND = 12.0
_WINDOW = 7


def logit(probability: float) -> float:
    """Log odds, bounded."""
    clipped = min(1 - 1e-6, max(1e-6, probability))
    return math.log(clipped / (1 - clipped))


@dataclass(slots=True)
class Opinions:
    """The first opinions on a page, in log odds: ``near`` by line, ``far`` by pairs of lines that stand apart.

    ``chances`` are the probabilities behind ``near``.
    """

    page: Page
    chances: Sequence[float]
    far: Mapping[Place, float]
    near: list[float] = field(default_factory=list[float])
    words: dict[Place, float] = field(default_factory=dict[Place, float])
    _out: dict[int, list[float]] = field(default_factory=dict[int, list[float]])
    _into: dict[int, list[float]] = field(default_factory=dict[int, list[float]])
    _far_out: dict[int, list[tuple[float, int]]] = field(default_factory=dict[int, list[tuple[float, int]]])
    _far_into: dict[int, list[tuple[float, int]]] = field(default_factory=dict[int, list[tuple[float, int]]])

    def __post_init__(self) -> None:
        self.near = [logit(chance) for chance in self.chances]
        for i, j in self.far:
            self.words[i, j] = self.page.content(i, j)
        for i in range(len(self.near)):
            self.words[i, i + 1] = self.page.content(i, i + 1)
        for (i, j), value in self.words.items():
            self._out.setdefault(i, []).append(value)
            self._into.setdefault(j, []).append(value)
        for values in (*self._out.values(), *self._into.values()):
            values.sort(reverse=True)
        self._far_out = _ranked((i, value, j) for (i, j), value in self.far.items())
        self._far_into = _ranked((j, value, i) for (i, j), value in self.far.items())

    def lead(self, place: Place) -> tuple[float, float]:
        """By how much the words at a place fit better than the best other ones from its end, and to its start."""
        own = self.words[place]
        return _lead(own, self._out[place[0]]), _lead(own, self._into[place[1]])

    def near_of(self, number: int) -> float:
        """The opinion on a line and the next one; that there is none counts as a strong no."""
        return self.near[number] if 0 <= number < len(self.near) else _NONE

    def best_out(self, number: int, but: int = -1) -> float:
        """The best opinion on a line's end and a start that stands apart."""
        return next((value for value, j in self._far_out.get(number, ()) if j != but), _NONE)

    def best_into(self, number: int, but: int = -1) -> float:
        """The best opinion on a line's start and an end that stands apart."""
        return next((value for value, i in self._far_into.get(number, ()) if i != but), _NONE)


def _ranked(opinions: Iterable[tuple[int, float, int]]) -> dict[int, list[tuple[float, int]]]:
    """The opinions on each line with the other line, best first."""
    found: dict[int, list[tuple[float, int]]] = {}
    for number, value, other in opinions:
        found.setdefault(number, []).append((value, other))
    for ranked in found.values():
        ranked.sort(reverse=True)
    return found


def _lead(own: float, ranked: Sequence[float]) -> float:
    if own < ranked[0]:
        return max(-_BOUND, own - ranked[0])
    return min(_BOUND, own - ranked[1]) if len(ranked) > 1 else _BOUND


def _end_numbers(page: Page, number: int) -> Numbers:
    line = page.lines[number]
    return {
        "end length": float(min(len(line.text), 90)),
        "end over": float(_over(page, line)),
        "end ended": float(line.ended),
        "end closed": float(line.closed),
        "end marked": float(line.marked),
        "end table": float(line.kind == "table"),
        "end indent": float(min(line.indent, 4)),
        "end comma": float(line.text[-1] in "，、"),
    }


def _start_numbers(page: Page, number: int) -> Numbers:
    line = page.lines[number]
    before = page.lines[number - 1] if number else None
    return {
        "start length": float(min(len(line.text), 90)),
        "start over": float(_over(page, line)),
        "start marked": float(line.marked),
        "start table": float(line.kind == "table"),
        "start indent": float(min(line.indent, 4)),
        "start blank": float(min(line.blank, 3)),
        "start behind furniture": float(page.furniture_before[number]),
        "start plain": float(not any(mark in line.text for mark in "，。；")),
        "start sign": float(line.text[0] in "，。；：、）”》"),
        "before ended": float(before.ended) if before else 2.0,
        "before over": float(_over(page, before)) if before else 0.0,
    }


def _over(page: Page, line: PageLine) -> int:
    """By how many characters a line is longer than the usual one; -99 where lines have no usual length."""
    return max(-40, min(40, len(line.text) - page.width)) if page.width else -99


def _both(seen: Opinions, place: Place) -> Numbers:
    end, start = place
    page = seen.page
    left, right = page.lines[end].text[-_WINDOW:], page.lines[start].text[:_WINDOW]
    out, into = seen.lead(place)
    return {
        "words": seen.words[place],
        "words lead out": out,
        "words lead into": into,
        "gain": gain(left, right),
        **_end_numbers(page, end),
        **_start_numbers(page, start),
    }


def near_numbers(seen: Opinions, number: int) -> Numbers:
    """A line and the next one."""
    return {
        "opinion": seen.near[number],
        "before": seen.near_of(number - 1),
        "after": seen.near_of(number + 1),
        "elsewhere": seen.best_out(number),
        "from elsewhere": seen.best_into(number + 1),
        "lines": float(min(len(seen.page.lines), 80)),
        **_both(seen, (number, number + 1)),
    }


def far_numbers(seen: Opinions, place: Place) -> Numbers:
    """A line's end and the start of one that does not stand below it."""
    end, start = place
    return {
        "opinion": seen.far[place],
        "elsewhere": seen.best_out(end, start),
        "from elsewhere": seen.best_into(start, end),
        "own near": seen.near_of(end),
        "its near": seen.near_of(start - 1),
        "before": seen.near_of(end - 1),
        "after": seen.near_of(start),
        "distance": float(max(-40, min(40, start - end))),
        "below blank": float(min(seen.page.lines[end + 1].blank, 3)) if end + 1 < len(seen.page.lines) else 4.0,
        **_both(seen, place),
    }


def cut_numbers(seen: Opinions, number: int, opinion: float, *, end: bool) -> Numbers:
    """A line whose end (or start) nothing was joined to; ``opinion``: the first one, in log odds."""
    page = seen.page
    other = number + 1 if end else number - 1
    found = {
        "opinion": opinion,
        "near": seen.near_of(number if end else number - 1),
        "elsewhere": seen.best_out(number) if end else seen.best_into(number),
        **(_end_numbers(page, number) if end else _start_numbers(page, number)),
    }
    if 0 <= other < len(page.lines):
        return found | (_start_numbers(page, other) if end else _end_numbers(page, other))
    return found | dict.fromkeys(_start_numbers(page, number) if end else _end_numbers(page, number), -99.0)
