"""Blocks of running text: lines of one column one below the other, and how each block begins and ends."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.rows import Row, Type

_SIZE = 0.07
_LEAST_STEP = 0.8
_MOST_STEP = 2.2
_STEP_SLACK = 0.16
_INDENT = (0.8, 3.2)
_SHORT = 1.3
_LOOSE = 2.2
_EDGE = 0.35
_VOTES = 3
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)》]*$")
BYLINE = re.compile(r"记者|通讯员|特派员|特约|撰稿|编译|实习生|^[□◎●■]?\s*(?:文|图|作者)\s*[/／|｜:：]|本报讯$")
_LONGEST_BYLINE = 34
_REST = 8


class End(Enum):
    """How a block ends: inside a sentence, there with a short line, with a full line that ends one, or a short one."""

    OPEN = "open"
    LOOSE = "loose"
    FULL = "full"
    CLOSED = "closed"


@dataclass(slots=True, eq=False)
class TextBlock:
    """Rows of one column. ``indented`` says that it begins a paragraph, ``cap`` is its drop cap.

    ``titled``: it begins with a line of somewhat larger type.
    """

    rows: list[Row] = field(default_factory=list[Row])
    left: float = 0.0
    right: float = 0.0
    indented: bool = False
    end: End = End.OPEN
    cap: Row | None = None
    titled: bool = False

    def add(self, row: Row) -> None:
        """Append a row."""
        self.left = min(self.left, row.x0) if self.rows else row.x0
        self.right = max(self.right, row.x1) if self.rows else row.x1
        self.rows.append(row)

    @property
    def top(self) -> float:
        """Upper edge of the first row's characters."""
        return self.rows[0].head

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.rows[-1].bottom

    @property
    def em(self) -> float:
        """Type size of its text."""
        return self.plain.em

    @property
    def plain(self) -> Row:
        """A row in the middle of it, which is no sub-heading if there is one."""
        return next((row for row in self.rows[len(self.rows) // 2 :] if not row.strong), self.rows[-1])

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(row.text for row in self.rows)

    @property
    def byline(self) -> int:
        """Number of rows at the beginning that name the authors."""
        count = 1 if is_byline(self.rows[0].text) else 0
        if count and len(self.rows) > 2 and _ends_byline(self.rows[1], self.rows[2]):
            return 2
        return count

    def overlap(self, left: float, right: float) -> float:
        """Share of the narrower one's width that it has in common with an interval."""
        return (min(self.right, right) - max(self.left, left)) / max(min(self.width, right - left), 0.1)


def _ends_byline(row: Row, below: Row) -> bool:
    """Whether a row is the short rest of a byline above an indented paragraph."""
    return len(row.text) <= _REST and row.text[-1:] not in "。，；：" and below.x0 - row.x0 > below.em


def is_byline(text: str) -> bool:
    """Whether a line is a byline.

    >>> is_byline("本报记者 林知远 沧屿报道"), is_byline("记者了解到，这项工作已经开始。")
    (True, False)
    """
    return len(text) <= _LONGEST_BYLINE and bool(BYLINE.search(text)) and not re.search(r"[，。；！？]", text)


def build_blocks(rows: Sequence[Row], level: Sequence[Box] = ()) -> list[TextBlock]:
    """Group rows of one size and one lead that share an edge; a ruling line parts blocks."""
    done: list[TextBlock] = []
    near: list[TextBlock] = []
    reach = _MOST_STEP * max((row.em for row in rows), default=0.0)
    for row in sorted(rows, key=lambda row: (row.bottom, row.x0)):
        near = [block for block in near if row.bottom - block.rows[-1].bottom < reach]
        fits = [block for block in reversed(near) if _fits(block, row, level)]
        if not fits:
            fits = [TextBlock()]
            done += fits
            near += fits
        max(fits, key=lambda block: block.rows[-1].bottom if block.rows else 0.0).add(row)
    return done


def _fits(block: TextBlock, row: Row, level: Sequence[Box]) -> bool:
    last, em = block.rows[-1], row.em
    step = row.bottom - last.bottom
    if not _LEAST_STEP * em < step < _MOST_STEP * em or abs(last.em - em) > _SIZE * em:
        return False
    if len(block.rows) > 1 and abs(step - _lead(block)) > _STEP_SLACK * em:
        return False
    across = min(block.right, row.x1) - max(block.left - _INDENT[1] * em, row.x0)
    if across <= 0.5 * min(block.width, row.x1 - row.x0) or not _edges_meet(block, row):
        return False
    return not any(
        last.bottom - 0.2 * em < rule[1] < row.bottom - 0.6 * em
        and min(rule[2], row.x1) - max(rule[0], row.x0) > 2 * em
        for rule in level
    )


def _lead(block: TextBlock) -> float:
    rows = block.rows[-4:]
    return median(below.bottom - above.bottom for above, below in itertools.pairwise(rows))


def _edges_meet(block: TextBlock, row: Row) -> bool:
    last, em = block.rows[-1], row.em
    left = min(abs(row.x0 - last.x0), abs(row.x0 - block.left)) < _INDENT[1] * em
    right = min(abs(row.x1 - last.x1), abs(row.x1 - block.right)) < em
    inside = row.x0 > block.left - em and row.x1 < block.right + em
    return right or inside or (left and (row.x1 < block.right + 3 * em or len(block.rows) < 3))


def part_by_type(rows: Sequence[Row], body: Type) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of running text, of display type, and small ones."""
    text = [row for row in rows if body.is_body(row.em)]
    display = [row for row in rows if body.is_display(row.em)]
    small = [row for row in rows if body.is_small(row.em)]
    return text, display, small


def mark_edges(blocks: Sequence[TextBlock]) -> None:
    """Set of each block whether it begins with an indent and how it ends, by the edges that columns share."""
    rows = [row for block in blocks for row in block.rows]
    lefts, rights = _shared([row.x0 for row in rows]), _shared([row.x1 for row in rows])
    for block in blocks:
        block.indented = _is_indented(block, lefts)
        block.end = _ending(block, rights)


def _shared(values: Sequence[float]) -> list[float]:
    """Places at which at least three rows begin (or end)."""
    found: list[float] = []
    group: list[float] = []
    for value in [*sorted(values), float("inf")]:
        if group and value - group[-1] > _EDGE:
            if len(group) >= _VOTES:
                found.append(median(group))
            group = []
        group.append(value)
    return found


def _is_indented(block: TextBlock, lefts: Sequence[float]) -> bool:
    skip = block.byline
    if block.cap is not None or block.rows[0].strong or skip:
        return True
    rows = block.rows
    first, em = rows[0], rows[0].em
    low, high = _INDENT[0] * em, _INDENT[1] * em
    if any(low < first.x0 - row.x0 < high for row in rows[1:4]):
        return True
    if len(rows) > 1 and abs(first.x0 - rows[1].x0) < low and len({round(row.x0) for row in rows[:4]}) == 1:
        return _from_edge(first, lefts, low, high) and len(rows) < 4
    return len(rows) == 1 and _from_edge(first, lefts, low, high)


def _from_edge(row: Row, lefts: Sequence[float], low: float, high: float) -> bool:
    at = bisect_left(lefts, row.x0 - low)
    return at > 0 and row.x0 - lefts[at - 1] < high


def _ending(block: TextBlock, rights: Sequence[float]) -> End:
    last = block.rows[-1]
    if last.strong:
        return End.CLOSED
    right = block.right if len(block.rows) > 2 else max([block.right, *_edge_after(last, rights)])
    near = [row.x1 for row in block.rows[-3:]]
    room = max(right if len(near) < 3 else max(near), last.x1) - last.x1
    if _SENTENCE_END.search(last.text):
        return End.CLOSED if room > _SHORT * last.em else End.FULL
    return End.LOOSE if room > _LOOSE * last.em else End.OPEN


def _edge_after(row: Row, rights: Sequence[float]) -> list[float]:
    at = bisect_left(rights, row.x1 - _EDGE)
    return [edge for edge in rights[at : at + 1] if edge - row.x1 < 25 * row.em]
