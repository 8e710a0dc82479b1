"""Ruling lines of a page of pixels, and the cells that they draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mingdan.extract.layout.builder import Box
from mingdan.extract.ocr.engine import Pixels
from mingdan.extract.ocr.libraries import opencv
from mingdan.extract.ocr.prepare import ink

_MIN_LENGTH = 16.0
_THICK = 4.0
_GAP = 2.0
_SNAP = 4.0
_MEET = 5.0
_SLACK = 1.0
_NEAR = 1.5
_LONG = 60.0
_WIDEST = 140.0
_FILLED = 0.9
_HEAVY = 2.5
_LIGHTER = 35.0
_COLUMN = 0.2
_COVERED = 0.75


@dataclass(slots=True)
class DrawnTable:
    """Cells of one table as boxes in points."""

    cells: list[Box] = field(default_factory=list[Box])


@dataclass(slots=True)
class DrawnPage:
    """What :func:`mingdan.extract.layout.tables.ruled_tables` asks of a page: its tables by their lines."""

    level: Sequence[Box]
    upright: Sequence[Box]

    def find_tables(self) -> list[DrawnTable]:
        """Tables as pdfplumber's algorithm makes them of lines."""
        from pdfplumber import table as made  # heavy, and needed for pages with lines only

        edges = [*(_edge(box, "h") for box in self.level), *(_edge(box, "v") for box in self.upright)]
        merged = made.merge_edges(edges, _SNAP, _SNAP, 2 * _MEET, 2 * _MEET)
        points = made.edges_to_intersections(merged, _MEET, _MEET)
        cells = made.intersections_to_cells(points)
        return [DrawnTable([_box(cell) for cell in group]) for group in made.cells_to_tables(cells)]


def _box(cell: Any) -> Box:
    return (float(cell[0]), float(cell[1]), float(cell[2]), float(cell[3]))


def _edge(box: Box, kind: str) -> dict[str, Any]:
    x0, top, x1, bottom = box
    if kind == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    sides: dict[str, Any] = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return {**sides, "width": x1 - x0, "height": bottom - top, "orientation": kind, "object_type": "line"}


def find_rules(pixels: Pixels, unit: float, texts: Sequence[Box] = ()) -> tuple[list[Box], list[Box]]:
    """Level and upright lines of a straight page in points; ``unit`` is points of one pixel.

    ``texts`` are boxes of recognised lines, in pixels: what lies within one of them is a stroke of a character.
    """
    marks = ink(pixels)
    inked = [(x0 * unit, top * unit, x1 * unit, bottom * unit) for x0, top, x1, bottom in texts]
    level, upright = _lines(marks, unit, level=True), _lines(marks, unit, level=False)
    level = _joined([box for box in level if not _stroke(box, inked)], marks, unit, 0)
    upright = _joined([box for box in upright if not _stroke(box, inked)], marks, unit, 1)
    return _anchored(*_dark(level, upright, pixels, unit))


def _dark(level: list[Box], upright: list[Box], pixels: Pixels, unit: float) -> tuple[list[Box], list[Box]]:
    """Without short lines that are much lighter than the long ones, as the strokes of a seal are in a grey scan."""
    shades = {box: _shade(box, pixels, unit) for box in (*level, *upright)}
    long = [shade for box, shade in shades.items() if _length(box) >= _LONG]
    most = float(np.median(long)) + _LIGHTER if long else 255.0
    kept = {box for box, shade in shades.items() if _length(box) >= _LONG or shade <= most}
    return [box for box in level if box in kept], [box for box in upright if box in kept]


def _length(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _shade(box: Box, pixels: Pixels, unit: float) -> float:
    """The grey level in the middle of a line."""
    x0, top, x1, bottom = (round(value / unit) for value in box)
    part = pixels[max(0, top) : max(top + 1, bottom), max(0, x0) : max(x0 + 1, x1)]
    if not part.size:
        return 255.0
    return float(np.median(part.min(axis=0 if x1 - x0 > bottom - top else 1)))


def _joined(boxes: Sequence[Box], marks: Pixels, unit: float, along: int) -> list[Box]:
    """Pieces of one line as one box; ``along`` is 0 for level lines, 1 for upright ones.

    Pieces belong together where the gap is small, or filled with ink as under a seal.
    """
    across = 1 - along
    found: list[list[float]] = []
    for box in sorted(boxes, key=lambda box: box[along]):
        home = next((other for other in reversed(found) if _collinear(other, box, marks, unit, along)), None)
        if home is None:
            found.append(list(box))
            continue
        if box[along + 2] - box[along] > home[along + 2] - home[along]:
            home[across], home[across + 2] = box[across], box[across + 2]
        home[along + 2] = max(home[along + 2], box[along + 2])
    return [(box[0], box[1], box[2], box[3]) for box in found]


def _collinear(line: Sequence[float], box: Box, marks: Pixels, unit: float, along: int) -> bool:
    across = 1 - along
    middle = (box[across] + box[across + 2]) / 2
    gap = box[along] - line[along + 2]
    if not line[across] - _NEAR <= middle <= line[across + 2] + _NEAR:
        return False
    if gap <= 2 * _MEET:
        return True
    if gap > _WIDEST:
        return False
    y = (middle + (line[across] + line[across + 2]) / 2) / 2 / unit
    low, high = max(0, round(y) - 2), round(y) + 3
    start, end = round(line[along + 2] / unit), round(box[along] / unit)
    band = marks[low:high, start:end] if along == 0 else marks[start:end, low:high].T
    return bool(band.size) and float(band.max(axis=0).mean()) > _FILLED


def _anchored(level: list[Box], upright: list[Box]) -> tuple[list[Box], list[Box]]:
    """Lines that are long, or end on both sides at such a line that crosses them; strokes of seals do neither."""
    kept_level = [box for box in level if box[2] - box[0] >= _LONG]
    kept_upright = [box for box in upright if box[3] - box[1] >= _LONG]
    for _ in range(2):
        more_level = [box for box in level if box in kept_level or _ends_at(box, 0, kept_upright)]
        more_upright = [box for box in upright if box in kept_upright or _ends_at(box, 1, kept_level)]
        kept_level, kept_upright = more_level, more_upright
    return kept_level, _bounding(kept_upright)


def _bounding(upright: Sequence[Box]) -> list[Box]:
    """Upright lines at places where a good part of the longest one's height is drawn: bounds of columns."""
    least = _COLUMN * max((box[3] - box[1] for box in upright), default=0.0)
    return [
        box
        for box in upright
        if sum(other[3] - other[1] for other in upright if abs(other[0] - box[0]) <= _MEET) >= least
    ]


def _ends_at(box: Box, along: int, crossing: Sequence[Box]) -> bool:
    across = 1 - along
    middle = (box[across] + box[across + 2]) / 2
    ends = [
        (line[along] + line[along + 2]) / 2
        for line in crossing
        if line[across] - _MEET <= middle <= line[across + 2] + _MEET
    ]
    return all(any(abs(end - side) <= _MEET for end in ends) for side in (box[along], box[along + 2]))


def _stroke(box: Box, texts: Sequence[Box]) -> bool:
    """Whether most of a line is covered by text: then it is made of strokes of characters."""
    along = 0 if box[2] - box[0] > box[3] - box[1] else 1
    across = 1 - along
    middle = (box[across] + box[across + 2]) / 2
    covered = sum(
        max(0.0, min(box[along + 2], text[along + 2] + _SLACK) - max(box[along], text[along] - _SLACK))
        for text in texts
        if text[across] - _SLACK <= middle <= text[across + 2] + _SLACK
    )
    return covered > _COVERED * (box[along + 2] - box[along])


def _lines(marks: Pixels, unit: float, *, level: bool) -> list[Box]:
    cv2 = opencv()
    gap, length = max(3, round(_GAP / unit)), max(9, round(_MIN_LENGTH / unit))
    closing, opening = ((1, gap), (1, length)) if level else ((gap, 1), (length, 1))
    closed = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones(closing, np.uint8))
    kept = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(opening, np.uint8))
    thick = round(_THICK / unit) + 1
    kept &= 1 - cv2.morphologyEx(kept, cv2.MORPH_OPEN, np.ones((thick, 1) if level else (1, thick), np.uint8))
    found: list[tuple[Box, float]] = []
    for x, y, width, height, area in cv2.connectedComponentsWithStats(kept)[2][1:]:
        long, across = (width, height) if level else (height, width)
        if long >= length and across * unit <= _THICK:
            found.append(((x * unit, y * unit, (x + width) * unit, (y + height) * unit), area / long * unit))
    usual = _usual([(box[2] - box[0] if level else box[3] - box[1], weight) for box, weight in found])
    return [box for box, weight in found if weight <= _HEAVY * usual + unit]


def _usual(lines: Sequence[tuple[float, float]]) -> float:
    """The thickness of most of the drawn length; ``lines`` are (length, thickness)."""
    half = sum(length for length, _ in lines) / 2
    done = 0.0
    for length, thickness in sorted(lines, key=lambda line: line[1]):
        done += length
        if done >= half:
            return thickness
    return 0.0
