"""The Markdown tables of a labelled document in other forms that plain text has for tables, labels kept.

Cells keep their text; what stands between them is replaced. A form never moves a cell to another line or order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args
from unicodedata import east_asian_width

from mingdan.core.records import Document
from mingdan.corpus.edits import Edit, edit_document
from mingdan.corpus.render.blocks import blocks, is_rule_row

TableForm = Literal["tabs", "spaces", "wide_spaces", "numbered", "glued"]
TABLE_FORMS: tuple[TableForm, ...] = get_args(TableForm)
"""``tabs``; columns padded with half-width or with full-width spaces; each row on a line behind its number, the cells
one space apart or with nothing between them."""

_GAP = 2
_HEAD = "序号"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line ``[start, end)`` with the spans of its cells; an empty cell has an empty span."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def has_tables(document: Document) -> bool:
    """Whether the text has a Markdown table."""
    return any(block.rows for block in blocks(document.text))


def in_form(document: Document, form: TableForm) -> Document:
    """The document with every Markdown table in another form; mentions, rows and evidence keep their places.

    >>> text = "名单\\n| 机构 | 类型 |\\n|---|---|\\n| 甲公司 | 助贷 |"
    >>> [in_form(Document("d", text), form).text.split("\\n")[1:] for form in ("tabs", "spaces", "glued")]
    [['机构\\t类型', '甲公司\\t助贷'], ['机构    类型', '甲公司  助贷'], ['序号机构类型', '1甲公司助贷']]
    """
    edits: list[Edit] = []
    for block in blocks(document.text):
        if block.rows:
            edits += _table_edits(document.text, block.start, block.end, form)
    return edit_document(document, edits)


def _table_edits(text: str, start: int, end: int, form: TableForm) -> Iterator[Edit]:
    rows: list[_Row] = []
    position = start
    for line in text[start:end].split("\n"):
        if is_rule_row(line):
            yield Edit(position - 1, position + len(line), "")
        else:
            rows.append(_cells(line, position))
        position += len(line) + 1
    width = max(len(row.cells) for row in rows)
    rows = [_Row(r.start, r.end, r.cells + ((r.end, r.end),) * (width - len(r.cells))) for r in rows]
    for number, row in enumerate(rows):
        yield from _row_edits(text, row, _separators(text, rows, number, form))


def _cells(line: str, offset: int) -> _Row:
    bars = [i for i, char in enumerate(line) if char == "|"]
    spans: list[tuple[int, int]] = []
    for left, right in pairwise(bars):
        inner = line[left + 1 : right]
        first = left + 1 + len(inner) - len(inner.lstrip()) if inner.strip() else left + 1
        spans.append((offset + first, offset + first + len(inner.strip())))
    return _Row(offset, offset + len(line), tuple(spans))


def _row_edits(text: str, row: _Row, separators: Sequence[str]) -> Iterator[Edit]:
    """Replace what stands before, between and behind the cells; ``separators`` has one more than the row has cells."""
    position, gap = row.start, ""
    for (start, end), separator in zip(row.cells, separators, strict=False):
        gap += separator
        if end > start:
            yield Edit(position, start, gap)
            position, gap = end, ""
    yield Edit(position, row.end, (gap + separators[-1]).rstrip(" \u3000"))


def _separators(text: str, rows: Sequence[_Row], number: int, form: TableForm) -> list[str]:
    cells = [text[start:end] for start, end in rows[number].cells]
    if form == "tabs":
        return ["", *["\t"] * (len(cells) - 1), ""]
    if form in ("spaces", "wide_spaces"):
        widths = [max(_width(text[slice(*row.cells[k])]) for row in rows) for k in range(len(cells))]
        pads = [_pad(width - _width(cell) + _GAP, form) for width, cell in zip(widths, cells, strict=True)]
        return ["", *pads]
    space = " " if form == "numbered" else ""
    filled = [bool(cell) for cell in cells]
    between = [space if filled[k] and any(filled[:k]) else "" for k in range(len(cells))]
    if not _is_numbered(text, rows):
        between[0] = (str(number) if number else _HEAD) + space
    return [*between, ""]


def _is_numbered(text: str, rows: Sequence[_Row]) -> bool:
    """Whether the rows bear numbers that go up by one, in the first column or behind a merged one."""
    for column in range(2):
        cells = [text[slice(*row.cells[column])] for row in rows[1:]]
        if all(map(str.isdecimal, cells)) and all(int(b) == int(a) + 1 for a, b in pairwise(cells)):
            return True
    return False


def _width(text: str) -> int:
    """Columns that a text takes in a fixed pitch, two for a full-width character."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def _pad(columns: int, form: TableForm) -> str:
    return " " * columns if form == "spaces" else "\u3000" * (columns // 2) + " " * (columns % 2)
