"""Heads: lines of display type that stand together, with kicker, deck and byline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.rows import Row
from mingdan.extract.layout.textblocks import TextBlock, is_byline

_NEAR = 0.8
_BYLINE = 1.6
_MAIN = 0.85
_QUOTE = re.compile(r"^[“「『]|[”」』]$")
_CAP = 1.5
_LARGE = 1.5
_SUBHEAD = 1.34
_CLOSE = 1.2
_WIDE = (0.85, 1.3)
_LONGEST = 30
_REST = 6
_SPACED = 2


@dataclass(slots=True, eq=False)
class Cluster:
    """Rows of a head, top to bottom. ``rest`` says that it opens what goes on from another page.

    ``quoted``: it looks like a pull quote. ``shape``: its edges where it is looked at from the other frame.
    """

    rows: list[Row] = field(default_factory=list[Row])
    rest: bool = False
    quoted: bool = False
    shape: Box | None = None

    @property
    def left(self) -> float:
        """Left edge."""
        return self.shape[0] if self.shape else min(row.x0 for row in self.rows)

    @property
    def right(self) -> float:
        """Right edge."""
        return self.shape[2] if self.shape else max(row.x1 for row in self.rows)

    @property
    def top(self) -> float:
        """Upper edge of the characters."""
        return self.shape[1] if self.shape else min(row.head for row in self.rows)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.shape[3] if self.shape else max(row.bottom for row in self.rows)

    @property
    def em(self) -> float:
        """The largest type size."""
        return max(row.em for row in self.rows)

    @property
    def vertical(self) -> bool:
        """Whether it is set from top to bottom."""
        return self.rows[0].segment.vertical

    @property
    def box(self) -> Box:
        """Edges on the page."""
        boxes = [row.segment.box for row in self.rows]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))

    @property
    def title(self) -> str:
        """The lines of the largest type."""
        return "".join(row.text for row in self.rows if row.em >= _MAIN * self.em)

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(row.text for row in self.rows)


def clusters(rows: Sequence[Row], body: float, level: Sequence[Box] = ()) -> list[Cluster]:
    """Group rows of display type that stand close together."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row.head, row.x0)):
        homes = [group for group in groups if any(_together(other, row, level) for other in group)]
        merged = [item for group in homes for item in group] + [row]
        groups = [group for group in groups if group not in homes] + [merged]
    return [_cluster(group, body, level) for group in groups]


def _together(upper: Row, lower: Row, level: Sequence[Box]) -> bool:
    em = max(upper.em, lower.em)
    if abs(upper.bottom - lower.bottom) < 0.3 * em:
        alike = abs(upper.em - lower.em) < 0.02 * em and abs(upper.bottom - lower.bottom) < 0.05 * em
        alike = alike and min(len(upper.text), len(lower.text)) <= _SPACED
        return alike and _WIDE[0] * em < max(lower.x0 - upper.x1, upper.x0 - lower.x1) < _WIDE[1] * em
    gap = lower.head - upper.bottom
    across = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    ruled = any(
        upper.bottom - 0.2 * upper.em < rule[1] < lower.head + 0.2 * lower.em
        and rule[0] < lower.x1
        and lower.x0 < rule[2]
        for rule in level
    )
    return -0.6 * em < gap < _NEAR * em and across > 0 and not ruled


def _cluster(rows: list[Row], body: float, level: Sequence[Box]) -> Cluster:
    found = Cluster(sorted(rows, key=lambda row: (round(row.bottom), row.x0)))
    text, em = found.text, found.rows[0].em
    above = any(0 < found.top - rule[1] < 1.2 * em and rule[0] <= found.left + em < rule[2] for rule in level)
    below = any(0 < rule[1] - found.bottom < 1.2 * em and rule[0] <= found.left + em < rule[2] for rule in level)
    marked = text[:1] in "“「『" and text[-1:] in "”」』"
    ruled, large = above and below, found.em >= _LARGE * body
    found.quoted = (marked and (ruled or not large)) or (ruled and (bool(_QUOTE.search(text)) or not large))
    return found


def take_subheads(heads: list[Cluster], blocks: Sequence[TextBlock], body: float) -> None:
    """Make short lines of somewhat larger type right above a block its first rows; they leave ``heads``."""
    for head in [head for head in heads if not (head.quoted or head.rest) and head.em < _SUBHEAD * body]:
        if len(head.rows) > 2 or len(head.text) > _LONGEST:
            continue
        for block in blocks:
            gap = block.top - head.bottom
            within = head.left > block.left - body and head.right < block.right + body
            if -0.5 * body < gap < _CLOSE * body and within:
                for row in reversed(head.rows):
                    row.strong = True
                    block.rows.insert(0, row)
                block.titled = True
                heads.remove(head)
                break


def take_bylines(heads: Sequence[Cluster], rows: Sequence[Row]) -> set[int]:
    """Add bylines that stand right under a head to it; returns the ids of their rows."""
    taken: set[int] = set()
    for row in sorted((row for row in rows if is_byline(row.text)), key=lambda row: row.head):
        for head in heads:
            gap = row.head - head.bottom
            if (
                -0.5 * row.em < gap < _BYLINE * row.em
                and row.x0 < head.right
                and head.left < row.x1
                and not head.quoted
            ):
                head.rows += [row, *_rest_of(row, rows)]
                taken |= {id(item) for item in head.rows}
                break
    return taken


def _rest_of(byline: Row, rows: Sequence[Row]) -> list[Row]:
    """The short second row of a byline: at the same edge, right below it."""
    em = byline.em
    return [
        row
        for row in rows
        if 0.9 * em < row.bottom - byline.bottom < 1.4 * em
        and abs(row.x0 - byline.x0) < 0.3 * em
        and len(row.text) <= _REST
        and not any(char in row.text for char in "。，；：")
    ][:1]


def take_caps(rows: list[Row], blocks: Sequence[TextBlock], em: float) -> None:
    """Give drop caps to the blocks that they open; they are taken out of ``rows``."""
    for row in [row for row in rows if len(row.text) == 1 and row.em >= _CAP * em]:
        if any(other is not row and abs(other.em - row.em) < 0.02 * em for other in rows):
            continue
        for block in blocks:
            first = block.rows[min(block.byline, len(block.rows) - 1)]
            if abs(first.head - row.head) < em and -0.3 * em < first.x0 - row.x1 < 1.2 * em:
                block.cap = row
                rows.remove(row)
                break
