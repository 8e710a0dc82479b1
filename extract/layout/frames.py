"""Frames on a page: drawn rectangles, and boxes that ruling lines close on three sides at least."""

from collections.abc import Iterator

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.page import Page

_NEAR = 3.0
_SAME = 2.0
_WHOLE = 0.95


def page_frames(page: Page) -> list[Box]:
    """Rectangles and boxes, each once; one around the whole page is none."""
    found: list[Box] = []
    for box in [*page.frames, *_from_lines(page)]:
        whole = box[2] - box[0] > _WHOLE * page.width and box[3] - box[1] > _WHOLE * page.height
        if not whole and not any(all(abs(a - b) < _SAME for a, b in zip(box, one, strict=True)) for one in found):
            found.append(box)
    return found


def _from_lines(page: Page) -> Iterator[Box]:
    """Boxes with an upper edge from whose two ends lines go down."""
    starts: dict[int, list[Box]] = {}
    for side in page.upright:
        starts.setdefault(round(side[1] / _NEAR), []).append(side)
    for line in page.level:
        key = round(line[1] / _NEAR)
        near = [side for at in (key - 1, key, key + 1) for side in starts.get(at, ())]
        feet = [
            max((s[3] for s in near if abs(s[0] - x) < _NEAR and abs(s[1] - line[1]) < _NEAR), default=0.0)
            for x in (line[0], line[2])
        ]
        if min(feet) > line[1] + _NEAR:
            yield (line[0], line[1], line[2], min(feet))


def has_grid(page: Page) -> bool:
    """Whether lines cross as in a table: three level ones that meet three upright ones each, or two that meet four."""
    meets = [_meets(line, page.upright) for line in _joined(page.level)]
    return sum(count > 2 for count in meets) > 2 or sum(count > 3 for count in meets) > 1


def _joined(lines: list[Box]) -> list[Box]:
    """Level lines, those that go on from one another as one."""
    found: list[Box] = []
    for line in sorted(lines, key=lambda line: (round(line[1] / _NEAR), line[0])):
        last = found[-1] if found else None
        if last and abs(last[1] - line[1]) < _NEAR and line[0] < last[2] + _NEAR:
            found[-1] = (last[0], last[1], max(last[2], line[2]), last[3])
        else:
            found.append(line)
    return found


def _meets(line: Box, sides: list[Box]) -> int:
    """Number of places at which upright lines meet a level one."""
    return len(
        {
            round(side[0] / _NEAR)
            for side in sides
            if line[0] - _NEAR < side[0] < line[2] + _NEAR and side[1] - _NEAR < line[1] < side[3] + _NEAR
        }
    )
