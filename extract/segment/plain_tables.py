"""Tables that plain text draws without Markdown: cells parted by bars or commas, one cell a line, labelled records."""

import re
from collections.abc import Iterator

from mingdan.extract.segment.cells import Cell, Table, cells_of, column_kind, is_header, lines_of, make_table
from mingdan.extract.segment.labelled import colon_records

_NAMED = frozenset({"partner", "operator", "brand", "discloser"})
_RULE = re.compile(r"^[\s|+\-=─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬:：]+$")
_SENTENCE = re.compile(r"[。！？!?]")
_MAX_CELL = 40
_Row = tuple[int, str]


def plain_tables(text: str) -> Iterator[Table]:
    """Tables of a text in order of their kind; they may overlap, the first that holds a line wins."""
    for separator in ("|", "│", "┃", "｜", "\t", ",", "，", "；"):
        yield from _delimited(text, separator)
    yield from _flat(text)
    yield from colon_records(text)


def _delimited(text: str, separator: str) -> Iterator[Table]:
    """Runs of lines with equally many separators; lines drawn of rules are passed over, headings may stand between."""
    if separator not in text:
        return
    lines = [line for line in lines_of(text) if not (line[1].strip() and _RULE.match(line[1]))]
    number = 0
    while number < len(lines):
        if separator not in lines[number][1]:
            number += 1
            continue
        framed = lines[number][1].strip().startswith(separator)
        width = len(cells_of(lines[number][1], lines[number][0], separator, framed))
        stop = number + 1
        while width > 1 and stop < len(lines) and _goes_on(lines, stop, separator, width, framed):
            stop += 1
        run = [cells_of(line, offset, separator, framed) for offset, line in lines[number:stop]]
        if len(run) > 1 and _is_head(run, separator):
            last = lines[stop - 1]
            yield make_table(lines[number][0], last[0] + len(last[1]), run[0], tuple(run[1:]))
            number = stop
        else:
            number += 1


def _goes_on(lines: list[_Row], position: int, separator: str, width: int, framed: bool) -> bool:
    line = lines[position][1]
    if len(cells_of(line, 0, separator, framed)) == width:
        return True
    following = lines[position + 1][1] if position + 1 < len(lines) else ""
    heading = 0 < len(line.strip()) <= 24 and separator not in line and not _SENTENCE.search(line)
    return heading and len(cells_of(following, 0, separator, framed)) == width


def _is_head(run: list[tuple[Cell, ...]], separator: str) -> bool:
    """Commas need a head that names the columns; bars are a table when every head is a short label."""
    head = [cell.text for cell in run[0]]
    if is_header(head):
        return True
    if separator in ",，；":
        return False
    return all(0 < len(cell) <= 12 and not re.search(r"[\d，。；：:]", cell) for cell in head)


def _flat(text: str) -> Iterator[Table]:
    """A table copied with one cell a line: two or more labels, then as many cells again and again."""
    lines = [line for line in lines_of(text) if line[1].strip()]
    number = 0
    while number < len(lines):
        width = _labels(lines, number)
        rows = list(_groups(text, lines, number, width)) if width > 1 else []
        if len(rows) < 2:
            number += 1
            continue
        head = tuple(_cell(line) for line in lines[number : number + width])
        yield make_table(head[0].start, rows[-1][-1].end, head, tuple(rows))
        number += width * (len(rows) + 1)


def _labels(lines: list[_Row], number: int) -> int:
    """How many lines from here on name columns, one of them the partner or the lender; else 0."""
    kinds: list[str] = []
    for _, line in lines[number : number + 8]:
        label = line.strip()
        kind = column_kind(label) if len(label) <= 8 and not re.search(r"[:：|\t,，。、\d]", label) else ""
        if not kind or (re.search(r"公司|名单", label) and len(label) > 6):
            break
        kinds.append(kind)
    return len(kinds) if _NAMED & set(kinds) and len(set(kinds)) > 1 else 0


def _groups(text: str, lines: list[_Row], number: int, width: int) -> Iterator[tuple[Cell, ...]]:
    spaced = "\n\n" in text[lines[number][0] : lines[number + width - 1][0]]
    index = column_kind(lines[number][1].strip()) == "index"
    place, count = number + width, 1
    while place + width <= len(lines):
        cells = tuple(_cell(line) for line in lines[place : place + width])
        gap = text[lines[place - 1][0] : cells[-1].end]
        numbered = not index or re.fullmatch(rf"{count}[.、．]?", cells[0].text)
        if not numbered or (not spaced and re.search(r"\n[ \t]*\n", gap)) or not all(map(_is_cell, cells)):
            return
        yield cells
        place, count = place + width, count + 1


def _is_cell(cell: Cell) -> bool:
    return len(cell.text) <= _MAX_CELL and not _SENTENCE.search(cell.text) and not re.search(r"[:：]", cell.text)


def _cell(line: _Row) -> Cell:
    content = line[1].strip()
    start = line[0] + len(line[1]) - len(line[1].lstrip())
    return Cell(content, start, start + len(content))
