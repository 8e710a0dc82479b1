"""Newspaper pages: headlines, what stands under them, and articles that go on elsewhere.

Every block belongs to the lowest headline above it whose scope holds it. The scope of a headline is as wide as the rule
above it, or as the columns whose text does not cross its row. Inside an article: decks and bylines, then the columns
from left to right, each from top to bottom; captions and pull quotes at the end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import inf

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.columns import Block, body_size, make_blocks, shared
from mingdan.extract.layout.flow import Line, Paragraph, paragraphs
from mingdan.extract.layout.page import Page, Segment
from mingdan.extract.layout.tables import Grid

_HEAD = 1.4
_MIN_HEAD = 4
_MIN_BODY = 3
_RARE = 0.3
_NEAR = 3.0
_JUMP_FROM = re.compile(
    r"[（(【\[]?\s*(?:上接|紧接|接上)\s*第?\s*[A-Za-z0-9０-９一二三四五六七八九十]{0,4}\s*版?[^）)】\]]{0,8}[）)】\]]?"
)
_JUMP_TO = re.compile(
    r"^[（(【\[▶►]?\s*(?:下转|转)\s*第?\s*[A-Za-z0-9０-９一二三四五六七八九十]{1,4}\s*版?[^）)】\]]{0,10}[）)】\]]?$"
)
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)]*$")


@dataclass(slots=True)
class Headline:
    """A headline with its scope ``[left, right]``; ``rest`` says that it repeats that of a continued article."""

    block: Block
    page: int
    left: float = 0.0
    right: float = 0.0
    bottom: float = inf
    rest: bool = False

    @property
    def title(self) -> str:
        """The headline without a jump mark."""
        return _JUMP_FROM.sub("", self.block.text).strip()


@dataclass(slots=True)
class Article:
    """An article: its headline (none where text stands under no headline), heads, body lines, and what stands apart."""

    headline: Headline | None
    page: int
    heads: list[Line] = field(default_factory=list[Line])
    body: list[Line] = field(default_factory=list[Line])
    apart: list[Block] = field(default_factory=list[Block])
    apart_pages: list[int] = field(default_factory=list[int])
    grids: list[Grid] = field(default_factory=list[Grid])

    @property
    def title(self) -> str | None:
        """The headline's text."""
        return self.headline.title if self.headline else None

    def paragraphs(self) -> list[Paragraph]:
        """Headline, heads, body, then captions and quotes."""
        found: list[Paragraph] = []
        if self.headline:
            found.append(Paragraph([Line([line], self.headline.page) for line in self.headline.block.lines]))
        found += [Paragraph([line]) for line in self.heads]
        found += paragraphs(self.body)
        for block, page in zip(self.apart, self.apart_pages, strict=True):
            found.append(Paragraph([Line([line], page) for line in block.lines]))
        return found

    @property
    def unfinished(self) -> bool:
        """Whether the body breaks off inside a sentence or says that it goes on."""
        return bool(self.body) and not _SENTENCE_END.search(self.body[-1].text)


def page_articles(page: Page, grids: Sequence[Grid] = ()) -> list[Article]:
    """Articles of one page, from top to bottom; blocks under no headline that are no running text are left out."""
    body = body_size(page.segments)
    level = [item for item in page.segments if not item.vertical and not _JUMP_TO.match(item.text)]
    heads = [item for item in level if item.em >= _HEAD * body or _JUMP_FROM.search(item.text)]
    others = [item for item in level if item not in heads]
    headlines = _headlines(heads, others, page, body)
    articles = {id(headline): Article(headline, page.number) for headline in headlines}
    orphan = Article(None, page.number)
    groups: dict[int, list[Block]] = {}
    for block in make_blocks(others):
        home = _home(block, headlines)
        groups.setdefault(id(home) if home else 0, []).append(block)
    for grid in grids:
        home = _over(grid.top, grid.middle, headlines)
        (articles[id(home)] if home else orphan).grids.append(grid)
    for key, blocks in groups.items():
        _arrange(articles.get(key, orphan), blocks, body)
    found = [article for article in articles.values() if article.body or article.grids]
    if orphan.grids or (
        len(orphan.body) >= _MIN_BODY and sum(line.first.x1 - line.first.x0 for line in orphan.body) > 30 * body
    ):
        found.append(orphan)
    return [article for article in found if article.body or article.grids]


def _headlines(heads: Sequence[Segment], others: Sequence[Segment], page: Page, body: float) -> list[Headline]:
    blocks = [block for block in make_blocks(heads) if len(block.text) >= _MIN_HEAD]
    found = [Headline(block, page.number, rest=bool(_JUMP_FROM.search(block.text))) for block in blocks]
    for headline in found:
        _set_scope(headline, [other.block for other in found if other is not headline], others, page, body)
    return sorted(found, key=lambda item: (item.block.top, item.left))


def _set_scope(headline: Headline, heads: Sequence[Block], others: Sequence[Segment], page: Page, body: float) -> None:
    block = headline.block
    top, bottom = block.lines[0].bottom - block.em, block.bottom
    beside = [(item.x0, item.x1) for item in others if _crosses(item.top, item.bottom, top, bottom)]
    beside += [(item.left, item.right) for item in heads if _crosses(item.top, item.bottom, top, bottom)]
    left = max((x1 for _, x1 in beside if x1 <= block.left + body), default=0.0)
    right = min((x0 for x0, _ in beside if x0 >= block.right - body), default=page.width)
    rule = _rule_above(block, page, body)
    if rule:
        left, right = max(left, rule[0] - body), min(right, rule[2] + body)
        headline.bottom = _frame_bottom(rule, page)
    headline.left, headline.right = left, right


def _crosses(top: float, bottom: float, upper: float, lower: float) -> bool:
    return min(bottom, lower) - max(top, upper) > 0.3 * min(bottom - top, lower - upper)


def _rule_above(block: Block, page: Page, body: float) -> Box | None:
    near = [
        rule
        for rule in page.level
        if -0.5 * body < block.top - rule[3] < 2.5 * max(body, 0.6 * block.em)
        and rule[0] <= block.left + body
        and rule[2] >= block.right - body
    ]
    return max(near, key=lambda rule: rule[3], default=None)


def _frame_bottom(rule: Box, page: Page) -> float:
    """Lower edge of the frame whose upper edge is ``rule``; infinite where it is a plain line."""
    sides = [
        max(
            (side[3] for side in page.upright if abs(side[0] - x) < _NEAR and abs(side[1] - rule[1]) < _NEAR),
            default=inf,
        )
        for x in (rule[0], rule[2])
    ]
    return inf if inf in sides else min(sides)


def _home(block: Block, headlines: Sequence[Headline]) -> Headline | None:
    return _over(block.lines[0].bottom, block.middle, headlines)


def _over(y: float, x: float, headlines: Sequence[Headline]) -> Headline | None:
    over = [
        item for item in headlines if item.block.lines[0].bottom <= y <= item.bottom and item.left <= x <= item.right
    ]
    return max(over, key=lambda item: item.block.bottom, default=None)


def _arrange(article: Article, blocks: list[Block], body: float) -> None:
    """Sort an article's blocks into heads, body lines in reading order, and what stands apart."""
    body = _local_size(blocks, body)
    text = [block for block in blocks if _is_body(block, body)]
    columns = _columns(text)
    first = min((block.top for block in text), default=0.0)
    for block in sorted((block for block in blocks if block not in text), key=lambda block: (block.top, block.left)):
        if article.headline and block.bottom <= first + 0.3 * body and len(block.lines) <= 2:
            article.heads += [Line([line], article.page) for line in block.lines]
        else:
            article.apart.append(block)
            article.apart_pages.append(article.page)
    for band in _bands(text, columns):
        for left, right in columns:
            own = [block for block in band if _column(block, columns) == (left, right)]
            lines = sorted((line for block in own for line in block.lines), key=lambda line: line.bottom)
            article.body += [Line([line], article.page, left, right) for line in lines]


def _local_size(blocks: Sequence[Block], body: float) -> float:
    """The article's own type size where the page's body size is rare in it, as in frames and briefs."""
    lines = [line for block in blocks for line in block.lines]
    usual = sum(len(line.text) for line in lines if abs(line.em - body) < 0.1 * body)
    local = body_size(lines)
    running = sum(abs(line.em - local) < 0.1 * local for line in lines) >= _MIN_BODY
    return local if running and usual < _RARE * sum(len(line.text) for line in lines) else body


def _is_body(block: Block, body: float) -> bool:
    em = sorted(line.em for line in block.lines)[len(block.lines) // 2]
    return abs(em - body) < 0.1 * body


def _columns(blocks: Sequence[Block]) -> list[tuple[float, float]]:
    """Edges of the columns, from left to right: intervals that several blocks share."""
    columns: list[tuple[float, float]] = []
    for block in sorted(blocks, key=lambda block: (-len(block.lines), block.left)):
        for number, (left, right) in enumerate(columns):
            if shared(block, left, right) > 0.5:
                if block.right - block.left < 1.3 * (right - left):
                    columns[number] = (min(left, block.left), max(right, block.right))
                break
        else:
            columns.append((block.left, block.right))
    return sorted(columns)


def _column(block: Block, columns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return max(columns, key=lambda column: (shared(block, *column) > 0.3, -column[0]))


def _bands(blocks: Sequence[Block], columns: Sequence[tuple[float, float]]) -> list[list[Block]]:
    """Blocks above, of, and below each block that spans several columns."""
    wide = sorted(
        (block for block in blocks if sum(shared(block, *column) > 0.3 for column in columns) > 1), key=lambda b: b.top
    )
    bands: list[list[Block]] = []
    rest = [block for block in blocks if block not in wide]
    for block in wide:
        bands += [[item for item in rest if item.top < block.top], [block]]
        rest = [item for item in rest if item.top >= block.top]
    return [band for band in [*bands, rest] if band]


def stitch_articles(articles: Sequence[Article]) -> list[Article]:
    """Join continued articles: a repeated headline with a jump mark, or a text under no headline after an open end."""
    whole: list[Article] = []
    for article in articles:
        home = _continued(article, whole)
        if home is None:
            whole.append(article)
            continue
        home.body += article.body
        home.apart += article.apart
        home.apart_pages += article.apart_pages
        home.grids += article.grids
    return whole


def _continued(article: Article, earlier: Sequence[Article]) -> Article | None:
    before = [item for item in earlier if item.page < article.page]
    title = article.title
    if title is not None:
        scored = [(SequenceMatcher(None, title, item.title or "").ratio(), item) for item in before]
        same = [pair for pair in scored if pair[0] > (0.6 if article.headline and article.headline.rest else 0.95)]
        if same:
            return max(same, key=lambda pair: pair[0])[1]
    if title is None or (article.headline and article.headline.rest):
        open_ends = [item for item in before if item.unfinished]
        return open_ends[-1] if len(open_ends) == 1 else None
    return None
