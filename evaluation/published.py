"""Scoring of the publication date that an extractor finds by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingdan.core.fold import fold
from mingdan.core.records import Document
from mingdan.evaluation.bootstrap import Bootstrap
from mingdan.evaluation.scorer import share_score
from mingdan.evaluation.scores import ShareScore, Tally


@dataclass(frozen=True, slots=True)
class PublishedScores:
    """``accuracy``: equal dates where gold has one. ``null_precision``: gold has none where none was found.

    ``null_recall``: none was found where gold has none. ``stated``: right where the document states its date
    (see :func:`states_its_date`). ``unstated``: right or none on the other documents.
    """

    documents: int
    accuracy: ShareScore
    null_precision: ShareScore
    null_recall: ShareScore
    stated: ShareScore
    unstated: ShareScore


def score_published(pairs: Sequence[tuple[Document, Document]]) -> PublishedScores:
    """Score ``(gold, predicted)`` pairs whose predictions were made without the given date.

    >>> score_published([(Document("d", "", published="2025-04-01"), Document("d", ""))]).null_precision.share.value
    0.0
    """
    dates = [(gold.published, predicted.published) for gold, predicted in pairs]
    stated = [states_its_date(gold) for gold, _ in pairs]
    bootstrap = Bootstrap(len(pairs))
    return PublishedScores(
        documents=len(pairs),
        accuracy=_share([[g == p] if g is not None else [] for g, p in dates], bootstrap),
        null_precision=_share([[g is None] if p is None else [] for g, p in dates], bootstrap),
        null_recall=_share([[p is None] if g is None else [] for g, p in dates], bootstrap),
        stated=_share([[g == p] if s else [] for s, (g, p) in zip(stated, dates, strict=True)], bootstrap),
        unstated=_share(
            [[p in (None, g)] if not s else [] for s, (g, p) in zip(stated, dates, strict=True)], bootstrap
        ),
    )


_YEAR = re.compile(r"\d{4}|[〇零○一二三四五六七八九]{4}")
_EDGE, _SHORT = 12, 60
"""Lines at either end of a document in which it states its date, and the length of such a line, code points."""


def states_its_date(gold: Document) -> bool:
    """Whether a document states the day of its publication: masthead, dateline, label or signature.

    That is a labelled date with its year that has gold's value and stands in a short line near either end; the same day
    told inside a paragraph states something else.

    >>> from mingdan.core.records import Entity
    >>> date = Entity(0, 9, "DATE", "2025年4月1日", "2025-04-01")
    >>> states_its_date(Document("d", "2025年4月1日", published="2025-04-01", entities=(date,)))
    True
    """
    own = (e for e in gold.entities if e.label == "DATE" and e.value == gold.published)
    return any(_YEAR.search(fold(e.text)) and _at_edge(gold.text, e.start) for e in own)


def _at_edge(text: str, offset: int) -> bool:
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].split("\n", 1)[0].strip()
    before = sum(bool(part.strip()) for part in text[:start].split("\n"))
    after = sum(bool(part.strip()) for part in text[start:].split("\n")[1:])
    return len(line) <= _SHORT and not line.startswith("|") and min(before, after) < _EDGE


def _share(cases: Sequence[list[bool]], bootstrap: Bootstrap) -> ShareScore:
    return share_score([Tally.share(case) for case in cases], bootstrap)
