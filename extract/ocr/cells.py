"""Cells of a ruled table in which nothing was recognised though there is ink: read again, larger, on a white ground."""

from collections.abc import Iterator, Sequence

import numpy as np

from mingdan.extract.layout.builder import Box
from mingdan.extract.ocr.engine import OcrEngine, OcrLine, Pixels
from mingdan.extract.ocr.libraries import opencv
from mingdan.extract.ocr.prepare import Prepared, ink

MAX_CELLS = 60
"""Cells that are read again on one page."""
_INSET = 3.0
_PAD = 24
_DASH = "—"
_SPECK = 6
_LARGE = 2.0


def missed(page: Prepared, cells: Sequence[Box], lines: Sequence[OcrLine], engine: OcrEngine) -> list[OcrLine]:
    """Lines of cells (boxes in points) that hold no line yet: single digits and dashes, mostly."""
    found: list[OcrLine] = []
    marks = ink(page.pixels)
    for box in _empty(page, cells, lines):
        if len(found) >= MAX_CELLS:
            break
        line = _dash(marks, box) or _again(page.pixels, marks, box, engine)
        if line:
            found.append(line)
    return found


def _empty(page: Prepared, cells: Sequence[Box], lines: Sequence[OcrLine]) -> Iterator[tuple[int, int, int, int]]:
    inset = _INSET / page.unit
    for cell in cells:
        x0, top, x1, bottom = (value / page.unit for value in cell)
        if any(_overlap(line.box, (x0, top, x1, bottom)) for line in lines):
            continue
        box = (round(x0 + inset), round(top + inset), round(x1 - inset), round(bottom - inset))
        if box[2] - box[0] > 8 and box[3] - box[1] > 8:
            yield box


def _overlap(line: Box, cell: Box) -> bool:
    wide = min(line[2], cell[2]) - max(line[0], cell[0])
    tall = min(line[3], cell[3]) - max(line[1], cell[1])
    return wide > 0.3 * (line[2] - line[0]) and tall > 0.3 * (line[3] - line[1])


def _parts(marks: Pixels, box: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of the ink in a part of the page, specks left out."""
    cv2 = opencv()
    x0, top, x1, bottom = box
    part = cv2.morphologyEx(marks[top:bottom, x0:x1], cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
    stats = cv2.connectedComponentsWithStats(part)[2][1:]
    largest = max((int(max(w, h)) for _, _, w, h, _ in stats), default=0)
    least = max(_SPECK, 0.4 * largest)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats if max(w, h) >= least]


def _dash(marks: Pixels, box: tuple[int, int, int, int]) -> OcrLine | None:
    """A lone level stroke near the middle of a cell."""
    parts = _parts(marks, box)
    if len(parts) != 1:
        return None
    x, y, width, height = parts[0]
    middle = (y + height / 2) / (box[3] - box[1])
    if width < 3 * height or not 0.25 < middle < 0.75 or width > 0.9 * (box[2] - box[0]):
        return None
    left, centre = float(box[0] + x), box[1] + y + height / 2
    return OcrLine(_DASH, (left, centre - width / 2, left + width, centre + width / 2), 0.9)


def _again(pixels: Pixels, marks: Pixels, box: tuple[int, int, int, int], engine: OcrEngine) -> OcrLine | None:
    parts = [part for part in _parts(marks, box) if part[3] > _SPECK]
    if not parts:
        return None
    cv2 = opencv()
    x0, y0 = min(part[0] for part in parts), min(part[1] for part in parts)
    x1, y1 = max(part[0] + part[2] for part in parts), max(part[1] + part[3] for part in parts)
    crop = pixels[box[1] + y0 : box[1] + y1, box[0] + x0 : box[0] + x1]
    framed = cv2.copyMakeBorder(crop, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=255)
    larger = cv2.resize(framed, None, fx=_LARGE, fy=_LARGE, interpolation=cv2.INTER_CUBIC)
    read = [line for line in engine.read(larger) if line.confidence > 0.6]
    if not read:
        return None
    text = "".join(line.text for line in sorted(read, key=lambda line: line.box[0]))
    place = (float(box[0] + x0), float(box[1] + y0), float(box[0] + x1), float(box[1] + y1))
    return OcrLine(text, place, min(line.confidence for line in read))
