"""Announcements: one column of text with tables, over pages."""

import re
from collections import Counter
from collections.abc import Sequence

from mingdan.extract.layout.flow import Line, Paragraph, paragraphs
from mingdan.extract.layout.page import Page, Segment
from mingdan.extract.layout.tables import (
    Cell,
    Grid,
    goes_on,
    is_name_list,
    river_tables,
    rows_of,
    stitch,
    take_overhang,
)

Block = Paragraph | Grid
_EDGE = 0.09
_ITEM = re.compile(r"[（(]?(\d{1,3})\s*[.．、）)]\s*[^\d\s]")
_MAX_IN_ROW = 3
_PAGE_NUMBER = re.compile(
    r"^[-—–·\s]*(?:第\s*)?[0-9０-９ivxIVX]{1,4}\s*(?:页)?\s*(?:[/／,，共]\s*(?:共)?\s*[0-9]{1,4}\s*页?)?[-—–·\s]*$"
)


def furniture(pages: Sequence[Page]) -> set[int]:
    """Ids of segments that are page numbers or heads and feet repeated at the edge of several pages."""
    edge = [
        (page, item)
        for page in pages
        for row in rows_of([item for item in page.segments if _at_edge(page, item)])
        for item in row
        if len(row) <= _MAX_IN_ROW
    ]
    seen = Counter(key for key in {(page.number, _key(page, item)) for page, item in edge} for key in [key[1]])
    repeated = {key for key, count in seen.items() if count > 1 and count * 2 >= len(pages)}
    return {
        id(item)
        for page, item in edge
        if (_PAGE_NUMBER.match(item.text) and _alone(page, item)) or _key(page, item) in repeated
    }


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take the :func:`furniture` out of the pages."""
    dropped = furniture(pages)
    for page in pages:
        page.segments = [item for item in page.segments if id(item) not in dropped]


def _at_edge(page: Page, item: Segment) -> bool:
    return item.bottom < _EDGE * page.height or item.top > (1 - _EDGE) * page.height


def _key(page: Page, item: Segment) -> tuple[str, bool]:
    return re.sub(r"[0-9０-９]+", "#", "".join(item.text.split())), item.top * 2 > page.height


def _alone(page: Page, item: Segment) -> bool:
    others = (other for other in page.segments if other is not item)
    outside = (max if item.top * 2 > page.height else min)((other.bottom for other in others), default=item.bottom)
    return item.bottom >= outside if item.top * 2 > page.height else item.bottom <= outside


def blocks(pages: Sequence[Page], ruled: dict[int, list[Grid]]) -> list[Block]:
    """Paragraphs and tables of the pages in reading order; ``page.segments`` are those outside of ruled tables."""
    found: list[Block] = []
    waiting: list[Line] = []
    for page in pages:
        grids, rest = river_tables([item for item in page.segments if not item.vertical], page.number)
        lines = _lines(rest, page)
        tables = [*grids, *ruled.get(page.number, [])]
        if grids and not waiting and found and isinstance(found[-1], Grid) and goes_on(found[-1], grids[0]):
            lead = [item for item in lines if item.first.top < grids[0].top]
            if all(len(item.segments) == 1 for item in lead) and take_overhang(grids[0], [item.first for item in lead]):
                lines = lines[len(lead) :]
        for item in sorted([*lines, *tables], key=_top):
            if isinstance(item, Line):
                waiting.append(item)
                continue
            found += paragraphs(waiting)
            waiting = []
            items = listing(item)
            if items:
                found += items
                continue
            if not (found and isinstance(found[-1], Grid) and stitch(found[-1], item)):
                found.append(item)
    return found + paragraphs(waiting)


def listing(grid: Grid) -> list[Paragraph]:
    """The items of a list that is set in columns, numbered or of names only; empty where the grid is a table."""
    cells = [cell for row in grid.rows for cell in row if cell.text]
    if is_name_list(grid):
        columns = [[row[number] for row in grid.rows] for number in range(grid.width)]
        return [_item(cell) for column in columns for cell in column if cell.text]
    numbers = [_ITEM.match(cell.text) for cell in cells]
    if not all(numbers) or len({match.group(1) for match in numbers if match}) != len(cells):
        return []
    pairs = [(int(match.group(1)), cell) for match, cell in zip(numbers, cells, strict=True) if match]
    ordered = [cell for _, cell in sorted(pairs, key=lambda pair: pair[0])]
    return [_item(cell) for cell in ordered]


def _item(cell: Cell) -> Paragraph:
    return Paragraph([Line([segment], page) for _, segment, page in cell.parts])


def _top(item: Line | Grid) -> float:
    return item.top if isinstance(item, Grid) else item.first.top


def _lines(segments: Sequence[Segment], page: Page) -> list[Line]:
    rows = rows_of(segments)
    left = min((row[0].x0 for row in rows), default=0.0)
    right = max((row[-1].x1 for row in rows), default=page.width)
    return [Line(row, page.number, left, max(right, page.width - left - 2)) for row in rows]


def vertical_blocks(page: Page) -> list[Paragraph]:
    """Vertical lines as paragraphs, from right to left; type of one size runs on."""
    found: list[Paragraph] = []
    items = sorted((item for item in page.segments if item.vertical), key=lambda item: -round(item.middle / item.em))
    for item in sorted(items, key=lambda item: -round(item.em / max(items[0].em, 1), 1)):
        if not found or abs(found[-1].lines[-1].first.em - item.em) > 0.1 * item.em:
            found.append(Paragraph())
        found[-1].lines.append(Line([item], page.number))
    return found
