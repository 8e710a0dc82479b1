"""Where text that is no body text has got into a body sentence: a caption, a header, another article's headline."""

import re
from collections.abc import Callable, Iterator, Sequence

from mingdan.evaluation.layout_truth import Article, Page

SEPARATOR = "\ue000"
"""Stands between the articles of a prediction; occurs in no text."""

_BREAK = "\x01"
_NEAR = 6
_SIDE = 3
_SHORT_KINDS = frozenset({"pageno", "cell", "jump", "credit"})

Place = tuple[int, int]
"""Number of the article and of the sentence in it."""


class Leaks:
    """What leaked on one page: ``sentences`` that took something in, and the number of ``furniture`` items that did."""

    def __init__(self, page: Page, predicted: str) -> None:
        self._page = page
        self._predicted = predicted
        self._bodies = _Bodies(page.articles)
        self._edges = _Edges(page)
        self.sentences: set[Place] = set()
        self.furniture = 0
        for kind, text in page.furniture:
            self.furniture += self._leaks(kind, text)
        for article in page.articles:
            for text in article.heads:
                self._leaks("head", text)
            for text in article.cells:
                self._leaks("cell", text)

    def _leaks(self, kind: str, text: str) -> bool:
        """Whether the item stands inside a sentence; notes the sentences."""
        if len(text) < 2:
            return False
        found = False
        for piece in self._pieces(text):
            if len(piece) >= 4 or kind in _SHORT_KINDS:
                places = {place for at in self._foreign(piece) for place in self._cut(text, piece, at)}
                found = found or bool(places)
                self.sentences |= places
        return found

    def _pieces(self, text: str) -> Sequence[str]:
        """The whole item, or where it is not there in one piece its two ends, if it is long enough."""
        if text in self._predicted:
            return (text,)
        return (text[:_NEAR], text[-_NEAR:]) if len(text) >= 2 * _NEAR else ()

    def _foreign(self, piece: str) -> Iterator[int]:
        """Where the piece stands in the prediction and is not the same words of a body text."""
        for match in re.finditer(re.escape(piece), self._predicted):
            start, end = match.span()
            left, right = self._predicted[max(0, start - _SIDE) : start], self._predicted[end : end + _SIDE]
            if not self._bodies.has(piece, left, right):
                yield start

    def _cut(self, text: str, piece: str, at: int) -> set[Place]:
        """The sentences that go on before or after the piece; of an item in two ends, only on its outer sides."""
        places: set[Place] = set()
        if piece in (text, text[:_NEAR]):
            places |= self._ends_inside(self._predicted[max(0, at - _NEAR) : at])
        if piece in (text, text[-_NEAR:]):
            end = at + len(piece)
            places |= self._goes_on_inside(self._predicted[end : end + _NEAR])
        return places

    def _ends_inside(self, context: str) -> set[Place]:
        """Sentences that have ``context`` not at their end."""
        if not self._edges.tell_before(context):
            return set()
        return self._sentences(lambda s: 0 <= s.find(context) < len(s) - len(context))

    def _goes_on_inside(self, context: str) -> set[Place]:
        """Sentences that have ``context`` not at their beginning."""
        if not self._edges.tell_after(context):
            return set()
        return self._sentences(lambda s: s.find(context) > 0)

    def _sentences(self, has: Callable[[str], bool]) -> set[Place]:
        return {
            (a, s)
            for a, article in enumerate(self._page.articles)
            for s, sentence in enumerate(article.sentences)
            if has(sentence)
        }


class _Bodies:
    """The body texts of a page, with and without the breaks between paragraphs."""

    def __init__(self, articles: Sequence[Article]) -> None:
        texts = ["".join(f"{part or ''}{_BREAK}" for part in article.body) for article in articles]
        self._parted = _BREAK.join(texts)
        self._whole = "".join(texts).replace(_BREAK, "")

    def has(self, piece: str, left: str, right: str) -> bool:
        """Whether a body text has the piece with what stands right before or right after it."""
        if piece not in self._parted:
            return False
        return any(side in text for side in (left + piece, piece + right) for text in (self._parted, self._whole))


class _Edges:
    """Beginnings and ends of all texts of a page: where one of them is near, a text ends there and nothing is cut."""

    def __init__(self, page: Page) -> None:
        texts = [text for _, text in page.furniture]
        for article in page.articles:
            texts += [*article.heads, *article.apart, *article.cells, *article.sentences]
        texts = [text for text in texts if text]
        self._starts = {text[:_NEAR] for text in texts}
        self._ends = {text[-_NEAR:] for text in texts}
        self._short = tuple({text for text in texts if len(text) < _NEAR})

    def tell_before(self, context: str) -> bool:
        """Whether ``context`` before a place says that a sentence was cut there."""
        return self._tells(context) and context not in self._ends and not context.endswith(self._short)

    def tell_after(self, context: str) -> bool:
        """Whether ``context`` after a place says that a sentence was cut there."""
        return self._tells(context) and context not in self._starts and not context.startswith(self._short)

    def _tells(self, context: str) -> bool:
        return len(context) == _NEAR and SEPARATOR not in context
