"""Assignment of the greatest total weight between two small sets."""

from collections.abc import Mapping

from mingdan.core.assignment import cheapest

_FAR = 1e6


def best_matching(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Pairs of the one-to-one matching with the greatest sum; pairs that weigh 0 or less are never taken.

    >>> best_matching({(0, 0): 3.0, (0, 1): 2.5, (1, 0): 2.0, (1, 1): -1.0})
    {0: 1, 1: 0}
    """
    usable = {pair: weight for pair, weight in weights.items() if weight > 0}
    rows, columns = sorted({a for a, _ in usable}), sorted({b for _, b in usable})
    if not usable:
        return {}
    # every row has a column of its own that stands for staying alone
    costs = [[-usable.get((a, b), -_FAR) for b in columns] + [0.0] * len(rows) for a in rows]
    found = cheapest(costs)
    return {rows[i]: columns[j] for i, j in enumerate(found) if j < len(columns)}
