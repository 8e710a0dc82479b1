"""Paragraphs and tables to text with a map of pages and boxes."""

from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.layout.flow import Paragraph, joined
from mingdan.extract.layout.tables import Cell, Grid


def write_block(builder: TextBuilder, block: Paragraph | Grid) -> None:
    """Add a block, a blank line apart from its neighbours."""
    builder.separate("\n\n")
    if isinstance(block, Grid):
        _write_grid(builder, block)
    else:
        for part, segment, page in joined(block.lines):
            builder.add(part, Place(page=page, box=segment.box))
    builder.separate("\n\n")


def _write_grid(builder: TextBuilder, grid: Grid) -> None:
    rows = list(grid.rows)
    while len(rows) > 1 and _is_label(rows[0]):
        _write_label(builder, rows.pop(0))
    if _has_groups(rows):
        rows[:2] = [[_merged(upper, lower) for upper, lower in zip(rows[0], rows[1], strict=True)]]
    place = next((_place(cell) for row in rows for cell in row if cell.parts), Place(page=grid.page))
    for number, row in enumerate(rows):
        place = _write_row(builder, _shortened(row) if number and _is_label(row) else row, place)
        builder.separate("\n")
        if number == 0:
            builder.add("|" + "---|" * len(row), place)
            builder.separate("\n")


def _write_label(builder: TextBuilder, row: list[Cell]) -> None:
    for part, segment, page in row[0].parts:
        builder.add(part, Place(page=page, box=segment.box))
    builder.separate("\n")


def _write_row(builder: TextBuilder, row: list[Cell], place: Place) -> Place:
    place = next((_place(cell) for cell in row if cell.parts), place)
    builder.add("| ", place)
    for number, cell in enumerate(row):
        for part, segment, page in cell.parts:
            place = Place(page=page, box=segment.box)
            builder.add(part.replace("|", "／"), place)
        builder.add(" | " if number < len(row) - 1 else " |", place)
    return place


def _place(cell: Cell) -> Place:
    _, segment, page = cell.parts[0]
    return Place(page=page, box=segment.box)


def _is_label(row: list[Cell]) -> bool:
    return len(row) > 1 and bool(row[0].parts) and row[0].columns >= len(row)


def _shortened(row: list[Cell]) -> list[Cell]:
    return [row[0], *[Cell() for _ in row[1:]]]


def _has_groups(rows: list[list[Cell]]) -> bool:
    """Whether the first row is the upper half of a header of two levels."""
    return len(rows) > 2 and any(1 < cell.columns < len(rows[0]) for cell in rows[0])


def _merged(upper: Cell, lower: Cell) -> Cell:
    if upper is lower or not lower.parts:
        return upper
    if not upper.parts:
        return lower
    last, segment, page = upper.parts[-1]
    return Cell([*upper.parts[:-1], (last + " ", segment, page), *lower.parts])
