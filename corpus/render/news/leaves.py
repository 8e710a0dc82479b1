"""Parts of a page: what every part can do, a column of briefs, an ad."""

from dataclasses import dataclass
from typing import Protocol

from mingdan.corpus.render.news.flow import Cursor, Piece, Setter, column_slots
from mingdan.corpus.render.news.geometry import Columns, Rect, Run, Sheet
from mingdan.corpus.render.news.inserts import ad_height, draw_ad
from mingdan.corpus.render.news.look import Look


class Leaf(Protocol):
    """A part of a page that is not divided further."""

    def area(self) -> float:
        """Rough need of room in square points."""
        ...

    def least(self) -> int:
        """Columns below which it cannot show all that it was planned to."""
        ...

    def need(self, columns: Columns) -> float:
        """Height in points that it needs in these columns."""
        ...

    def lay(self, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Set it into these columns from ``top`` down."""
        ...


@dataclass(slots=True)
class BriefsLeaf:
    """Short items one below the other, each with a bold head of body size, under a label."""

    look: Look
    pieces: tuple[Piece, ...]
    label: str = "简讯"

    def area(self) -> float:
        """Rough need of room in square points."""
        return sum(len(piece.text) + 8 for piece in self.pieces) * self.look.size * self.look.leading * 1.1

    def least(self) -> int:
        """One column will do."""
        return 1

    def need(self, columns: Columns) -> float:
        """Least height at which all items find room."""
        lines = 4
        while self._set(Sheet(), columns, 0.0, lines * self.look.leading).piece < len(self.pieces):
            lines += 1
        return lines * self.look.leading

    def lay(self, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Set the items."""
        self._set(sheet, columns, top, height)

    def _set(self, sheet: Sheet, columns: Columns, top: float, height: float) -> Cursor:
        look = self.look
        sheet.runs.append(Run(self.label, columns[0][0], top, look.size * 1.4, look.head_font, sheet.frame()))
        sheet.furniture.append(("label", self.label))
        rects = [Rect(x0, top + look.leading * 1.6, x1, top + height) for x0, x1 in columns]
        slots = list(column_slots(rects, look.leading, look.size, ()))
        return Setter(sheet, look, slots).pour(self.pieces)


@dataclass(slots=True)
class AdLeaf:
    """An ad across its columns."""

    look: Look
    ad: tuple[str, str]

    def area(self) -> float:
        """Rough need of room in square points."""
        return sum(map(len, self.ad)) * self.look.size**2 * 3

    def least(self) -> int:
        """One column will do."""
        return 1

    def need(self, columns: Columns) -> float:
        """Height of its text."""
        return ad_height(self.look, self.ad, columns[-1][1] - columns[0][0])

    def lay(self, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Draw the ad at its own height."""
        rect = Rect(columns[0][0], top, columns[-1][1], top + self.need(columns))
        draw_ad(sheet, self.look, self.ad, rect)
