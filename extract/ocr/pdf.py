"""Pages of a PDF to pictures, and to the page model."""

from typing import Any

from mingdan.extract.ocr.engine import OcrEngine
from mingdan.extract.ocr.pictures import Picture, grey
from mingdan.extract.ocr.recognise import Recognised, recognise

DPI = 200
MAX_PAGE_PIXELS = 30_000_000
"""Larger pages are drawn with fewer dots an inch."""


def draw(page: Any, number: int) -> Picture:
    """A page of pypdfium2 as a picture of 200 dots an inch."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PAGE_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        return Picture(number, grey(bitmap.to_pil(), 1 / scale), 1 / scale)
    finally:
        bitmap.close()


def recognise_page(page: Any, number: int, engine: OcrEngine) -> Recognised:
    """Lines and tables of a page as it is drawn, whatever its text layer says."""
    return recognise(draw(page, number), engine)
