"""Which Office file some bytes are, told from their content."""

import zipfile
from io import BytesIO
from typing import Literal

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError
from mingdan.extract.readers.office.delimited import looks_delimited
from mingdan.extract.readers.office.ole2 import MAGIC, top_streams
from mingdan.extract.readers.office.protected import HINT

OfficeKind = Literal["docx", "xlsx", "xls", "doc", "csv"]

SUFFIXES: dict[str, OfficeKind] = {
    **dict.fromkeys(("docx", "docm", "dotx"), "docx"),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), "xlsx"),
    **dict.fromkeys(("xls", "xlt", "et"), "xls"),
    **dict.fromkeys(("doc", "dot", "wps", "rtf"), "doc"),
    **dict.fromkeys(("csv", "tsv", "tab"), "csv"),
}
"""What a suffix promises."""


def office_kind(data: bytes, uri: str, promised: str | None) -> OfficeKind | None:
    """The kind of a binary Office file; None for everything else.

    A ZIP archive that cannot be opened is taken for what its suffix promises. Raises :class:`EncryptedDocumentError`
    for an Office file inside an encrypted container, :class:`DamagedDocumentError` for an old one that is cut off.

    >>> office_kind(b"{\\\\rtf1 ...", "list.txt", "text"), office_kind(b"%PDF-1.7", "list.pdf", "pdf")
    ('doc', None)
    """
    if data.startswith(b"{\\rtf"):
        return "doc"
    if data.startswith(b"PK"):
        return _zipped(data, promised)
    return _compound(data, uri) if data.startswith(MAGIC) else None


def is_delimited(data: bytes, promised: str | None) -> bool:
    """Whether a text is a delimited table: by its suffix (old exports are named .xls), or by its shape without one."""
    return promised in ("csv", "xls") or (promised is None and looks_delimited(data))


def _zipped(data: bytes, promised: str | None) -> OfficeKind | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name.lower().lstrip("/") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "docx" if promised == "docx" else "xlsx" if promised == "xlsx" else None
    if any(name.startswith("word/document") for name in names):
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None


def _compound(data: bytes, uri: str) -> OfficeKind | None:
    streams = top_streams(data)
    if not streams:
        hint = "fetch the file again, or open it and save it anew"
        raise DamagedDocumentError("an old Office file that is truncated or damaged", where=uri, hint=hint)
    if "EncryptedPackage" in streams:
        raise EncryptedDocumentError("the document asks for a password", where=uri, hint=HINT)
    if "WordDocument" in streams:
        return "doc"
    return "xls" if {"Workbook", "Book", "WORKBOOK", "BOOK"} & set(streams) else None
