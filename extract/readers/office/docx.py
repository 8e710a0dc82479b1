"""Word files (.docx, .docm): paragraphs with their list numbers, tables as Markdown, text boxes, notes at the end.

A paragraph is a line; an empty one is a blank line, and one stands around each table.

Text is as a reader sees it with all changes accepted: inserted text is in, deleted and hidden text out. Page headers,
footers, comments and macros give no text. ``element`` of a map piece is the paragraph or cell, ``body/p[3]`` or
``body/tbl[1]/tr[2]/tc[3]``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mingdan.core.errors import DamagedDocumentError, EmptyInputError, UnreadableTextError
from mingdan.core.records import Issue
from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.office.docx_numbering import Numbering
from mingdan.extract.readers.office.docx_styles import Styles
from mingdan.extract.readers.office.docx_table import grid, is_layout, steps
from mingdan.extract.readers.office.docx_text import Paragraph, Story, read_paragraph
from mingdan.extract.readers.office.grid import table_lines, tidy
from mingdan.extract.readers.office.package import Package
from mingdan.extract.readers.office.xml import Node, attribute, child, local

_BLOCKS = ("p", "tbl", "altChunk")
_MAX_TITLE = 80


@dataclass(frozen=True, slots=True)
class DocxReader:
    """Reads a Word file as one document.

    Raises :class:`DamagedDocumentError`, :class:`EncryptedDocumentError`, :class:`EmptyInputError`, and
    :class:`UnreadableTextError` where all it shows is pictures.
    """

    media_type: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``."""
        package = Package(data, uri)
        main = package.related("", "officeDocument") or "word/document.xml"
        body = child(package.xml(main), "body")
        if body is None:
            raise DamagedDocumentError("its main part is missing", where=uri, hint="open it and save it anew")
        parts = {item.kind: item.target for item in package.relations(main)}
        styles = Styles(package.xml(parts.get("styles", "word/styles.xml")))
        story = Story(styles, Numbering(package.xml(parts.get("numbering", "word/numbering.xml")), styles))
        writer = StoryWriter(story)
        writer.write(body, "body")
        _write_notes(writer, package, parts)
        return [_document(writer, package.title(), self.media_type, uri)]


def _document(writer: "StoryWriter", title: str | None, media: str, uri: str) -> RawDocument:
    text, story = writer.builder.text(), writer.story
    if not text.strip() and story.pictures:
        message = f"shows {story.pictures} picture(s) and no text"
        raise UnreadableTextError(message, where=uri, hint="save it as PDF and read that with text recognition (OCR)")
    if not text.strip():
        raise EmptyInputError("shows no text", where=uri, hint="remove it from the input")
    return RawDocument(
        text, writer.builder.pieces(), media, title=writer.title or title, issues=tuple(_issues(story, uri))
    )


def _issues(story: Story, uri: str) -> Iterator[Issue]:
    if story.pictures:
        yield Issue("info", "pictures", f"{story.pictures} picture(s) in the file give no text")
    if story.foreign:
        yield Issue("warning", "embedded", f"{story.foreign} embedded file(s) in the text are not read")


def _write_notes(writer: "StoryWriter", package: Package, parts: dict[str, str]) -> None:
    """Footnotes and endnotes that the text refers to, in order of reference."""
    for kind in ("footnote", "endnote"):
        wanted = [key for found, key in writer.story.notes if found == kind]
        root = package.xml(parts.get(f"{kind}s", f"word/{kind}s.xml")) if wanted else None
        nodes = {attribute(node, "id") or "": node for node in root if local(node) == kind} if root is not None else {}
        for key in dict.fromkeys(wanted):
            if key in nodes:
                writer.write(nodes[key], f"{kind}s/{kind}[{key}]")


class StoryWriter:
    """Writes the blocks of a story into a text with its map."""

    def __init__(self, story: Story) -> None:
        self.builder = TextBuilder()
        self.story = story
        self.title: str | None = None
        self._open = ""

    def write(self, node: Node, path: str) -> None:
        """Write the paragraphs and tables below ``node``."""
        for item, place in steps(node, path, *_BLOCKS):
            name = local(item)
            if name == "p":
                self._paragraph(read_paragraph(item, self.story), place)
                continue
            self._close(place)
            if name == "altChunk":
                self.story.foreign += 1
            elif is_layout(item, place):
                self._cells(item, place)
            else:
                self._table(item, place)
        self._close(path)

    def _close(self, path: str) -> None:
        """Write what a paragraph without an end mark left open."""
        text, self._open = tidy(self._open), ""
        if text:
            self._lines([text], path)

    def _cells(self, table: Node, path: str) -> None:
        for row, place in steps(table, path, "tr"):
            for cell, where in steps(row, place, "tc"):
                self.write(cell, where)

    def _paragraph(self, paragraph: Paragraph, path: str) -> None:
        text = self._open + paragraph.text
        self._open = text if paragraph.joined else ""
        lines = [tidy(line) for line in text.split("\n")] if not paragraph.joined else []
        lines = [line for line in lines if line]
        if lines:
            label = "" if lines[0].startswith(paragraph.label.strip() or "\n") else paragraph.label
            lines[0] = label + lines[0]
            self._lines(lines, path)
            if self.title is None and self.story.styles.is_title(paragraph.style) and len(lines[0]) <= _MAX_TITLE:
                self.title = lines[0]
        elif not paragraph.joined:
            self.builder.separate("\n\n")
        for number, box in enumerate(paragraph.boxes, start=1):
            self.write(box, f"{path}/txbxContent[{number}]")

    def _lines(self, lines: list[str], path: str) -> None:
        for line in lines:
            self.builder.add(line, Place(path))
            self.builder.separate("\n")

    def _table(self, table: Node, path: str) -> None:
        nested: list[tuple[Node, str]] = []
        lines, heads = grid(table, path, lambda cell, place: self._cell_text(cell, place, nested))
        self.builder.separate("\n\n")
        for line in table_lines(lines, heads):
            for text, place in line:
                self.builder.add(text, Place(place))
            self.builder.separate("\n")
        self.builder.separate("\n\n")
        for item, place in nested:
            self._table(item, place)

    def _cell_text(self, cell: Node, path: str, nested: list[tuple[Node, str]]) -> str:
        parts: list[str] = []
        for item, place in steps(cell, path, "p", "tbl"):
            if local(item) == "tbl":
                nested.append((item, place))
                continue
            paragraph = read_paragraph(item, self.story)
            label = "" if paragraph.text.strip().startswith(paragraph.label.strip() or "\n") else paragraph.label
            parts.append(label + paragraph.text)
            parts += [self._cell_text(box, place, nested) for box in paragraph.boxes]
        return "\n".join(part for part in parts if part.strip())
