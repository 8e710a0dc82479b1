"""Pictures of pages: PNG, JPEG, TIFF (each of its pages), WebP, BMP, GIF. They are read by text recognition."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from mingdan.core.errors import UnreadableTextError
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.options import reading

_TYPES: dict[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)


def image_type(data: bytes) -> str | None:
    """Media type of a picture by its first bytes, ``None`` where it is none.

    >>> image_type(b"\\xff\\xd8\\xff\\xe0"), image_type(b"BM as text")
    ('image/jpeg', None)
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:2] == b"BM" and len(data) > 18 and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    return next((name for magic, name in _TYPES.items() if data.startswith(magic)), None)


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels by the head of the file, zeros where it is no picture; no pixel is unpacked."""
    from PIL import Image

    if image_type(data) is None:
        return (0, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return (0, 0)


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Recognises the text of a picture, a page for each page of a TIFF.

    Raises :class:`~mingdan.core.errors.DamagedDocumentError`, :class:`~mingdan.core.errors.LimitError`,
    :class:`UnreadableTextError` and, without the extra ``ocr``, :class:`~mingdan.extract.ocr.engine.OcrMissingError`.
    """

    media_type: str = "image/*"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``; see the class."""
        if reading().ocr == "never":
            raise UnreadableTextError("a picture, and text recognition is off", where=uri, hint="leave out --ocr never")
        from mingdan.extract.ocr.doubts import summary, with_doubts
        from mingdan.extract.ocr.engine import engine_for
        from mingdan.extract.ocr.pictures import pictures
        from mingdan.extract.ocr.recognise import recognise
        from mingdan.extract.readers.pdf import documents_of

        engine = engine_for(reading().engine, uri, "a picture is read by text recognition")
        found = [recognise(picture, engine) for picture in pictures(data, uri)]
        if not any(item.seen for item in found):
            raise UnreadableTextError("no text is found in the picture", where=uri, hint="check it in a viewer")
        grids = {item.page.number: item.grids for item in found}
        issues = [summary(found, reading().engine)]
        media = image_type(data) or self.media_type
        made = documents_of([item.page for item in found], grids, issues, media, uri)
        return [with_doubts(document, found) for document in made]
