"""Tables inside a text (Markdown rows, tab-separated rows) with the span of every cell."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.knowledge import read_rules

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text without edge white space and its span in the document."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The cell's span (empty where the cell is)."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. ``kinds[i]`` says what column ``i`` holds (see ``columns.toml``) or is empty."""

    start: int
    end: int
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kinds: tuple[str, ...]

    def column(self, kind: str) -> int | None:
        """Index of the first column of this kind."""
        return self.kinds.index(kind) if kind in self.kinds else None


@cache
def column_rules() -> dict[str, Any]:
    """The contents of ``columns.toml``."""
    return read_rules("columns.toml")


def column_kind(head: str) -> str:
    """What a column with this head holds.

    >>> column_kind("合作机构名称"), column_kind("合作类型"), column_kind("客服电话"), column_kind("年龄")
    ('partner', 'role', 'contact', '')
    """
    head = "".join(fold(head).split())
    for kind, words in column_rules()["kinds"].items():
        if any(fold(word) in head for word in words):
            return str(kind)
    return ""


def find_tables(text: str) -> list[Table]:
    """All tables of a text, in order. Offsets are code points of ``text``."""
    return [*_markdown(text), *_tabbed(text), *_spaced(text)]


def _is_header(cells: list[str]) -> bool:
    """Whether a line names at least two columns, one of them the partner or the lender."""
    kinds = [column_kind(cell) for cell in cells if len(cell) <= 12]
    named = {"partner", "operator", "brand", "discloser"} & set(kinds)
    return bool(named) and len([kind for kind in kinds if kind]) >= 2 and len(kinds) == len(cells)


def _lines(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    return lines


def _cells(line: str, offset: int, separator: str) -> tuple[Cell, ...]:
    bounds = [i for i, char in enumerate(line) if char == separator and not (i and line[i - 1] == "\\")]
    bounds = [-1, *bounds, len(line)] if separator != "|" else _outer(line, bounds)
    cells: list[Cell] = []
    for left, right in itertools.pairwise(bounds):
        raw = line[left + 1 : right]
        lead = len(raw) - len(raw.lstrip())
        content = raw.strip()
        start = offset + left + 1 + (lead if content else 0)
        cells.append(Cell(content, start, start + len(content)))
    return tuple(cells)


def _outer(line: str, bounds: list[int]) -> list[int]:
    if not line.lstrip().startswith("|"):
        bounds = [-1, *bounds]
    if not line.rstrip().endswith("|"):
        bounds = [*bounds, len(line)]
    return bounds


def _markdown(text: str) -> Iterator[Table]:
    lines = _lines(text)
    number = 0
    while number + 1 < len(lines):
        head, rule = lines[number], lines[number + 1]
        if "|" not in head[1] or "|" not in rule[1] or not _RULE.match(rule[1]):
            number += 1
            continue
        stop = number + 2
        while stop < len(lines) and "|" in lines[stop][1]:
            stop += 1
        rows = tuple(_cells(line, offset, "|") for offset, line in lines[number + 2 : stop])
        last = lines[stop - 1]
        yield _table(head[0], last[0] + len(last[1]), _cells(head[1], head[0], "|"), rows)
        number = stop


def _tabbed(text: str) -> Iterator[Table]:
    lines = _lines(text)
    number = 0
    while number < len(lines):
        stop = number
        while stop < len(lines) and (_tab_row(lines[stop][1]) or (stop > number and _tab_section(lines, stop))):
            stop += 1
        if stop - number >= 2 and _is_header([cell.text for cell in _cells(lines[number][1], lines[number][0], "\t")]):
            rows = [_cells(line, offset, "\t") for offset, line in lines[number:stop]]
            last = lines[stop - 1]
            yield _table(lines[number][0], last[0] + len(last[1]), rows[0], tuple(rows[1:]))
        number = max(stop, number + 1)


def _tab_row(line: str) -> bool:
    return "\t" in line.strip() and "|" not in line


def _tab_section(lines: list[tuple[int, str]], position: int) -> bool:
    """Whether a line without tabs is a heading between two rows."""
    line = lines[position][1].strip()
    return 0 < len(line) <= 24 and position + 1 < len(lines) and _tab_row(lines[position + 1][1])


_RECORD = re.compile(r"^\s*(?:[0-9０-９]{1,3}|[①-⑳])(?:[.、．]|\s)")


def _spaced(text: str) -> Iterator[Table]:
    """Tables whose cells are separated by spaces; a row begins with its number, a line without one goes on."""
    lines = _lines(text)
    for number, (offset, line) in enumerate(lines):
        if "|" in line or "\t" in line or not _is_header(line.split()):
            continue
        header = _space_cells(line, offset, len(line.split()))
        rows: list[tuple[Cell, ...]] = []
        last = number
        for position in range(number + 1, len(lines)):
            start, content = lines[position]
            if _RECORD.match(content) and len(content.split()) > 1:
                end = _row_end(lines, position)
                rows.append(_space_cells(text[start:end], start, len(header)))
                last = position
            elif position > number + 1 and position - last > 1:
                break
        if len(rows) >= 2:
            stop = _row_end(lines, last)
            yield _table(offset, stop, header, tuple(rows))


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


def _space_cells(line: str, offset: int, width: int) -> tuple[Cell, ...]:
    """Cells of a space-separated line: by wide gaps where there are enough, else by single spaces."""
    pieces = [m.span() for m in re.finditer(r"\S+(?:\s(?=\S)\S+)*", line.replace("\t", "  "))]
    if len(pieces) < min(width, 3):
        pieces = [m.span() for m in re.finditer(r"\S+", line)]
    pieces = _split_number(line, pieces)
    if len(pieces) > width:
        pieces = [*pieces[: width - 1], (pieces[width - 1][0], pieces[-1][1])]
    return tuple(Cell(line[a:b], offset + a, offset + b) for a, b in pieces)


def _split_number(line: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A row number glued to the name by one space is a cell of its own."""
    start, end = pieces[0]
    match = re.match(r"(?:[0-9０-９]{1,3}|[①-⑳])[.、．]?\s+(?=\S)", line[start:end])
    return [(start, start + len(match.group().rstrip())), (start + match.end(), end), *pieces[1:]] if match else pieces


def _table(start: int, end: int, header: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    width = len(header)
    padded = tuple(row[:width] + tuple(Cell("", end, end) for _ in range(width - len(row))) for row in rows)
    return Table(start, end, header, padded, tuple(column_kind(cell.text) for cell in header))
