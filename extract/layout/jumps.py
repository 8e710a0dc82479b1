"""Articles that go on elsewhere: marks that say so, and the two parts joined."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from mingdan.extract.layout.article import Article
from mingdan.extract.layout.joins import joins

_PLACE = r"第?\s*[A-Za-z]?\s*[0-9０-９一二三四五六七八九十]{0,4}\s*版?"
_FROM = re.compile(rf"[（(【\[▲◀]\s*(?:上接|紧接|接上|文接|接)\s*({_PLACE})[^）)】\]。]{{0,12}}[）)】\]]")
_TO = re.compile(rf"[（(【\[▶►]?\s*(?:下转|转)\s*(?:{_PLACE})[^）)】\]。]{{0,10}}[）)】\]]?$")
_TO_END = re.compile(rf"[（(【\[▶►]\s*(?:下转|转)\s*({_PLACE})[^）)】\]。]{{0,10}}[）)】\]]?$")
_FROM_START = re.compile(rf"^[（(【\[▲◀]\s*(?:上接|紧接|接上|文接)\s*({_PLACE})[^）)】\]。]{{0,12}}[）)】\]]")
_LEAST = 0.95
_LEAST_REST = 0.6


def jump_from(text: str) -> bool:
    """Whether a line is a mark that what follows goes on from elsewhere.

    >>> jump_from("（上接A1版）"), jump_from("他接过话筒。")
    (True, False)
    """
    return bool(_FROM_START.match(text)) and len(_FROM_START.sub("", text)) < 3


def jump_to(text: str) -> bool:
    """Whether a line is a mark that its article goes on elsewhere.

    >>> jump_to("（下转B4版）"), jump_to("▶下转3版"), jump_to("转身离开")
    (True, True, False)
    """
    match = _TO.match(text)
    return bool(match) and ("版" in text or "下转" in text)


def without_marks(text: str) -> tuple[str, bool, bool]:
    """A line without a mark at its end or beginning, and whether it had one there.

    >>> without_marks("公布了名单（下转A2版）"), without_marks("（上接A1版）的公告。")
    (('公布了名单', True, False), ('的公告。', False, True))
    """
    cut = _FROM_START.sub("", _TO_END.sub("", text))
    return cut, bool(_TO_END.search(text)), bool(_FROM_START.match(text))


def is_rest(head: str) -> bool:
    """Whether a head says that its article goes on from elsewhere.

    >>> is_rest("城商行合作机构清单陆续上网（上接B3）")
    True
    """
    return bool(_FROM.search(head))


def stitch_articles(articles: Sequence[Article]) -> list[Article]:
    """Join parts of articles over pages: by a repeated headline, or by marks, open ends and the words at the joint."""
    whole: list[Article] = []
    for article in articles:
        home = _home(article, whole)
        if home is None:
            whole.append(article)
            continue
        home.parts += article.parts
        home.apart += article.apart
        home.grids += article.grids
        home.jump = article.jump
    return whole


def _home(article: Article, earlier: Sequence[Article]) -> Article | None:
    before = [item for item in earlier if item.page < article.page]
    title = article.title
    if title:
        title = _FROM.sub("", title).strip()
        scored = [(SequenceMatcher(None, title, item.title or "").ratio(), item) for item in before]
        same = [pair for pair in scored if pair[0] > (_LEAST_REST if article.rest else _LEAST)]
        if same:
            return max(same, key=lambda pair: pair[0])[1]
    if not article.parts or (title and not article.rest):
        return None
    flush = not article.parts[0].block.indented
    if not article.rest and not flush:
        return None
    open_ends = [item for item in before if item.unfinished]
    marked = [item for item in open_ends if item.jump is not None]
    found = marked or open_ends
    best = max(found, key=lambda item: joins(item.text[-80:], article.text[:80]), default=None)
    return best if best is not None and (article.rest or len(found) == 1) else None
