"""Which tables only arrange a page, and which hold data though there are tables in their cells."""

from selectolax.lexbor import LexborNode

from mingdan.extract.readers.html_cells import cell_text, cells_of, rows_of, tables_in
from mingdan.extract.readers.html_content import attribute
from mingdan.extract.segment.cells import is_header

_MAX_HEAD = 30
_MAX_CELL = 300
_MIN_RECORD = 2

_Rows = list[list[LexborNode]]


def is_layout_table(node: LexborNode) -> bool:
    """Whether a table only arranges the page: by its role, by a single column, or by the tables that it holds."""
    if attribute(node, "role") in ("presentation", "none"):
        return True
    rows = _rows(node)
    if max(map(len, rows), default=0) <= 1:
        return True
    holds_tables = any(_tables(cell) for row in rows for cell in row)
    return holds_tables and not _holds_data([row for row in rows if len(row) > 1])


def _rows(node: LexborNode) -> _Rows:
    return [[cell for cell, _ in cells_of(row, "")] for row, _ in rows_of(node, "")]


def _tables(cell: LexborNode) -> list[LexborNode]:
    """Tables in a cell; one that frames a single cell without a table is only that cell."""
    return [table for table in tables_in(cell) if not _is_frame(table)]


def _is_frame(table: LexborNode) -> bool:
    rows = _rows(table)
    return len(rows) == 1 and len(rows[0]) == 1 and not any(tables_in(rows[0][0]))


def _holds_data(rows: _Rows) -> bool:
    """Whether rows below a head without tables are records, or lists that stand side by side."""
    if len(rows) < 2 or any(_tables(cell) for cell in rows[0]):
        return False
    head, body = [cell_text(cell) for cell in rows[0]], rows[1:]
    if is_header(head):
        return all(_is_record(row) or not any(map(_headed, row)) for row in body)
    if not all(0 < len(text) <= _MAX_HEAD for text in head) or not all(_is_short(cell) for row in body for cell in row):
        return False
    return len(body) > 1 or (len(body[0]) == len(head) and all(_tables(cell) for cell in body[0]))


def _is_record(row: list[LexborNode]) -> bool:
    """Whether a row says something besides the tables in it: more than the label of a table that stands beside it."""
    return sum(bool(not _tables(cell) and cell_text(cell)) for cell in row) >= _MIN_RECORD


def _headed(cell: LexborNode) -> bool:
    """Whether a table in the cell has a head of its own that names partners: rows of that table are the records."""
    rows = [_rows(table) for table in tables_in(cell)]
    return any(len(own) > 1 and is_header([cell_text(part) for part in own[0]]) for own in rows)


def _is_short(cell: LexborNode) -> bool:
    text = cell_text(cell)
    return len(text) <= _MAX_CELL and "。" not in text and not _headed(cell)
