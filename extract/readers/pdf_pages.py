"""Pages of a PDF one by one: the text layer, pdfminer's reading of it, recognition, or an issue.

A page goes down this ladder until its text can be trusted; what no step can read gives no text.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.core.errors import DamagedDocumentError, UnreadableTextError
from mingdan.core.records import Issue
from mingdan.extract.layout.glyphs import garbled_share, is_garbled
from mingdan.extract.layout.lines import make_segments
from mingdan.extract.layout.page import Glyph, Page, lacks_font, pdfium, read_faces, read_glyphs, read_rules
from mingdan.extract.layout.tables import Grid
from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.options import reading
from mingdan.extract.readers.plumber import Miner, restore_doubles

if TYPE_CHECKING:
    from mingdan.extract.ocr.engine import OcrMissingError
    from mingdan.extract.ocr.recognise import Recognised

_FEW_GLYPHS = 40
_OPEN_FOR = 40
_PICTURE_SHARE = 0.5
_DOUBTFUL_SHARE = 0.02
_WRONG = "maps its glyphs to wrong characters"


@dataclass(slots=True)
class PdfPages:
    """The pages; ``recognised`` are those read by recognition, ``grids`` their ruled tables by page number."""

    pages: list[Page] = field(default_factory=list[Page])
    issues: list[Issue] = field(default_factory=list[Issue])
    grids: dict[int, list[Grid]] = field(default_factory=dict[int, list[Grid]])
    recognised: list["Recognised"] = field(default_factory=list["Recognised"])


def load_pages(document: Any, data: bytes, uri: str) -> PdfPages:
    """All pages of an open pypdfium2 document.

    Raises :class:`DamagedDocumentError`, and :class:`UnreadableTextError` where no page gives text.
    """
    loader = _Loader(document, uri, Miner(data))
    own: Any = None
    try:
        for number in range(1, len(document) + 1):
            if number % _OPEN_FOR == 0:  # PDFium keeps what it has seen of a document; a fresh one starts small
                before, own = own, pypdfium2.PdfDocument(data)
                loader.document = own
                if before is not None:
                    before.close()
            loader.load(number)
    finally:
        loader.miner.close()
        if own is not None:
            own.close()
    return loader.done()


@dataclass(slots=True)
class _Loader:
    document: Any
    uri: str
    miner: Miner
    found: PdfPages = field(default_factory=PdfPages)
    empty: int = 0
    garbled: int = 0
    missing: "OcrMissingError | None" = None

    def load(self, number: int) -> None:
        try:
            raw = self.document[number - 1]
            page, glyphs, layer = _load(raw, number)
        except pypdfium2.PdfiumError as error:
            message = f"page {number} of the PDF cannot be loaded"
            raise DamagedDocumentError(message, where=self.uri, hint="fetch the file again") from error
        picture = len(glyphs) < _FEW_GLYPHS and (not glyphs or _is_picture(raw))
        if (picture or reading().ocr == "only") and self._recognise(raw, number):
            return
        if not glyphs:
            self.empty += 1
            self._issue("warning", "no_text_layer", f"page {number} has no text layer")
        elif is_garbled(_text(glyphs)):
            glyphs = self.miner.glyphs(number)
            if not glyphs or is_garbled(_text(glyphs)):
                glyphs = []
                if self._recognise(raw, number):
                    message = f"the text layer of page {number} {_WRONG}; recognised instead"
                    self._issue("warning", "garbled_text", message)
                    return
                self.garbled += 1
                self._issue("error", "garbled_text", f"the text layer of page {number} {_WRONG}")
        elif lacks_font(layer, glyphs):
            glyphs = self._by_miner(number, glyphs)
        page.segments = make_segments(glyphs, page.upright)
        if _mostly_vertical(page):
            page.segments = make_segments(restore_doubles(glyphs, self.miner.glyphs(number)), page.upright)
        read_faces(layer, page.segments)
        share = garbled_share([item.text for item in page.segments])
        if share > _DOUBTFUL_SHARE:
            message = f"{share:.0%} of page {number} stands in lines whose font {_WRONG}; check them on the page"
            self._issue("warning", "garbled_text", message)
        self.found.pages.append(page)

    def _by_miner(self, number: int, glyphs: list[Glyph]) -> list[Glyph]:
        """pdfminer's glyphs, unless there are fewer of them or some cannot be told."""
        other = self.miner.glyphs(number)
        return other if len(other) >= len(glyphs) and not is_garbled(_text(other)) else glyphs

    def _issue(self, level: Any, code: str, message: str) -> None:
        self.found.issues.append(Issue(level, code, message))

    def _recognise(self, raw: Any, number: int) -> bool:
        """Whether recognition gave text for the page."""
        options = reading()
        if options.ocr == "never" or self.missing or len(self.found.recognised) >= limits().ocr_pages:
            return False
        from mingdan.extract.ocr.engine import OcrMissingError, engine_for
        from mingdan.extract.ocr.pdf import recognise_page

        try:
            engine = engine_for(options.engine, self.uri, f"page {number} has no text that can be trusted")
        except OcrMissingError as error:
            if options.ocr == "only":
                raise
            self.missing = error
            return False
        seen = recognise_page(raw, number, engine)
        if not seen.seen:
            return False
        self.found.pages.append(seen.page)
        self.found.grids[number] = seen.grids
        self.found.recognised.append(seen)
        return True

    def done(self) -> PdfPages:
        """Check that there is any text and sum up what was recognised."""
        self._check_text()
        if len(self.found.recognised) >= limits().ocr_pages:
            message = f"only {limits().ocr_pages} pages are recognised; cut the file into several"
            self._issue("error", "limit", message)
        if self.found.recognised:
            from mingdan.extract.ocr.doubts import summary

            self.found.issues.append(summary(self.found.recognised, reading().engine))
        return self.found

    def _check_text(self) -> None:
        count = len(self.found.pages)
        if self.empty + self.garbled < count:
            return
        message = f"none of the {count} pages has a text layer; this is a scan"
        if self.garbled:
            message = f"the text layer {_WRONG}, so no text can be trusted"
        if self.missing:
            from mingdan.extract.ocr.engine import OcrMissingError

            told = f"{message}; {self.missing.message.split('; ')[-1]}"
            raise OcrMissingError(told, where=self.uri, hint=self.missing.hint)
        hint = "leave out --ocr never" if reading().ocr == "never" else "check it in a viewer; OCR finds no text either"
        raise UnreadableTextError(message, where=self.uri, hint=hint)


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)


def _mostly_vertical(page: Page) -> bool:
    upright = sum(len(item.text) for item in page.segments if item.vertical)
    return upright * 5 > sum(len(item.text) for item in page.segments)


def _load(page: Any, number: int) -> tuple[Page, list[Glyph], Any]:
    """The page without its segments, its glyphs, and its text layer."""
    found = Page(number, *page.get_size())
    layer = page.get_textpage()
    read_rules(page, found)
    return found, read_glyphs(layer, found.height), layer


def _is_picture(page: Any) -> bool:
    """Whether pictures cover half of the page: a scan with a stamped page number or the like."""
    width, height = page.get_size()
    area = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        x0, bottom, x1, top = item.get_bounds()
        area += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
    return area > _PICTURE_SHARE * width * height
