"""Scoring of the publication date that an extractor finds by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingdan.core.records import Document
from mingdan.evaluation.bootstrap import Bootstrap, estimate
from mingdan.evaluation.scores import ShareScore, Tally


@dataclass(frozen=True, slots=True)
class PublishedScores:
    """``accuracy``: equal dates where gold has one. ``null_precision``: gold has none where none was found.

    ``null_recall``: none was found where gold has none.
    """

    documents: int
    accuracy: ShareScore
    null_precision: ShareScore
    null_recall: ShareScore


def score_published(pairs: Sequence[tuple[Document, Document]]) -> PublishedScores:
    """Score ``(gold, predicted)`` pairs whose predictions were made without the given date.

    >>> score_published([(Document("d", "", published="2025-04-01"), Document("d", ""))]).null_precision.share.value
    0.0
    """
    dates = [(gold.published, predicted.published) for gold, predicted in pairs]
    bootstrap = Bootstrap(len(pairs))
    return PublishedScores(
        documents=len(pairs),
        accuracy=_share([[g == p] if g is not None else [] for g, p in dates], bootstrap),
        null_precision=_share([[g is None] if p is None else [] for g, p in dates], bootstrap),
        null_recall=_share([[p is None] if g is None else [] for g, p in dates], bootstrap),
    )


def _share(cases: Sequence[list[bool]], bootstrap: Bootstrap) -> ShareScore:
    tallies = [Tally.share(case) for case in cases]
    total = sum(tallies, Tally())
    return ShareScore(total.right, total.gold, estimate(total, bootstrap.sums(tallies), lambda t: t.precision))
