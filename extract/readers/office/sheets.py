"""Rows of a sheet to text: titles and notes as lines, runs of rows as tables whose header row is looked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.readers.office.grid import GridCell, Row, clean, filled, is_data, is_name, table_lines
from mingdan.extract.segment.cells import is_header

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表|chart|page)?\s*\d*(?:\s*\(\d+\))?", re.I)
_NOTE = re.compile(r"[。！？!?；;]$|^(?:注|备注|说明|附注|数据来源|特此|声明)[:：\d]?")
_MAX_LABEL = 40
_LOOK = 10


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that shows something: its number from 1 and its cells, merged ones expanded."""

    number: int
    cells: Row


@dataclass(slots=True)
class Run:
    """Rows that stand together: one table, or lines of prose."""

    table: bool
    rows: list[SheetRow] = field(default_factory=list[SheetRow])


def heading(name: str) -> str:
    """The name of a sheet where it says something, else an empty string.

    >>> heading("平台运营机构"), heading("Sheet1"), heading("工作表2")
    ('平台运营机构', '', '')
    """
    return "" if _DEFAULT_NAME.fullmatch(name.strip()) else name.strip()


def write_rows(
    builder: TextBuilder, rows: Iterable[SheetRow], name: GridCell | None = None, *, alone: bool = True
) -> None:
    """Write the rows of one sheet.

    ``name`` is a heading: above a table at the top, else below the first line unless the sheet is ``alone``.
    """
    heads = [name] if name and name.text else []
    for number, run in enumerate(runs(list(rows))):
        builder.separate("\n\n")
        if run.table:
            _write_lines(builder, heads)
            _write_table(builder, run.rows)
        elif number == 0 and heads:
            known = alone or any(heads[0].text in cell.text for row in run.rows for cell in filled(row.cells))
            _write_prose(builder, run.rows[:1])
            _write_lines(builder, [] if known else heads)
            _write_prose(builder, run.rows[1:], run.rows[0])
        else:
            _write_prose(builder, run.rows)
        heads = []
        builder.separate("\n\n")


def _write_lines(builder: TextBuilder, cells: Iterable[GridCell]) -> None:
    for cell in cells:
        for line in cell.lines:
            builder.add(line, Place(cell.path))
            builder.separate("\n")


def runs(rows: list[SheetRow]) -> list[Run]:
    """Split rows into prose and tables. A lone cell between two rows of a table is a label in it if it is short."""
    joined: list[Run] = []
    for run in _split(rows):
        if joined and not run.table and not joined[-1].table:
            joined[-1].rows += run.rows
        else:
            joined.append(run)
    return joined


def _split(rows: list[SheetRow]) -> Iterator[Run]:
    current = Run(False)
    for index, row in enumerate(rows):
        table = _belongs(rows, index, current)
        if current.rows and (table != current.table or (table and _starts_anew(row, current))):
            yield from _refined(current)
            current = Run(table)
        current.table = table
        current.rows.append(row)
    if current.rows:
        yield from _refined(current)


def _belongs(rows: list[SheetRow], index: int, current: Run) -> bool:
    """Whether the row is part of a table."""
    cells = filled(rows[index].cells)
    if len(cells) > 1:
        return True
    if not current.table or len(cells[0].text) > _MAX_LABEL or _NOTE.search(cells[0].text):
        return False
    following = rows[index + 1 : index + 3]
    ahead = next((row for row in following if len(filled(row.cells)) > 1), None)
    if ahead is None or is_name(cells[0]):
        return rows[index].number == rows[index - 1].number + 1 and _goes_on(rows[index].cells, current)
    return not names_columns(ahead.cells)


def _goes_on(cells: Row, current: Run) -> bool:
    """Whether a lone cell is a name below a name of the same column."""
    above = current.rows[-1].cells
    return any(cell and is_name(cell) and over and is_name(over) for cell, over in zip(cells, above, strict=False))


def names_columns(cells: Row) -> bool:
    """Whether a row names the columns of a table."""
    return not is_data(cells) and is_header([cell.text for cell in filled(cells)])


def _starts_anew(row: SheetRow, current: Run) -> bool:
    return names_columns(row.cells) and any(is_data(earlier.cells) for earlier in current.rows)


def _refined(run: Run) -> Iterator[Run]:
    """Rows above the header of a table are prose; a run of one row without a header is prose."""
    if not run.table:
        yield run
        return
    start = _header_row(run.rows)
    if start:
        yield Run(False, run.rows[:start])
    rest = run.rows[start:]
    alone = len(rest) == 1 and not names_columns(rest[0].cells)
    yield Run(not alone, rest)


def _header_row(rows: list[SheetRow]) -> int:
    look = rows[:_LOOK]
    found = next((i for i, row in enumerate(look) if names_columns(row.cells)), None)
    if found is None:
        widths = sorted(len(filled(row.cells)) for row in rows)
        usual = widths[len(widths) // 2]
        return next((i for i, row in enumerate(look) if len(filled(row.cells)) * 2 > usual), 0)
    while found and _shares(rows[found - 1].cells, rows[found].cells):
        found -= 1
    return found


def _shares(upper: Row, lower: Row) -> bool:
    """Whether the upper row belongs to the header too: a cell reaches down, or covers several columns but not all."""
    down = any(cell is not None and cell is below for cell, below in zip(upper, lower, strict=False))
    cells = filled(upper)
    return down or (len(cells) > 1 and any(cell.across > 1 for cell in cells) and not is_data(upper))


def _write_table(builder: TextBuilder, rows: list[SheetRow]) -> None:
    grid = _without_repeats(clean([row.cells for row in rows]))
    for line in table_lines(grid):
        for text, place in line:
            builder.add(text, Place(place))
        builder.separate("\n")


def _without_repeats(grid: list[Row]) -> list[Row]:
    """Without rows that repeat the header (as long lists do at each printed page)."""
    head = [cell.text if cell else "" for cell in grid[0]]
    return [grid[0], *(row for row in grid[1:] if [cell.text if cell else "" for cell in row] != head)]


def _write_prose(builder: TextBuilder, rows: list[SheetRow], before: SheetRow | None = None) -> None:
    for row in rows:
        builder.separate("\n" if before is not None and row.number == before.number + 1 else "\n\n")
        _write_lines(builder, filled(row.cells))
        before = row
