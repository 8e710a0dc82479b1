"""A document with only some stretches of its text, each character's place kept."""

from collections.abc import Sequence
from dataclasses import replace

from mingdan.core.records import MapPiece, Span
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.offsets import RAW


def keep(raw: RawDocument, ranges: Sequence[Span], gap: str = "") -> RawDocument:
    """The text of ``ranges`` (in order, without overlap), with ``gap`` between them.

    >>> keep(RawDocument("甲乙丙", (MapPiece(0, 3, element="raw:0"),), "text/plain"), [Span(0, 1), Span(2, 3)]).map[1]
    MapPiece(start=1, end=2, page=None, box=None, element='raw:2')
    """
    text = ""
    pieces: list[MapPiece] = []
    for span in ranges:
        if pieces:
            pieces[-1] = replace(pieces[-1], end=pieces[-1].end + len(gap))
            text += gap
        shift = len(text) - span.start
        for piece in raw.map:
            start, end = max(piece.start, span.start), min(piece.end, span.end)
            if start < end:
                pieces.append(replace(piece, start=start + shift, end=end + shift, element=_element(piece, start)))
        text += raw.text[span.start : span.end]
    return replace(raw, text=text, map=tuple(pieces))


def _element(piece: MapPiece, start: int) -> str | None:
    """The element of a piece that now begins at ``start``; a place in a plain text moves with it."""
    head, mark, number = (piece.element or "").rpartition(RAW)
    return f"{head}{mark}{int(number) + start - piece.start}" if mark and number.isdecimal() else piece.element


def kept(cuts: Sequence[Span], end: int) -> list[Span]:
    """What stays of ``[0, end)`` without ``cuts``.

    >>> kept([Span(2, 3)], 5)
    [Span(start=0, end=2), Span(start=3, end=5)]
    """
    ranges: list[Span] = []
    position = 0
    for cut in sorted(cuts):
        if cut.start > position:
            ranges.append(Span(position, cut.start))
        position = max(position, cut.end)
    return [*ranges, Span(position, end)] if position < end else ranges
