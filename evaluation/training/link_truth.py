"""Which links on a page made by program are right, by its truth."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from mingdan.evaluation.layout_truth import squeezed
from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.links import Link
from mingdan.extract.layout.textblocks import TextBlock

_FIRST_ROWS = 3
_LEAST = 3
Place = tuple[int, int]
"""Article and number of a line of its body; -1 is the last line of its headline, -2 one before that."""


class LinkTruth:
    """The truth of one page, asked link by link."""

    def __init__(self, truth: Mapping[str, Any], page: int) -> None:
        self._page = page
        self._articles: list[dict[str, Any]] = truth["articles"]
        self._lines: dict[str, list[Place]] = defaultdict(list)
        self._heads: dict[str, list[Place]] = defaultdict(list)
        for number, article in enumerate(self._articles):
            self._add(number, article)
        furniture: list[dict[str, str]] = truth["furniture"]
        self._ads = [squeezed(item["text"]) for item in furniture if item["kind"] == "ad"]
        self._labels = {squeezed(item["text"]) for item in furniture if item["kind"] == "label"}

    def _add(self, number: int, article: Mapping[str, Any]) -> None:
        for at, (page, text) in enumerate(article["lines"]):
            if page == self._page:
                line = squeezed(text)
                self._lines[line].append((number, at))
                if at == 0 and len(line) > _LEAST:
                    self._lines[line[1:]].append((number, at))  # behind a drop cap
        head = squeezed(article["headline"])
        for cut in range(_LEAST, len(head) - 1):
            self._heads[head[:cut]].append((number, -2))
            self._heads[head[cut:]].append((number, -1))
        if head:
            self._heads[head].append((number, -1))

    def is_right(self, link: Link, features: Mapping[str, float]) -> bool:
        """Whether a link is right; ``features`` tell which block under a label is its first."""
        before = link.before
        if isinstance(before, TextBlock):
            follow = self._first(link.after)
            return any((article, at + 1) in follow for article, at in self._places(before.rows[-1].text))
        if squeezed(before.text) in self._labels:
            nearest = features["lead out"] >= 0 and features["opinion"] > 0
            return nearest and any(at <= 0 for _, at in self._first(link.after))
        return self._opens(before, link.after) or self._is_ad(before, link.after)

    def _opens(self, head: Cluster, block: TextBlock) -> bool:
        text = squeezed(head.text)
        for article, at in self._first(block):
            headline = squeezed(self._articles[article]["headline"])
            if head.rest:
                if at > 0 and all(page != self._page for page, _ in self._articles[article]["lines"][:at]):
                    return True
            elif at == 0 and headline and headline in text:
                return True
        return False

    def _is_ad(self, head: Cluster, block: TextBlock) -> bool:
        title, text = squeezed(head.text), squeezed(block.rows[0].text)
        pairs = zip(self._ads, self._ads[1:], strict=False)
        return any(title == name and body.startswith(text) for name, body in pairs)

    def _places(self, text: str) -> list[Place]:
        line = squeezed(text)
        return self._lines.get(line) or (self._heads.get(line, []) if len(line) >= _LEAST else [])

    def _first(self, block: TextBlock) -> list[Place]:
        """The places of the first line that is known; a byline before it is none."""
        for row in block.rows[:_FIRST_ROWS]:
            found = self._places(row.text)
            if found:
                return found
        return []
