"""What pdfplumber and pdfminer add, loaded only for the pages that need them: cells of ruled tables, glyphs of fonts
whose character map is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from mingdan.extract.layout.page import Glyph, Page
from mingdan.extract.layout.tables import Grid, ruled_tables


def _open(data: bytes) -> Any:
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return pdfplumber.open(BytesIO(data))


def ruled_grids(data: bytes, pages: Sequence[Page]) -> dict[int, list[Grid]]:
    """Ruled tables by page number; their segments are taken out of the pages."""
    found: dict[int, list[Grid]] = {}
    with _open(data) as document:
        for page in pages:
            grids, page.segments = ruled_tables(page, document.pages[page.number - 1])
            found[page.number] = grids
    return found


def restore_doubles(glyphs: list[Glyph], other: Sequence[Glyph]) -> list[Glyph]:
    """Put back glyphs that PDFium takes for a second print of the same one, which happens in vertical text.

    ``other`` are the page's glyphs as pdfminer sees them; a glyph returns where its two neighbours before it and the
    one after it stand together in ``glyphs``.
    """
    text = "".join(glyph.char for glyph in other)
    missing = Counter(text) - Counter(glyph.char for glyph in glyphs)
    restored = list(glyphs)
    for index in range(2, len(text) - 1):
        if missing[text[index]] <= 0:
            continue
        seen = "".join(glyph.char for glyph in restored)
        place = seen.find(text[index - 2 : index] + text[index + 1])
        if place >= 0 and len(seen) == len(restored):
            restored.insert(place + 2, replace(restored[place + 1], char=text[index], spaced=False))
            missing[text[index]] -= 1
    return restored


class Miner:
    """pdfminer's reading of single pages of one PDF; the file is opened once, at the first page."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def glyphs(self, number: int) -> list[Glyph]:
        """Glyphs of page ``number`` (from 1) by the fonts' own tables; one without a character is ``\\ufffd``."""
        self._document = self._document or _open(self._data)
        page = self._document.pages[number - 1]
        found = list(_glyphs(page.chars))
        page.close()
        return found

    def close(self) -> None:
        """Close the file."""
        if self._document is not None:
            self._document.close()


def _glyphs(chars: Iterable[dict[str, Any]]) -> Iterator[Glyph]:
    spaced = False
    for char in chars:
        text = str(char["text"])
        if text.isspace():
            spaced = True
        elif text:
            text = text if len(text) == 1 else text[:1] if not text.startswith("(cid:") else "\ufffd"
            x0, top, x1, bottom = (float(char[side]) for side in ("x0", "top", "x1", "bottom"))
            yield Glyph(text, x0, top, x1, bottom, spaced=spaced, typed=spaced)
            spaced = False
