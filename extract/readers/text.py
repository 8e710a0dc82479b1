"""Plain text and Markdown: the decoded file unchanged but for the byte order mark and line ends."""

from dataclasses import dataclass

from mingdan.core.errors import EmptyInputError
from mingdan.core.records import MapPiece
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.encoding import decode
from mingdan.extract.readers.offsets import RAW


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a text file as one document. Raises ``UndecodableTextError``, ``UnknownTypeError``, ``EmptyInputError``."""

    media_type: str = "text/plain"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Decode ``data``; the map's ``raw:N`` counts code points of the decoded source after the byte order mark."""
        source = decode(data, uri)
        if not source.strip():
            raise EmptyInputError("holds only white space", where=uri, hint="remove it from the input")
        text, pieces = normalize_lines(source)
        return [RawDocument(text, pieces, self.media_type)]


def normalize_lines(source: str) -> tuple[str, tuple[MapPiece, ...]]:
    r"""Turn CRLF and CR into LF; the map leads every character back to its code point in ``source``.

    >>> text, pieces = normalize_lines("甲\r\n乙")
    >>> text, [(p.start, p.end, p.element) for p in pieces]
    ('甲\n乙', [(0, 2, 'raw:0'), (2, 3, 'raw:3')])
    """
    parts = source.split("\r\n")
    pieces: list[MapPiece] = []
    start = raw = 0
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        length = len(part) + (not last)
        if length:
            pieces.append(MapPiece(start, start + length, element=f"{RAW}{raw}"))
        start += length
        raw += len(part) + 2
    return "\n".join(parts).replace("\r", "\n"), tuple(pieces)
