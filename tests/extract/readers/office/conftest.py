"""Small Office files, made from the XML that matters for a test."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest
from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)

MakeDocx = Callable[..., bytes]
MakeXlsx = Callable[..., bytes]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def make_docx() -> MakeDocx:
    """A Word file from the XML inside its body and, by keyword, inside the roots of other parts."""

    def make(body: str, namespace: str = W, **others: str) -> bytes:
        parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": _root("document", f"<w:body>{body}</w:body>")}
        for name, content in others.items():
            parts[f"word/{name}.xml"] = _root(name, content)
        return zipped({name: content.replace(W, namespace) for name, content in parts.items()})

    return make


def _root(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_SPACES}>{content}</w:{name}>'


@pytest.fixture
def make_xlsx() -> MakeXlsx:
    """A workbook from rows by sheet; ``merges`` are ranges by sheet."""

    def make(
        sheets: Mapping[str, Sequence[Sequence[object]]], merges: Mapping[str, Sequence[str]] | None = None
    ) -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
            for area in (merges or {}).get(name, ()):
                sheet.merge_cells(area)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make
