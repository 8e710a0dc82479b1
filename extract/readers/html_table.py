"""HTML tables to Markdown rows.

Merged cells are expanded: text of a ``rowspan`` stands in each of its rows, text of a ``colspan`` in each of its
columns, except in a body row that is one cell across the whole table (a label; the other cells stay empty). A first row
of that kind is the caption and becomes a line above the table. Header rows of several levels become one, the parts of a
cell joined by a space. :mod:`mingdan.extract.readers.html_cells` says what the text of a cell is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from mingdan.extract.readers.html_cells import Part, cell_parts, cells_of, joined, rows_of
from mingdan.extract.readers.html_content import attribute, is_silent

_MAX_ACROSS = 60
_MAX_DOWN = 2000
_MAX_CELLS = 400_000


@dataclass(frozen=True, slots=True)
class _Cell:
    parts: tuple[Part, ...]
    path: str
    wide: bool

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[_Cell | None]
    head: bool


def table_rows(node: LexborNode, path: str) -> Iterator[list[Part]]:
    """Lines of the table: caption lines, header row, rule, rows; each as parts of text with their element paths."""
    rows = _grid(node, path)
    caption = node.css_first("caption")
    if caption is not None and not is_silent(caption):
        yield [(joined(caption.text(deep=True)), f"{path}/caption[1]")]
    while len(rows) > 1 and _is_label(rows[0].cells):
        first = next(cell for cell in rows.pop(0).cells if cell and cell.text)
        yield list(first.parts)
    if not rows:
        return
    grid = [row.cells for row in rows]
    heads = next((number for number, row in enumerate(rows) if not row.head), len(rows))
    depth = max(1, min(heads, len(grid) - 1))
    yield _line(_merge(grid[:depth]))
    yield [("|" + "---|" * len(grid[0]), path)]
    for row in grid[depth:]:
        yield _line(_label(row) if _is_label(row) else row)


def _grid(node: LexborNode, path: str) -> list[_Row]:
    taken: dict[tuple[int, int], _Cell] = {}
    heads: list[bool] = []
    for number, (row, place) in enumerate(rows_of(node, path)):
        column = 0
        cells = list(cells_of(row, place))
        for cell, where in cells:
            while (number, column) in taken:
                column += 1
            column += _place(taken, cell, where, number, column)
        in_head = bool(row.parent and row.parent.tag == "thead")
        heads.append(in_head or (bool(cells) and all(cell.tag == "th" for cell, _ in cells)))
    width = 1 + max((column for _, column in taken), default=-1)
    rows = [_Row(cells, head) for cells, head in zip(_dense(taken, len(heads), width), heads, strict=True)]
    return [row for row in rows if any(cell and cell.text for cell in row.cells)]


def _dense(taken: dict[tuple[int, int], _Cell], count: int, width: int) -> Iterator[list[_Cell | None]]:
    for number in range(count):
        yield [taken.get((number, column)) for column in range(width)]


def _place(taken: dict[tuple[int, int], _Cell], node: LexborNode, path: str, row: int, column: int) -> int:
    across, down = _span(node, "colspan", _MAX_ACROSS), _span(node, "rowspan", _MAX_DOWN)
    if len(taken) > _MAX_CELLS:
        across = down = 1
    cell = _Cell(tuple(cell_parts(node, path)), path, across > 1)
    for y in range(row, row + down):
        for x in range(column, column + across):
            taken.setdefault((y, x), cell)
    return across


def _span(node: LexborNode, name: str, limit: int) -> int:
    value = attribute(node, name).strip()
    return min(max(int(value[:6]), 1), limit) if value.isascii() and value.isdigit() else 1


def _is_label(row: list[_Cell | None]) -> bool:
    filled = {id(cell) for cell in row if cell and cell.text}
    return len(filled) == 1 and len(row) > 1 and any(cell and cell.wide for cell in row)


def _label(row: list[_Cell | None]) -> list[_Cell | None]:
    first = next(cell for cell in row if cell and cell.text)
    return [first, *[None] * (len(row) - 1)]


def _merge(rows: list[list[_Cell | None]]) -> list[_Cell | None]:
    merged: list[_Cell | None] = []
    for column in zip(*rows, strict=True):
        distinct = list({id(cell): cell for cell in column if cell and cell.text}.values())
        text = " ".join(dict.fromkeys(cell.text for cell in distinct))
        merged.append(_Cell(((text, distinct[-1].path),), distinct[-1].path, False) if distinct else None)
    return merged


def _line(row: list[_Cell | None]) -> list[Part]:
    blank = next((cell.path for cell in row if cell), "")
    line: list[Part] = []
    for number, cell in enumerate(row):
        parts = [*cell.parts] if cell and cell.parts else [("", cell.path if cell else blank)]
        parts[0] = ("| " * (number == 0) + parts[0][0], parts[0][1])
        parts[-1] = (parts[-1][0] + " |" + " " * (number < len(row) - 1), parts[-1][1])
        line += parts
    return line
