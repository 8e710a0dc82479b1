"""Columns of body text on a page, and the blocks that they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.page import Page, Segment
from mingdan.extract.layout.rows import Row, Type, body_type, level_rows, turned_rows
from mingdan.extract.layout.textblocks import TextBlock, build_blocks

_STEP = 2.1
_SIZE = 0.18
_MIN_LINES = 4
_MIN_WIDTH = 7.0
_FULL = 0.5
_LONG = 0.55


@dataclass(slots=True)
class Block:
    """Lines of one size one below the other."""

    lines: list[Segment] = field(default_factory=list[Segment])
    left: float = 0.0
    right: float = 0.0

    def add(self, line: Segment) -> None:
        """Append a line and widen the block."""
        self.left = min(self.left, line.x0) if self.lines else line.x0
        self.right = max(self.right, line.x1) if self.lines else line.x1
        self.lines.append(line)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.lines[-1].bottom

    @property
    def em(self) -> float:
        """Type size of the first line."""
        return self.lines[0].em

    @property
    def middle(self) -> float:
        """Horizontal middle."""
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        """Lines joined without separator."""
        return "".join(line.text for line in self.lines)


def shared(left: Segment | Block, a: float, b: float) -> float:
    """Share of the narrower one's width that an interval ``[a, b]`` has in common with a segment or block."""
    x0, x1 = (left.x0, left.x1) if isinstance(left, Segment) else (left.left, left.right)
    return (min(x1, b) - max(x0, a)) / max(min(x1 - x0, b - a), 0.1)


def make_blocks(segments: Sequence[Segment]) -> list[Block]:
    """Group segments: next line within 2.1 em, size within 18 %, half of the width shared."""
    done: list[Block] = []
    for item in sorted(segments, key=lambda item: (item.bottom, item.x0)):
        home = next((block for block in reversed(done) if _fits(block, item)), None)
        if home is None:
            home = Block()
            done.append(home)
        home.add(item)
    return done


def _fits(block: Block, item: Segment) -> bool:
    last = block.lines[-1]
    step = item.bottom - last.bottom
    if not 0.5 * item.em < step < _STEP * item.em or abs(last.em - item.em) > _SIZE * max(item.em, last.em):
        return False
    return shared(block, item.x0, item.x1) > 0.5 and item.x1 - block.right < 3 * item.em


def is_multicolumn(page: Page) -> bool:
    """Whether columns of running text stand beside each other, or vertical tiers below each other."""
    body = body_type(page.segments)
    level = _columns(level_rows(page.segments), body, page.level)
    upright = _columns(turned_rows(page), body, ())
    return bool(level and upright) or _beside(level) or _beside(upright)


def _columns(rows: Sequence[Row], body: Type, level: Sequence[Box]) -> list[TextBlock]:
    """Blocks that may be columns of running text."""
    blocks = build_blocks([row for row in rows if body.is_body(row.em)], level)
    return [block for block in blocks if len(block.rows) >= _MIN_LINES and block.width >= _MIN_WIDTH * block.em]


def _is_full(block: TextBlock) -> bool:
    """Whether most of the lines reach the right edge."""
    return sum(row.x1 > block.right - 1.6 * row.em for row in block.rows) >= _FULL * len(block.rows)


def _is_long(block: TextBlock) -> bool:
    """Whether there are many lines, on average not much shorter than the longest."""
    mean = sum(row.x1 - row.x0 for row in block.rows) / len(block.rows)
    return len(block.rows) >= 2 * _MIN_LINES and mean > _LONG * block.width


def _beside(columns: Sequence[TextBlock]) -> bool:
    """Whether two columns stand beside each other, one of them full and the other full or long."""
    full = [block for block in columns if _is_full(block)]
    return any(
        min(a.bottom, b.bottom) - max(a.top, b.top) > 2 * a.em and (a.right <= b.left or b.right <= a.left)
        for a in full
        for b in columns
        if b is not a and (_is_full(b) or _is_long(b))
    )
