"""From a stretch of a document's text to its page, box or element in the raw source."""

import json
from bisect import bisect_right
from collections.abc import Sequence

from mingdan.core.records import MapPiece

Place = dict[str, object]
"""``page`` (from 1), ``box`` (JSON text of PDF points) and ``element``; null where the source has none."""

NOWHERE: Place = {"page": None, "box": None, "element": None}


class Places:
    """Looks up places in the map of one document.

    >>> pieces = [MapPiece(0, 2, 1, (0.0, 0.0, 20.0, 10.0)), MapPiece(2, 4, 1, (20.0, 0.0, 40.0, 10.0))]
    >>> Places(pieces).of(1, 3)
    {'page': 1, 'box': '[0.0,0.0,40.0,10.0]', 'element': None}
    """

    def __init__(self, pieces: Sequence[MapPiece]) -> None:
        self._pieces = sorted(pieces, key=lambda piece: (piece.start, piece.end))
        self._starts = [piece.start for piece in self._pieces]

    def of(self, start: int | None, end: int | None) -> Place:
        """Place of ``[start, end)``: the first page or element it touches; the box joins its pieces on that page."""
        touched = [] if start is None or end is None else self._touched(start, end)
        placed = [piece for piece in touched if piece.page is not None or piece.element is not None]
        if not placed:
            return dict(NOWHERE)
        first = placed[0]
        boxes = [piece.box for piece in placed if piece.page == first.page and piece.box is not None]
        box = json.dumps(_join(boxes), separators=(",", ":")) if boxes else None
        return {"page": first.page, "box": box, "element": first.element}

    def _touched(self, start: int, end: int) -> list[MapPiece]:
        at = max(bisect_right(self._starts, start) - 1, 0)
        found: list[MapPiece] = []
        while at < len(self._pieces) and self._pieces[at].start < end:
            if self._pieces[at].end > start:
                found.append(self._pieces[at])
            at += 1
        return found


def _join(boxes: Sequence[tuple[float, float, float, float]]) -> list[float]:
    edges = list(zip(*boxes, strict=True))
    return [min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])]
