"""Tables that a text draws without Markdown, drawn as Markdown for reading; the text itself stays.

Tabs, runs of spaces and missing separators vanish where white space is dropped inside names. In the drawn text every
cell stands between bars, as in a Markdown table.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mingdan.extract.segment.cells import BARS, Cell, Table
from mingdan.extract.segment.tables import find_tables, is_markdown

_BARS = str.maketrans(dict.fromkeys(BARS, "／"))


@dataclass(slots=True)
class DrawnText:
    """A text made of stretches of another one and of marks between them. Offsets are code points, end exclusive."""

    parts: list[str] = field(default_factory=list[str])
    size: int = 0
    _starts: list[int] = field(default_factory=list[int])
    _sources: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    @property
    def text(self) -> str:
        """The drawn text."""
        return "".join(self.parts)

    def copy(self, text: str, start: int, end: int) -> None:
        """Append the stretch ``[start, end)`` of the source."""
        if end > start:
            self._starts.append(self.size)
            self._sources.append((start, end))
            self.mark(text[start:end])

    def mark(self, text: str) -> None:
        """Append what the source does not have."""
        self.parts.append(text)
        self.size += len(text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``[start, end)`` stands in the source; marks at its edges fall away, an empty stretch stays empty."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        if not self._starts:
            return 0, 0
        left, right = self._sources[first]
        begin = left + start - self._starts[first]
        if begin >= right and end > start and first + 1 < len(self._sources):
            begin = self._sources[first + 1][0]
        begin = max(min(begin, self._sources[-1][1]), self._sources[0][0])
        if end <= start:
            return min(begin, right), min(begin, right)
        last = max(bisect_right(self._starts, end - 1) - 1, 0)
        left, right = self._sources[last]
        return begin, max(begin, min(left + end - self._starts[last], right))


def draw_tables(text: str, found: Sequence[Table] | None = None) -> DrawnText | None:
    """The text with its plain tables drawn in Markdown; None where it has no such table.

    ``found`` are the tables of the text, where they are known.

    >>> drawn = draw_tables("机构名称\\t类型\\n甲公司\\t助贷")
    >>> drawn.text if drawn else "", drawn.place(26, 29) if drawn else ()
    ('| 机构名称 | 类型 |\\n|---|---|\\n| 甲公司 | 助贷 |', (8, 11))
    """
    known = find_tables(text) if found is None else found
    tables = [table for table in _apart(known) if not is_markdown(text, table) and _in_order(table)]
    if not tables:
        return None
    drawn = DrawnText()
    position = 0
    for table in tables:
        drawn.copy(text, position, table.start)
        _draw(drawn, text, table)
        position = table.end
    drawn.copy(text, position, len(text))
    return drawn


def _apart(tables: Sequence[Table]) -> list[Table]:
    kept: list[Table] = []
    for table in tables:
        if not kept or table.start >= kept[-1].end:
            kept.append(table)
    return kept


def _in_order(table: Table) -> bool:
    cells = [cell for row in (table.header, *table.rows) for cell in row if cell.text]
    ordered = all(a.end <= b.start for a, b in pairwise(cells))
    return ordered and bool(cells) and table.start <= cells[0].start and cells[-1].end <= table.end


def _draw(drawn: DrawnText, text: str, table: Table) -> None:
    _draw_row(drawn, text, table.header)
    drawn.mark("\n|" + "---|" * len(table.header))
    for row in table.rows:
        drawn.mark("\n")
        _draw_row(drawn, text, row)


def _draw_row(drawn: DrawnText, text: str, row: tuple[Cell, ...]) -> None:
    drawn.mark("| ")
    for number, cell in enumerate(row):
        _draw_cell(drawn, text, cell)
        drawn.mark(" |" if number == len(row) - 1 else " | ")


def _draw_cell(drawn: DrawnText, text: str, cell: Cell) -> None:
    """The cell on one line; bars in it turn full-width."""
    position = cell.start
    for line in text[cell.start : cell.end].split("\n"):
        end = position + len(line.rstrip())
        start = position + (len(line) - len(line.lstrip()) if line.strip() else 0)
        drawn.copy(text.translate(_BARS) if BARS & set(line) else text, start, end)
        position += len(line) + 1
