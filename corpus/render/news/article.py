"""An article in columns: it searches the least height in which all that was planned finds room, and sets itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mingdan.corpus.render.news.content import Story
from mingdan.corpus.render.news.flow import BEGIN, Cursor, Piece, Setter, Slot, column_slots
from mingdan.corpus.render.news.geometry import Columns, Rect, Run, Shape, Sheet
from mingdan.corpus.render.news.heads import Head, set_head
from mingdan.corpus.render.news.inserts import (
    caption_height,
    draw_picture,
    draw_quote,
    quote_height,
)
from mingdan.corpus.render.news.leaves import AdLeaf, Leaf
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.tables import draw_table, natural_width, table_height

_MOST_LINES = 2000


class CrowdedError(Exception):
    """What must stand in a region does not find room in the height tried."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Choices for one article that stand before it is set.

    ``picture``: columns that it covers; ``inset``: what the text runs around, at ``inset_at``: ``L`` (lower right) or
    ``U`` (lower middle); ``stagger``: lines by which column feet are raised; ``wider``: the region is set in one column
    less, all of one width.
    """

    head: str = "full"
    caption: str | None = None
    picture: int = 1
    over_gutter: str | None = None
    quote: str | None = None
    drop_cap: bool = False
    inset: Leaf | None = None
    inset_at: str = "L"
    stagger: tuple[int, ...] = ()
    wider: bool = False


@dataclass(slots=True)
class ArticleLeaf:
    """An article, or with ``note`` its continuation from another page; with ``jump`` only its first part."""

    look: Look
    story: Story
    pieces: tuple[Piece, ...]
    plan: Plan = Plan()
    start: Cursor = BEGIN
    note: str = ""
    jump: str = ""
    rest: Cursor | None = None
    _needs: dict[Columns, float] = field(default_factory=dict[Columns, float])

    def area(self) -> float:
        """Rough need of room in square points."""
        look = self.look
        text = self.story.characters * look.size * look.leading * (0.55 if self.jump else 1.0)
        head = len(self.story.headline or "") * (look.size * 2.4) ** 2
        inset = self.plan.inset.area() if self.plan.inset else 0
        pictures = sum(1 for c in (self.plan.caption, self.plan.over_gutter) if c) * 150 * look.size**2
        return text * 1.1 + head + inset * 1.2 + pictures

    def least(self) -> int:
        """Columns below which an inset, a head over part of the columns or a picture over a gutter cannot be shown."""
        if self.plan.inset:
            return (3 if self.plan.inset_at == "U" else 2) + self.plan.wider
        return 2 if self.plan.over_gutter or self.plan.head in ("part", "beside") else 1

    def need(self, columns: Columns) -> float:
        """Least height, in steps of lines, at which all of the text (60 % of it before a jump) finds room."""
        if columns not in self._needs:
            self._needs[columns] = self._search(columns)
        return self._needs[columns]

    def _search(self, columns: Columns) -> float:
        goal = self._goal()
        low, high = 2, 8
        while not self._reaches(columns, high, goal):
            low, high = high, high * 2
            if high > _MOST_LINES:
                raise ValueError(f"no room for {self.story.headline!r} in {len(columns)} columns")
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._reaches(columns, middle, goal) else (middle, high)
        return high * self.look.leading

    def _goal(self) -> Cursor:
        if not self.jump:
            return Cursor(len(self.pieces), 0)
        left = int(sum(len(piece.text) for piece in self.pieces) * 0.6)
        for number, piece in enumerate(self.pieces):
            if left < len(piece.text):
                return Cursor(number, left)
            left -= len(piece.text)
        return Cursor(len(self.pieces), 0)

    def _reaches(self, columns: Columns, lines: int, goal: Cursor) -> bool:
        try:
            end = self._set(Sheet(), columns, 0.0, lines * self.look.leading)
        except CrowdedError:
            return False
        return (end.piece, end.offset) >= (goal.piece, goal.offset)

    def lay(self, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Set the article; what a jump leaves for the other page is in ``rest``."""
        self.rest = self._set(sheet, columns, top, height)

    def _set(self, sheet: Sheet, columns: Columns, top: float, height: float) -> Cursor:
        bottom = top + height
        columns = _one_less(columns, self.look.gutter) if self.plan.wider else columns
        if self.note:
            top = self._head_note(sheet, columns, top)
            head = Head((top,) * len(columns), columns=columns)
        else:
            head = set_head(sheet, self.look, self.story, self.plan.head, columns, top, bottom)
        floor, pieces = self._wide_tables(sheet, head, bottom)
        holes = [*head.holes, *self._inset(sheet, head, floor)]
        rects = self._rects(head, floor)
        holes += self._pictures(sheet, head, rects, holes)
        by = self.story.byline if head.byline and not self.note else None
        poured = [Piece("byline", by, self.pieces[0].story, -1), *pieces] if by else pieces
        end = self._pour(sheet, rects, holes, poured)
        if end.piece >= len(poured):
            return Cursor(len(self.pieces))
        return Cursor(max(0, end.piece - 1), end.offset if end.piece else 0) if by else end

    def _head_note(self, sheet: Sheet, columns: Columns, top: float) -> float:
        sheet.runs.append(Run(self.note, columns[0][0], top, self.look.size, self.look.head_font, sheet.frame()))
        sheet.furniture.append(("jump", self.note))
        return top + self.look.leading * 1.3

    def _rects(self, head: Head, floor: float) -> list[Rect]:
        stagger = self.plan.stagger or (0,)
        return [
            Rect(x0, top, x1, floor - stagger[k % len(stagger)] * self.look.leading)
            for k, ((x0, x1), top) in enumerate(zip(head.columns, head.tops, strict=True))
        ]

    def _wide_tables(self, sheet: Sheet, head: Head, floor: float) -> tuple[float, list[Piece]]:
        """Set tables that are too wide for a column across the foot; returns where text ends, and the other pieces."""
        columns = head.columns
        narrow = min(x1 - x0 for x0, x1 in columns)
        kept: list[Piece] = []
        for piece in reversed(self.pieces):
            if piece.kind != "table" or natural_width(self.look, piece.rows) <= narrow * 1.15:
                kept.append(piece)
                continue
            height = table_height(self.look, piece.rows, columns[-1][1] - columns[0][0])
            floor -= height
            if floor < max(head.tops) or any(hole.bottom > floor for hole in head.holes):
                raise CrowdedError
            if not self.note:
                draw_table(sheet, self.look, piece.rows, Rect(columns[0][0], floor, columns[-1][1], floor + height))
            floor -= self.look.size
        return floor, kept[::-1]

    def _inset(self, sheet: Sheet, head: Head, floor: float) -> list[Rect]:
        inset, count, pad = self.plan.inset, len(head.columns), self.look.size
        if inset is None:
            return []
        taken = max(1, count // 2) if self.plan.inset_at == "L" or count < 3 else max(1, count - 2)
        first = count - taken if self.plan.inset_at == "L" or count < 3 else (count - taken) // 2
        columns = head.columns[first : first + taken]
        inner = _shrunk(columns, pad)
        height = inset.need(inner)
        rect = Rect(columns[0][0], floor - height - 2 * pad, columns[-1][1], floor)
        if rect.top < max(head.tops) + 2 * self.look.leading or _hits(rect, head.holes):
            raise CrowdedError
        if not isinstance(inset, AdLeaf):
            sheet.shapes.append(Shape(rect, "frame" if self.look.options.rules else "tint"))
        inset.lay(sheet, inner, rect.top + pad, height)
        return [Rect(rect.x0 - 1, rect.top - pad * 0.8, rect.x1 + 1, floor + 1)]

    def _pictures(self, sheet: Sheet, head: Head, rects: Sequence[Rect], holes: Sequence[Rect]) -> list[Rect]:
        made: list[Rect] = []
        if self.plan.caption:
            made += self._picture(sheet, head, rects, holes)
        if self.plan.over_gutter:
            made += self._gutter_picture(sheet, rects, self.plan.over_gutter, [*holes, *made])
        if self.plan.quote:
            made += self._quote(sheet, rects, self.plan.quote, [*holes, *made])
        return made

    def _picture(self, sheet: Sheet, head: Head, rects: Sequence[Rect], holes: Sequence[Rect]) -> list[Rect]:
        """A picture under a head that stands beside, else at the top right, below what stands there."""
        look, caption = self.look, self.plan.caption or ""
        if head.spare and head.spare.height > 9 * look.size:
            high = min(head.spare.height, head.spare.width * 0.8 + 2 * look.size)
            draw_picture(
                sheet, look, Rect(head.spare.x0, head.spare.top, head.spare.x1, head.spare.top + high), caption
            )
            return []
        taken = rects[max(0, len(rects) - self.plan.picture) :]
        top = max(rect.top for rect in taken)
        width = taken[-1].x1 - taken[0].x0
        high = min(width * 0.62, look.size * 20) + caption_height(look, caption, width)
        rect = Rect(taken[0].x0, top, taken[-1].x1, top + high)
        if below := [hole.bottom for hole in head.holes if _hits(rect, [hole])]:
            rect = Rect(rect.x0, max(below) + 5, rect.x1, max(below) + 5 + high)
        if _hits(rect, holes) or rect.bottom > min(r.bottom for r in taken):
            raise CrowdedError
        draw_picture(sheet, look, rect, caption)
        if below:
            return [Rect(rect.x0 - 1, rect.top - look.size * 0.5, rect.x1 + 1, rect.bottom + look.size * 0.7)]
        return [Rect(rect.x0 - 1, min(r.top for r in taken) - 1, rect.x1 + 1, rect.bottom + look.size * 0.7)]

    def _gutter_picture(self, sheet: Sheet, rects: Sequence[Rect], caption: str, holes: Sequence[Rect]) -> list[Rect]:
        if len(rects) < 2:
            return []
        look = self.look
        for left, right in sorted(pairwise(rects), key=lambda pair: abs(pair[0].x1 - _middle(rects))):
            middle, half = (left.x1 + right.x0) / 2, min(left.width, right.width) * 0.45
            high = half * 1.3 + caption_height(look, caption, half * 2)
            top = max(left.top, right.top) + 3 * look.leading
            while top + high < min(left.bottom, right.bottom):
                rect = Rect(middle - half, top, middle + half, top + high)
                if not _hits(rect.grown(look.size * 0.5), holes):
                    draw_picture(sheet, look, rect, caption)
                    return [rect.grown(look.size * 0.6)]
                top += 2 * look.leading
        raise CrowdedError

    def _quote(self, sheet: Sheet, rects: Sequence[Rect], quote: str, holes: Sequence[Rect]) -> list[Rect]:
        look = self.look
        for column in rects if self.plan.inset else (*rects[1:], rects[0]):
            height = quote_height(look, quote, column.width)
            for lines in (6, 9, 4, 12):
                rect = Rect(column.x0, column.top + lines * look.leading, column.x1, 0)
                rect = Rect(rect.x0, rect.top, rect.x1, rect.top + height)
                if rect.bottom < column.bottom - look.leading and not _hits(rect, holes):
                    draw_quote(sheet, look, quote, rect)
                    return [Rect(rect.x0, rect.top - look.size * 0.3, rect.x1, rect.bottom + look.size * 0.3)]
        return []

    def _pour(self, sheet: Sheet, rects: Sequence[Rect], holes: list[Rect], pieces: list[Piece]) -> Cursor:
        look, start, cap = self.look, self.start, ""
        first = pieces[start.piece] if start.piece < len(pieces) else None
        corner = next(column_slots(rects[:1], look.leading, look.size, holes), None)
        if (
            self.plan.drop_cap
            and first
            and first.kind == "body"
            and first.text[0].isalpha()
            and not start.offset
            and corner
        ):
            cap, start = first.text[0], Cursor(start.piece, 1)
            holes.append(self._cap(sheet, corner, cap))
        slots = list(column_slots(rects, look.leading, look.size, holes))
        room = slots[:-1] if self.jump else slots
        end = Setter(sheet, look, room).pour(pieces, start, cap)
        if self.jump and slots:
            self._foot_note(sheet, slots[-1])
        return end

    def _cap(self, sheet: Sheet, slot: Slot, cap: str) -> Rect:
        size = self.look.size * 2.3
        sheet.runs.append(Run(cap, slot.x, slot.top, size, self.look.head_font, sheet.frame()))
        return Rect(slot.x - 1, slot.top - 0.1, slot.x + size + 2, slot.top + self.look.leading + self.look.size)

    def _foot_note(self, sheet: Sheet, slot: Slot) -> None:
        look = self.look
        x = slot.x + slot.width - len(self.jump) * look.size
        sheet.runs.append(Run(self.jump, max(slot.x, x), slot.top, look.size, look.font, sheet.frame()))
        sheet.furniture.append(("jump", self.jump))


def _one_less(columns: Columns, gutter: float) -> Columns:
    """The same region in one column less; one of two columns stays as it is."""
    count = len(columns) - 1
    if count < 2:
        return columns
    left, right = columns[0][0], columns[-1][1]
    width = (right - left - gutter * (count - 1)) / count
    return tuple((left + k * (width + gutter), left + k * (width + gutter) + width) for k in range(count))


def _middle(rects: Sequence[Rect]) -> float:
    return (rects[0].x0 + rects[-1].x1) / 2


def _hits(rect: Rect, others: Sequence[Rect]) -> bool:
    return any(
        rect.x0 < o.x1 and o.x0 < rect.x1 and rect.top < o.bottom + 4 and o.top < rect.bottom + 4 for o in others
    )


def _shrunk(columns: Columns, pad: float) -> Columns:
    edges = [list(edge) for edge in columns]
    edges[0][0] += pad
    edges[-1][1] -= pad
    return tuple((x0, x1) for x0, x1 in edges)
