"""Text and map grown together: every character that is added gets its place."""

from dataclasses import dataclass, field

from mingdan.core.records import MapPiece

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Place:
    """Where a stretch of text stands in the source: an element path, or a page with a box in PDF points."""

    element: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(slots=True)
class TextBuilder:
    """Grows a text and its map. Separators belong to the piece before them.

    >>> builder = TextBuilder()
    >>> builder.add("甲", Place(element="/p[1]")); builder.separate("\\n"); builder.add("乙", Place(element="/p[2]"))
    >>> builder.text(), [(p.start, p.end) for p in builder.pieces()]
    ('甲\\n乙', [(0, 2), (2, 3)])
    """

    _parts: list[str] = field(default_factory=list[str])
    _places: list[Place] = field(default_factory=list[Place])
    _gap: str = ""

    def add(self, text: str, place: Place) -> None:
        """Append ``text`` (may be empty) that stands at ``place``."""
        if not text:
            return
        if self._parts:
            self._parts[-1] += self._gap
        self._gap = ""
        self._parts.append(text)
        self._places.append(place)

    def separate(self, gap: str) -> None:
        """Ask for ``gap`` before the next text; the longest of several line gaps wins, none stands at an end."""
        if self._parts and len(gap) > len(self._gap):
            self._gap = gap

    def text(self) -> str:
        """The text so far, without a gap that nothing followed."""
        return "".join(self._parts)

    def pieces(self) -> tuple[MapPiece, ...]:
        """The map of :meth:`text`: in order, without holes; neighbours of one place are one piece."""
        pieces: list[MapPiece] = []
        start = 0
        for part, place in zip(self._parts, self._places, strict=True):
            end = start + len(part)
            last = pieces[-1] if pieces else None
            if last and (last.element, last.page, last.box) == (place.element, place.page, place.box):
                pieces[-1] = MapPiece(last.start, end, place.page, place.box, place.element)
            else:
                pieces.append(MapPiece(start, end, place.page, place.box, place.element))
            start = end
        return tuple(pieces)
