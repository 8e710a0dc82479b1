"""Lines of a page in a frame in which they run from left to right and follow one another from top to bottom.

Vertical lines are turned: their frame has the page's height as its x, and the distance from the page's right edge as
its y. So columns of vertical text (tiers) are columns like any other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.page import Page, Segment

_SAME = 0.07
_DISPLAY = 1.07
_SMALL = 0.93


@dataclass(slots=True, eq=False)
class Row:
    """A segment in its frame; ``strong`` says that its type is heavier than that of the text around it."""

    segment: Segment
    x0: float
    top: float
    x1: float
    bottom: float
    strong: bool = False

    @property
    def em(self) -> float:
        """Type size in points."""
        return self.segment.em

    @property
    def text(self) -> str:
        """The characters."""
        return self.segment.text

    @property
    def head(self) -> float:
        """Where the characters begin above the base line, without the font's own lead."""
        return self.bottom - self.segment.em


@dataclass(frozen=True, slots=True)
class Type:
    """The type of running text: size in points, font, weight."""

    em: float
    face: str = ""
    bold: bool = False

    def is_body(self, em: float) -> bool:
        """Whether type of this size may be running text."""
        return abs(em - self.em) <= _SAME * self.em

    def is_display(self, em: float) -> bool:
        """Whether type of this size is larger than running text."""
        return em >= _DISPLAY * self.em

    def is_small(self, em: float) -> bool:
        """Whether type of this size is smaller than running text."""
        return em < _SMALL * self.em


def body_type(segments: Iterable[Segment]) -> Type:
    """The type with the most characters; those of long lines count more."""
    sizes: Counter[float] = Counter()
    groups: dict[float, list[Segment]] = {}
    for item in segments:
        key = round(item.em * 4) / 4
        sizes[key] += len(item.text) ** 2
        groups.setdefault(key, []).append(item)
    if not sizes:
        return Type(10.0)
    most = sizes.most_common(1)[0][0]
    faces: Counter[tuple[str, bool]] = Counter()
    for item in groups[most]:
        faces[item.face, item.bold] += len(item.text)
    (face, bold), _ = faces.most_common(1)[0]
    return Type(median(item.em for item in groups[most]), face, bold)


def level_rows(segments: Sequence[Segment]) -> list[Row]:
    """Horizontal segments as rows."""
    return [Row(item, item.x0, item.top, item.x1, item.bottom) for item in segments if not item.vertical]


def turned_rows(page: Page) -> list[Row]:
    """Vertical segments as rows of the turned frame."""
    return [Row(item, *turned(page.width, item.box)) for item in page.segments if item.vertical]


def turned(width: float, box: Box) -> Box:
    """A box of a page of this width in the turned frame.

    >>> turned(100, (80, 10, 90, 60))
    (10, 10, 60, 20)
    """
    x0, top, x1, bottom = box
    return (top, width - x1, bottom, width - x0)
