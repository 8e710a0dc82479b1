"""Confidences of a finished record: the chance that a mention or a row is right, as on labelled documents.

What a finder says of itself is only one of the features; mentions are rated first, rows see their figures. Names that
the user gave (``--names``) keep their confidence.
"""

from dataclasses import replace

from mingdan.core.records import Document, Entity, Partnership
from mingdan.extract.draft import RowHints
from mingdan.extract.knowledge import USER
from mingdan.extract.rating.mentions import MentionView, mention_features
from mingdan.extract.rating.rows import RowView, row_features
from mingdan.models.linear import LinearModel, shipped_model

MENTIONS, ROWS = "mentions", "rows"
_GIVEN = f"dictionary:{USER}"


def rate(document: Document, hints: RowHints) -> Document:
    """The record with rated mentions and rows."""
    return rate_rows(rate_mentions(document, shipped_model(MENTIONS)), hints, shipped_model(ROWS))


def rate_mentions(document: Document, model: LinearModel) -> Document:
    """The record with the model's confidences for its mentions."""
    view = MentionView.of(document)

    def rated(entity: Entity) -> Entity:
        if (entity.source or "").startswith(_GIVEN):
            return entity
        return replace(entity, confidence=round(model.probability(mention_features(view, entity)), 3))

    return replace(document, entities=tuple(map(rated, document.entities)))


def rate_rows(document: Document, hints: RowHints, model: LinearModel) -> Document:
    """The record with the model's confidences for its rows; its mentions are rated already."""
    view = RowView.of(document, hints)

    def rated(row: Partnership) -> Partnership:
        return replace(row, confidence=round(model.probability(row_features(view, row)), 3))

    return replace(document, partnerships=tuple(map(rated, document.partnerships)))
