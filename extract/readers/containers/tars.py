"""Files of a tar archive: the 512-byte blocks of POSIX ustar with GNU and pax long names.

Links, devices and sparse files are passed over. The blocks are read here and not by :mod:`tarfile`, which loops without
end on some forged headers.
"""

import re
from collections.abc import Iterator
from functools import partial

from mingdan.core.errors import DamagedDocumentError
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.names import decode_name
from mingdan.extract.readers.containers.parts import Member

_BLOCK = 512
_FILES = (b"0", b"\0", b"7")
_PAX_PATH = re.compile(rb"\d+ path=([^\n]*)\n")


def tar_members(data: bytes, where: str, budget: Budget) -> Iterator[Member]:
    """The regular files in order; raises ``DamagedDocumentError`` where a header is broken or a file is cut off."""
    position, long_name = 0, b""
    while position + _BLOCK <= len(data) and data[position]:
        head = data[position : position + _BLOCK]
        size, kind = _size(head, where), head[156:157]
        start = position + _BLOCK
        if start + size > len(data):
            raise DamagedDocumentError("the tar archive is cut off", where=where, hint="fetch the file again")
        body = memoryview(data)[start : start + size]
        position = start + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if kind == b"L":
            long_name = bytes(body).rstrip(b"\0")
        elif kind == b"x":
            found = _PAX_PATH.search(bytes(body))
            long_name = found[1] if found else long_name
        elif kind != b"g":
            name, long_name = decode_name(long_name or _name(head)), b""
            if kind in _FILES and not name.endswith("/"):
                yield Member(name, partial(_load, body, f"{where}#{name}", budget))


def _load(body: memoryview, where: str, budget: Budget) -> bytes:
    budget.spend(len(body), len(body), where)
    return bytes(body)


def _size(head: bytes, where: str) -> int:
    field = head[124:136]
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        size = int(field.strip(b" \0") or b"0", 8)
        stated = int(head[148:156].strip(b" \0"), 8)
    except ValueError:
        size = stated = -1
    if size < 0 or stated != sum(head[:148]) + 8 * 32 + sum(head[156:]):
        raise DamagedDocumentError("a header of the tar archive is broken", where=where, hint="fetch the file again")
    return size


def _name(head: bytes) -> bytes:
    name, prefix = head[:100].split(b"\0")[0], head[345:500].split(b"\0")[0]
    return prefix + b"/" + name if head[257:262] == b"ustar" and prefix and head[262:263] == b"\0" else name
