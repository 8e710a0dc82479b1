"""Scoring of stated counts: discloser, role and count equal; the date is not compared."""

from mingdan.core.records import Document
from mingdan.evaluation.matching import Edge, assign, institution_forms, is_named
from mingdan.evaluation.scores import Tally


def match_counts(gold: Document, predicted: Document) -> list[Edge]:
    """Pairs ``(gold index, predicted index)`` of equal stated counts, one to one."""
    forms = institution_forms(gold)
    return assign(
        {
            (g, p): 1
            for g, wanted in enumerate(gold.stated_counts)
            for p, given in enumerate(predicted.stated_counts)
            if (wanted.role, wanted.count) == (given.role, given.count)
            and is_named(forms, wanted.discloser, given.discloser)
        }
    )


def count_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Stated counts found, predicted and in gold."""
    right = len(match_counts(gold, predicted))
    return {"stated_counts": Tally(right, len(predicted.stated_counts), len(gold.stated_counts))}
