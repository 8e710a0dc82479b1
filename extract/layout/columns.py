"""Columns of body text on a page, and the blocks that they are made of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mingdan.extract.layout.page import Page, Segment

_STEP = 2.1
_SIZE = 0.18
_MIN_LINES = 4
_MIN_WIDTH = 7.0
_FULL = 0.5


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


def body_size(segments: Sequence[Segment]) -> float:
    """The type size with the most characters, in points."""
    sizes: Counter[float] = Counter()
    for item in segments:
        sizes[round(item.em * 2) / 2] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


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


def text_columns(page: Page) -> list[Block]:
    """Blocks that look like columns of running text: several lines, most of them reaching the right edge."""
    body = body_size(page.segments)
    lines = [item for item in page.segments if abs(item.em - body) < 0.12 * body and not item.vertical]
    return [block for block in make_blocks(lines) if _is_column(block)]


def _is_column(block: Block) -> bool:
    if len(block.lines) < _MIN_LINES or block.right - block.left < _MIN_WIDTH * block.em:
        return False
    full = sum(line.x1 > block.right - 1.6 * line.em for line in block.lines)
    return full >= _FULL * len(block.lines)


def is_multicolumn(page: Page) -> bool:
    """Whether two columns of running text stand beside each other."""
    columns = text_columns(page)
    return any(
        min(a.bottom, b.bottom) - max(a.top, b.top) > 2 * a.em and (a.right <= b.left or b.right <= a.left)
        for number, a in enumerate(columns)
        for b in columns[number + 1 :]
    )
