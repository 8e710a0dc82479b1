"""Cells, tables and what their columns hold."""

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any

from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.knowledge import read_rules

BARS = frozenset("|│┃｜")


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


def is_header(cells: list[str]) -> bool:
    """Whether a line names at least two columns, one of them the partner or the lender."""
    kinds = [column_kind(cell) for cell in cells if len(cell) <= 12 and not cell[:1].isdigit()]
    named = {"partner", "operator", "brand", "discloser"} & set(kinds)
    return bool(named) and len([kind for kind in kinds if kind]) >= 2 and len(kinds) == len(cells)


def lines_of(text: str) -> list[tuple[int, str]]:
    """Lines of a text with the offset of each."""
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    return lines


def cells_of(line: str, offset: int, separator: str, framed: bool | None = None) -> tuple[Cell, ...]:
    """The cells of a line; a separator after a backslash is text.

    ``framed`` says whether bars at the line's edges are the table's frame and draw no cell; without it they always are.
    """
    bounds = [i for i, char in enumerate(line) if char == separator and not (i and line[i - 1] == "\\")]
    bounds = [-1, *bounds, len(line)] if separator not in BARS else _outer(line, bounds, framed)
    cells: list[Cell] = []
    for left, right in itertools.pairwise(bounds):
        raw = line[left + 1 : right]
        lead = len(raw) - len(raw.lstrip())
        content = raw.strip()
        start = offset + left + 1 + (lead if content else 0)
        cells.append(Cell(content, start, start + len(content)))
    return tuple(cells)


def _outer(line: str, bounds: list[int], framed: bool | None) -> list[int]:
    if framed is False:
        return [-1, *bounds, len(line)]
    if line.lstrip()[:1] not in BARS:
        bounds = [-1, *bounds]
    if line.rstrip()[-1:] not in BARS:
        bounds = [*bounds, len(line)]
    return bounds


def make_table(start: int, end: int, header: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    """A table whose rows are padded or cut to the width of the header."""
    width = len(header)
    padded = tuple(row[:width] + tuple(Cell("", end, end) for _ in range(width - len(row))) for row in rows)
    return Table(start, end, header, padded, tuple(column_kind(cell.text) for cell in header))
