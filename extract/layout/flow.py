"""Lines of one column to paragraphs, and pieces of text joined over line ends."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mingdan.extract.layout.page import Segment

_INDENT = 1.0
_SHORT = 1.6
_RAGGED = 3.5
_STOPS = frozenset("。！？!?：:；;…”」』）)")
_LEAD = 1.35
_SIZE = 0.12


@dataclass(slots=True)
class Line:
    """Segments of one line on ``page``; ``left`` and ``right`` are the edges of its column."""

    segments: list[Segment]
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def first(self) -> Segment:
        """The leftmost segment."""
        return self.segments[0]

    @property
    def last(self) -> Segment:
        """The rightmost segment."""
        return self.segments[-1]

    @property
    def text(self) -> str:
        """The line's text, segments apart by a space."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list[Line])

    @property
    def text(self) -> str:
        """The joined text."""
        return "".join(part for part, _, _ in joined(self.lines))


def joint(left: str, right: str) -> str:
    """What stands between two lines of one paragraph: a space between Latin words, else nothing.

    >>> joint("credit", "risk"), joint("合作", "机构"), joint("2025", "年"), joint("2025年1", "1月")
    (' ', '', '', '')
    """
    if not left or not right or not (left[-1].isascii() and right[0].isascii()):
        return ""
    both = left[-1].isalpha() and right[0].isalpha()
    return " " if both or (left[-1] in ",;:" and right[0].isalpha()) else ""


def joined(lines: Iterable[Line]) -> list[tuple[str, Segment, int]]:
    """Parts of the running text with segment and page; the joint belongs to the part before it."""
    parts: list[tuple[str, Segment, int]] = []
    for line in lines:
        for number, segment in enumerate(line.segments):
            if parts:
                before, home, page = parts[-1]
                gap = " " if number else joint(before, segment.text)
                parts[-1] = (before + gap, home, page)
            parts.append((segment.text, segment, line.page))
    return parts


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Split lines in reading order at indents, short lines, wide leads and changes of size.

    A line that ends no sentence counts as short only where it is shorter than a ragged edge makes it.

    A line at the top of a column or page goes on with the paragraph before it unless it is indented.
    """
    found: list[Paragraph] = []
    pitch = _pitch(lines)
    for number, line in enumerate(lines):
        if number == 0 or _begins(lines[number - 1], line, pitch):
            found.append(Paragraph())
        found[-1].lines.append(line)
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """The usual lead in em between lines of one column."""
    steps = sorted(
        (below.first.bottom - above.first.bottom) / above.first.em
        for above, below in itertools.pairwise(lines)
        if above.page == below.page and 0 < below.first.bottom - above.first.bottom < 4 * above.first.em
    )
    return steps[len(steps) // 3] if steps else 1.5


def _begins(above: Line, below: Line, pitch: float) -> bool:
    em = below.first.em
    if abs(above.last.em - em) > _SIZE * em:
        return True
    indent = below.first.x0 - below.left
    if indent > _INDENT * em and not (_centred(below) and _centred(above)):
        return True
    step = (below.first.bottom - above.first.bottom) / em
    if above.page == below.page and step > _LEAD * pitch:
        return True
    limit = _SHORT if above.last.text[-1:] in _STOPS else _RAGGED
    return above.right - above.last.x1 > limit * em and not (_centred(above) and _centred(below))


def _centred(line: Line) -> bool:
    before, after = line.first.x0 - line.left, line.right - line.last.x1
    return before > line.first.em and abs(before - after) < line.first.em
