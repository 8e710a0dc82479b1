"""An article of a newspaper page: its head, the blocks of its text in reading order, and what stands beside it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from mingdan.extract.layout.columns import Block
from mingdan.extract.layout.flow import Line, Paragraph
from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.page import Segment
from mingdan.extract.layout.rows import Row
from mingdan.extract.layout.tables import Grid
from mingdan.extract.layout.textblocks import TextBlock

_INDENT = (0.8, 3.2)
_SHORT, _RAGGED = 1.5, 3.5
_LABEL = 6
_ENDED = re.compile(r"[。！？!?…：:；;][”’」』）)》]*$")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)》]*$")


@dataclass(slots=True, eq=False)
class Part:
    """A block of an article's text, or some of its rows, on ``page``."""

    block: TextBlock
    rows: list[Row]
    page: int
    cap: Row | None = None


@dataclass(slots=True, eq=False)
class Article:
    """An article: its head (none where text stands under none), text, and what stands apart.

    ``title`` lines may be those of a bold line of body size. ``rest``: it goes on from another page; ``jump``: it says
    that it goes on elsewhere, with the page's name where it is told.
    """

    head: Cluster | None
    page: int
    parts: list[Part] = field(default_factory=list[Part])
    titles: list[Row] = field(default_factory=list[Row])
    apart: list[tuple[Block, int]] = field(default_factory=list[tuple[Block, int]])
    grids: list[Grid] = field(default_factory=list[Grid])
    rest: bool = False
    jump: str | None = None

    @property
    def title(self) -> str | None:
        """The headline's text."""
        if self.titles:
            return "".join(row.text for row in self.titles)
        return (self.head.title or None) if self.head else None

    @property
    def text(self) -> str:
        """All of the running text."""
        return "".join(row.text for part in self.parts for row in part.rows)

    @property
    def unfinished(self) -> bool:
        """Whether the text breaks off inside a sentence or says that it goes on."""
        return bool(self.parts) and (self.jump is not None or not _SENTENCE_END.search(self.text))

    def paragraphs(self) -> list[Paragraph]:
        """Head, text, then captions and quotes."""
        found: list[Paragraph] = []
        if self.head:
            found += _head_paragraphs(self.head, self.page)
        if self.titles:
            found.append(Paragraph([Line([row.segment], self.page) for row in self.titles]))
        found += text_paragraphs(self.parts)
        found += [Paragraph([Line([line], page) for line in block.lines]) for block, page in self.apart]
        return found


def _head_paragraphs(head: Cluster, page: int) -> list[Paragraph]:
    """One paragraph for each kind of line in a head, the headline's lines together."""
    found: list[Paragraph] = []
    for number, row in enumerate(head.rows):
        if number and abs(row.em - head.rows[number - 1].em) < 0.03 * row.em:
            found[-1].lines.append(Line([row.segment], page))
        else:
            found.append(Paragraph([Line([row.segment], page)]))
    return found


def text_paragraphs(parts: Sequence[Part]) -> list[Paragraph]:
    """Rows as paragraphs: a new one after a short line or before an indent, never inside a sentence."""
    found: list[Paragraph] = []
    before: tuple[Part, int] | None = None
    for part in parts:
        for at, row in enumerate(part.rows):
            if before is None or _begins(*before, part, at):
                found.append(Paragraph())
            segments = [part.cap.segment, row.segment] if part.cap is not None and at == 0 else [row.segment]
            found[-1].lines.append(Line(segments, part.page))
            before = (part, at)
    return found


def _begins(old: Part, last: int, new: Part, at: int) -> bool:
    above, row = old.rows[last], new.rows[at]
    if above.strong != row.strong or abs(above.em - row.em) > 0.1 * row.em or (at == 0 and new.cap is not None):
        return True
    if at == new.block.byline and at and not new.cap:
        return True
    ended = bool(_ENDED.search(above.text))
    room = _right(old, last) - above.x1
    indented = _INDENT[0] * row.em < row.x0 - _left(new, at) < _INDENT[1] * row.em
    if indented:
        return ended or room > _SHORT * above.em
    return (ended and room > _SHORT * above.em) or room > 2 * _RAGGED * above.em


def _left(part: Part, at: int) -> float:
    """Left edge of the rows around a row; of a single row that of its block."""
    near = [row.x0 for row in part.rows[max(0, at - 1) : at + 3]]
    return min(near) if len(near) > 2 else min(part.block.left, *near)


def _right(part: Part, at: int) -> float:
    near = [row.x1 for row in part.rows[max(0, at - 2) : at + 3]]
    return max(near) if len(near) > 2 else max(part.block.right, *near)


def split_briefs(article: Article) -> list[Article]:
    """Short items under a label or no head, each under a bold line of body size, as articles of their own."""
    rows = [row for part in article.parts for row in part.rows]
    if article.head is None:
        _take_title(article)
    heads = sum(row.strong and not before.strong for before, row in pairwise(rows)) + bool(rows and rows[0].strong)
    if heads == 1 and article.head is not None and article.head.title.endswith(_section_names()):
        _take_title(article)
    named = article.head is not None and len(article.head.title) > _LABEL
    if heads < 2 or named or article.titles or not rows[0].strong or sum(len(row.text) for row in rows) > 260 * heads:
        return [article]
    found: list[Article] = []
    strong = False
    for part in article.parts:
        for row in part.rows:
            if row.strong and not strong:
                found.append(Article(article.head if not found else None, article.page))
            strong = row.strong
            home = found[-1]
            if row.strong:
                home.titles.append(row)
            elif home.parts and home.parts[-1].block is part.block:
                home.parts[-1].rows.append(row)
            else:
                home.parts.append(Part(part.block, [row], part.page))
    found[-1].apart, found[-1].grids, found[-1].jump = article.apart, article.grids, article.jump
    return found


@cache
def _section_names() -> tuple[str, ...]:
    data = tomllib.loads(files("mingdan.extract").joinpath("data/reading.toml").read_text("utf-8"))
    return tuple(data["section_names"])


def _take_title(article: Article) -> None:
    """Make the larger or bold lines with which an article without a head begins its title."""
    if not article.parts or not article.parts[0].rows[0].strong:
        return
    part = article.parts[0]
    count = next((at for at, row in enumerate(part.rows) if not row.strong), len(part.rows))
    rest = [row for later in article.parts for row in later.rows[count if later is part else 0 :] if row.strong]
    if count < len(part.rows) and not rest:
        article.titles, part.rows = part.rows[:count], part.rows[count:]


def as_block(segments: Sequence[Segment]) -> Block:
    """Segments as one block that stands apart."""
    block = Block()
    for segment in segments:
        block.add(segment)
    return block
