"""Files of a ZIP archive."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import SEEK_END, BytesIO

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError, UnknownTypeError
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.names import decode_name
from mingdan.extract.readers.containers.packed import gather
from mingdan.extract.readers.containers.parts import Member
from mingdan.extract.readers.options import reading

_ENCRYPTED, _UTF8 = 0x1, 0x800
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, struct.error)


def zip_members(data: bytes, where: str, budget: Budget) -> Iterator[Member]:
    """The files in the archive's own order; raises ``DamagedDocumentError`` where it cannot be opened.

    A file's name is UTF-8 where the archive says so or its bytes fit, else GB 18030 or Big5.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (*_BROKEN, NotImplementedError) as error:
        raise DamagedDocumentError(
            "the ZIP archive is truncated or damaged", where=where, hint="fetch the file again"
        ) from error
    with archive:
        for info in archive.infolist():
            if not info.is_dir():
                name = member_name(info)
                yield Member(name, partial(load_member, archive, info, f"{where}#{name}", budget))


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a file: UTF-8 where the archive says so or the bytes fit, else GB 18030 or Big5."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return decode_name(info.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.orig_filename


def load_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget) -> bytes:
    """The bytes of a file; raises an ``InputError`` where it is damaged, encrypted or larger than the budget."""
    if not info.flag_bits & _ENCRYPTED:
        return _read(archive, info, None, where, budget)
    for password in reading().passwords:
        for encoding in ("utf-8", "gb18030"):
            try:
                return _read(archive, info, password.encode(encoding, "replace"), where, budget)
            except EncryptedDocumentError:
                continue
    message = "is encrypted" if not reading().passwords else "is encrypted, and no given password or method fits"
    raise EncryptedDocumentError(message, where=where, hint="give its password with --password, or unpack it first")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, password: bytes | None, where: str, budget: Budget) -> bytes:
    packed = min(info.compress_size, archive.fp.seek(0, SEEK_END) if archive.fp else 0)
    try:
        with archive.open(info, pwd=password) as stream:
            return gather(iter(partial(stream.read, _CHUNK), b""), packed, budget, where)
    except (RuntimeError, NotImplementedError) as error:
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedDocumentError("is encrypted", where=where) from error
        message = "is packed by a method that cannot be read"
        raise UnknownTypeError(message, where=where, hint="unpack it first") from error
    except _BROKEN as error:
        if password is not None:
            raise EncryptedDocumentError("is encrypted", where=where) from error
        message = "is damaged inside the archive"
        raise DamagedDocumentError(message, where=where, hint="fetch the archive again") from error
