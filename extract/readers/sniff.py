"""What a file is, told from its first bytes; the suffix only decides where the content leaves a choice."""

import re
import zipfile
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

from mingdan.extract.readers.office.detect import SUFFIXES

Kind = Literal["pdf", "html", "markdown", "text", "docx", "doc", "xlsx", "xls", "csv", "image"]

IMAGE_SUFFIXES = ("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif")
_PDF_WINDOW = 1024
_HTML_WINDOW = 4096
_HTML_HEAD = re.compile(r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_PART = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:meta|title|script|style|link|div|table|p|h[1-6]|article|section|main|ul|ol|span|center|font)"
    r"[\s>]",
    re.I | re.S,
)
_ANY_TAG = re.compile(r"</?(?:html|body|div|table|tr|td|p|br|h[1-6]|ul|ol|li|span)\b[^<>]*>", re.I)
_OFFICE = {"word/": "a Word document (.docx)", "xl/": "an Excel workbook (.xlsx)", "ppt/": "a PowerPoint file (.pptx)"}


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    lines = files("mingdan.extract.readers").joinpath("signatures.tsv").read_text("utf-8").splitlines()[1:]
    return tuple((bytes.fromhex(code), name) for code, name in (line.split("\t") for line in lines))


def foreign_type(data: bytes) -> str | None:
    """Name of the type that no reader knows, by magic bytes; ``None`` where there is no such sign.

    >>> foreign_type(bytes.fromhex("526172211a07") + b"...")
    'a RAR archive'
    """
    for magic, name in _signatures():
        if data.startswith(magic):
            return _inside_zip(data) or name if magic.startswith(b"PK") else name
    return None


def _inside_zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return next((kind for prefix, kind in _OFFICE.items() if any(name.startswith(prefix) for name in names)), None)


def is_pdf(data: bytes) -> bool:
    """Whether ``%PDF-`` stands in the first 1,024 bytes, as the PDF standard allows."""
    return b"%PDF-" in data[:_PDF_WINDOW]


def suffix_kind(uri: str) -> Kind | None:
    """What the suffix of a path or address promises.

    >>> suffix_kind("https://a.example/list.HTML?id=3"), suffix_kind("notice")
    ('html', None)
    """
    name = re.split(r"[?#]", uri, maxsplit=1)[0].lower()
    suffix = name.rsplit(".", 1)[-1] if "." in name.rsplit("/", 1)[-1] else ""
    kinds: dict[str, Kind] = {"pdf": "pdf", "html": "html", "htm": "html", "xhtml": "html", "shtml": "html"}
    kinds |= SUFFIXES
    kinds |= {"md": "markdown", "markdown": "markdown", "txt": "text", "text": "text"}
    kinds |= dict.fromkeys(IMAGE_SUFFIXES, "image")
    return kinds.get(suffix)


def is_html(data: bytes, uri: str) -> bool:
    """Whether the bytes are an HTML page: by its head, or by tags together with the suffix."""
    head = _ascii_view(data[: 2 * _HTML_WINDOW])
    if _HTML_HEAD.match(head):
        return True
    promised = suffix_kind(uri)
    if promised == "html":
        return bool(_ANY_TAG.search(head))
    return promised in (None, "xls", "doc") and bool(_HTML_PART.match(head)) and "</" in head


def _ascii_view(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for name, zeros in (("utf-16-le", data[1:64:2]), ("utf-16-be", data[0:64:2])):
        if len(zeros) > 4 and not any(zeros[:5]):
            return data.decode(name, "replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
