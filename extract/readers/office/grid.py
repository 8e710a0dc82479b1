"""Cells in rows and columns to the lines of a Markdown table, as the segmenter reads it.

Merged cells are expanded before: the same :class:`GridCell` object stands in each place that it covers, so its text is
repeated in each row and column. A row of one cell across the table is a label: it keeps its first place only; above the
header it becomes a line of its own. Header rows of several levels become one, parts joined by a space. A bar inside a
cell is escaped by a backslash. Columns that only repeat their left neighbour, and empty ones, are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingdan.core.fold import is_han

Part = tuple[str, str]
_SPACE = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_NAME_END = re.compile(r"(?:公司|银行|集团|事务所|中心|联社|[）)。；;])$")
_DATA = re.compile(r"\d{1,5}[.、．]?|[\d\-—()（）+ ]{6,}|\d{4}[-/.年]\d.*")
_LEGAL_NAME = re.compile(r".{4,}(?:公司|银行|事务所|中心|联社)$")
_MAX_HEAD = 30


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A cell: its text on one line and its place in the source.

    ``across`` counts the grid columns that it covers. ``raw`` is the text as it stands, where that differs.
    """

    text: str
    path: str
    across: int = 1
    raw: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the text without those that are empty."""
        lines = (tidy(line) for line in (self.raw or self.text).splitlines())
        return [line for line in lines if line]


def make_cell(raw: str, path: str, across: int = 1) -> GridCell | None:
    """A cell of this text; None where it shows nothing."""
    text = join_lines(raw)
    return GridCell(text, path, across, "" if raw == text else raw) if text else None


def tidy(line: str) -> str:
    """A line without white space at its edges, invisible characters and no-break spaces."""
    return line.translate(_INVISIBLE).replace("\u00a0", " ").strip(" \t\r\f\v\u3000")


Row = list[GridCell | None]


def join_lines(raw: str) -> str:
    r"""A cell's text on one line: breaks between Chinese characters vanish unless a name ends there; others: a space.

    >>> join_lines("北京星河\n科技有限公司"), join_lines("甲公司\n乙公司"), join_lines(" 400-1\r\n400-2 ")
    ('北京星河科技有限公司', '甲公司 乙公司', '400-1 400-2')
    """
    raw = raw.translate(_INVISIBLE).strip()

    def gap(match: re.Match[str]) -> str:
        if "\n" not in match.group() and "\r" not in match.group():
            return " "
        left, right = raw[match.start() - 1], raw[match.end()]
        wide = not left.isascii() and not right.isascii()
        joined = (wide or is_han(left) or is_han(right)) and not _NAME_END.search(raw[: match.start()])
        return "" if joined else " "

    return _SPACE.sub(gap, raw)


def filled(row: Sequence[GridCell | None]) -> list[GridCell]:
    """The distinct cells of a row that hold text, from left to right."""
    return list({id(cell): cell for cell in row if cell and cell.text}.values())


def is_data(row: Sequence[GridCell | None]) -> bool:
    """Whether a row holds what no header holds: numbers, phones, dates, whole legal names or long text."""
    texts = [cell.text for cell in filled(row)]
    return any(_DATA.fullmatch(text) or _LEGAL_NAME.match(text) or len(text) > _MAX_HEAD for text in texts)


def is_name(cell: GridCell) -> bool:
    """Whether a cell reads as a whole legal name."""
    return _LEGAL_NAME.match(cell.text) is not None


def table_lines(grid: list[Row], heads: int | None = None) -> Iterator[list[Part]]:
    """Lines of a table as parts of text with their places: labels above it, header, rule, rows.

    ``heads`` is the number of header rows where the source states it. A table whose first row is data gets an empty
    header.
    """
    dropped = 0
    grid = clean(grid)
    while len(grid) > 1 and len(grid[0]) > 1 and len(filled(grid[0])) == 1:
        first = filled(grid.pop(0))[0]
        dropped += 1
        yield [(first.text, first.path)]
    if not grid:
        return
    depth = _depth(grid) if heads is None else min(max(heads - dropped, 0), len(grid) - 1)
    depth = 0 if depth <= 1 and len(grid) > 1 and is_data(grid[0]) and not heads else max(depth, 1)
    header: Row = _merge(grid[:depth]) if depth else [None for _ in grid[0]]
    place = next((cell.path for cell in grid[0] if cell), "")
    yield _line(header, place)
    yield [("|" + "---|" * len(header), place)]
    for row in grid[depth:]:
        yield _line(_label(row), place)


def clean(grid: list[Row]) -> list[Row]:
    """The grid without empty rows, empty columns and columns that only repeat the one on their left."""
    rows = [row for row in grid if filled(row)]
    width = max(map(len, rows), default=0)
    rows = [[*row, *[None] * (width - len(row))] for row in rows]
    kept = [c for c in range(width) if _is_column(rows, c)]
    return [[row[c] for c in kept] for row in rows]


def _is_column(rows: list[Row], column: int) -> bool:
    if not any(cell and cell.text for cell in (row[column] for row in rows)):
        return False
    return column == 0 or not all(row[column] is not None and row[column] is row[column - 1] for row in rows)


def _depth(grid: list[Row]) -> int:
    """Header rows: as many as cells of the first row reach down, where that row holds cells of several columns."""
    first = grid[0]
    groups = any(cell is not None and cell is after for cell, after in pairwise(first))
    if not groups or len(grid) < 3 or is_data(first):
        return 1
    depth = 1
    while depth < len(grid) - 1 and any(cell is not None and cell is grid[depth][c] for c, cell in enumerate(first)):
        depth += 1
    return depth if depth > 1 else (1 if is_data(grid[1]) or len(filled(grid[1])) < 2 else 2)


def _label(row: Row) -> Row:
    cells = filled(row)
    if len(cells) != 1 or sum(cell is cells[0] for cell in row) < 2:
        return row
    return [cells[0], *[None] * (len(row) - 1)]


def _merge(rows: list[Row]) -> Row:
    merged: Row = []
    for column in zip(*rows, strict=True):
        cells = filled(column)
        text = " ".join(dict.fromkeys(cell.text for cell in cells))
        merged.append(GridCell(text, cells[-1].path) if cells else None)
    return merged


def _line(row: Row, place: str) -> list[Part]:
    place = next((cell.path for cell in row if cell), place)
    parts: list[Part] = []
    for number, cell in enumerate(row):
        text = cell.text.replace("|", "\\|") if cell else ""
        place = cell.path if cell else place
        parts.append((f"{'' if number else '| '}{text} |{' ' if number < len(row) - 1 else ''}", place))
    return parts
