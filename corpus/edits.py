"""Edits of a labelled text that take all labels along: replaced stretches, and offsets mapped from old to new."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mingdan.core.records import Document, Entity, Partnership


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace ``[start, end)`` of the text by ``text``; an insertion has an empty stretch."""

    start: int
    end: int
    text: str


class Edited:
    """A text after edits that do not overlap, and the way from old offsets to new ones.

    >>> edited = Edited("截至6月末，共3家。", [Edit(5, 6, "；"), Edit(0, 2, "到")])
    >>> edited.text, edited.place(2), edited.place(9, end=True)
    ('到6月末；共3家。', 1, 8)
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self.edits = sorted(set(edits))
        parts: list[str] = []
        self._old: list[int] = [0]
        self._shift: list[int] = [0]
        position = 0
        for edit in self.edits:
            if edit.start < position:
                raise ValueError(f"edits overlap at {edit.start}")
            parts += [text[position : edit.start], edit.text]
            position = edit.end
            self._old.append(edit.end)
            self._shift.append(self._shift[-1] + len(edit.text) - (edit.end - edit.start))
        self.text = "".join([*parts, text[position:]])

    def place(self, offset: int, *, end: bool = False) -> int:
        """Where an old offset lies in the new text; inside a replaced stretch the nearest edge of its replacement.

        With ``end`` the offset closes a stretch: what was inserted right at it stays outside.
        """
        number = bisect_right(self._old, offset) - 1
        if end and number and self._old[number] == offset and self.edits[number - 1].start == offset:
            number -= 1
        inside = self.edits[number] if number < len(self.edits) and self.edits[number].start < offset else None
        if inside is not None:
            left = inside.start + self._shift[number]
            return left + (len(inside.text) if end else 0)
        return offset + self._shift[number]


def edit_document(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after the edits: mentions, rows and their evidence keep their places; other facts stay as they are.

    Raises :class:`ValueError` where edits overlap.
    """
    edited = Edited(document.text, edits)
    return replace(
        document,
        text=edited.text,
        entities=tuple(_entity(edited, entity) for entity in document.entities),
        partnerships=tuple(_row(edited, row) for row in document.partnerships),
    )


def _entity(edited: Edited, entity: Entity) -> Entity:
    start, end = edited.place(entity.start), edited.place(entity.end, end=True)
    return replace(entity, start=start, end=end, text=edited.text[start:end])


def _row(edited: Edited, row: Partnership) -> Partnership:
    start, end = edited.place(row.start), edited.place(row.end, end=True)
    return replace(row, start=start, end=end, evidence=edited.text[start:end])
