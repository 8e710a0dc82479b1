"""An article set vertically: lines from top to bottom, from right to left, in tiers one below the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from mingdan.corpus.render.news.content import Story
from mingdan.corpus.render.news.flow import Piece
from mingdan.corpus.render.news.geometry import Columns, Run, SetLine, Sheet
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.measure import fit, stretch

_INDENT = 2


@dataclass(slots=True)
class VerticalLeaf:
    """A vertical article, its headline at the right of the first tier; ``tier`` is the height of a tier in ems."""

    look: Look
    story: Story
    pieces: tuple[Piece, ...]
    tier: int = 14

    def area(self) -> float:
        """Rough need of room in square points."""
        return self.story.characters * self.look.size * self.look.leading * 1.3

    def least(self) -> int:
        """Two columns, so that there is room beside the headline."""
        return 2

    def need(self, columns: Columns) -> float:
        """Height of the tiers that it fills."""
        tiers = self._set(Sheet(), columns, 0.0)
        return tiers * self._height() + (tiers - 1) * self._gap()

    def lay(self, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Set the article; ``height`` beyond its need stays empty."""
        tiers = self._set(sheet, columns, top)
        for tier in range(1, tiers):
            y = top + tier * (self._height() + self._gap()) - self._gap() / 2
            if self.look.options.rules:
                sheet.rule(columns[0][0], y, columns[-1][1], y)

    def _height(self) -> float:
        return self.tier * self.look.size

    def _gap(self) -> float:
        return self.look.size * 1.6

    def _lines(self, columns: Columns, right: float, top: float) -> Iterator[tuple[int, float, float]]:
        """``(tier, x, top)`` of each line; the first tier begins left of the headline."""
        for tier in count():
            x = (right if tier == 0 else columns[-1][1]) - self.look.size
            while x >= columns[0][0] - 0.01:
                yield tier, x, top + tier * (self._height() + self._gap())
                x -= self.look.leading

    def _set(self, sheet: Sheet, columns: Columns, top: float) -> int:
        """Set all of it and return the number of tiers."""
        look = self.look
        lines = self._lines(columns, self._head(sheet, columns, top), top)
        last, frame = -1, 0
        for piece in self.pieces:
            at = 0
            while at < len(piece.text):
                tier, x, y = next(lines)
                if tier != last:
                    last, frame = tier, sheet.frame()
                inset = _INDENT * look.size if at == 0 and piece.kind == "body" else 0
                end = fit(piece.text, at, self._height() - inset, look.size, "")
                room = self._height() - inset if end < len(piece.text) else 0
                self._line(sheet, piece, piece.text[at:end], (x, y + inset, room), frame)
                at = end
        return last + 1

    def _line(self, sheet: Sheet, piece: Piece, text: str, place: tuple[float, float, float], frame: int) -> None:
        """Set a line at ``(x, top, height to fill)``; a height of 0 leaves it as it is."""
        x, top, room = place
        extra = stretch(text, room, self.look.size, "") if room else 0.0
        head = piece.kind == "subhead"
        font = self.look.head_font if head else self.look.font
        sheet.runs.append(Run(text, x, top, self.look.size, font, frame, extra, bold=head, vertical=True))
        sheet.lines.append(SetLine(piece.story, piece.para, text, sheet.page))

    def _head(self, sheet: Sheet, columns: Columns, top: float) -> float:
        """Set headline, deck and byline at the right edge; returns where the body's right edge is then."""
        look, story = self.look, self.story
        texts = [(story.headline, 2.2, look.head_font), *((line, 1.3, look.font) for line in story.deck)]
        texts.append((story.byline, 1.0, look.font))
        x = columns[-1][1]
        for text, ems, font in texts:
            if not text:
                continue
            size, frame = look.size * ems, sheet.frame()
            room = max(2, int(self._height() / size))
            for at in range(0, len(text), room):
                x -= size
                sheet.runs.append(Run(text[at : at + room], x, top, size, font, frame, vertical=True))
                x -= size * 0.3
        return x - look.size * 0.6
