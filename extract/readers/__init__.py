"""Readers: the bytes of one input to documents, chosen by content. Every failure is an ``InputError``."""

from dataclasses import replace
from pathlib import Path

from mingdan.core.errors import (
    DamagedDocumentError,
    EmptyInputError,
    EncryptedDocumentError,
    InputError,
    MissingFileError,
    UnknownTypeError,
)
from mingdan.core.records import Issue
from mingdan.extract.readers.base import Parts, RawDocument, Reader
from mingdan.extract.readers.containers import container_kind, read_container
from mingdan.extract.readers.html import HtmlReader
from mingdan.extract.readers.image import ImageReader, image_type
from mingdan.extract.readers.office.delimited import DelimitedReader
from mingdan.extract.readers.office.detect import is_delimited, office_kind
from mingdan.extract.readers.office.doc import DocReader
from mingdan.extract.readers.office.docx import DocxReader
from mingdan.extract.readers.office.protected import unprotected
from mingdan.extract.readers.office.xls import XlsReader
from mingdan.extract.readers.office.xlsx import XlsxReader
from mingdan.extract.readers.offsets import locate, raw_offset
from mingdan.extract.readers.pdf import PdfReader
from mingdan.extract.readers.sniff import Kind, foreign_type, is_html, is_pdf, suffix_kind
from mingdan.extract.readers.text import TextReader
from mingdan.extract.readers.unlock import HINT, unlocked

__all__ = [
    "READERS",
    "Parts",
    "RawDocument",
    "Reader",
    "locate",
    "raw_offset",
    "read_bytes",
    "read_parts",
    "read_path",
    "reader_for",
]

READERS: dict[Kind, Reader] = {
    "pdf": PdfReader(),
    "html": HtmlReader(),
    "markdown": TextReader("text/markdown"),
    "text": TextReader(),
    "docx": DocxReader(),
    "doc": DocReader(),
    "xlsx": XlsxReader(),
    "xls": XlsReader(),
    "csv": DelimitedReader(),
    "image": ImageReader(),
}
"""The readers by the kind of content that they read."""


def reader_for(data: bytes, uri: str) -> Reader:
    """The reader for this content; raises :class:`UnknownTypeError` where there is none.

    >>> reader_for(b"%PDF-1.7 ...", "list.txt").media_type
    'application/pdf'
    """
    return READERS[_kind(data, uri)]


def _kind(data: bytes, uri: str) -> Kind:
    if is_pdf(data):
        return "pdf"
    if image_type(data):
        return "image"
    promised = suffix_kind(uri)
    office = office_kind(data, uri, promised)
    if office:
        return office
    name = foreign_type(data)
    if name:
        raise UnknownTypeError(f"looks like {name}", where=uri, hint="give a txt, md, html, pdf, docx, xlsx or csv")
    if is_html(data, uri):
        return "html"
    if promised == "pdf":
        raise DamagedDocumentError("named .pdf, but has no PDF header", where=uri, hint="fetch the file again")
    if is_delimited(data, promised):
        return "csv"
    return "markdown" if promised == "markdown" else "text"


def read_parts(data: bytes, uri: str) -> Parts:
    """Read one input, with all that an archive, e-mail or web archive holds; ``uri`` is never opened.

    What cannot be read inside a container is among the failures. For any other input this raises what
    :func:`read_bytes` raises.
    """
    kind = container_kind(data, uri)
    if kind is None:
        return Parts(tuple(read_bytes(data, uri)))
    return read_container(data, uri, kind, read_bytes)


def read_bytes(data: bytes, uri: str) -> list[RawDocument]:
    """Read one input; ``uri`` gives the suffix and names it in messages, it is never opened.

    Raises an :class:`InputError` and nothing else; for a container the first failure where nothing in it can be read.
    Where suffix and content disagree an info issue says so.
    """
    data = unprotected(data, uri)
    kind = container_kind(data, uri)
    if kind is not None:
        parts = read_container(data, uri, kind, read_bytes)
        if not parts.documents:
            raise parts.failures[0]
        return list(parts.documents)
    if not data:
        raise EmptyInputError("the file is empty", where=uri, hint="remove it from the input")
    reader = reader_for(data, uri)
    try:
        documents = reader.read(unlocked(data, uri), uri)
    except EncryptedDocumentError as error:
        raise EncryptedDocumentError(
            error.message, where=error.where, hint=HINT if is_pdf(data) else error.hint
        ) from None
    except InputError:
        raise
    except Exception as error:
        message = f"cannot be read as {reader.media_type} ({type(error).__name__}: {_one_line(error)})"
        raise DamagedDocumentError(message, where=uri, hint="open it in a viewer and save it again") from error
    return [_note_mismatch(document, uri) for document in documents]


def read_path(path: str | Path) -> tuple[bytes, list[RawDocument]]:
    """Read a file: its bytes and its documents. Raises :class:`MissingFileError` or what :func:`read_bytes` raises."""
    where = str(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise MissingFileError("no such file", where=where, hint="check the path") from error
    except IsADirectoryError as error:
        raise MissingFileError("is a folder, not a file", where=where, hint="name the files in it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _one_line(error)
        raise MissingFileError(f"cannot be opened ({reason})", where=where, hint="check its rights") from error
    return data, read_bytes(data, where)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _note_mismatch(document: RawDocument, uri: str) -> RawDocument:
    promised = suffix_kind(uri)
    if promised is None or {promised, document.media_type.split("/")[-1]} <= {"text", "plain", "markdown"}:
        return document
    if document.media_type == READERS[promised].media_type:
        return document
    if promised == "image" and document.media_type.startswith("image/"):
        return document
    message = f"the suffix says {promised}, the content is {document.media_type}"
    return replace(document, issues=(*document.issues, Issue("info", "type_mismatch", message)))
