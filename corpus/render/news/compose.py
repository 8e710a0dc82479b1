"""Compose the pages of an issue from stories and options: what stands where, before anything is drawn."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any

from mingdan.core.records import Document
from mingdan.corpus.render.furniture import furniture
from mingdan.corpus.render.news.article import ArticleLeaf, Plan
from mingdan.corpus.render.news.content import Item, Story, briefs, fillers, story_of
from mingdan.corpus.render.news.flow import Cursor, Piece
from mingdan.corpus.render.news.geometry import Columns, Rect, Run, Sheet
from mingdan.corpus.render.news.inserts import ad_height, draw_ad, draw_picture
from mingdan.corpus.render.news.leaves import AdLeaf, BriefsLeaf, Leaf
from mingdan.corpus.render.news.look import Look, look_of
from mingdan.corpus.render.news.measure import advance
from mingdan.corpus.render.news.options import NewsOptions
from mingdan.corpus.render.news.tree import Planner, build
from mingdan.corpus.render.news.vertical import VerticalLeaf

_MARGIN = 30.0
_HEAD_MODES = ("full", "full", "part", "beside", "vertical")
_NARROWEST, _WIDEST = 9.0, 24.0
_BRIEFS = 4
_OVERLEAF = 2
_TRIES = 12


@dataclass(slots=True)
class Issue:
    """The pages of one issue with the stories on them, in the order of their numbers."""

    look: Look
    stories: list[Story]
    sheets: list[Sheet] = field(default_factory=list[Sheet])


def compose(documents: Sequence[Document], options: NewsOptions, seed: int) -> Issue:
    """Set gold documents and fillers into pages. All of every document finds room; fillers stand whole, too."""
    return _Composer(documents, options, seed).issue()


class _Composer:
    def __init__(self, documents: Sequence[Document], options: NewsOptions, seed: int) -> None:
        self.rng = random.Random(f"compose:{seed}")
        self.options = options
        self.paper: dict[str, Any] = furniture("paper")
        self.spare = {name: self._shuffled(name) for name in ("captions", "quotes", "kickers", "decks", "ads")}
        self.overleaf: list[Story] = []
        self.stories = list(self._stories(documents))
        texts = [t for s in self.stories for t in _texts(s)]
        self.look = look_of(options, "".join(texts) + "（下转上接版）简讯")
        self.page = self.rng.choice("ABC") + str(self.rng.randint(2, 9))
        self.pictures = options.pictures
        self.ads = options.ads

    def _shuffled(self, name: str) -> list[Any]:
        return self.rng.sample(self.paper[name], len(self.paper[name]))

    def _stories(self, documents: Sequence[Document]) -> Iterator[Story]:
        options, rng = self.options, self.rng
        pool = rng.sample(fillers(), len(fillers()))
        if options.table and not any("|" in document.text for document in documents):
            pool.sort(key=lambda story: not any(item.kind == "table" for item in story.items))
        main = [story_of(document) for document in documents]
        main += pool[: max(0, options.articles - len(main) - (1 if options.briefs else 0))]
        rng.shuffle(main)
        main = [self._decked(self._headed(story)) for story in main or pool[:1]]
        used = {story.headline for story in main}
        self.overleaf = [story for story in pool if story.headline not in used][: _OVERLEAF if options.jump else 0]
        short = rng.sample(briefs(), _BRIEFS) if options.briefs else []
        return iter([*main, *short, *map(self._headed, self.overleaf)])

    def _headed(self, story: Story) -> Story:
        if story.document is not None or self.options.subheads:
            return story
        return replace(story, items=tuple(item for item in story.items if item.kind != "subhead"))

    def _decked(self, story: Story) -> Story:
        if not story.headline:
            return story
        kicker = self.spare["kickers"].pop() if self._on("kicker", "kickers") else None
        deck = (self.spare["decks"].pop(),) if self._on("deck", "decks") else ()
        return replace(story, kicker=kicker, deck=deck)

    def _on(self, option: str, texts: str) -> bool:
        return bool(getattr(self.options, option) and self.spare[texts] and self.rng.random() < 0.7)

    def issue(self) -> Issue:
        """All pages: the first, and the one on which a jump goes on."""
        leaves = self._leaves()
        issue = Issue(self.look, self.stories)
        issue.sheets.append(self._sheet(leaves, 1))
        jumped = [leaf for leaf in leaves if isinstance(leaf, ArticleLeaf) and leaf.jump]
        if not jumped:
            del self.stories[len(self.stories) - len(self.overleaf) :]
        else:
            others = range(len(self.stories) - len(self.overleaf), len(self.stories))
            more = [self._article(number, None, jump=False) for number in others]
            issue.sheets.append(self._sheet([*(self._continued(leaf) for leaf in jumped), *more], 2))
        return issue

    def _leaves(self) -> list[Leaf]:
        main = [n for n, story in enumerate(self.stories) if not story.brief][: -len(self.overleaf) or None]
        boxed = self._boxed(main) if self.options.boxed and len(main) > 1 else None
        vertical = self._vertical(main)
        jump = self._jump(main, vertical)
        leaves: list[Leaf] = []
        for position, number in enumerate(main):
            if number == vertical:
                leaves.append(
                    VerticalLeaf(self.look, self.stories[number], self._pieces(number), self.rng.randint(12, 18))
                )
                continue
            inset = self._inset(boxed) if position == 0 else None
            leaves.append(self._article(number, inset, jump=number == jump))
        if self.options.briefs:
            numbers = [n for n, story in enumerate(self.stories) if story.brief]
            leaves.append(BriefsLeaf(self.look, tuple(p for n in numbers for p in self._brief(n))))
        leaves += [AdLeaf(self.look, ad) for ad in self._some_ads()]
        return [leaves[0], *self.rng.sample(leaves[1:], len(leaves) - 1)]

    def _boxed(self, main: list[int]) -> int:
        """Take the story for the box out of ``main``: mostly the shortest, for the longest, which then comes first."""
        if self.rng.random() < 0.7:
            main.sort(key=lambda number: -self.stories[number].characters)
        return main.pop()

    def _some_ads(self) -> Iterator[tuple[str, str]]:
        while self.ads > 0:
            self.ads -= 1
            head, text = self.spare["ads"].pop()
            yield head, text

    def _vertical(self, main: Sequence[int]) -> int | None:
        if not self.options.vertical:
            return None
        fit = [
            n
            for n in main[1:] or ([] if self.options.boxed else main)
            if not any(item.kind == "table" for item in self.stories[n].items)
        ]
        return self.rng.choice(fit) if fit else None

    def _jump(self, main: Sequence[int], vertical: int | None) -> int | None:
        if not self.options.jump:
            return None
        fit = [n for n in main if n != vertical and not any(i.kind == "table" for i in self.stories[n].items)]
        return max(fit, key=lambda n: self.stories[n].characters, default=None)

    def _inset(self, boxed: int | None) -> Leaf | None:
        if boxed is not None:
            return ArticleLeaf(self.look, self.stories[boxed], self._pieces(boxed), Plan())
        if self.options.shape == "rect":
            return None
        return AdLeaf(self.look, tuple(self.spare["ads"].pop()))

    def _article(self, number: int, inset: Leaf | None, *, jump: bool) -> ArticleLeaf:
        options, rng = self.options, self.rng
        lead = inset is not None or number == 0
        plan = Plan(
            head=rng.choice(_HEAD_MODES) if options.headline == "mixed" else options.headline,
            caption=self._caption(),
            picture=rng.randint(1, 2),
            over_gutter=self.spare["captions"].pop()
            if options.over_gutter and lead and self.spare["captions"]
            else None,
            quote=self.spare["quotes"].pop() if options.quote and self.spare["quotes"] and rng.random() < 0.7 else None,
            drop_cap=options.drop_cap and rng.random() < 0.7,
            inset=inset,
            inset_at="U" if options.shape == "U" else "L",
            stagger=tuple(rng.randint(0, 4) for _ in range(7)) if options.staggered else (),
            wider=options.unequal and rng.random() < 0.4,
        )
        note = f"（下转{self._label(2)}版）" if jump else ""
        return ArticleLeaf(self.look, self.stories[number], self._pieces(number), plan, jump=note)

    def _caption(self) -> str | None:
        if self.pictures <= 0 or not self.spare["captions"]:
            return None
        self.pictures -= 1
        return self.spare["captions"].pop()

    def _label(self, page: int) -> str:
        return f"{self.page[0]}{int(self.page[1:]) + page - 1}"

    def _continued(self, leaf: ArticleLeaf) -> ArticleLeaf:
        note = f"（上接{self._label(1)}版）"
        rest = leaf.rest or Cursor()
        return ArticleLeaf(self.look, leaf.story, leaf.pieces, Plan(), start=rest, note=note)

    def _pieces(self, number: int) -> tuple[Piece, ...]:
        return tuple(_piece(item, number, para) for para, item in enumerate(self.stories[number].items))

    def _brief(self, number: int) -> tuple[Piece, ...]:
        return (Piece("brief", self.stories[number].headline or "", number, -1), *self._pieces(number))

    def _sheet(self, leaves: Sequence[Leaf], page: int) -> Sheet:
        sheet = Sheet(page)
        columns = self._columns(leaves)
        planner = Planner(self.look, self._fill)
        trees = [build(leaves, len(columns), self.rng) for _ in range(_TRIES)]
        tree = min(trees, key=lambda each: planner.cost(each, columns))
        top = _MARGIN + (self.look.size * 4 if self.options.furniture else 0)
        need = planner.need(tree, columns)
        sheet.width = columns[-1][1] + _MARGIN
        sheet.height = top + need + _MARGIN + self.look.size * 2
        planner.lay(tree, sheet, columns, top, need)
        if self.options.furniture:
            self._frame(sheet, columns)
        return sheet

    def _columns(self, leaves: Sequence[Leaf]) -> Columns:
        """Columns as wide as the page's shape asks for, within 9 to 24 ems."""
        options, size = self.options, self.look.size
        count = max(4, min(8, options.columns * 2)) if options.spread else options.columns
        aspect = 1.45 if options.landscape or options.spread else 0.75
        gutters = (count - 1) * self.look.gutter
        wanted = (sqrt(sum(leaf.area() for leaf in leaves) * 1.25 * aspect) - gutters) / count
        width = min(_WIDEST * size, max(_NARROWEST * size, wanted))
        widths = [width * (self.rng.uniform(0.8, 1.3) if options.unequal else 1.0) for _ in range(count)]
        edges: list[tuple[float, float]] = []
        x = _MARGIN
        for number, wide in enumerate(max(_NARROWEST * size, w) for w in widths):
            edges.append((round(x, 2), round(x + wide, 2)))
            fold = 3 * size if options.spread and number == count // 2 - 1 else 0
            x += wide + self.look.gutter + fold
        return tuple(edges)

    def _fill(self, sheet: Sheet, columns: Columns, top: float, bottom: float) -> None:
        """Something for an empty corner: an ad or a picture while the options have any left, else nothing."""
        width = columns[-1][1] - columns[0][0]
        region = columns[0][0], columns[-1][1]
        if self.options.ads and self.spare["ads"]:
            ad = tuple(self.spare["ads"][-1])
            high = ad_height(self.look, ad, width)
            if high <= bottom - top:
                self.spare["ads"].pop()
                draw_ad(sheet, self.look, ad, _rect(region, bottom - high, bottom))
                return
        if self.options.pictures and self.spare["captions"]:
            high = min(bottom - top, width * 0.7)
            draw_picture(sheet, self.look, _rect(region, bottom - high, bottom), self.spare["captions"].pop())

    def _frame(self, sheet: Sheet, columns: Columns) -> None:
        """The head and foot of the page."""
        look, paper, rng = self.look, self.paper, random.Random(f"frame:{self.page}")
        left, right = columns[0][0], columns[-1][1]
        day = rng.randint(1, 28)
        date = f"2025年{rng.randint(1, 12)}月{day}日 {rng.choice(paper['weekdays'])}"
        label = f"{self._label(sheet.page)} {rng.choice(paper['sections'])}"
        staff, site = rng.choice(paper["staff"]), rng.choice(paper["sites"])
        name = rng.choice(paper["names"])
        foot = sheet.height - _MARGIN
        places = [
            (name, left, _MARGIN, 1.5),
            (date, (left + right) / 2 - len(date) * look.size * 0.35, _MARGIN, 0.9),
            (label, right - advance(label, look.size * 1.3, look.head_font), _MARGIN, 1.3),
            (staff, left, foot, 0.9),
            (site, right - advance(site, look.size * 0.9, look.head_font), foot, 0.9),
        ]
        for text, x, top, ems in places:
            sheet.runs.append(Run(text, x, top, look.size * ems, look.head_font, sheet.frame()))
            sheet.furniture.append(("header", text))
        y = _MARGIN + look.size * 2.2
        sheet.rule(left, y, right, y + 1)


def _rect(region: tuple[float, float], top: float, bottom: float) -> Rect:
    return Rect(region[0], top, region[1], bottom)


def _piece(item: Item, story: int, para: int) -> Piece:
    return Piece(item.kind, item.text, story, para, item.rows)


def _texts(story: Story) -> Iterator[str]:
    yield from (text for text in (story.kicker, story.headline, story.byline, *story.deck) if text)
    for item in story.items:
        yield item.text
        yield from (cell for row in item.rows for cell in row)
