"""Bytes out of compressed streams, never more than the budget has room for."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

from mingdan.core.errors import DamagedDocumentError, InputError
from mingdan.extract.readers.budget import Budget

_CHUNK = 1 << 20
_AGAIN = "fetch the file again"


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_MAKERS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": lambda: zlib.decompressobj(wbits=31),
    "deflate": lambda: zlib.decompressobj(wbits=47),
    "raw-deflate": lambda: zlib.decompressobj(wbits=-15),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=256 << 20),
}


def gather(chunks: Iterator[bytes], packed: int, budget: Budget, where: str) -> bytes:
    """Join chunks and count them; raises ``LimitError`` as soon as they pass a limit."""
    room = budget.room()
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        budget.check_ratio(size, packed, where)
        if size > room:
            break
    budget.spend(size, packed, where)
    return b"".join(parts)


def unpack(data: bytes, method: str, budget: Budget, where: str) -> bytes:
    """Unpack a whole stream (``gzip``, ``bzip2``, ``xz``, ``deflate``), all of its members.

    Raises ``DamagedDocumentError`` where it is broken before its first byte is out, and ``LimitError``.
    """
    return gather(_stream(data, method, where), len(data), budget, where)


def _stream(data: bytes, method: str, where: str) -> Iterator[bytes]:
    given = False
    try:
        for chunk in _members(data, _MAKERS[method]):
            given = given or bool(chunk)
            yield chunk
    except InputError:
        raise
    except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError, MemoryError) as error:
        raise DamagedDocumentError(f"the {method} stream is damaged", where=where, hint=_AGAIN) from error
    if not given and data:
        raise DamagedDocumentError(f"the {method} stream is empty or cut off", where=where, hint=_AGAIN)


def _members(data: bytes, make: Callable[[], _Decompressor]) -> Iterator[bytes]:
    rest = data
    while rest:
        worker = make()
        rest = yield from _member(rest, worker)
        if not worker.eof:
            raise EOFError
        rest = rest.lstrip(b"\0")
        if rest and len(rest) == len(data):
            return


def _member(data: bytes, worker: _Decompressor) -> Generator[bytes, None, bytes]:
    source = data
    while not worker.eof:
        chunk = worker.decompress(source, _CHUNK)
        tail: bytes | None = getattr(worker, "unconsumed_tail", None)
        source = tail if tail is not None else b""
        if chunk:
            yield chunk
        elif not source and (tail is not None or getattr(worker, "needs_input", True)):
            break
    return worker.unused_data
