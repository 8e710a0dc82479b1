"""The compound files (OLE2) of old Office: names and first bytes of the streams at the top."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = 128
_END = 0xFFFFFFFA
_HEADER_FAT = 109


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream or storage at the top: its name and the first sector of its content (empty where it is out of reach)."""

    name: str
    head: bytes


def top_streams(data: bytes) -> dict[str, Stream]:
    """Streams and storages at the top of a compound file by name; empty where its directory cannot be read.

    >>> top_streams(MAGIC + b"broken")
    {}
    """
    try:
        return {item.name: item for item in _top(data)}
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        return {}


def _top(data: bytes) -> Iterator[Stream]:
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    start = struct.unpack_from("<I", data, 48)[0]
    directory = b"".join(_sector(data, size, sector) for sector in _chain(data, size, start))
    entries = [directory[i : i + _ENTRY] for i in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    for entry in _children(entries, struct.unpack_from("<I", entries[0], 76)[0]):
        length = struct.unpack_from("<H", entry, 64)[0]
        first, total = struct.unpack_from("<II", entry, 116)
        in_sectors = entry[66] == 2 and total >= 4096
        yield Stream(entry[: max(length - 2, 0)].decode("utf-16-le"), _sector(data, size, first) if in_sectors else b"")


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, size: int, start: int) -> Iterator[int]:
    """Sectors of a chain; a chain that runs in circles ends."""
    table = _allocation(data, size)
    seen: set[int] = set()
    while start < _END and start not in seen and start < len(table):
        seen.add(start)
        yield start
        start = table[start]


def _allocation(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", data, 76))
    extra, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while extra < _END and extra not in seen and len(_sector(data, size, extra)) == size:
        seen.add(extra)
        more = struct.unpack(f"<{size // 4}I", _sector(data, size, extra))
        sectors += more[:-1]
        extra = more[-1]
    table: list[int] = []
    for sector in sectors:
        content = _sector(data, size, sector) if sector < _END else b""
        table += struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
    return table


def _children(entries: list[bytes], first: int) -> Iterator[bytes]:
    """The siblings of a tree of entries."""
    waiting, seen = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        yield entries[number]
        waiting += struct.unpack_from("<II", entries[number], 68)
