"""HTML tables to Markdown rows.

Merged cells are expanded: text of a ``rowspan`` stands in each of its rows, text of a ``colspan`` in each of its
columns, except in a body row that is one cell across the whole table (a label; the other cells stay empty). A first row
of that kind is the caption and becomes a line above the table. Header rows of several levels become one, the parts of a
cell joined by a space. Line breaks in cells are joined, ``|`` becomes ``／``; neither changes any other character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from mingdan.core.fold import is_han
from mingdan.extract.readers.html_content import attribute, children, is_silent

Part = tuple[str, str]
_MAX_ACROSS = 60
_MAX_DOWN = 2000
_MAX_CELLS = 400_000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    path: str
    wide: bool


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[_Cell | None]
    head: bool


def is_layout_table(node: LexborNode) -> bool:
    """Whether a table only arranges the page: it holds tables, says so by its role, or has a single cell or column."""
    if attribute(node, "role") in ("presentation", "none") or _holds_table(node):
        return True
    widths = [len(list(_cells(row, ""))) for row, _ in _rows(node, "")]
    return max(widths, default=0) <= 1


def _holds_table(node: LexborNode) -> bool:
    return any(child.tag == "table" or _holds_table(child) for child, _ in children(node, ""))


def table_rows(node: LexborNode, path: str) -> Iterator[list[Part]]:
    """Lines of the table: caption lines, header row, rule, rows; each as parts of text with their element paths."""
    rows = _grid(node, path)
    caption = node.css_first("caption")
    if caption is not None and not is_silent(caption):
        yield [(_join(caption.text(deep=True)), f"{path}/caption[1]")]
    while len(rows) > 1 and _is_label(rows[0].cells):
        first = next(cell for cell in rows.pop(0).cells if cell and cell.text)
        yield [(first.text, first.path)]
    if not rows:
        return
    grid = [row.cells for row in rows]
    heads = next((number for number, row in enumerate(rows) if not row.head), len(rows))
    depth = max(1, min(heads, len(grid) - 1))
    yield _line(_merge(grid[:depth]))
    yield [("|" + "---|" * len(grid[0]), path)]
    for row in grid[depth:]:
        yield _line(_label(row) if _is_label(row) else row)


def _rows(node: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    for child, place in children(node, path):
        if child.tag == "tr" and not is_silent(child):
            yield child, place
        elif child.tag in ("thead", "tbody", "tfoot") and not is_silent(child):
            yield from _rows(child, place)


def _cells(row: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    return ((cell, place) for cell, place in children(row, path) if cell.tag in ("td", "th") and not is_silent(cell))


def _grid(node: LexborNode, path: str) -> list[_Row]:
    taken: dict[tuple[int, int], _Cell] = {}
    heads: list[bool] = []
    for number, (row, place) in enumerate(_rows(node, path)):
        column = 0
        cells = list(_cells(row, place))
        for cell, where in cells:
            while (number, column) in taken:
                column += 1
            column += _place(taken, cell, where, number, column)
        in_head = bool(row.parent and row.parent.tag == "thead")
        heads.append(in_head or (bool(cells) and all(cell.tag == "th" for cell, _ in cells)))
    width = 1 + max((column for _, column in taken), default=-1)
    rows = [_Row(cells, head) for cells, head in zip(_dense(taken, len(heads), width), heads, strict=True)]
    return [row for row in rows if any(cell and cell.text for cell in row.cells)]


def _dense(taken: dict[tuple[int, int], _Cell], count: int, width: int) -> Iterator[list[_Cell | None]]:
    for number in range(count):
        yield [taken.get((number, column)) for column in range(width)]


def _place(taken: dict[tuple[int, int], _Cell], node: LexborNode, path: str, row: int, column: int) -> int:
    across, down = _span(node, "colspan", _MAX_ACROSS), _span(node, "rowspan", _MAX_DOWN)
    if len(taken) > _MAX_CELLS:
        across = down = 1
    cell = _Cell(_join(_visible(node)), path, across > 1)
    for y in range(row, row + down):
        for x in range(column, column + across):
            taken.setdefault((y, x), cell)
    return across


def _span(node: LexborNode, name: str, limit: int) -> int:
    value = attribute(node, name).strip()
    return min(max(int(value[:6]), 1), limit) if value.isascii() and value.isdigit() else 1


def _visible(node: LexborNode) -> str:
    parts: list[str] = []
    for child, _ in children(node, ""):
        if child.tag == "-text":
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("\n")
        elif not is_silent(child):
            parts.append(
                _visible(child) if child.tag in ("span", "b", "a", "strong", "font", "em") else f"\n{_visible(child)}\n"
            )
    return "".join(parts)


def _join(raw: str) -> str:
    """One line: breaks beside Chinese characters vanish, others become a space."""
    raw = raw.strip()

    def gap(match: re.Match[str]) -> str:
        left, right = raw[match.start() - 1], raw[match.end()]
        wide = not left.isascii() and not right.isascii()
        return "" if "\n" in match.group() and (wide or is_han(left) or is_han(right)) else " "

    return _SPACE.sub(gap, raw).replace("|", "／")


def _is_label(row: list[_Cell | None]) -> bool:
    filled = {id(cell) for cell in row if cell and cell.text}
    return len(filled) == 1 and len(row) > 1 and any(cell and cell.wide for cell in row)


def _label(row: list[_Cell | None]) -> list[_Cell | None]:
    first = next(cell for cell in row if cell and cell.text)
    return [first, *[None] * (len(row) - 1)]


def _merge(rows: list[list[_Cell | None]]) -> list[_Cell | None]:
    merged: list[_Cell | None] = []
    for column in zip(*rows, strict=True):
        distinct = list({id(cell): cell for cell in column if cell and cell.text}.values())
        text = " ".join(dict.fromkeys(cell.text for cell in distinct))
        merged.append(_Cell(text, distinct[-1].path, False) if distinct else None)
    return merged


def _line(row: list[_Cell | None]) -> list[Part]:
    blank = next((cell.path for cell in row if cell), "")
    parts: list[Part] = []
    for number, cell in enumerate(row):
        lead = "| " if number == 0 else ""
        parts.append(
            (f"{lead}{cell.text if cell else ''} |{' ' if number < len(row) - 1 else ''}", cell.path if cell else blank)
        )
    return parts
