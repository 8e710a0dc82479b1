"""PDF documents with a text layer: announcements as one document, newspaper pages as one document an article."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError, UnreadableTextError
from mingdan.core.records import Issue
from mingdan.extract.layout.article import Article
from mingdan.extract.layout.builder import TextBuilder
from mingdan.extract.layout.frames import has_grid
from mingdan.extract.layout.jumps import stitch_articles
from mingdan.extract.layout.news import is_newspaper, page_articles
from mingdan.extract.layout.notice import blocks, drop_furniture, vertical_blocks
from mingdan.extract.layout.page import Page
from mingdan.extract.layout.tables import Grid, without_lists
from mingdan.extract.layout.writer import write_block
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.pdf_pages import load_pages
from mingdan.extract.readers.plumber import ruled_grids

_TAIL = 2048


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads the text layer of a PDF; pages without one that can be trusted are recognised, see :mod:`.pdf_pages`.

    Raises :class:`EncryptedDocumentError`, :class:`DamagedDocumentError`, and :class:`UnreadableTextError` where no
    page has a text layer that can be trusted. Single pages of that kind are issues, and give no text.
    """

    media_type: str = "application/pdf"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data`` as an announcement or as newspaper pages."""
        with _opened(data, uri) as document:
            loaded = load_pages(document, data, uri)
        if b"%%EOF" not in data[-_TAIL:]:
            loaded.issues.append(Issue("warning", "truncated", "the PDF has no end mark; pages may be missing"))
        ruled = _ruled([page for page in loaded.pages if page.number not in loaded.grids], data) | loaded.grids
        found = documents_of(loaded.pages, ruled, loaded.issues, self.media_type, uri)
        if not loaded.recognised:
            return found
        from mingdan.extract.ocr.doubts import with_doubts

        return [with_doubts(document, loaded.recognised) for document in found]


def documents_of(
    pages: list[Page], ruled: dict[int, list[Grid]], issues: list[Issue], media: str, uri: str
) -> list[RawDocument]:
    """Pages as newspaper articles or as one announcement; ``ruled`` are tables by page number.

    Raises :class:`UnreadableTextError` where the pages show page numbers only.
    """
    drop_furniture(pages)
    if any(is_newspaper(without_lists(page)) for page in pages):
        found = _articles(pages, ruled, issues, media)
        if found:
            return found
    return [_notice(pages, ruled, issues, media, uri)]


@contextmanager
def _opened(data: bytes, uri: str) -> Generator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise EncryptedDocumentError(
                "the PDF asks for a password", where=uri, hint="save a copy without one"
            ) from error
        raise DamagedDocumentError(
            "the PDF is truncated or damaged and cannot be opened", where=uri, hint="fetch the file again"
        ) from error
    try:
        yield document
    finally:
        document.close()


def _ruled(pages: list[Page], data: bytes) -> dict[int, list[Grid]]:
    with_rules = [page for page in pages if has_grid(page)]
    return ruled_grids(data, with_rules) if with_rules else {}


def _notice(pages: list[Page], ruled: dict[int, list[Grid]], issues: list[Issue], media: str, uri: str) -> RawDocument:
    builder = TextBuilder()
    for page in pages:
        for block in vertical_blocks(page):
            write_block(builder, block)
    for block in blocks(pages, ruled):
        write_block(builder, block)
    if not builder.text().strip():
        raise UnreadableTextError("the pages show page numbers only", where=uri, hint="check the file in a viewer")
    return RawDocument(builder.text(), builder.pieces(), media, issues=tuple(issues))


def _articles(
    pages: Sequence[Page], ruled: dict[int, list[Grid]], issues: list[Issue], media: str
) -> list[RawDocument]:
    grids = {page.number: ruled.get(page.number, []) for page in pages}
    articles = stitch_articles([article for page in pages for article in page_articles(page, grids[page.number])])
    counts: dict[int, int] = {}
    found: list[RawDocument] = []
    for article in articles:
        counts[article.page] = counts.get(article.page, 0) + 1
        part = f"p{article.page}a{counts[article.page]}"
        found.append(_article(article, part, issues, media))
    return found


def _article(article: Article, part: str, issues: list[Issue], media: str) -> RawDocument:
    builder = TextBuilder()
    for block in [*article.paragraphs(), *article.grids]:
        write_block(builder, block)
    return RawDocument(builder.text(), builder.pieces(), media, part=part, title=article.title, issues=tuple(issues))
