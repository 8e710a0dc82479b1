"""From the text of a page to its reading: pieces in order, by article, with the ends that are cut off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.records import ReadingPiece
from mingdan.extract.reading.articles import order_articles
from mingdan.extract.reading.features import Page, near_features
from mingdan.extract.reading.joins import Joins, find_joins, make_page, near_probabilities
from mingdan.extract.reading.language import Pairs, shipped_pairs
from mingdan.extract.reading.lines import page_lines
from mingdan.extract.reading.weighing import Numbers
from mingdan.models.linear import LinearModel, shipped_model
from mingdan.models.trees import Trees, shipped_trees

_BROKEN, _LEAST, _SHARE = 0.9, 3, 0.2
"""Probability of a broken line to count; a page has at least so many, and so large a share of its text lines."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the repair has learned: first opinions of joins, the trees that weigh them, the pairs of characters.

    Without ``trees`` and ``pairs`` those that ship with the package are taken.
    """

    model: LinearModel
    pairs: Pairs | None = None
    trees: Mapping[str, Trees] | None = None

    def scores(self, kind: str, cases: Sequence[Numbers]) -> Sequence[float]:
        """Log odds of cases of a kind: near, far, end, start."""
        trees = self.trees[kind] if self.trees else shipped_trees(f"reading_{kind}")
        return trees.scores(cases).tolist()


def repair(text: str, language: Language | None = None) -> tuple[ReadingPiece, ...] | None:
    """The reading of a scrambled page; None where the text is in order as it stands.

    The pieces of an article, joined, are its text: a piece that closes a paragraph holds the line end. Furniture and
    what stands between joined lines is in no piece. Offsets are code points of ``text``, end exclusive.
    """
    if text.count("\n") < _LEAST:
        return None
    language = language or Language(shipped_model("reading"))
    page = make_page(page_lines(text), language.model)
    if not _are_enough(page, _open_lines(page)):
        return None
    broken = broken_lines(page, language.model)
    if not _are_enough(page, broken):
        return None
    near = near_probabilities(page, language.model)
    joins = find_joins(page, language, near)
    if not _are_enough(page, [line for line in broken if line in joins.follows]):
        return None
    return tuple(
        piece
        for number, lines in enumerate(order_articles(page, joins, language.pairs or shipped_pairs()))
        for piece in _pieces(text, page, joins, lines, number)
    )


def broken_lines(page: Page, model: LinearModel) -> list[int]:
    """Lines that stop inside a sentence which the next one surely carries on."""
    return [i for i in _open_lines(page) if model.probability(near_features(page, i)) >= _BROKEN]


def _open_lines(page: Page) -> list[int]:
    """Lines that may stop inside a sentence which the next one carries on."""
    pairs = enumerate(zip(page.lines, page.lines[1:], strict=False))
    return [i for i, (line, following) in pairs if line.kind == "text" and not line.ended and not following.numbered]


def _are_enough(page: Page, broken: Sequence[int]) -> bool:
    """Whether so many broken lines make a scrambled page."""
    lines = sum(line.kind == "text" for line in page.lines)
    return len(broken) >= _LEAST and len(broken) >= _SHARE * lines


def _pieces(text: str, page: Page, joins: Joins, lines: Sequence[int], article: int) -> Iterator[ReadingPiece]:
    for i in lines:
        line = page.lines[i]
        open_end = i in joins.follows or i in joins.cut_ends
        end = line.end if open_end else _after_white(text, line.end)
        yield ReadingPiece(line.start, end, article, i in joins.cut_starts, i in joins.cut_ends)


def _after_white(text: str, offset: int) -> int:
    """The end of the line ends that follow."""
    end = offset
    while end < len(text) and text[end].isspace():
        end += 1
    return offset + text[offset:end].rfind("\n") + 1
