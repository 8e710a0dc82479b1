"""Tables inside a text (Markdown rows, tab-separated rows) with the span of every cell."""

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
    return [*_markdown(text), *_tabbed(text)]


def _lines(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    return lines


def _cells(line: str, offset: int, separator: str) -> tuple[Cell, ...]:
    bounds = [i for i, char in enumerate(line) if char == separator and not (i and line[i - 1] == "\\")]
    if separator != "|":
        bounds = [-1, *bounds, len(line)]
    else:
        bounds = _outer(line, bounds)
    cells: list[Cell] = []
    for left, right in zip(bounds, bounds[1:], strict=False):
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
        while stop < len(lines) and "\t" in lines[stop][1].strip() and "|" not in lines[stop][1]:
            stop += 1
        if stop - number >= 2:
            rows = [_cells(line, offset, "\t") for offset, line in lines[number:stop]]
            last = lines[stop - 1]
            yield _table(lines[number][0], last[0] + len(last[1]), rows[0], tuple(rows[1:]))
        number = max(stop, number + 1)


def _table(start: int, end: int, header: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    width = len(header)
    padded = tuple(row[:width] + tuple(Cell("", end, end) for _ in range(width - len(row))) for row in rows)
    return Table(start, end, header, padded, tuple(column_kind(cell.text) for cell in header))
