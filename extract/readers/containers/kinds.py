"""Which container an input is, told from its first bytes."""

import re
import zipfile
from io import BytesIO
from typing import Literal

ContainerKind = Literal["zip", "tar", "gzip", "bzip2", "xz", "mail", "mhtml", "warc"]

_MAGIC: tuple[tuple[bytes, ContainerKind], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"WARC/", "warc"),
)
_OFFICE = (
    "[Content_Types].xml",
    "word/document.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
)
_HEADER_WINDOW = 16_384
_HEADER = re.compile(rb"(?:^|\n)([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
_MAIL = frozenset({b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to", b"x-mailer"})
_BLOCK = 512


def container_kind(data: bytes, name: str) -> ContainerKind | None:
    """The kind of container, ``None`` for a file that is a document itself (Office files are ZIP archives too).

    >>> container_kind(b"WARC/1.0\\r\\n...", "crawl"), container_kind("名单".encode(), "a.zip")
    ('warc', None)
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if _is_office(data) else "zip"
    if _is_tar(data):
        return "tar"
    return _mail_kind(data, name.lower())


def _is_office(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception:
        return any(name.encode() in data[:4096] for name in _OFFICE)
    return any(name in names for name in _OFFICE)


def _is_tar(data: bytes) -> bool:
    head = data[:_BLOCK]
    if len(head) < _BLOCK or not head[0]:
        return False
    try:
        stated = int(head[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:])


def _mail_kind(data: bytes, name: str) -> ContainerKind | None:
    head = re.split(rb"\r?\n\r?\n", data[:_HEADER_WINDOW].removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    fields = {key.lower(): value.lower() for key, value in _HEADER.findall(head)} if _starts_as_mail(head) else {}
    related = fields.get(b"content-type", b"").lstrip().startswith(b"multipart/related")
    if related and (name.endswith((".mht", ".mhtml")) or b"to" not in fields):
        return "mhtml"
    certain = len(fields) >= 2 and (name.endswith((".eml", ".mht", ".mhtml")) or len(_MAIL & fields.keys()) >= 2)
    return "mail" if certain and (b"from" in fields or b"content-type" in fields) else None


def _starts_as_mail(head: bytes) -> bool:
    return bool(re.match(rb"(?:From [^\r\n]*\r?\n)?[A-Za-z][A-Za-z0-9-]{1,60}:", head))
