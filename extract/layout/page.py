"""What stands on a PDF page: line segments of characters with boxes, and ruling lines.

Coordinates are PDF points with the origin at the top left.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as _pdfium  # pyright: ignore[reportMissingTypeStubs]

from mingdan.extract.layout.builder import Box

pdfium: Any = _pdfium

_THIN = 2.5
_OUTLINED = 2
_HEAVY = 600
_NAME = 64
_SAMPLE, _FLAT = 200, 0.05
_NO_GLYPH = frozenset({0, 10, 13, 0xAD, 0xFEFF, 0x200B})
WIDE = "\u2e80"
"""The first character that is as wide as it is high."""


@dataclass(slots=True)
class Glyph:
    """A character with its box (font height, advance width); ``spaced`` says that white space stands before it.

    ``index`` is its number among the characters of the page, -1 where it is not known. ``typed``: the white space is a
    character of the text.
    """

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    spaced: bool = False
    index: int = -1
    typed: bool = False


@dataclass(slots=True)
class Segment:
    """Characters of one line without a wide gap. ``em`` is the type size, ``vertical`` the writing direction.

    ``face`` names the font (empty: not known), ``bold`` says that it is heavy or outlined, ``index`` is the number of a
    character that is typical of the line.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    vertical: bool = False
    face: str = ""
    bold: bool = False
    index: int = -1

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
    """One page: ``number`` counts from 1; ``level`` and ``upright`` are ruling lines, ``frames`` drawn rectangles."""

    number: int
    width: float
    height: float
    segments: list[Segment] = field(default_factory=list[Segment])
    level: list[Box] = field(default_factory=list[Box])
    upright: list[Box] = field(default_factory=list[Box])
    frames: list[Box] = field(default_factory=list[Box])


def read_glyphs(textpage: Any, height: float) -> list[Glyph]:
    """Characters of a page in content order. Generated spaces between Chinese characters are dropped."""
    raw, rect = textpage.raw, pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    glyphs: list[Glyph] = []
    spaced = typed = False
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (32, 160):
            typed = typed or not pdfium.FPDFText_IsGenerated(raw, index)
            spaced = spaced or typed or _latin(glyphs)
            continue
        if code in _NO_GLYPH:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        pdfium.FPDFText_GetLooseCharBox(raw, index, pointer)
        glyphs.append(
            Glyph(chr(code), rect.left, height - rect.top, rect.right, height - rect.bottom, spaced, index, typed)
        )
        spaced = typed = False
    return glyphs


def lacks_font(textpage: Any, glyphs: Sequence[Glyph]) -> bool:
    """Whether the Chinese glyphs have no shapes: their font is neither embedded nor installed.

    PDFium then measures them as flat and leaves out some, often the last line of a table's cell.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    wide = [glyph for glyph in glyphs if glyph.char >= WIDE and glyph.index >= 0][:_SAMPLE]
    flat = 0
    for glyph in wide:
        sides = (ctypes.byref(side) for side in (left, right, bottom, top))
        pdfium.FPDFText_GetCharBox(textpage.raw, glyph.index, *sides)
        flat += top.value - bottom.value < _FLAT * (glyph.bottom - glyph.top)
    return flat * 2 > len(wide)


def _latin(glyphs: list[Glyph]) -> bool:
    return bool(glyphs) and glyphs[-1].char < WIDE


def read_rules(page: Any, found: Page) -> None:
    """Set the ruling lines of a page: thin paths, and the edges of rectangles, which are its frames."""
    for x0, bottom, x1, top in _paths(page):
        box = (x0, found.height - top, x1, found.height - bottom)
        if top - bottom <= _THIN < x1 - x0:
            found.level.append(box)
        elif x1 - x0 <= _THIN < top - bottom:
            found.upright.append(box)
        elif top - bottom > _THIN and x1 - x0 > _THIN:
            found.level += [(x0, box[1], x1, box[1]), (x0, box[3], x1, box[3])]
            found.upright += [(x0, box[1], x0, box[3]), (x1, box[1], x1, box[3])]
            found.frames.append(box)


def _paths(page: Any) -> Iterator[Box]:
    """The bounds of each path in PDF coordinates; those in forms are found by the slower way of the library."""
    raw, sides = page.raw, [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    for number in range(pdfium.FPDFPage_CountObjects(raw)):
        item = pdfium.FPDFPage_GetObject(raw, number)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(item, *pointers):
            x0, bottom, x1, top = (side.value for side in sides)
            yield x0, bottom, x1, top
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            for inner in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], form=item):
                yield inner.get_bounds()


def read_faces(textpage: Any, segments: Sequence[Segment]) -> None:
    """Set ``face`` and ``bold`` of each segment by the font of its typical character."""
    raw, buffer = textpage.raw, ctypes.create_string_buffer(_NAME)
    for segment in segments:
        if segment.index < 0:
            continue
        pdfium.FPDFText_GetFontInfo(raw, segment.index, buffer, _NAME, None)
        segment.face = buffer.value.decode("utf-8", "replace")
        drawn = pdfium.FPDFText_GetTextObject(raw, segment.index)
        outlined = bool(drawn) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _OUTLINED
        segment.bold = outlined or pdfium.FPDFText_GetFontWeight(raw, segment.index) >= _HEAVY
