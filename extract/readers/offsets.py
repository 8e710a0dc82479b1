"""The way back: from an offset in a document's text to its place in the raw source."""

from bisect import bisect_right
from collections.abc import Sequence

from mingdan.core.records import MapPiece

RAW = "raw:"


def locate(pieces: Sequence[MapPiece], offset: int) -> MapPiece:
    """The piece that holds the character at ``offset`` (code points); pieces are in order and without gaps.

    Raises :class:`IndexError` where no piece holds it.

    >>> locate([MapPiece(0, 3, page=1), MapPiece(3, 5, page=2)], 3).page
    2
    """
    index = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    if index < 0 or offset >= pieces[index].end:
        raise IndexError(f"no piece of the map holds offset {offset}")
    return pieces[index]


def raw_offset(pieces: Sequence[MapPiece], offset: int) -> int | None:
    """Code point of the decoded source (without byte order mark) behind ``offset``; ``None`` for pages and elements.

    A line break that was CRLF in the source leads to its CR.

    >>> raw_offset([MapPiece(0, 3, element="raw:0"), MapPiece(3, 5, element="raw:4")], 4)
    5
    """
    piece = locate(pieces, offset)
    if piece.element is None or not piece.element.startswith(RAW):
        return None
    return int(piece.element.removeprefix(RAW)) + offset - piece.start
