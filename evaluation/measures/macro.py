"""Figures averaged over documents, each document alike whatever its size."""

from collections.abc import Sequence

from mingdan.evaluation.bootstrap import Bootstrap, interval
from mingdan.evaluation.scores import Estimate


def macro(values: Sequence[float | None], bootstrap: Bootstrap) -> Estimate:
    """Mean over the documents that have a value, one entry a document, with its interval.

    >>> macro([1.0, None, 0.5], Bootstrap(3, replicates=0)).value
    0.75
    """
    known = [value for value in values if value is not None]
    if not known:
        return Estimate(None)
    columns = ([value or 0.0 for value in values], [float(value is not None) for value in values])
    draws = [total / number for total, number in bootstrap.weighted(columns) if number]
    return interval(sum(known) / len(known), draws)
