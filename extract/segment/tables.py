"""Tables inside a text (Markdown, tab-separated, spaced and plain ones) with the span of every cell."""

import re
from collections.abc import Iterator

from mingdan.extract.segment.aligned import aligned_tables
from mingdan.extract.segment.cells import BARS, Cell, Table, cells_of, is_head, is_header, lines_of, make_table
from mingdan.extract.segment.labelled import gap_records
from mingdan.extract.segment.numbered import numbered_tables
from mingdan.extract.segment.plain_tables import plain_tables

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def find_tables(text: str) -> list[Table]:
    """All tables of a text, in order. Offsets are code points of ``text``."""
    tables = [*_markdown(text), *_tabbed(text)]
    drawn = [*aligned_tables(text), *numbered_tables(text), *_spaced(text)]
    spaced = sorted((table for table in drawn if not _barred(table)), key=lambda table: -len(table.rows))
    for table in [*gap_records(text), *spaced, *plain_tables(text)]:
        if all(table.end <= other.start or table.start >= other.end for other in tables):
            tables.append(table)
    return sorted(tables, key=lambda table: table.start)


def _barred(table: Table) -> bool:
    """Whether bars inside the heads part the cells, so that white space and numbers do not."""
    return sum(char in BARS for cell in table.header for char in cell.text) > 1


def is_markdown(text: str, table: Table) -> bool:
    """Whether the table has the rule row of Markdown below its header."""
    lines = text[table.start : table.end].split("\n", 2)
    return len(lines) > 1 and "|" in lines[0] and "|" in lines[1] and bool(_RULE.match(lines[1]))


def _markdown(text: str) -> Iterator[Table]:
    lines = lines_of(text)
    number = 0
    while number + 1 < len(lines):
        head, rule = lines[number], lines[number + 1]
        if "|" not in head[1] or "|" not in rule[1] or not _RULE.match(rule[1]):
            number += 1
            continue
        stop = number + 2
        while stop < len(lines) and "|" in lines[stop][1]:
            stop += 1
        rows = tuple(cells_of(line, offset, "|") for offset, line in lines[number + 2 : stop])
        last = lines[stop - 1]
        yield make_table(head[0], last[0] + len(last[1]), cells_of(head[1], head[0], "|"), rows)
        number = stop


def _tabbed(text: str) -> Iterator[Table]:
    lines = lines_of(text)
    number = 0
    while number < len(lines):
        stop = number
        while stop < len(lines) and (_tab_row(lines[stop][1]) or (stop > number and _tab_section(lines, stop))):
            stop += 1
        rows = _whole_rows(text, [cells_of(line, offset, "\t") for offset, line in lines[number:stop]])
        texts = [[cell.text for cell in row] for row in rows]
        if len(rows) >= 2 and is_head(texts[0], texts[1:]):
            last = lines[stop - 1]
            yield make_table(lines[number][0], last[0] + len(last[1]), rows[0], tuple(rows[1:]))
        number = max(stop, number + 1)


def _whole_rows(text: str, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows of which a line end inside a cell made two are one again: both halves together have the header's cells."""
    whole: list[tuple[Cell, ...]] = []
    for row in rows:
        above = whole[-1] if len(whole) > 1 else ()
        if len(above) > 1 and len(row) > 1 and len(above) + len(row) - 1 == len(rows[0]) and _is_tail(row[0]):
            start, end = above[-1].start, row[0].end
            whole[-1] = (*above[:-1], Cell(text[start:end], start, end), *row[1:])
        else:
            whole.append(row)
    return whole


def _is_tail(cell: Cell) -> bool:
    return bool(cell.text) and not cell.text[:1].isdigit()


def _tab_row(line: str) -> bool:
    return "\t" in line and bool(line.strip()) and "|" not in line


def _tab_section(lines: list[tuple[int, str]], position: int) -> bool:
    """Whether a line without tabs is a heading between two rows."""
    line = lines[position][1].strip()
    return 0 < len(line) <= 24 and position + 1 < len(lines) and _tab_row(lines[position + 1][1])


_RECORD = re.compile(r"^\s*(?:[0-9０-９]{1,3}|[①-⑳])(?:[.、．](?!\d)|\s)")


def _spaced(text: str) -> Iterator[Table]:
    """Tables whose cells are separated by spaces; a row begins with its number, a line without one goes on."""
    lines = lines_of(text)
    for number, (offset, line) in enumerate(lines):
        if "|" in line or "\t" in line or not is_header(line.split()):
            continue
        header = _space_cells(line, offset, len(line.split()))
        rows: list[tuple[Cell, ...]] = []
        last = number
        for position in range(number + 1, len(lines)):
            start, content = lines[position]
            if _RECORD.match(content) and len(content.split()) > 1 and _goes_up(rows, content):
                end = _row_end(lines, position)
                rows.append(_space_cells(text[start:end], start, len(header)))
                last = position
            elif position > number + 1 and position - last > 1:
                break
        if len(rows) >= 2:
            stop = _row_end(lines, last)
            yield make_table(offset, stop, header, tuple(rows))


def _goes_up(rows: list[tuple[Cell, ...]], line: str) -> bool:
    """Whether the number of a line is higher than that of the row before it."""
    below = re.match(r"\s*(\d+)", line)
    above = re.match(r"\d+", rows[-1][0].text) if rows else None
    return below is None or above is None or int(below[1]) > int(above[0])


def _row_end(lines: list[tuple[int, str]], position: int) -> int:
    """End of a row: the next line belongs to it when it begins with no number, is short and not blank."""
    start, content = lines[position]
    following = lines[position + 1] if position + 1 < len(lines) else None
    if (
        following
        and following[1].strip()
        and not _RECORD.match(following[1])
        and re.match(r"\S{1,10}(?:\s|$)", following[1])
    ):
        if re.search(r"(?:公司|所|中心|\d)\s*$", content):
            return start + len(content)
        return following[0] + len(following[1])
    return start + len(content)


_WORD = re.compile(r"(?:\S|(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff]))+")


def _space_cells(line: str, offset: int, width: int) -> tuple[Cell, ...]:
    """Cells of a space-separated line: by wide gaps where there are enough, else by single spaces."""
    pieces = [m.span() for m in re.finditer(r"\S+(?:\s(?=\S)\S+)*", line.replace("\t", "  "))]
    if len(pieces) < min(width, 3):
        pieces = [m.span() for m in _WORD.finditer(line)]
    pieces = _split_number(line, pieces)
    if len(pieces) > width:
        pieces = [*pieces[: width - 1], (pieces[width - 1][0], pieces[-1][1])]
    return tuple(Cell(line[a:b], offset + a, offset + b) for a, b in pieces)


def _split_number(line: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A row number glued to the name by one space is a cell of its own."""
    start, end = pieces[0]
    match = re.match(r"(?:[0-9０-９]{1,3}|[①-⑳])[.、．]?\s+(?=\S)", line[start:end])
    return [(start, start + len(match.group().rstrip())), (start + match.end(), end), *pieces[1:]] if match else pieces
