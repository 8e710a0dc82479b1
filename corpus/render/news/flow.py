"""Pour text into columns: slots for lines, and the setter that fills them in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingdan.corpus.render.news.geometry import Rect, Run, SetLine, Sheet
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.measure import fit, stretch
from mingdan.corpus.render.news.tables import draw_table, table_height

_NARROWEST = 5
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """What is poured: ``body`` (a paragraph), ``subhead``, ``byline``, ``brief`` (its head) or ``table``.

    ``para`` is the number of the paragraph in its story.
    """

    kind: str
    text: str
    story: int
    para: int
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one line. ``column`` tells columns (or vertical tiers) apart; ``full`` is false beside an insert."""

    x: float
    top: float
    width: float
    column: int
    full: bool = True


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a text is set: the piece that comes next and the character in it."""

    piece: int = 0
    offset: int = 0


BEGIN = Cursor()


def column_slots(columns: Sequence[Rect], leading: float, size: float, holes: Sequence[Rect]) -> Iterator[Slot]:
    """Slots of the columns from left to right, without the holes; one beside a hole takes the wider side."""
    for number, column in enumerate(columns):
        top = column.top
        while top + size <= column.bottom + 0.01:
            x0, x1 = _free(column, top, top + size, holes)
            if x1 - x0 >= _NARROWEST * size:
                yield Slot(x0, top, x1 - x0, number, x1 - x0 > column.width - 0.5)
            top += leading


def _free(column: Rect, top: float, bottom: float, holes: Sequence[Rect]) -> tuple[float, float]:
    x0, x1 = column.x0, column.x1
    for hole in holes:
        if hole.bottom <= top or hole.top >= bottom or hole.x1 <= x0 or hole.x0 >= x1:
            continue
        if hole.x0 - x0 >= x1 - hole.x1:
            x1 = hole.x0
        else:
            x0 = hole.x1
    return x0, x1


@dataclass(slots=True)
class Setter:
    """Fills slots with pieces and records what it set on the sheet."""

    sheet: Sheet
    look: Look
    slots: Sequence[Slot]
    at: int = 0
    frame: int = -1
    column: int = -1

    def pour(self, pieces: Sequence[Piece], start: Cursor = BEGIN, cap: str = "") -> Cursor:
        """Set pieces from ``start``; returns the cursor of what found no room. ``cap``: the drop cap set before."""
        for number in range(start.piece, len(pieces)):
            offset = start.offset if number == start.piece else 0
            piece = pieces[number]
            if piece.kind == "table":
                if not self._table(piece):
                    return Cursor(number, 0)
                continue
            reached = self._text(piece, offset, cap if number == start.piece else "")
            if reached < len(piece.text):
                return Cursor(number, reached)
        return Cursor(len(pieces), 0)

    def _slot(self) -> Slot | None:
        if self.at >= len(self.slots):
            return None
        slot = self.slots[self.at]
        if slot.column != self.column:
            self.column, self.frame = slot.column, self.sheet.frame()
        return slot

    def _text(self, piece: Piece, offset: int, cap: str) -> int:
        look, head = self.look, piece.kind in ("subhead", "brief")
        font, indent = (look.head_font if head else look.font), (0 if cap or piece.kind != "body" else _INDENT)
        if head:
            self._keep_with_next(piece, font)
        while offset < len(piece.text):
            slot = self._slot()
            if slot is None:
                return offset
            inset = indent * look.size if offset == 0 else 0
            width = slot.width - inset
            end = fit(piece.text, offset, width, look.size, font)
            line = piece.text[offset:end]
            extra = stretch(line, width, look.size, font) if end < len(piece.text) else 0.0
            self.sheet.runs.append(Run(line, slot.x + inset, slot.top, look.size, font, self.frame, extra, bold=head))
            if piece.kind in ("body", "subhead"):
                self.sheet.lines.append(SetLine(piece.story, piece.para, cap + line, self.sheet.page))
            cap, offset, self.at = "", end, self.at + 1
        return offset

    def _keep_with_next(self, piece: Piece, font: str) -> None:
        """Do not leave a head alone at the foot of a column."""
        slot = self._slot()
        if slot is None:
            return
        need = 1 + int(len(piece.text) * self.look.size / slot.width)
        after = self.at + need
        if after < len(self.slots) and self.slots[after].column != slot.column:
            self.at = next(i for i in range(self.at, len(self.slots)) if self.slots[i].column != slot.column)

    def _table(self, piece: Piece) -> bool:
        """Set a table within one column; whether there was room."""
        for at in range(self.at, len(self.slots)):
            slot = self.slots[at]
            height = table_height(self.look, piece.rows, slot.width)
            count = int(height / self.look.leading) + 1
            if slot.full and self._stands(at, count):
                self.at = at
                self._slot()
                rect = Rect(slot.x, slot.top, slot.x + slot.width, slot.top + height)
                draw_table(self.sheet, self.look, piece.rows, rect)
                self.at += count
                return True
        self.at = len(self.slots)
        return False

    def _stands(self, at: int, count: int) -> bool:
        run = self.slots[at : at + count]
        tops = [slot.top for slot in run]
        even = all(abs(b - a - self.look.leading) < 0.1 for a, b in pairwise(tops))
        return len(run) == count and even and all(s.full and s.column == run[0].column for s in run)
