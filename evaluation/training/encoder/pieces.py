"""Labelled documents as windows of characters with a tag each."""

import random
from collections.abc import Iterator, Sequence

from mingdan.core.records import Document
from mingdan.models.windows import windows

Piece = tuple[str, list[int]]
"""A window's characters and the number of each one's tag."""
LABELS = ("INST", "ROLE", "DATE", "POLICY", "PRODUCT")
TAGS = ("O", *(f"{mark}-{label}" for label in LABELS for mark in "BI"))


def tag_numbers(document: Document) -> list[int]:
    """The number in :data:`TAGS` of each character of a document."""
    numbers = [0] * len(document.text)
    for entity in document.entities:
        if entity.label in LABELS and entity.start < entity.end:
            first = TAGS.index(f"B-{entity.label}")
            numbers[entity.start : entity.end] = [first, *[first + 1] * (entity.end - entity.start - 1)]
    return numbers


def pieces(documents: Sequence[Document], window: int) -> Iterator[Piece]:
    """Windows of at most ``window`` characters; white-space-only ones are left out."""
    for document in documents:
        numbers = tag_numbers(document)
        for part in windows(document.text, window, margin=min(16, window // 4)):
            text = document.text[part.start : part.end]
            if text.strip():
                yield text, numbers[part.start : part.end]


def divided(documents: Sequence[Document], share: float, seed: int) -> tuple[list[Document], list[Document]]:
    """Documents to learn from and documents held out, the same for the same ids, share and seed.

    >>> learn, held = divided([Document(str(n), "文") for n in range(10)], 0.2, 0)
    >>> len(learn), len(held)
    (8, 2)
    """
    order = sorted(documents, key=lambda document: document.id)
    random.Random(seed).shuffle(order)
    wanted = min(len(order) - 1, round(share * len(order))) if share else 0
    return order[wanted:], order[:wanted]
