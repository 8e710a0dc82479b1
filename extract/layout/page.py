"""What stands on a PDF page: line segments of characters with boxes, and ruling lines.

Coordinates are PDF points with the origin at the top left.
"""

import ctypes
import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2.raw as _pdfium  # pyright: ignore[reportMissingTypeStubs]

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.glyphs import plain

pdfium: Any = _pdfium

_ROW = 0.3
_BREAK = 0.9
_SIZE = 0.25
_THIN = 2.5
_NO_GLYPH = frozenset({0, 10, 13, 0xAD, 0xFEFF, 0x200B})
_WIDE = "\u2e80"


@dataclass(slots=True)
class Glyph:
    """A character with its box (font height, advance width); ``spaced`` says that white space stands before it."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    spaced: bool = False


@dataclass(slots=True)
class Segment:
    """Characters of one line without a wide gap. ``em`` is the type size, ``vertical`` the writing direction."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    vertical: bool = False

    @property
    def box(self) -> Box:
        """The box rounded to a hundredth of a point."""
        return (round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))

    @property
    def middle(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Page:
    """One page: ``number`` counts from 1; ``level`` and ``upright`` are ruling lines."""

    number: int
    width: float
    height: float
    segments: list[Segment] = field(default_factory=list[Segment])
    level: list[Box] = field(default_factory=list[Box])
    upright: list[Box] = field(default_factory=list[Box])


def read_glyphs(textpage: Any, height: float) -> list[Glyph]:
    """Characters of a page in content order. Generated spaces between Chinese characters are dropped."""
    raw, rect = textpage.raw, pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    glyphs: list[Glyph] = []
    spaced = False
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (32, 160):
            spaced = spaced or not pdfium.FPDFText_IsGenerated(raw, index) or _latin(glyphs)
            continue
        if code in _NO_GLYPH:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        pdfium.FPDFText_GetLooseCharBox(raw, index, pointer)
        glyphs.append(Glyph(chr(code), rect.left, height - rect.top, rect.right, height - rect.bottom, spaced))
        spaced = False
    return glyphs


def _latin(glyphs: list[Glyph]) -> bool:
    return bool(glyphs) and glyphs[-1].char < _WIDE


def read_rules(page: Any, height: float) -> tuple[list[Box], list[Box]]:
    """Level and upright ruling lines of a page: thin paths, and the edges of larger boxes are left out."""
    level: list[Box] = []
    upright: list[Box] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        x0, bottom, x1, top = item.get_bounds()
        box = (x0, height - top, x1, height - bottom)
        if top - bottom <= _THIN < x1 - x0:
            level.append(box)
        elif x1 - x0 <= _THIN < top - bottom:
            upright.append(box)
        elif top - bottom > _THIN and x1 - x0 > _THIN:
            level += [(x0, box[1], x1, box[1]), (x0, box[3], x1, box[3])]
            upright += [(x0, box[1], x0, box[3]), (x1, box[1], x1, box[3])]
    return level, upright


def make_segments(glyphs: list[Glyph], upright_rules: Sequence[Box] = ()) -> list[Segment]:
    """Group glyphs into line segments: same base line and size, no gap wider than 0.9 em, no rule between."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and (_follows(runs[-1][-1], glyph) or _below(runs[-1], glyph)):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    upright = _upright(runs)
    level = [
        part for run, is_upright in zip(runs, upright, strict=True) if not is_upright for part in _split_pairs(run)
    ]
    merged = [part for run in _merge_runs(level) for part in _split_at_rules(run, upright_rules)]
    ratio = _em_ratio(merged)
    found = [_segment(run, ratio) for run in merged]
    return found + [_vertical(run) for run, is_upright in zip(runs, upright, strict=True) if is_upright]


def _split_at_rules(run: list[Glyph], rules: Sequence[Box]) -> list[list[Glyph]]:
    y = (run[0].top + run[0].bottom) / 2
    middles = [(glyph.x0 + glyph.x1) / 2 for glyph in run]
    cuts = {
        bisect_left(middles, rule[0])
        for rule in rules
        if rule[1] <= y <= rule[3] and middles[0] < rule[0] < middles[-1]
    }
    edges = [0, *sorted(cuts), len(run)]
    return [run[start:end] for start, end in itertools.pairwise(edges)]


def _upright(runs: list[list[Glyph]]) -> list[bool]:
    """Which runs are vertical: three glyphs or more, or fewer beside such a run in the same column."""
    sure = [_is_vertical(run) for run in runs]
    near = [*sure[1:], False][: len(sure)]
    before = [False, *sure][: len(sure)]
    return [
        own
        or (len(run) < 3 and after and _same_column(run[0], runs[number + 1][0]))
        or (len(run) < 3 and previous and _same_column(run[0], runs[number - 1][0]))
        for number, (run, own, after, previous) in enumerate(zip(runs, sure, near, before, strict=True))
    ]


def _same_column(one: Glyph, other: Glyph) -> bool:
    return abs(one.x0 + one.x1 - other.x0 - other.x1) < 0.4 * (other.x1 - other.x0)


def _height(glyph: Glyph) -> float:
    return max(glyph.bottom - glyph.top, 0.1)


def _follows(left: Glyph, right: Glyph) -> bool:
    tall = _height(left)
    level = abs(left.bottom - right.bottom) <= _ROW * tall and abs(tall - _height(right)) <= _SIZE * tall
    if not level and not _inside(left, right) and not _inside(right, left):
        return False
    em = max(_em(left), _em(right))
    gap = right.x0 - left.x1
    return -0.6 * em < gap < _BREAK * em or _is_ligature(left, right)


def _is_ligature(left: Glyph, right: Glyph) -> bool:
    """Whether two Latin letters share one box: the parts of a ligature."""
    return right.char < _WIDE and (left.x0, left.x1, left.bottom) == (right.x0, right.x1, right.bottom)


def _inside(small: Glyph, large: Glyph) -> bool:
    """Whether the ink box of an ideograph (fonts without metrics give no more) lies in the row of the other one."""
    if small.char < _WIDE or large.char < _WIDE:
        return False
    slack = 0.12 * _height(large)
    in_row = small.top >= large.top - slack and small.bottom <= large.bottom + slack
    return in_row and abs(_em(small) - _em(large)) < 0.4 * max(_em(small), _em(large))


def _em(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0 if glyph.char >= _WIDE else 0.8 * _height(glyph)


def _below(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    if len(run) > 1 and not _stacked(run[-2], last):
        return False
    return _stacked(last, glyph)


def _stacked(upper: Glyph, lower: Glyph) -> bool:
    em = max(upper.x1 - upper.x0, 0.1)
    same = abs(upper.x0 - lower.x0) < 0.1 * em and abs(upper.x1 - lower.x1) < 0.1 * em
    return same and upper.char >= _WIDE and -2.2 * em < lower.top - upper.top < 2.2 * em


def _split_pairs(run: list[Glyph]) -> list[list[Glyph]]:
    """Two glyphs one below the other are two lines, not a vertical line."""
    if len(run) == 2 and not _follows(*run):
        return [[glyph] for glyph in run]
    return [run]


def _is_vertical(run: list[Glyph]) -> bool:
    return len(run) > 2 and _stacked(run[0], run[1]) and not _follows(run[0], run[1])


def _merge_runs(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join runs that continue one another on a line, whatever their order in the content."""
    rows: list[list[list[Glyph]]] = []
    for run in sorted(runs, key=lambda run: run[0].bottom):
        if rows and abs(rows[-1][-1][0].bottom - run[0].bottom) <= _ROW * _height(run[0]):
            rows[-1].append(run)
        else:
            rows.append([run])
    merged: list[list[Glyph]] = []
    for row in rows:
        done: list[list[Glyph]] = []
        for run in sorted(row, key=lambda run: run[0].x0):
            home = next((other for other in reversed(done) if _follows(other[-1], run[0])), None)
            if home is None:
                done.append(list(run))
                continue
            gap = run[0].x0 - home[-1].x1
            run[0].spaced = run[0].spaced or gap > 0.3 * _em(home[-1])
            home.extend(run)
        merged += done
    return merged


def _em_ratio(runs: list[list[Glyph]]) -> float:
    ratios = [(glyph.x1 - glyph.x0) / _height(glyph) for run in runs for glyph in run[:3] if glyph.char >= _WIDE]
    return median(ratios) if ratios else 0.85


def _segment(run: list[Glyph], ratio: float) -> Segment:
    wide = [glyph.x1 - glyph.x0 for glyph in run if glyph.char >= _WIDE]
    em = median(wide) if wide else ratio * median([_height(glyph) for glyph in run])
    parts = [run[0].char]
    for left, right in itertools.pairwise(run):
        gap = right.x0 - left.x1
        parts.append(" " + right.char if _spaced(left, right, gap, em) else right.char)
    text = plain("".join(parts)).strip("\u3000 ")
    first = next((glyph for glyph in run if glyph.char != "\u3000"), run[0])
    last = next((glyph for glyph in reversed(run) if glyph.char != "\u3000"), run[-1])
    bottom = median([glyph.bottom for glyph in run])
    return Segment(text, first.x0, min(glyph.top for glyph in run), last.x1, bottom, em)


def _spaced(left: Glyph, right: Glyph, gap: float, em: float) -> bool:
    if left.char < _WIDE and right.char < _WIDE:
        return gap > 0.18 * em or (right.spaced and gap > 0.05 * em)
    return right.spaced and gap > 0.12 * em


def _vertical(run: list[Glyph]) -> Segment:
    text = plain("".join(glyph.char for glyph in run))
    em = median([glyph.x1 - glyph.x0 for glyph in run])
    box = (min(g.x0 for g in run), min(g.top for g in run), max(g.x1 for g in run), max(g.bottom for g in run))
    return Segment(text, *box, em, vertical=True)
