"""Assignment of the greatest total weight between two small sets."""

from collections.abc import Mapping, Sequence

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
    found = _hungarian(costs)
    return {rows[i]: columns[j] for i, j in enumerate(found) if j < len(columns)}


def _hungarian(costs: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row in the cheapest assignment; there are at least as many columns as rows."""
    count, width = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (count + 1), [0.0] * (width + 1)
    row_of, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, count + 1):
        row_of[0] = row
        column = _augment(costs, row_price, column_price, row_of, way)
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    taken = [0] * count
    for column in range(1, width + 1):
        if row_of[column]:
            taken[row_of[column] - 1] = column - 1
    return taken


def _augment(
    costs: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    row_of: list[int],
    way: list[int],
) -> int:
    """Find the cheapest way to a free column and adjust the prices; returns that column."""
    width = len(column_price)
    slack, used = [float("inf")] * width, [False] * width
    column = 0
    while row_of[column]:
        used[column] = True
        row, step, following = row_of[column], float("inf"), 0
        for other in range(1, width):
            if used[other]:
                continue
            price = costs[row - 1][other - 1] - row_price[row] - column_price[other]
            if price < slack[other]:
                slack[other], way[other] = price, column
            if slack[other] < step:
                step, following = slack[other], other
        for other in range(width):
            if used[other]:
                row_price[row_of[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = following
    return column
