"""Cells of a ruled table in which nothing was recognised though there is ink: read again, larger, on a white ground."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

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
_TALL = 5.0
_SHORTEST = 0.25
_PAIRS = ("「」", "『』", "《》", "（）", "()", "【】", "〔〕", "“”")


def missed(page: Prepared, cells: Sequence[Box], lines: Sequence[OcrLine], engine: OcrEngine) -> list[OcrLine]:
    """Lines of cells (boxes in points) that hold no line yet: single digits and dashes, mostly."""
    found: list[OcrLine] = []
    marks = ink(page.pixels)
    usual = median([line.box[3] - line.box[1] for line in lines]) if lines else 0.0
    for box in _empty(page, cells, lines):
        if len(found) >= MAX_CELLS:
            break
        low = box[3] - box[1] <= _TALL * usual
        line = (_dash(marks, box, usual) if low else None) or _again(page.pixels, marks, box, engine)
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


def _dash(marks: Pixels, box: tuple[int, int, int, int], usual: float) -> OcrLine | None:
    """A lone level stroke near the middle of a cell."""
    parts = _parts(marks, box)
    if len(parts) != 1:
        return None
    x, y, width, height = parts[0]
    middle = (y + height / 2) / (box[3] - box[1])
    if width < max(3 * height, _SHORTEST * usual) or not 0.25 < middle < 0.75 or width > 0.9 * (box[2] - box[0]):
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


def closed(page: Prepared, cells: Sequence[Box], lines: Sequence[OcrLine], engine: OcrEngine) -> list[OcrLine]:
    """The lines, those read again, wider, that lack one half of a pair of brackets which their cell needs."""
    changed: dict[OcrLine, OcrLine] = {}
    for cell in cells:
        box = (cell[0] / page.unit, cell[1] / page.unit, cell[2] / page.unit, cell[3] / page.unit)
        inside = sorted((line for line in lines if _overlap(line.box, box)), key=lambda line: line.box[1])
        text = "".join(line.text for line in inside)
        for left, right in _PAIRS:
            missing = text.count(left) - text.count(right)
            if missing and len(changed) < MAX_CELLS:
                line = inside[-1] if missing > 0 else inside[0]
                changed[line] = _wider(page.pixels, line, box, right if missing > 0 else left, engine)
    return [changed.get(line, line) for line in lines]


def _wider(pixels: Pixels, line: OcrLine, cell: Box, bracket: str, engine: OcrEngine) -> OcrLine:
    """The line read again with more room at its ends, where that adds the bracket and nothing else."""
    cv2 = opencv()
    room = 0.7 * (line.box[3] - line.box[1])
    left, right = max(cell[0] + 2, line.box[0] - room), min(cell[2] - 2, line.box[2] + room)
    crop = pixels[max(0, round(line.box[1])) : round(line.box[3]), max(0, round(left)) : round(right)]
    if not crop.size:
        return line
    for factor in (_LARGE, 1.0, 3.0):
        framed = cv2.copyMakeBorder(crop, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=255)
        shown = cv2.resize(framed, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        read = sorted(engine.read(shown), key=lambda found: found.box[0])
        text = "".join(found.text for found in read)
        if text in (line.text + bracket, bracket + line.text):
            return replace(line, text=text, box=(left, line.box[1], right, line.box[3]))
    return line
