"""Head and foot of a newspaper page: rows at its edges that name the paper, the date, the page or the editors."""

import re
from collections.abc import Sequence

from mingdan.extract.layout.page import Page, Segment

_EDGE = 0.12
_HEAD = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|星期[一二三四五六日天]|^第?\s*[A-Z]?\s*\d{1,3}\s*版|^[A-Z]\s*\d{1,3}\b|版$|^\d{1,3}$"
)
_FOOT = re.compile(
    r"责编|编辑|校对|版式|美编|审读|www\.|https?:|@|电话|热线|邮箱|客户端|本版|印刷|^第?\s*[A-Z]?\s*\d{1,3}\s*版|^\d{1,3}$"
)
_LONGEST = 40


def page_edges(page: Page) -> set[int]:
    """Ids of the segments in the row above and in the row below all else, where one of them tells what the row is."""
    level = [item for item in page.segments if not item.vertical]
    found: set[int] = set()
    for sign, mark, limit in ((1, _HEAD, _EDGE * page.height), (-1, _FOOT, (1 - _EDGE) * page.height)):
        row = _outer(level, sign)
        inside = all((item.bottom < limit) if sign > 0 else (item.top > limit) for item in row)
        if inside and any(mark.search(item.text) and len(item.text) < _LONGEST for item in row):
            found |= {id(item) for item in row}
    return found


def _outer(items: Sequence[Segment], sign: int) -> list[Segment]:
    """The outermost row: all that overlaps the first (or last) segment in height."""
    if not items:
        return []
    first = min(items, key=lambda item: sign * (item.top + item.bottom))
    low, high = first.bottom - first.em, first.bottom
    return [
        item for item in items if item.bottom - item.em < high + 0.3 * first.em and item.bottom > low - 0.3 * first.em
    ]
