"""Scores of pairs of gold and predicted documents, summed over documents."""

from collections.abc import Sequence

from mingdan.core.records import Document
from mingdan.evaluation.bootstrap import REPLICATES, Bootstrap, estimate, precision_recall_f1
from mingdan.evaluation.counts import count_tallies
from mingdan.evaluation.mentions import mention_tallies
from mingdan.evaluation.policies import policy_tallies
from mingdan.evaluation.rows import row_tallies
from mingdan.evaluation.scores import FOUND, SHARES, FoundScore, Scores, ShareScore, Tally

Pair = tuple[Document, Document]


def document_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Every measure's counts in one document."""
    return (
        mention_tallies(gold, predicted)
        | row_tallies(gold, predicted)
        | policy_tallies(gold, predicted)
        | count_tallies(gold, predicted)
    )


def score(pairs: Sequence[Pair], replicates: int = REPLICATES) -> Scores:
    """Score ``(gold, predicted)`` pairs of the same documents.

    >>> score([(Document("d", ""), Document("d", ""))]).documents
    1
    """
    tallies = [document_tallies(gold, predicted) for gold, predicted in pairs]
    bootstrap = Bootstrap(len(pairs), replicates)
    without_rows = [predicted for gold, predicted in pairs if not gold.partnerships]
    return Scores(
        documents=len(pairs),
        found={m: found_score([t[m] for t in tallies], bootstrap) for m in FOUND},
        shares={m: share_score([t[m] for t in tallies], bootstrap) for m in SHARES},
        false_rows=sum(len(document.partnerships) for document in without_rows),
        documents_without_rows=len(without_rows),
    )


def found_score(tallies: Sequence[Tally], bootstrap: Bootstrap) -> FoundScore:
    """Precision, recall and F1 of a measure; ``tallies`` holds one entry a document."""
    total, sums = sum(tallies, Tally()), bootstrap.sums(tallies)
    return FoundScore(
        total.right,
        total.predicted,
        total.gold,
        *precision_recall_f1(total, sums),
    )


def share_score(tallies: Sequence[Tally], bootstrap: Bootstrap) -> ShareScore:
    """Share of right cases of a measure; ``tallies`` holds one entry a document."""
    total, sums = sum(tallies, Tally()), bootstrap.sums(tallies)
    return ShareScore(total.right, total.gold, estimate(total, sums, lambda t: t.precision))
