"""Pictures of the pages on which evidence stands: of PDF files and of scans."""

import base64
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from mingdan.core.errors import InputError
from mingdan.extract.readers.image import image_type
from mingdan.extract.readers.limits import limits

SCALE = 1.6
"""Pixels a PDF point."""
_QUALITY = 60
_SIDE = 16_000
"""Most pixels of a side: WebP knows no more than 16,383."""
_PIXELS = 4_000_000
"""Most pixels of a page of a PDF."""
_PDF = b"%PDF-"
_ONE_AT_A_TIME = Lock()
"""PDFium works for one thread at a time."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as WebP; ``width`` and ``height`` are those of the page in PDF points."""

    page: int
    width: float
    height: float
    data: bytes

    def uri(self) -> str:
        """The picture as an address that holds it."""
        return "data:image/webp;base64," + base64.b64encode(self.data).decode("ascii")


def read_source(uri: str | None, sha256: str | None) -> bytes | None:
    """Bytes of a source, where it is still there and still the same."""
    try:
        path = Path(uri) if uri else None
        if path is None or not path.is_file() or path.stat().st_size > limits().member_bytes:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def page_pictures(data: bytes, pages: Collection[int]) -> Iterator[PagePicture]:
    """Pictures of these pages (from 1) of a PDF or picture file; nothing for other files, and for pages that fail."""
    if data[:1024].lstrip().startswith(_PDF):
        yield from _of_pdf(data, pages)
    elif image_type(data) is not None:
        yield from _of_picture(data, pages)


def _of_pdf(data: bytes, pages: Collection[int]) -> Iterator[PagePicture]:
    pdfium: Any = import_module("pypdfium2")  # it comes without types
    with _ONE_AT_A_TIME:
        yield from _rendered(pdfium, data, pages)


def _rendered(pdfium: Any, data: bytes, pages: Collection[int]) -> Iterator[PagePicture]:
    try:
        document: Any = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return
    try:
        for number in sorted(pages):
            if 1 <= number <= len(document):
                page: Any = document[number - 1]
                width, height = page.get_size()
                scale = min(SCALE, (_PIXELS / max(1.0, width * height)) ** 0.5, _SIDE / max(1.0, width, height))
                yield PagePicture(number, width, height, _webp(page.render(scale=scale).to_pil()))
    finally:
        document.close()


def _of_picture(data: bytes, pages: Collection[int]) -> Iterator[PagePicture]:
    from PIL import ImageOps, ImageSequence

    from mingdan.extract.ocr.pictures import opened, points_of

    try:
        with opened(data, "picture") as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                if number in pages:
                    upright = ImageOps.exif_transpose(frame)
                    points = points_of(upright)
                    width, height = upright.width * points, upright.height * points
                    upright.thumbnail((min(_SIDE, int(width * SCALE) + 1), min(_SIDE, int(height * SCALE) + 1)))
                    yield PagePicture(number, width, height, _webp(upright))
    except InputError:
        return


def _webp(picture: Any) -> bytes:
    target = BytesIO()
    picture.convert("RGB").save(target, "WEBP", quality=_QUALITY, method=4)
    return target.getvalue()
