"""Cells of a sheet by row and column, merged ranges filled, hidden rows and columns taken out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import GridCell, Row
from mingdan.extract.readers.office.sheets import SheetRow

_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first and last row and column from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class SheetCells:
    """Filled cells by row, then column (from 0)."""

    rows: dict[int, dict[int, GridCell]] = field(default_factory=dict[int, dict[int, GridCell]])
    count: int = 0

    def put(self, row: int, column: int, cell: GridCell | None) -> None:
        """Set a cell; None sets nothing."""
        if cell is None:
            return
        self.rows.setdefault(row, {})[column] = cell
        self.count += 1


def quoted(name: str) -> str:
    """A sheet's name as it stands in references.

    >>> quoted("公示"), quoted("2025 名单")
    ('公示', "'2025 名单'")
    """
    return name if _PLAIN_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def expand(
    cells: SheetCells,
    merges: Sequence[Merge],
    hidden_rows: set[int],
    hidden_columns: set[int],
    skipped: Counter[str],
) -> Iterator[SheetRow]:
    """Rows that show something, in order. A merged range's text stands in each of its rows that holds other cells."""
    shown = _filled(cells, merges)
    width = 1 + max((column for row in shown.values() for column in row), default=-1)
    visible = [column for column in range(width) if column not in hidden_columns]
    for number in sorted(cells.rows):
        row = shown[number]
        if number in hidden_rows:
            skipped["hidden_rows"] += 1
            continue
        skipped["hidden_cells"] += sum(column in hidden_columns for column in cells.rows[number])
        line: Row = [row.get(column) for column in visible]
        if any(line):
            yield SheetRow(number + 1, line)


def _filled(cells: SheetCells, merges: Sequence[Merge]) -> dict[int, dict[int, GridCell]]:
    shown = defaultdict(dict[int, GridCell], {row: dict(line) for row, line in cells.rows.items()})
    budget = limits().cells
    for merge in merges:
        origin = cells.rows.get(merge.top, {}).get(merge.left)
        right = min(merge.right, limits().columns - 1)
        if origin is None or budget <= 0:
            continue
        cell = replace(origin, across=right - merge.left + 1)
        rows = [merge.top] if merge.bottom == merge.top else _rows(cells, merge)
        budget -= len(rows) * cell.across
        for row in rows:
            shown[row].update(dict.fromkeys(range(merge.left, right + 1), cell))
    return shown


def _rows(cells: SheetCells, merge: Merge) -> list[int]:
    """Rows of the range that hold cells of their own."""
    if merge.bottom - merge.top > len(cells.rows):
        return [row for row in cells.rows if merge.top <= row <= merge.bottom]
    return [row for row in range(merge.top, merge.bottom + 1) if row in cells.rows]
