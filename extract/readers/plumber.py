"""What pdfplumber and pdfminer add, loaded only for the pages that need them: cells of ruled tables, glyphs of fonts
whose character map is missing."""

from collections.abc import Sequence
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


def miner_glyphs(data: bytes, number: int) -> list[Glyph]:
    """Glyphs of page ``number`` (from 1) by the fonts' own tables; one without a character is a lone ``\\ufffd``."""
    glyphs: list[Glyph] = []
    with _open(data) as document:
        for char in document.pages[number - 1].chars:
            text = str(char["text"])
            if text.isspace() or not text:
                continue
            text = text if len(text) == 1 else text[:1] if not text.startswith("(cid:") else "\ufffd"
            box = (float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]))
            glyphs.append(Glyph(text, *box))
    return glyphs
