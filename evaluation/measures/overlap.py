"""Mentions by looser rules than label, start and end equal: the four schemes of nervaluate, one document at a time.

``strict``: boundaries and label; ``exact``: boundaries alone; ``partial``: any overlap, label aside, where a wrong
boundary counts half; ``type``: label equal and any overlap.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from mingdan.core.codes import LABELS, Label
from mingdan.core.records import Document, Entity
from mingdan.evaluation.scores import Tally

_CLASSES = {
    "strict": "StrictEvaluation",
    "exact": "ExactEvaluation",
    "partial": "PartialEvaluation",
    "type": "EntityTypeEvaluation",
}
SCHEMES: tuple[str, ...] = tuple(_CLASSES)


@dataclass(frozen=True, slots=True)
class SchemeCounts:
    """How mentions meet under one scheme.

    ``incorrect`` and ``partial`` pairs use up a gold and a predicted mention.
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: "SchemeCounts") -> "SchemeCounts":
        return SchemeCounts(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def predicted(self) -> int:
        """Number of predicted mentions."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def gold(self) -> int:
        """Number of gold mentions."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; a partial pair is half right.

        >>> SchemeCounts(correct=1, partial=1, missed=1).f1
        0.6
        """
        whole = self.predicted + self.gold
        return (2 * self.correct + self.partial) / whole if whole else None


def scheme_counts(
    gold: Sequence[Entity], predicted: Sequence[Entity], schemes: Iterable[str] = SCHEMES
) -> dict[str, SchemeCounts]:
    """Counts of each scheme in one document.

    >>> gold, predicted = [Entity(0, 4, "INST", "江州银行")], [Entity(0, 2, "INST", "江州")]
    >>> scheme_counts(gold, predicted)["type"]
    SchemeCounts(correct=1, incorrect=0, partial=0, missed=0, spurious=0)
    """
    wanted, given = _foreign(gold), _foreign(predicted)
    return {scheme: _counts(_strategy(scheme)(wanted, given, list(LABELS))[0]) for scheme in schemes}


def overlap_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """``type.LABEL`` and ``type``: label right, any overlap; ``exact`` and ``overlap``: the label aside."""
    counts = scheme_counts(gold.entities, predicted.entities)
    tallies = {f"type.{label}": _type(gold.entities, predicted.entities, label) for label in LABELS}
    tallies["type"] = _tally(counts["type"])
    tallies["exact"] = _tally(counts["exact"])
    tallies["overlap"] = _tally(counts["partial"])
    return tallies


def _type(gold: Sequence[Entity], predicted: Sequence[Entity], label: Label) -> Tally:
    wanted = [entity for entity in gold if entity.label == label]
    given = [entity for entity in predicted if entity.label == label]
    return _tally(scheme_counts(wanted, given, ["type"])["type"])


def _tally(counts: SchemeCounts) -> Tally:
    return Tally(counts.correct + counts.partial, counts.predicted, counts.gold)


def _foreign(entities: Sequence[Entity]) -> list[Any]:
    """Entities as the library takes them: in the order of the text, the end inclusive."""
    make: Any = import_module("nervaluate.entities").Entity
    ordered = sorted(entities, key=lambda entity: (entity.start, entity.end, entity.label))
    return [make(label=entity.label, start=entity.start, end=entity.end - 1) for entity in ordered]


@cache
def _strategy(scheme: str) -> Callable[[list[Any], list[Any], list[Label]], tuple[Any, Any]]:
    # The library takes a percentage of the gold span, at least 1: one shared character of a span under 100 is more.
    return getattr(import_module("nervaluate.strategies"), _CLASSES[scheme])().evaluate


def _counts(found: Any) -> SchemeCounts:
    return SchemeCounts(found.correct, found.incorrect, found.partial, found.missed, found.spurious)
