"""An article's text as its pieces give it, and the way back from its offsets to those of the page."""

from collections.abc import Iterable, Sequence

from mingdan.core.records import ReadingPiece, Span
from mingdan.core.runs import runs_of


class ArticleText:
    """The text that the pieces of one article make.

    A line end is added where a piece with a cut end closes without one, before a cut start, and behind the last piece
    of the page; it has no place in the page. All offsets are code points, end exclusive.

    >>> article = ArticleText("甲银\\n\\n第7版\\n行公布", [ReadingPiece(0, 2), ReadingPiece(8, 11)])
    >>> article.text, article.runs(0, 3)
    ('甲银行公布', [Span(start=0, end=2), Span(start=8, end=9)])
    """

    def __init__(self, page: str, pieces: Iterable[ReadingPiece]) -> None:
        self.page = page
        parts: list[str] = []
        self.index: list[int] = []
        broken = False
        for piece in pieces:
            if (broken or piece.cut_start) and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
                self.index.append(-1)
            parts.append(page[piece.start : piece.end])
            self.index += range(piece.start, piece.end)
            broken = piece.cut_end or piece.end == len(page)
        self.text = "".join(parts)

    def runs(self, start: int, end: int) -> list[Span]:
        """Stretches of the page that hold ``[start, end)``; those that only white space parts are one."""
        return runs_of((place for place in self.index[start:end] if place >= 0), self.page)

    def whole(self, start: int, end: int) -> Span | None:
        """Where ``[start, end)`` stands on the page, if it does so in one stretch (white space aside)."""
        runs = self.runs(start, end)
        return runs[0] if len(runs) == 1 else None


def articles_of(page: str, pieces: Sequence[ReadingPiece]) -> list[ArticleText]:
    """The articles of a page by number."""
    numbers = sorted({piece.article for piece in pieces})
    return [ArticleText(page, [piece for piece in pieces if piece.article == number]) for number in numbers]
