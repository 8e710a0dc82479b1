"""Pages of a web archive (WARC): the payloads of its response and resource records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from mingdan.core.errors import DamagedDocumentError, InputError, UnknownTypeError
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.packed import unpack
from mingdan.extract.readers.containers.parts import Member

_LINE = re.compile(rb"\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w\-]+)", re.I)
_PAGES = ("text/html", "application/xhtml+xml")
_DOCUMENTS = ("application/pdf", "text/plain", "application/msword", "application/vnd.", "application/zip")
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "": "", "identity": ""}
_WINDOW = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Block:
    fields: Mapping[str, str]
    first: str
    body: memoryview


def warc_members(data: bytes, where: str, budget: Budget) -> Iterator[Member]:
    """The documents fetched with success, named by their addresses; raises ``DamagedDocumentError`` on broken records.

    Requests, revisits, metadata, redirects and files that only dress a page are left out.
    """
    for record in _records(data, where):
        address = record.fields.get("warc-target-uri", "").strip("<> ")
        kind = record.fields.get("warc-type", "").lower()
        if kind == "resource":
            answer = _Block(record.fields, "HTTP/1.1 200", record.body)
        elif kind == "response" and address.lower().startswith("http"):
            answer = _head(record.body, 0)
        else:
            continue
        if answer is not None and re.match(r"HTTP/\S+ 200\b", answer.first):
            yield _member(answer, address, where, budget)


def _records(data: bytes, where: str) -> Iterator[_Block]:
    position = 0
    whole = memoryview(data)
    while position < len(data):
        block = _head(whole, position)
        length = block.fields.get("content-length", "") if block else ""
        if block is None or not block.first.startswith("WARC/") or not length.isdecimal() or len(length) > 15:
            message = f"the record at byte {position} of the web archive is broken"
            raise DamagedDocumentError(message, where=where, hint="fetch the file again")
        start = len(data) - len(block.body)
        end = start + int(length)
        if end > len(data):
            raise DamagedDocumentError("the web archive is cut off", where=where, hint="fetch the file again")
        yield _Block(block.fields, block.first, whole[start:end])
        position = end
        while data[position : position + 1] in (b"\r", b"\n"):
            position += 1


def _head(data: memoryview, position: int) -> _Block | None:
    window = bytes(data[position : position + _WINDOW])
    end = _END.search(window)
    if end is None:
        return None
    first, *lines = _LINE.split(window[: end.start()])
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return _Block(fields, first.decode("utf-8", "replace"), data[position + end.end() :])


def _member(answer: _Block, address: str, where: str, budget: Budget) -> Member:
    media = answer.fields.get("content-type", "").lower()
    charset = _CHARSET.search(media)
    html = media.startswith(_PAGES)
    return Member(
        address or "record",
        partial(_load, answer, f"{where}#{address}", budget),
        html=html,
        charset=charset[1] if charset else None,
        address=address,
        wanted=html or media.startswith(_DOCUMENTS),
    )


def _load(answer: _Block, where: str, budget: Budget) -> bytes:
    body = bytes(answer.body)
    if answer.fields.get("transfer-encoding", "").lower() == "chunked":
        body = _dechunk(body)
    coding = _CODINGS.get(answer.fields.get("content-encoding", "").lower().strip())
    if coding is None:
        message = f"its content encoding {answer.fields['content-encoding']!r} cannot be read"
        raise UnknownTypeError(message, where=where, hint="crawl it with gzip or without an encoding")
    if not coding:
        budget.spend(len(body), len(body), where)
        return body
    try:
        return unpack(body, coding, budget, where)
    except InputError:
        if coding != "deflate":
            raise
        return unpack(body, "raw-deflate", budget, where)


def _dechunk(body: bytes) -> bytes:
    """Join HTTP chunks; a body that is not chunked after all (crawlers undo it) comes back as it is."""
    parts: list[bytes] = []
    position = 0
    while True:
        line = body.find(b"\r\n", position, position + 64)
        size = re.fullmatch(rb"([0-9a-fA-F]{1,8})\s*(?:;.*)?", body[position:line] if line >= 0 else b"")
        if size is None:
            return b"".join(parts) if parts else body
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[line + 2 : line + 2 + length])
        position = line + 2 + length + 2
