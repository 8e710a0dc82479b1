"""Excel workbooks (.xlsx, .xlsm): each visible sheet a section, its tables as Markdown, values as the sheet shows them.

Formulas give the values last saved, macros are not looked at. Hidden sheets, rows and columns give no text and an info
issue. ``element`` of a map piece is the cell, ``公示!B3``.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.errors import DamagedDocumentError, EmptyInputError
from mingdan.core.records import Issue
from mingdan.extract.layout.builder import TextBuilder
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import GridCell
from mingdan.extract.readers.office.merges import quoted
from mingdan.extract.readers.office.number_format import builtin_formats
from mingdan.extract.readers.office.package import Package
from mingdan.extract.readers.office.sheet_xml import Book, Sheet, read_sheet, rich_text
from mingdan.extract.readers.office.sheets import heading, write_rows
from mingdan.extract.readers.office.xml import Node, attribute, child, etree, local, number, stream

_REASONS = {
    "hidden_sheets": ("info", "hidden sheet(s) left out"),
    "hidden_rows": ("info", "hidden row(s) left out"),
    "hidden_cells": ("info", "cell(s) of hidden columns left out"),
    "formulas": ("warning", "formula(s) without a saved value give no text; open the file and save it"),
    "cut_rows": ("warning", "row(s) beyond the limit left out"),
    "cut_columns": ("warning", "cell(s) beyond the limit of columns left out"),
}


@dataclass(frozen=True, slots=True)
class XlsxReader:
    """Reads a workbook as one document.

    Raises :class:`DamagedDocumentError`, :class:`EncryptedDocumentError`, and :class:`EmptyInputError` where no visible
    cell is filled.
    """

    media_type: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``."""
        package = Package(data, uri)
        skipped: Counter[str] = Counter()
        sheets = list(_sheets(package, uri, skipped))
        return [workbook_text(sheets, skipped, self.media_type, uri, package.title())]


def workbook_text(
    sheets: Sequence[Sheet], skipped: Counter[str], media: str, uri: str, title: str | None
) -> RawDocument:
    """The document of some sheets; ``skipped`` counts what was left out outside of them.

    The name of a sheet is a heading, below the sheet's own title where it has one; a single sheet with a title needs no
    name.
    """
    builder = TextBuilder()
    for sheet in sheets:
        skipped += sheet.skipped
    filled_sheets = [sheet for sheet in sheets if sheet.rows]
    for sheet in filled_sheets:
        builder.separate("\n\n")
        name = heading(sheet.name)
        write_rows(builder, sheet.rows, GridCell(name, f"{quoted(sheet.name)}!"), alone=len(filled_sheets) == 1)
    text = builder.text()
    if not text.strip():
        raise EmptyInputError("no visible cell is filled", where=uri, hint="remove it from the input")
    return RawDocument(text, builder.pieces(), media, title=title, issues=tuple(_issues(skipped)))


def _issues(skipped: Counter[str]) -> Iterator[Issue]:
    for code, (level, message) in _REASONS.items():
        if skipped[code]:
            yield Issue("info" if level == "info" else "warning", code, f"{skipped[code]} {message}")


def _sheets(package: Package, uri: str, skipped: Counter[str]) -> Iterator[Sheet]:
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    root = package.xml(main)
    if root is None:
        hint = "save it as .xlsx"
        raise DamagedDocumentError("the workbook's main part is missing, or of the binary kind", where=uri, hint=hint)
    targets = {item.id: item.target for item in package.relations(main) if item.kind == "worksheet"}
    book = _book(package, main, root)
    budget = limits().cells
    for node in _children(child(root, "sheets")):
        target = targets.get(attribute(node, "id") or "")
        if (attribute(node, "state") or "visible") != "visible":
            skipped["hidden_sheets"] += 1
        elif target and (data := package.part(target)) is not None:
            sheet = _read(package, target, data, attribute(node, "name") or "", book, budget)
            budget -= sum(len(row.cells) for row in sheet.rows)
            yield sheet


def _read(package: Package, part: str, data: bytes, name: str, book: Book, budget: int) -> Sheet:
    try:
        return read_sheet(data, name, book, budget)
    except etree.XMLSyntaxError as error:
        raise package.broken(part) from error


def _book(package: Package, main: str, root: Node) -> Book:
    settings = child(root, "workbookPr")
    from_1904 = (attribute(settings, "date1904") or "") if settings is not None else ""
    parts = {item.kind: item.target for item in package.relations(main)}
    strings = package.part(parts.get("sharedStrings", "xl/sharedStrings.xml"))
    try:
        texts = [rich_text(item) for item in stream(strings, "si")] if strings else []
    except etree.XMLSyntaxError as error:
        raise package.broken("xl/sharedStrings.xml") from error
    styles = package.xml(parts.get("styles", "xl/styles.xml"))
    return Book(texts, _formats(styles), from_1904.lower() in ("1", "true"))


def _formats(root: Node | None) -> list[str]:
    """The number format of each cell style."""
    codes = dict(builtin_formats())
    for node in _children(child(root, "numFmts")):
        codes[number(node, "numFmtId") or 0] = attribute(node, "formatCode") or "General"
    styles = child(root, "cellXfs")
    nodes = [node for node in styles if local(node) == "xf"] if styles is not None else []
    return [codes.get(number(node, "numFmtId") or 0, "General") for node in nodes]


def _children(node: Node | None) -> Iterator[Node]:
    return iter(node) if node is not None else iter(())
