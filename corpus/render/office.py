"""A document as a Word file or a workbook, tables as real tables, with fixed times inside so that bytes repeat."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from mingdan.core.records import Document
from mingdan.corpus.render import libraries
from mingdan.corpus.render.blocks import Block, blocks

_TIME = datetime(2025, 1, 1)
_ZIP_TIME = (2025, 1, 1, 0, 0, 0)


def write_docx(document: Document, path: Path) -> None:
    """Write a Word file: the first line as a title where it is short, prose as paragraphs, tables as tables."""
    made = libraries.docx().Document()
    made.core_properties.created = made.core_properties.modified = _TIME
    for index, block in enumerate(blocks(document.text)):
        if block.rows:
            _word_table(made, block.rows)
        elif index == 0 and len(block.text) <= 60:
            made.add_heading(block.text, level=1)
        else:
            made.add_paragraph(block.text)
    buffer = BytesIO()
    made.save(buffer)
    path.write_bytes(_still(buffer.getvalue()))


def _word_table(made: Any, rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def write_xlsx(document: Document, path: Path) -> None:
    """Write a workbook of one sheet: a line of prose in column A of a row, a table's cells in the cells of its rows.

    Every cell is text: a name that starts with ``=`` is no formula.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = _TIME
    sheet: Any = book.active
    sheet.title = "公示"
    row = 1
    for block in blocks(document.text):
        for texts in _rows(block):
            for column, text in enumerate(texts, start=1):
                if text:
                    cell = sheet.cell(row=row, column=column)
                    cell.value = text
                    cell.data_type = "s"
            row += 1
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_still(buffer.getvalue()))


def _rows(block: Block) -> Sequence[Sequence[str]]:
    return block.rows or ((block.text,),)


def _still(data: bytes) -> bytes:
    """The same ZIP archive with one fixed time for all members and for the workbook's time of saving."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), _unstamped(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _unstamped(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    head, mark, rest = data.partition(b"<dcterms:modified")
    start, end = rest.find(b">") + 1, rest.find(b"</dcterms:modified>")
    return head + mark + rest[:start] + b"2025-01-01T00:00:00Z" + rest[end:] if mark else data
