"""Places on a page in points, origin top left, and the sheet on which a page is collected."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``bottom`` is below ``top``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    def grown(self, by: float) -> "Rect":
        """The rectangle with ``by`` points more on every side."""
        return Rect(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line. ``(x, top)`` is its upper left corner; ``extra`` points follow every glyph.

    A vertical run goes down from there, one em a glyph plus ``extra``. ``frame`` tells text frames apart.
    """

    text: str
    x: float
    top: float
    size: float
    font: str
    frame: int
    extra: float = 0.0
    bold: bool = False
    vertical: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn area. ``kind``: ``rule`` (filled black), ``frame`` (outline), ``tint`` or ``picture``."""

    rect: Rect
    kind: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of body text as set: which story and paragraph it belongs to, and on which page (from 1) it stands."""

    story: int
    para: int
    text: str
    page: int = 1


@dataclass(slots=True)
class Sheet:
    """One page while it is set: what is drawn, and what its truth says."""

    page: int = 1
    runs: list[Run] = field(default_factory=list[Run])
    shapes: list[Shape] = field(default_factory=list[Shape])
    lines: list[SetLine] = field(default_factory=list[SetLine])
    furniture: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    width: float = 0
    height: float = 0
    frames: int = 0

    def frame(self) -> int:
        """A new frame number."""
        self.frames += 1
        return self.frames

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a rule; the thickness is at least half a point."""
        self.shapes.append(Shape(Rect(x0, top, max(x1, x0 + 0.5), max(bottom, top + 0.5)), "rule"))


Columns = tuple[tuple[float, float], ...]
"""Left and right edge of each column, from left to right."""
