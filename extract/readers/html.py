"""HTML pages: what a reader of the page sees of its main content, blocks apart by a blank line.

Scripts, styles, hidden elements, navigation, page headers and footers give no text, hidden tabs do; where it is unclear
whether a part belongs to the content it stays. List items are lines (``ol`` keeps its numbers), tables are Markdown
rows.
"""

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from mingdan.core.errors import EmptyInputError, InputError
from mingdan.core.records import Issue
from mingdan.extract.layout.builder import TextBuilder
from mingdan.extract.readers.base import Links, RawDocument
from mingdan.extract.readers.encoding import decode, decode_as
from mingdan.extract.readers.html_blocks import BlockWriter
from mingdan.extract.readers.html_content import content_roots
from mingdan.extract.readers.html_images import write_images
from mingdan.extract.readers.html_islands import write_islands
from mingdan.extract.readers.html_links import read_links
from mingdan.extract.readers.html_meta import Meta, read_meta
from mingdan.extract.readers.html_rows import close_rows
from mingdan.extract.readers.html_tabs import open_tabs

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w\-]+)", re.I
)
_META_WINDOW = 8192


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads an HTML page as one document."""

    media_type: str = "text/html"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Raises ``UndecodableTextError``, ``UnknownTypeError``, and ``EmptyInputError`` for a page without text."""
        return self.read_page(data, uri)

    def read_page(self, data: bytes, uri: str, charset: str | None = None) -> list[RawDocument]:
        """Read a page whose carrier (HTTP, MIME) may state its ``charset``; raises what :meth:`read` raises."""
        source, issues = decode_page(data, uri, charset)
        tree = LexborHTMLParser(source)
        meta = read_meta(tree)
        open_tabs(tree)
        builder = TextBuilder()
        for node, path in content_roots(tree):
            BlockWriter(builder).write(node, path)
            builder.separate("\n\n")
        meta = write_islands(tree, builder, meta)
        issues += write_images(tree, builder, uri)
        text = builder.text()
        if not text.strip():
            hint = "save the page from a browser after its scripts have run"
            raise EmptyInputError("the page shows no text", where=uri, hint=hint)
        found = _document(text, builder, meta, issues, self.media_type)
        if all(issue.start is None for issue in issues):
            found = close_rows(found)
        return [replace(found, links=read_links(tree, source))]


def peek(data: bytes, uri: str) -> tuple[Links | None, str | None]:
    """Links and title of a page, without its text; both ``None`` where it cannot be decoded."""
    try:
        source, _ = decode_page(data, uri)
    except InputError:
        return None, None
    tree = LexborHTMLParser(source)
    return read_links(tree, source), read_meta(tree).title


def _document(text: str, builder: TextBuilder, meta: Meta, issues: tuple[Issue, ...], media: str) -> RawDocument:
    pieces = builder.pieces()
    return RawDocument(
        text, pieces, media, title=meta.title, published=meta.published, publisher=meta.publisher, issues=issues
    )


def decode_page(data: bytes, uri: str, charset: str | None = None) -> tuple[str, tuple[Issue, ...]]:
    """Decode by byte order mark, UTF-8 if it fits, the declared charset, then as any text.

    ``charset`` from outside comes before the page's own. A declared charset that does not fit the bytes is an info
    issue.
    """
    declared = _CHARSET.search(data[:_META_WINDOW])
    label = charset or ((declared.group(1) or declared.group(2)).decode("ascii") if declared else None)
    if label is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, uri), ()
    text = decode_as(data, label) if not label.lower().startswith("utf-16") else None
    if text is not None and (_is_unicode(label) or not _fits_utf8(data)):
        return text, ()
    decoded = decode(data, uri)
    if decoded == text:
        return decoded, ()
    return decoded, (Issue("info", "charset", f"the page says {label}, its bytes do not fit; read by content"),)


def _is_unicode(label: str) -> bool:
    return label.lower() in {"utf-8", "utf8"}


def _fits_utf8(data: bytes) -> bool:
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False
