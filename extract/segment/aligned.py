"""Tables whose columns are padded with spaces: cells of one column begin at the same place of their lines."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from mingdan.extract.segment.cells import Cell, Table, is_head, lines_of, make_table

_GAP = re.compile(r"[ \u00a0]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
_RULE = re.compile(r"^[\s\-=─━═—_+]+$")
_SENTENCE = re.compile(r"[。！？：:]$")
_MIN_ROWS = 2

_Measure = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell with the columns of the line that it takes; ``slack`` counts characters of doubtful width before it."""

    cell: Cell
    left: int
    right: int
    slack: int


def aligned_tables(text: str) -> Iterator[Table]:
    """Tables with a header and at least two rows whose cells are aligned under it, in order.

    Places are counted in display columns (two for a full-width character), where that fails in characters.
    """
    lines = lines_of(text)
    number = 0
    while number < len(lines):
        if not _GAP.search(lines[number][1].strip()):
            number += 1
            continue
        found = [_table(lines, number, measure) for measure in (_columns, len)]
        best = max(found, key=lambda item: item[1] - number if item[0] else 0)
        if best[0] is not None:
            yield best[0]
        number = best[1] if best[0] else number + 1


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def _table(lines: list[tuple[int, str]], number: int, measure: _Measure) -> tuple[Table | None, int]:
    """The table whose header is line ``number``, and the number of the line behind it."""
    head = _pieces(lines[number], measure)
    if len(head) < 2:
        return None, number
    starts = [piece.left for piece in head]
    rows: list[list[_Piece]] = []
    stop = number + 1
    while stop < len(lines):
        row = _pieces(lines[stop], measure)
        if not row and not _is_rule(lines[stop][1]):
            break
        starts = [0, *starts] if row and row[0].left == 0 and starts[0] > 1 and not rows else starts
        if row and not _fits(row, starts):
            break
        rows.append(row)
        stop += 1
    while rows and (not rows[-1] or (len(rows[-1]) == 1 and _SENTENCE.search(rows[-1][0].cell.text))):
        rows.pop()
        stop -= 1
    end = lines[stop - 1][0] + len(lines[stop - 1][1])
    header = _in_columns(head, starts, lines[number][0])
    cells = tuple(_in_columns(row, starts, end) for row in rows if row)
    if sum(len(row) > 1 for row in rows) < _MIN_ROWS:
        return None, number
    if not is_head([c.text for c in header], [[c.text for c in row] for row in cells]):
        return None, number
    return make_table(lines[number][0], end, header, cells), stop


def _is_rule(line: str) -> bool:
    return bool(line.strip()) and _RULE.match(line) is not None


def _pieces(line: tuple[int, str], measure: _Measure) -> list[_Piece]:
    """Cells of a line; none where it draws a rule or has tabs or bars."""
    offset, content = line
    if "|" in content or "\t" in content or _is_rule(content):
        return []
    found: list[_Piece] = []
    position = 0
    for match in [*_GAP.finditer(content), None]:
        end = match.start() if match else len(content)
        raw = content[position:end]
        if raw.strip():
            start = position + len(raw) - len(raw.lstrip())
            cell = Cell(raw.strip(), offset + start, offset + start + len(raw.strip()))
            slack = sum(east_asian_width(char) == "A" for char in content[:start])
            left = measure(content[:start])
            found.append(_Piece(cell, left, left + measure(cell.text), slack))
        position = match.end() if match else end
    return found


def _column(piece: _Piece, starts: Sequence[int]) -> int | None:
    """The column that a piece begins in, if it begins where the column does and ends before the next one."""
    number = min(range(len(starts)), key=lambda k: abs(starts[k] - piece.left))
    if abs(starts[number] - piece.left) > 1 + piece.slack:
        return None
    after = starts[number + 1] if number + 1 < len(starts) else None
    return number if after is None or piece.right - piece.slack <= after else None


def _fits(row: list[_Piece], starts: Sequence[int]) -> bool:
    places = [_column(piece, starts) for piece in row]
    return None not in places and len(set(places)) == len(places)


def _in_columns(row: list[_Piece], starts: Sequence[int], empty: int) -> tuple[Cell, ...]:
    cells = {_column(piece, starts): piece.cell for piece in row}
    return tuple(cells.get(k, Cell("", empty, empty)) for k in range(len(starts)))
