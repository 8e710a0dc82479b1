"""What every tagger gives: labelled spans of a text, with a score each.

A tagger reads single characters. ``hints`` tell it, character by character, what rules and dictionaries found there; a
tagger that takes none ignores them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from mingdan.core.errors import ModelError

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span ``[start, end)`` in code points with its label; ``score`` in (0, 1) is the model's sureness of it."""

    start: int
    end: int
    label: str
    score: float


@runtime_checkable
class Tagger(Protocol):
    """Finds labelled spans."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its BIO tags, ``O`` included, in the order of the columns of :meth:`scores`."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of spans that it can give (INST, PRODUCT …)."""
        ...

    def scores(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[Floats]:
        """Log probabilities ``[characters, tags]`` of each text; arguments as for :meth:`tag`."""
        ...

    def tag(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[list[TaggedSpan]]:
        """The spans of each text in text order, none overlapping another.

        The result for a text does not depend on the others. ``hints`` are as long as the texts.
        """
        ...


def span_labels(tags: Sequence[str], where: str) -> tuple[str, ...]:
    """The labels of a BIO tag set in its order. Raises :class:`ModelError` where it is none.

    >>> span_labels(["O", "B-INST", "I-INST"], "m")
    ('INST',)
    """
    labels = tuple(tag[2:] for tag in tags if tag.startswith("B-"))
    wanted = {"O", *(f"{mark}-{label}" for label in labels for mark in "BI")}
    if not labels or set(tags) != wanted or len(set(tags)) != len(tags):
        hint = "its tags must be O and B-LABEL, I-LABEL for each label"
        raise ModelError(f"wrong label set {', '.join(tags) or '(empty)'}", where=where, hint=hint)
    return labels
