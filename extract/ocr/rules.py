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
    return [box for box in level if not _stroke(box, inked)], [box for box in upright if not _stroke(box, inked)]


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
    found: list[Box] = []
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(kept)[2][1:]:
        thick = height if level else width
        if thick * unit <= _THICK:
            found.append((x * unit, y * unit, (x + width) * unit, (y + height) * unit))
    return found
