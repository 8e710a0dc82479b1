"""Newspaper pages to articles.

Lines become heads (clusters of display type) and blocks of running text. A head goes on in the block under or beside
it, a block in the one that continues it; the best links together make chains, and a chain is an article. Vertical text
is read in a frame of its own (:mod:`mingdan.extract.layout.rows`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mingdan.extract.layout.article import Article, Part, as_block, split_briefs
from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.columns import is_multicolumn, make_blocks
from mingdan.extract.layout.edges import page_edges
from mingdan.extract.layout.frames import page_frames
from mingdan.extract.layout.heads import Cluster, clusters, take_bylines, take_caps, take_subheads
from mingdan.extract.layout.jumps import is_rest, jump_from, jump_to, without_marks
from mingdan.extract.layout.link_choice import best_links
from mingdan.extract.layout.links import Link, Scene, head_place, scene_links
from mingdan.extract.layout.page import Page, Segment
from mingdan.extract.layout.rows import Row, Type, body_type, level_rows, turned, turned_rows
from mingdan.extract.layout.strong import mark_strong
from mingdan.extract.layout.tables import Grid
from mingdan.extract.layout.textblocks import TextBlock, build_blocks, is_byline, mark_edges, part_by_type

_MIN_RUNNING = 4
_MIN_WIDTH = 7.0
_FULL = 0.5
_MIN_ORPHAN = 25
_STORY, _STORIES = 1.8, 2


@dataclass(slots=True)
class _Frame:
    """What one frame of a page holds."""

    blocks: list[TextBlock]
    heads: list[Cluster]
    small: list[Row]
    ends: list[Row]


@dataclass(slots=True)
class PageFrames:
    """A page's frames, level and upright, what may be linked in each, and the links that may be made."""

    level: _Frame
    upright: _Frame
    flat: Scene
    turn: Scene
    links: list[Link]


def page_frames_of(page: Page) -> PageFrames:
    """Heads and blocks of a page without its edges, and the links between them."""
    edges = page_edges(page)
    segments = [item for item in page.segments if id(item) not in edges]
    body = body_type(segments)
    page = replace(page, segments=segments)
    level = _frame(level_rows(segments), body, page.level)
    upright = _frame(turned_rows(page), body, [turned(page.width, rule) for rule in page.upright])
    frames = page_frames(page)
    flat = Scene(level.blocks, level.heads, body.em, page.level, page.upright, frames)
    turn = Scene(
        upright.blocks,
        upright.heads,
        body.em,
        [turned(page.width, rule) for rule in page.upright],
        [turned(page.width, rule) for rule in page.level],
        [turned(page.width, box) for box in frames],
    )
    links = [*scene_links(flat), *scene_links(turn), *_across(page, flat, turn)]
    return PageFrames(level, upright, flat, turn, links)


def is_newspaper(page: Page) -> bool:
    """Whether columns of text stand beside each other, or two heads or more over stories as a newspaper signs them."""
    if is_multicolumn(page):
        return True
    least = _STORY * body_type(page.segments).em
    if sum(item.em >= least for item in page.segments) < _STORIES:
        return False
    if not page_edges(page) and not any(is_byline(item.text) for item in page.segments):
        return False
    found = page_frames_of(page)
    led = [link.before for link in best_links(found.links).values()]
    return sum(isinstance(item, Cluster) and not item.quoted and item.em >= least for item in led) >= _STORIES


def page_articles(page: Page, grids: Sequence[Grid] = ()) -> list[Article]:
    """Articles of one page. What is no running text and belongs to none is left out."""
    found = page_frames_of(page)
    articles = _chains(best_links(found.links), found, page.number)
    _place_apart(articles, [*found.level.small, *found.upright.small], grids, page.number)
    return [item for article in articles for item in split_briefs(article) if _worth(item)]


def _worth(article: Article) -> bool:
    if article.grids or article.head or article.titles:
        return bool(article.grids or article.parts)
    return len(article.text) >= _MIN_ORPHAN


def _frame(rows: list[Row], body: Type, level: Sequence[Box]) -> _Frame:
    rows = [_unmarked(row) for row in rows]
    ends = [row for row in rows if jump_to(row.text)]
    marks = [row for row in rows if jump_from(row.text)]
    rows = [row for row in rows if row not in ends and row not in marks]
    text, display, small = part_by_type(rows, body)
    running: list[TextBlock] = []
    for other in (display, small):
        running += _running(other, level)
    heads = clusters(display, body.em, level)
    for head in heads:
        head.rest = is_rest(head.text)
    heads += [Cluster([row], rest=True) for row in marks]
    taken = take_bylines(heads, [*text, *small])
    blocks = build_blocks([row for row in text if id(row) not in taken], level)
    heads = [head for head in heads if not _is_cap(head, blocks, body.em)]
    mark_strong(blocks, body)
    take_subheads(heads, blocks, body.em)
    blocks += running
    mark_edges(blocks)
    return _Frame(blocks, heads, [row for row in small if id(row) not in taken], ends)


def _is_cap(head: Cluster, blocks: Sequence[TextBlock], em: float) -> bool:
    take_caps(head.rows, blocks, em)
    return not head.rows


def _unmarked(row: Row) -> Row:
    """The row without a jump mark inside of it."""
    text, to, came = without_marks(row.text)
    if text and (to or came) and text != row.text:
        return replace(row, segment=replace(row.segment, text=text))
    return row


def _running(rows: list[Row], level: Sequence[Box]) -> list[TextBlock]:
    """Running text of another size than the page's; its rows are taken out of ``rows``."""
    found = [block for block in build_blocks(rows, level) if _is_running(block)]
    taken = {id(row) for block in found for row in block.rows}
    rows[:] = [row for row in rows if id(row) not in taken]
    return found


def _is_running(block: TextBlock) -> bool:
    if len(block.rows) < _MIN_RUNNING or block.width < _MIN_WIDTH * block.em or "。" not in block.text:
        return False
    full = sum(row.x1 > block.right - 1.6 * row.em for row in block.rows)
    return full >= _FULL * len(block.rows)


def _across(page: Page, flat: Scene, turn: Scene) -> list[Link]:
    """Links from vertical heads to horizontal text and from horizontal heads to vertical text."""
    found: list[Link] = []
    for heads, scene, turns in ((turn.heads, flat, False), (flat.heads, turn, True)):
        for head in heads:
            shape = turned(page.width, head.box) if turns else head.box
            seen = replace(head, shape=shape)
            for block in scene.blocks:
                place = head_place(scene, seen, block)
                if place is not None and not head.quoted:
                    score = place + (0.9 if head.em > 1.4 * scene.em else -1) + (1.0 if block.indented else -2.5)
                    found.append(Link(score, head, block, scene, seen))
    return found


def _chains(taken: dict[int, Link], page: PageFrames, number: int) -> list[Article]:
    """Articles by the links taken, heads first; blocks that nothing leads to begin articles without a head."""
    led = {id(link.after) for link in taken.values()}
    heads, blocks = [*page.flat.heads, *page.turn.heads], [*page.flat.blocks, *page.turn.blocks]
    starts = [*heads, *(block for block in blocks if id(block) not in led)]
    found: list[Article] = []
    for start in sorted(starts, key=_corner):
        article = Article(start if isinstance(start, Cluster) else None, number)
        at = start
        while at is not None:
            if isinstance(at, TextBlock):
                article.parts.append(Part(at, list(at.rows), number, at.cap))
            link = taken.get(id(at))
            at = link.after if link else None
        article.rest = isinstance(start, Cluster) and start.rest
        found.append(article)
    _mark_jumps(found, [*page.level.ends, *page.upright.ends])
    return found


def _corner(item: Cluster | TextBlock) -> tuple[float, float]:
    box = item.rows[0].segment.box
    return (box[1], box[0])


def _mark_jumps(articles: Sequence[Article], marks: Sequence[Row]) -> None:
    """Set the jump of the article that ends nearest above each mark."""
    for mark in marks:
        x, y = mark.segment.middle, mark.segment.top
        ends = [(article, article.parts[-1].rows[-1].segment) for article in articles if article.parts]
        near = [
            (abs(last.bottom - y) + abs(last.middle - x) * 0.3, number)
            for number, (_, last) in enumerate(ends)
            if last.bottom < y + 2 * last.em
        ]
        if near:
            ends[min(near)[1]][0].jump = mark.text


def _place_apart(articles: Sequence[Article], small: Sequence[Row], grids: Sequence[Grid], number: int) -> None:
    """Give captions, small print, quotes and tables to the article around them."""
    for block in make_blocks([row.segment for row in small if not row.segment.vertical]):
        home = _around(articles, (block.left, block.top, block.right, block.bottom))
        if home is not None:
            home.apart.append((block, number))
    for article in articles:
        if article.head is not None and not article.parts and not article.grids:
            home = _around([item for item in articles if item.parts], article.head.box)
            if home is not None:
                home.apart.append((as_block([row.segment for row in article.head.rows]), number))
    for grid in grids:
        box = (grid.middle - 1, grid.top, grid.middle + 1, grid.bottom)
        home = _around(articles, box) or min(articles, key=lambda item: _distance(item, box), default=None)
        if home is not None:
            home.grids.append(grid)


def _around(articles: Sequence[Article], box: Box) -> Article | None:
    """The article whose text stands nearest, if it is near."""
    near = min(articles, key=lambda item: _distance(item, box), default=None)
    return near if near is not None and _distance(near, box) < 60 else None


def _distance(article: Article, box: Box) -> float:
    return min((_apart(row.segment, box) for part in article.parts for row in part.rows), default=float("inf"))


def _apart(item: Segment, box: Box) -> float:
    across = max(0.0, item.x0 - box[2], box[0] - item.x1)
    down = max(0.0, item.top - box[3], box[1] - item.bottom)
    return across + down
