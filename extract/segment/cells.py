"""Cells, tables and what their columns hold."""

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.knowledge import read_rules

BARS = frozenset("|│┃｜")
_MAX_KEY = 40


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


@lru_cache(maxsize=1 << 15)
def column_kind(head: str) -> str:
    """What a column with this head holds.

    >>> column_kind("合作机构名称"), column_kind("合作类型"), column_kind("客服电话"), column_kind("年龄")
    ('partner', 'role', 'contact', '')
    >>> column_kind("orgName"), column_kind("cooperation_type"), column_kind("pageSize")
    ('partner', 'role', '')
    """
    head = "".join(fold(head).split())
    if head in {"序", "号", "#"}:
        return "index"
    if head.isascii() and len(head) <= _MAX_KEY:
        key = re.sub(r"[_-]", "", head.lower())
        return next((kind for kind, pattern in _key_patterns() if pattern.fullmatch(key)), _by_word(head))
    return _by_word(head)


@cache
def _key_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(pattern)) for kind, pattern in column_rules()["keys"].items()]


@cache
def _kind_words() -> list[tuple[str, re.Pattern[str]]]:
    kinds = column_rules()["kinds"].items()
    return [(str(kind), re.compile("|".join(re.escape(fold(word)) for word in words))) for kind, words in kinds]


def _by_word(head: str) -> str:
    return next((kind for kind, words in _kind_words() if words.search(head)), "")


def is_header(cells: list[str]) -> bool:
    """Whether a line names at least two columns, one of them the partner or the lender."""
    kinds = [column_kind(cell) for cell in cells if len(cell) <= 12 and not cell[:1].isdigit()]
    named = {"partner", "operator", "brand", "discloser"} & set(kinds)
    return bool(named) and len([kind for kind in kinds if kind]) >= 2 and len(kinds) == len(cells)


_MAX_HEAD = 24
_NO_HEAD = re.compile(r"[。！？；;|]|^[\d０-９.,:：%％+/-]+$|.{6}(?:公司|事务所)$|^(?:第|共)\s*\d+\s*页$")
_FIGURE = re.compile(r"\d")


def is_head(head: list[str], rows: list[list[str]]) -> bool:
    """Whether cells that are surely parted (by tabs, by aligned columns) head the columns of ``rows``.

    The first may be blank; else one names what its column holds, or stands above figures.

    >>> is_head(["", "甲银行", "乙银行"], []), is_head(["1", "甲公司"], [["2", "乙公司"]])
    (True, False)
    >>> is_head(["指标", "本期"], [["余额", "182"]]), is_head(["抖音", "美团"], [["京东", "滴滴"]])
    (True, False)
    """
    if is_header(head):
        return True
    if len(head) < 2 or not all(head[1:]) or any(_NO_HEAD.search(c) or len(c) > _MAX_HEAD for c in head if c):
        return False
    if not head[0] or any(column_kind(cell) for cell in head):
        return True
    columns = [[row[k] for row in rows if len(row) > k and row[k]] for k in range(len(head))]
    return any(column and sum(bool(_FIGURE.search(c)) for c in column) * 2 > len(column) for column in columns)


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
    bounds = _bounds(line, separator)
    bounds = [-1, *bounds, len(line)] if separator not in BARS else _outer(line, bounds, framed)
    cells: list[Cell] = []
    for left, right in itertools.pairwise(bounds):
        raw = line[left + 1 : right]
        lead = len(raw) - len(raw.lstrip())
        content = raw.strip()
        start = offset + left + 1 + (lead if content else 0)
        cells.append(Cell(content, start, start + len(content)))
    return tuple(cells)


def _bounds(line: str, separator: str) -> list[int]:
    found: list[int] = []
    place = line.find(separator)
    while place >= 0:
        if not (place and line[place - 1] == "\\"):
            found.append(place)
        place = line.find(separator, place + 1)
    return found


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
