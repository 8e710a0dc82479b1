"""Tables of a page: cells from ruling lines or from the white rivers between columns."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.flow import Line, joined
from mingdan.extract.layout.page import Page, Segment

Part = tuple[str, Segment, int]
_ROW = 0.45
_RIVER = 0.8
_LOOSE_LINE = 2.15
"""Steps of more em than this part a line in one column from the rows above it."""
_MIN_ROWS = 3
_FRAME_ROWS = 3
_FRAME_LINES = 6
_MOSTLY, _SHORT_CELL, _NAME_LENGTH = 0.8, 6, 6
_NUMBER = re.compile(r"[0-9]{1,4}[.．、]?")
_NAME_END = re.compile(r"(?:公司|事务所|银行|农商行|联社|信用社|中心|合作社|经营部|服务部)(?:[（(][^（()）]+[)）])?$")


@dataclass(slots=True)
class Cell:
    """Text parts of a cell. ``rows`` and ``columns`` count what it spans in its grid."""

    parts: list[Part] = field(default_factory=list[Part])
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """The cell as one line."""
        return "".join(part for part, _, _ in self.parts)

    @property
    def key(self) -> str:
        """The text without white space, for comparison."""
        return "".join(self.text.split())


@dataclass(slots=True)
class Grid:
    """A table: every row has the same number of cells; a merged cell stands in each place that it covers."""

    page: int
    top: float
    bottom: float
    rows: list[list[Cell]]
    last_page: int = 0
    middle: float = 0.0
    columns: tuple[tuple[float, float], ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments grouped by base line, top to bottom, each row left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda item: item.bottom):
        if rows and abs(rows[-1][0].bottom - segment.bottom) < _ROW * max(segment.em, rows[-1][0].em):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def ruled_tables(page: Page, plumbed: Any) -> tuple[list[Grid], list[Segment]]:
    """Tables drawn with lines (2 x 2 cells, or a row of 3), and the segments outside of them.

    ``plumbed`` is the page as pdfplumber opened it.
    """
    grids: list[Grid] = []
    rest = page.segments
    for table in plumbed.find_tables():
        boxes: list[Box] = list(table.cells)
        xs = _edges([x for box in boxes for x in (box[0], box[2])])
        ys = _edges([y for box in boxes for y in (box[1], box[3])])
        if len(xs) < 3 or len(ys) < 2 or (len(ys) < 3 and len(xs) < 4):
            continue
        inside = [item for item in rest if _within(item, (xs[0], ys[0], xs[-1], ys[-1]))]
        if not inside:
            continue
        rows = _fill(boxes, xs, ys, inside, page.number)
        if not rows or _is_frame(rows):
            continue
        taken = {id(item) for item in inside}
        rest = [item for item in rest if id(item) not in taken]
        grids.append(Grid(page.number, ys[0], ys[-1], rows, page.number, (xs[0] + xs[-1]) / 2))
    return grids, rest


def _is_frame(rows: list[list[Cell]]) -> bool:
    """Whether the lines frame texts of a page rather than cells of a table."""
    filled = [cell for row in rows for cell in row if cell.text]
    lines = sum(len(cell.parts) for cell in filled)
    return len(rows) <= _FRAME_ROWS and lines > _FRAME_LINES * len(filled)


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _within(segment: Segment, box: Box) -> bool:
    middle = (segment.top + segment.bottom) / 2
    return box[0] - 1 <= segment.middle <= box[2] + 1 and box[1] - 1 <= middle <= box[3] + 1


def _fill(boxes: list[Box], xs: list[float], ys: list[float], inside: list[Segment], page: int) -> list[list[Cell]]:
    made: dict[Box, Cell] = {}
    for box in boxes:
        own = [item for item in inside if _within(item, box)]
        lines = [Line(row, page) for row in rows_of(own)]
        across = sum(box[0] - 2 < (a + b) / 2 < box[2] + 2 for a, b in itertools.pairwise(xs))
        down = sum(box[1] - 2 < (a + b) / 2 < box[3] + 2 for a, b in itertools.pairwise(ys))
        made[box] = Cell(joined(lines), down, across)
    rows: list[list[Cell]] = []
    for top, bottom in itertools.pairwise(ys):
        row = [_at(made, (left + right) / 2, (top + bottom) / 2) for left, right in itertools.pairwise(xs)]
        if any(cell.text for cell in row):
            rows.append(row)
    return rows


def _at(made: dict[Box, Cell], x: float, y: float) -> Cell:
    return next((cell for box, cell in made.items() if box[0] <= x <= box[2] and box[1] <= y <= box[3]), Cell())


def river_tables(segments: Sequence[Segment], page: int) -> tuple[list[Grid], list[Segment]]:
    """Tables without lines: three rows or more whose cells leave the same white columns free; and the rest."""
    grids: list[Grid] = []
    rest: list[Segment] = []
    rows = rows_of(segments)
    start = 0
    while start < len(rows):
        stop, columns = _stretch(rows, start)
        if stop - start >= _MIN_ROWS:
            grids.append(_river_grid(rows[start:stop], columns, page))
            start = stop
        else:
            rest += rows[start]
            start += 1
    return grids, rest


def without_lists(page: Page) -> Page:
    """The page without tables that are surely no columns of running text: numbered ones, and lists of names."""
    grids, _ = river_tables([item for item in page.segments if not item.vertical], page.number)
    listed = {
        id(item) for grid in grids if _is_list(grid) for row in grid.rows for cell in row for _, item, _ in cell.parts
    }
    return replace(page, segments=[item for item in page.segments if id(item) not in listed]) if listed else page


def _is_list(grid: Grid) -> bool:
    """Whether one column bears rising numbers, or the cells of every column are names or short words."""
    columns = [[cell.key for cell in column if cell.key] for column in zip(*grid.rows, strict=True)]
    if any(_rises(column) for column in columns):
        return True
    named = [sum(bool(_NAME_END.search(text)) for text in column) for column in columns]
    short = [sum(len(text) <= _SHORT_CELL for text in column) for column in columns]
    return any(named) and all(
        max(ends, words) >= _MOSTLY * len(column) for ends, words, column in zip(named, short, columns, strict=True)
    )


def is_name_list(grid: Grid) -> bool:
    """Whether every cell is a whole name: a list set in columns, which has no header."""
    return all(
        len(cell.key) >= _NAME_LENGTH and _NAME_END.search(cell.key) for row in grid.rows for cell in row if cell.key
    )


def _rises(column: Sequence[str]) -> bool:
    numbers = [int(text) for text in column if _NUMBER.fullmatch(text)]
    rising = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return len(numbers) >= max(_MIN_ROWS, _MOSTLY * len(column)) and rising >= _MOSTLY * (len(numbers) - 1)


def _stretch(rows: list[list[Segment]], start: int) -> tuple[int, list[tuple[float, float]]]:
    """The longest run of rows from ``start`` that keeps at least two columns apart, and its columns."""
    columns = _columns(rows[start])
    if len(columns) < 2:
        return start, columns
    stop = start + 1
    multiple = 1
    while stop < len(rows):
        row, above = rows[stop], rows[stop - 1]
        wider = _columns([item for line in rows[start : stop + 1] for item in line])
        apart = row[0].bottom - above[0].bottom > 4.5 * row[0].em
        if apart or (len(wider) < max(2, len(columns)) and len(row) != len(columns)) or len(wider) < 2:
            break
        if len(row) == 1 and (
            row[0].bottom - above[0].bottom > _LOOSE_LINE * row[0].em or row[0].em > 1.15 * above[0].em
        ):
            break
        multiple += len(row) > 1
        columns = wider
        stop += 1
    return (stop, columns) if multiple >= _MIN_ROWS else (start, columns)


def _columns(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for segment in sorted(segments, key=lambda item: item.x0):
        if columns and segment.x0 - columns[-1][1] < _RIVER * segment.em:
            columns[-1] = (columns[-1][0], max(columns[-1][1], segment.x1))
        else:
            columns.append((segment.x0, segment.x1))
    return columns


def _river_grid(rows: list[list[Segment]], columns: list[tuple[float, float]], page: int) -> Grid:
    cells = [
        [[item for item in row if left - 1 <= item.middle <= right + 1] for left, right in columns] for row in rows
    ]
    homes = _homes(rows, cells)
    lines: list[list[list[Segment]]] = []
    for number in sorted(set(homes)):
        own = [cells[k] for k, home in enumerate(homes) if home == number]
        lines.append([[item for line in own for item in line[column]] for column in range(len(columns))])
    made = [[Cell(joined([Line(line, page) for line in rows_of(cell)])) for cell in row] for row in lines]
    return Grid(page, rows[0][0].top, rows[-1][0].bottom, made, page, columns=tuple(columns))


def _homes(rows: list[list[Segment]], cells: list[list[list[Segment]]]) -> list[int]:
    """For each line the number of the line that its table row has its first cell in.

    Lines of wrapped cells belong to the row above them, or to the nearest one where the other cells of a row stand
    in the middle of its height.
    """
    loose = [k > 0 and not line[0] and sum(map(bool, line)) * 2 <= len(line) for k, line in enumerate(cells)]
    firm = [k for k, is_loose in enumerate(loose) if not is_loose]
    centred = sum(_is_centred(cells, loose, k) for k in firm[1:]) * 2 > len(firm[1:])
    homes: list[int] = []
    for number, is_loose in enumerate(loose):
        if not is_loose:
            homes.append(number)
        elif centred:
            bottom = rows[number][0].bottom
            homes.append(min(firm[1:], key=lambda k: abs(rows[k][0].bottom - bottom)))
        else:
            homes.append(homes[-1])
    return homes


def _is_centred(cells: list[list[list[Segment]]], loose: list[bool], number: int) -> bool:
    """Whether the lines right above and below a row fill a cell that the row itself leaves blank."""
    if number + 1 >= len(cells) or not (loose[number - 1] and loose[number + 1]):
        return False
    pairs = zip(cells[number - 1], cells[number], cells[number + 1], strict=True)
    return any(above and below and not own for above, own, below in pairs)


def _continued(upper: Cell, lower: Cell) -> Cell:
    """A cell that a page break cut in two."""
    return Cell([*upper.parts, *lower.parts], upper.rows, upper.columns)


def goes_on(above: Grid, below: Grid) -> bool:
    """Whether ``below`` may be the rest of ``above``: on the next page and of the same width."""
    return below.width == above.width and below.page == above.last_page + 1


def take_overhang(grid: Grid, above: Sequence[Segment]) -> bool:
    """Make lines that stand in one column right above ``grid`` its first row: the rest of a row cut by a page break."""
    homes = {
        number
        for item in above
        for number, (left, right) in enumerate(grid.columns)
        if left - 1 <= item.x0 and item.x1 <= right + item.em
    }
    if not above or len(homes) != 1 or 0 in homes or grid.top - above[-1].bottom > 2 * above[-1].em:
        return False
    number = homes.pop()
    if any(item.x0 < grid.columns[number][0] - 1 or item.x1 > grid.columns[number][1] + item.em for item in above):
        return False
    row = [Cell() for _ in grid.columns]
    row[number] = Cell(joined([Line([item], grid.page) for item in above]))
    grid.rows.insert(0, row)
    return True


def stitch(above: Grid, below: Grid) -> bool:
    """Append ``below`` to ``above`` if it is the same table on the next page; a repeated header is dropped.

    A blank cell at the top of a page takes the text of the cell above it where one of the two is a merged cell.
    """
    if not goes_on(above, below):
        return False
    rows = below.rows
    header = [cell.key for cell in above.rows[0]]
    if [cell.key for cell in rows[0]] == header:
        rows = rows[1:]
    last = above.rows[-1]
    if rows and last[0].key.isdecimal() and not rows[0][0].text and rows[0][0].rows == 1 == last[0].rows:
        above.rows[-1] = last = [_continued(upper, lower) for upper, lower in zip(last, rows[0], strict=True)]
        rows = rows[1:]
    open_columns = {number for number, cell in enumerate(last) if cell.text}
    for row in rows:
        for number in sorted(open_columns):
            if row[number].text or row[number].columns > 1:
                open_columns.discard(number)
            elif row[number].rows > 1 or last[number].rows > 1:
                row[number] = Cell(last[number].parts, 2)
    above.rows += rows
    above.last_page = below.page
    return True
