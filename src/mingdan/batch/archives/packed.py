"""Files of a tar or ZIP archive, one after the other; nothing is unpacked to disk, and names are labels."""

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO, Any

from mingdan.batch.archives.base import Found, skipped_note
from mingdan.core.errors import DamagedDocumentError, LimitError, MingdanError, MissingFileError
from mingdan.extract.inputs import SUFFIXES, Input, Rejected
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.names import clean_name, decode_name, is_junk
from mingdan.extract.readers.containers.zips import load_member, member_name
from mingdan.extract.readers.limits import limits

PACKED_SUFFIXES = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".zip")
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError)


def is_packed(path: Path) -> bool:
    """Whether a file's name says that it is a tar or ZIP archive."""
    return path.name.lower().endswith(PACKED_SUFFIXES)


def packed_inputs(path: Path, published: str | None) -> Iterator[Found]:
    """The documents of an archive. One that breaks off gives what comes before, and is rejected."""
    skipped: Counter[str] = Counter()
    members = _zip if path.name.lower().endswith(".zip") else _tar
    try:
        with path.open("rb") as raw:
            yield from members(raw, path, published, skipped)
    except _BROKEN as error:
        yield Rejected(str(path), _error(path, error)), 0
    yield from skipped_note(path, skipped)


def _error(path: Path, error: Exception) -> MingdanError:
    if isinstance(error, OSError) and error.strerror and not isinstance(error, tarfile.TarError):
        return MissingFileError(error.strerror, where=str(path), hint="check the path and its rights")
    message = f"the archive is cut off or damaged ({type(error).__name__})"
    return DamagedDocumentError(message, where=str(path), hint="fetch it again; what came before was read")


def _wanted(name: str, skipped: Counter[str]) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    if is_junk(name):
        return False
    if suffix not in SUFFIXES:
        skipped[suffix or "(none)"] += 1
    return suffix in SUFFIXES


def _tar(raw: IO[bytes], path: Path, published: str | None, skipped: Counter[str]) -> Iterator[Found]:
    passed = 0
    with tarfile.open(fileobj=raw, mode="r|*", encoding="latin-1") as archive:
        headers: Any = archive
        for member in archive:
            headers.members = []  # else it keeps every header that it has read
            now = raw.tell()
            name = clean_name(decode_name(member.name.encode("latin-1", "replace")))
            if member.isreg() and _wanted(name, skipped):
                yield _member(archive, member, f"{path}#{name}", published), now - passed
                passed = now


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, where: str, published: str | None) -> Input | Rejected:
    most = limits().member_bytes
    if member.size > most:
        message = f"has {member.size} bytes, the limit is {most}"
        return Rejected(where, LimitError(message, where=where, hint=f"--limit member_bytes={member.size}"))
    stream = archive.extractfile(member)
    return Input(where, data=stream.read() if stream else b"", published=published)


def _zip(raw: IO[bytes], path: Path, published: str | None, skipped: Counter[str]) -> Iterator[Found]:
    with zipfile.ZipFile(raw) as archive:
        for info in archive.infolist():
            name = clean_name(member_name(info))
            if info.is_dir() or not _wanted(name, skipped):
                continue
            where = f"{path}#{name}"
            load = partial(load_member, archive, info, where, Budget(where))
            try:
                yield Input(where, data=load(), published=published), info.compress_size
            except MingdanError as error:
                yield Rejected(where, error), info.compress_size
