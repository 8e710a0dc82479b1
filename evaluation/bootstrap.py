"""95 % intervals by resampling documents with replacement, from a fixed seed."""

import random
from collections.abc import Callable, Iterable, Sequence
from operator import mul

from mingdan.evaluation.scores import Estimate, Tally

REPLICATES = 1000
SEED = 20250401
_TAIL = 0.025
_SPARSE = 4


class Bootstrap:
    """Draws of one set of documents, shared by all measures so that their intervals belong together."""

    def __init__(self, documents: int, replicates: int = REPLICATES, seed: int = SEED) -> None:
        rng = random.Random(seed)
        self._draws = [_draw(rng, documents) for _ in range(replicates if documents else 0)]

    def sums(self, tallies: Sequence[Tally]) -> list[Tally]:
        """The measure's sum in each draw; ``tallies`` holds one entry a document."""
        predicted, gold = [t.predicted for t in tallies], [t.gold for t in tallies]
        sums = self._column([t.right for t in tallies]), self._column(predicted)
        return [
            Tally(*counts) for counts in zip(*sums, sums[1] if predicted == gold else self._column(gold), strict=True)
        ]

    def weighted(self, columns: Sequence[Sequence[float]]) -> list[list[float]]:
        """The sum of each column in each draw; a column holds one entry a document."""
        return [[sum(map(mul, draw, column)) for column in columns] for draw in self._draws]

    def _column(self, column: Sequence[int]) -> list[int]:
        """The sum of the column in each draw; a column of few documents costs little."""
        places = [(at, count) for at, count in enumerate(column) if count]
        if _SPARSE * len(places) > len(column):
            return [sum(map(mul, draw, column)) for draw in self._draws]
        return [sum(draw[at] * count for at, count in places) for draw in self._draws]


def interval(value: float | None, draws: Iterable[float | None]) -> Estimate:
    """``value`` with the percentile interval of ``draws``; draws without a value are left out.

    >>> interval(0.5, [0.0, 1.0, None])
    Estimate(value=0.5, low=0.025, high=0.975)
    """
    known = sorted(draw for draw in draws if draw is not None)
    if not known:
        return Estimate(value)
    return Estimate(value, _quantile(known, _TAIL), _quantile(known, 1 - _TAIL))


def estimate(total: Tally, sums: Sequence[Tally], figure: Callable[[Tally], float | None]) -> Estimate:
    """The figure of ``total`` with its percentile interval over ``sums``; draws without a value are left out."""
    return interval(figure(total), map(figure, sums))


def precision_recall_f1(total: Tally, sums: Sequence[Tally]) -> tuple[Estimate, Estimate, Estimate]:
    """The three figures of ``total`` with their intervals over ``sums``."""
    return (
        estimate(total, sums, lambda tally: tally.precision),
        estimate(total, sums, lambda tally: tally.recall),
        estimate(total, sums, lambda tally: tally.f1),
    )


def _draw(rng: random.Random, documents: int) -> list[int]:
    """How often each document is drawn."""
    times = [0] * documents
    for index in rng.choices(range(documents), k=documents):
        times[index] += 1
    return times


def _quantile(values: Sequence[float], at: float) -> float:
    """Linear interpolation between the order statistics of sorted ``values``.

    >>> _quantile([0.0, 1.0], 0.25)
    0.25
    """
    place = at * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
