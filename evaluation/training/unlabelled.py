"""Labelled documents as the pipeline is given them: their text and what a user may know, without their labels."""

from datetime import date

from mingdan.core.records import Document
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text


def unlabelled(gold: Document) -> tuple[RawDocument, Given]:
    """The text of a labelled document, and its id, day of publication and publisher."""
    day = date.fromisoformat(gold.published) if gold.published else None
    return raw_text(gold.text), Given(gold.id, day, gold.publisher)
