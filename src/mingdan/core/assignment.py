"""Assignment of rows to columns at the least total cost."""

from collections.abc import Sequence


def cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """Column of each row in the cheapest assignment (Hungarian method); there are no more rows than columns.

    >>> cheapest([[4, 1, 3], [2, 0, 5]])
    [1, 0]
    """
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        column, back = _grow(costs, row_price, column_price, row_of)
        while column:
            row_of[column] = row_of[back[column]]
            column = back[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen


def _grow(
    costs: Sequence[Sequence[float]], row_price: list[float], column_price: list[float], row_of: list[int]
) -> tuple[int, list[int]]:
    """Grow a shortest-path tree from the free row at column 0 to a free column; prices are updated in place."""
    columns = len(costs[0])
    slack, back, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
    column = 0
    while row_of[column]:
        used[column] = True
        row = row_of[column]
        for other in range(1, columns + 1):
            reduced = costs[row - 1][other - 1] - row_price[row] - column_price[other]
            if not used[other] and reduced < slack[other]:
                slack[other], back[other] = reduced, column
        nearest = min((c for c in range(1, columns + 1) if not used[c]), key=slack.__getitem__)
        step = slack[nearest]
        for other in range(columns + 1):
            if used[other]:
                row_price[row_of[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    return column, back
