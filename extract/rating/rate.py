"""Confidences of a finished record: the chance that a mention or a row is right, as on labelled documents.

What a finder says of itself is only one of the features; mentions are rated first, rows see their figures. Names that
the user gave (``--names``) keep their confidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from mingdan.core.records import Document, Entity
from mingdan.extract.draft import RowHints
from mingdan.extract.knowledge import USER
from mingdan.extract.rating.mentions import MentionView, mention_features
from mingdan.extract.rating.rows import RowView, row_numbers
from mingdan.models.linear import LinearModel, probability, shipped_model
from mingdan.models.tagger import Floats
from mingdan.models.trees import shipped_trees

MENTIONS, ROWS = "mentions", "row_chances"
_GIVEN = f"dictionary:{USER}"


class RowJudge(Protocol):
    """What :class:`mingdan.models.trees.Trees` do."""

    def scores(self, cases: Sequence[Mapping[str, float]]) -> Floats:
        """The log odds of each case."""
        ...


def rate(document: Document, hints: RowHints) -> Document:
    """The record with rated mentions and rows."""
    return rate_rows(rate_mentions(document, shipped_model(MENTIONS)), hints, shipped_trees(ROWS))


def rate_mentions(document: Document, model: LinearModel) -> Document:
    """The record with the model's confidences for its mentions."""
    view = MentionView.of(document)

    def rated(entity: Entity) -> Entity:
        if (entity.source or "").startswith(_GIVEN):
            return entity
        return replace(entity, confidence=round(model.probability(mention_features(view, entity)), 3))

    return replace(document, entities=tuple(map(rated, document.entities)))


def rate_rows(document: Document, hints: RowHints, model: RowJudge) -> Document:
    """The record with the model's confidences for its rows; its mentions are rated already."""
    view, rows = RowView.of(document, hints), document.partnerships
    scores = model.scores([row_numbers(view, row) for row in rows]).tolist()
    rated = (replace(row, confidence=round(probability(odds), 3)) for row, odds in zip(rows, scores, strict=True))
    return replace(document, partnerships=tuple(rated))
