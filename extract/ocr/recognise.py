"""One picture of a page to the page model with its tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mingdan.extract.layout.page import Page
from mingdan.extract.layout.tables import Grid, ruled_tables
from mingdan.extract.ocr.cells import closed, missed
from mingdan.extract.ocr.engine import OcrEngine, OcrLine, Pixels
from mingdan.extract.ocr.lines import ScanSegment, segments, units
from mingdan.extract.ocr.pictures import Picture
from mingdan.extract.ocr.prepare import Prepared, ink, prepare, quarter
from mingdan.extract.ocr.rules import DrawnPage, find_rules

_STRIP = 1.8
_LOW = 0.75
_TALL = 1.6
_BETTER = 1.15


@dataclass(slots=True)
class Recognised:
    """``page`` holds the segments outside of ``grids``; ``seen`` are all segments, ``turned`` counts quarter turns."""

    page: Page
    grids: list[Grid] = field(default_factory=list[Grid])
    seen: list[ScanSegment] = field(default_factory=list[ScanSegment])
    turned: int = 0

    @property
    def confidence(self) -> float:
        """Mean of the lines' confidences, weighted by length; 0 where nothing was seen."""
        total = sum(len(item.text) for item in self.seen)
        return sum(item.confidence * len(item.text) for item in self.seen) / total if total else 0.0


def recognise(picture: Picture, engine: OcrEngine) -> Recognised:
    """Lines, ruling lines and tables of a page, in whatever quarter turn it lies."""
    made = prepare(picture)
    lines = _read(made.pixels, engine)
    made, lines, turned = _upright(made, lines, engine)
    height, width = made.pixels.shape
    level, upright = find_rules(made.pixels, made.unit, [line.box for line in lines])
    drawn = DrawnPage(level, upright)
    tables = drawn.find_tables() if len(level) > 1 and len(upright) > 1 else []
    cells = [cell for table in tables for cell in table.cells]
    lines = closed(made, cells, [*lines, *missed(made, cells, lines, engine)], engine)
    found = segments(lines, made, upright)
    page = Page(picture.number, width * made.unit, height * made.unit, list(found), level, upright)
    grids: list[Grid] = []
    if tables:
        grids, page.segments = ruled_tables(page, drawn)
    return Recognised(page, grids, found, turned)


def _upright(made: Prepared, lines: list[OcrLine], engine: OcrEngine) -> tuple[Prepared, list[OcrLine], int]:
    """The page in the turn that reads best; others are tried only where this one reads badly."""
    best = (made, lines, 0)
    if not lines or not _doubtful(lines):
        return best
    for turns in _turns(lines):
        other = quarter(made, turns)
        read = _read(other.pixels, engine)
        if _score(read) > _BETTER * _score(best[1]):
            best = (other, read, turns)
    return best


def _doubtful(lines: Sequence[OcrLine]) -> bool:
    length = sum(len(line.text) for line in lines)
    mean = sum(line.confidence * len(line.text) for line in lines) / max(length, 1)
    return mean < _LOW or _tall(lines)


def _tall(lines: Sequence[OcrLine]) -> bool:
    longer = [line for line in lines if units(line.text) >= 2]
    tall = sum(line.box[3] - line.box[1] > _TALL * (line.box[2] - line.box[0]) for line in longer)
    return tall * 2 > len(longer) > 0


def _turns(lines: Sequence[OcrLine]) -> tuple[int, ...]:
    return (1, 3) if _tall(lines) else (2, 1, 3)


def _score(lines: Sequence[OcrLine]) -> float:
    """Characters read for sure in lines that lie level."""
    level = [line for line in lines if line.box[3] - line.box[1] <= _TALL * (line.box[2] - line.box[0])]
    return sum(len(line.text) * max(0.0, line.confidence - 0.5) for line in level)


def _read(pixels: Pixels, engine: OcrEngine) -> list[OcrLine]:
    """Lines of the page; a long strip (a screen capture) is read piece by piece."""
    found: list[OcrLine] = []
    for start, end in strips(pixels):
        for line in engine.read(np.ascontiguousarray(pixels[start:end])):
            x0, top, x1, bottom = line.box
            found.append(replace(line, box=(x0, top + start, x1, bottom + start)))
    return found


def strips(pixels: Pixels) -> list[tuple[int, int]]:
    """Row ranges of about square pieces, cut where the rows are emptiest; one range unless the page is a strip."""
    height, width = pixels.shape
    if height <= _STRIP * width:
        return [(0, height)]
    filled = ink(pixels).sum(axis=1)
    cuts, step = [0], round(1.3 * width)
    while height - cuts[-1] > 1.5 * step:
        low = cuts[-1] + round(0.7 * step)
        cuts.append(low + int(np.argmin(filled[low : cuts[-1] + step])))
    return list(zip(cuts, [*cuts[1:], height], strict=True))
