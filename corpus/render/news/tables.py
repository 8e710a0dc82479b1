"""Tables on a newspaper page: columns by the length of their cells, cells wrapped, with or without rules."""

from collections.abc import Sequence

from mingdan.corpus.render.news.geometry import Rect, Run, Sheet
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.measure import wrap

_PAD = 2.0
Rows = Sequence[Sequence[str]]


def natural_width(look: Look, rows: Rows) -> float:
    """Width in points at which no cell needs more than two lines."""
    return sum(max(2.0, min(12.0, longest)) * look.small + 2 * _PAD for longest in _longest(rows))


def _longest(rows: Rows) -> list[int]:
    return [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]


def _widths(look: Look, rows: Rows, width: float) -> list[float]:
    weights = [max(2.2, min(14.0, longest)) for longest in _longest(rows)]
    least = 1.3 * look.small + 2 * _PAD
    room = width - least * len(weights)
    return [least + max(0.0, room) * weight / sum(weights) for weight in weights]


def _wrapped(look: Look, rows: Rows, width: float) -> list[list[list[str]]]:
    widths = _widths(look, rows, width)
    return [
        [wrap(cell, wide - 2 * _PAD, look.small, look.font) for cell, wide in zip(row, widths, strict=True)]
        for row in rows
    ]


def _row_height(look: Look, cells: Sequence[Sequence[str]]) -> float:
    return max(1, *(len(cell) for cell in cells)) * look.small * 1.25 + 2 * _PAD


def table_height(look: Look, rows: Rows, width: float) -> float:
    """Height in points at that width."""
    return sum(_row_height(look, cells) for cells in _wrapped(look, rows, width))


def draw_table(sheet: Sheet, look: Look, rows: Rows, rect: Rect) -> None:
    """Draw a table from the top of ``rect`` down; each cell is a text frame of its own."""
    widths = _widths(look, rows, rect.width)
    top = rect.top
    for cells in _wrapped(look, rows, rect.width):
        x = rect.x0
        height = _row_height(look, cells)
        if look.options.rules or top == rect.top:
            sheet.rule(rect.x0, top, rect.x1, top)
        for lines, width in zip(cells, widths, strict=True):
            _draw_cell(sheet, look, lines, x, top)
            x += width
        top += height
    sheet.rule(rect.x0, top, rect.x1, top)
    if look.options.rules:
        edges = [rect.x0 + sum(widths[:k]) for k in range(len(widths) + 1)]
        for x in edges:
            sheet.rule(x, rect.top, x, top)


def _draw_cell(sheet: Sheet, look: Look, lines: Sequence[str], x: float, top: float) -> None:
    frame = sheet.frame()
    for number, line in enumerate(lines):
        y = top + _PAD + number * look.small * 1.25
        sheet.runs.append(Run(line, x + _PAD, y, look.small, look.font, frame))
