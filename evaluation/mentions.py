"""Strict scoring of mentions: label, start and end equal."""

from collections import Counter
from collections.abc import Sequence

from mingdan.core.codes import LABELS, Label
from mingdan.core.records import Document, Entity
from mingdan.evaluation.scores import Tally

Place = tuple[Label, int, int]


def place(entity: Entity) -> Place:
    """Label, start and end."""
    return entity.label, entity.start, entity.end


def found_pairs(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[tuple[Entity, Entity]]:
    """Gold and predicted mentions at the same place, each used once."""
    free: dict[Place, list[Entity]] = {}
    for entity in predicted:
        free.setdefault(place(entity), []).append(entity)
    return [(entity, free[place(entity)].pop(0)) for entity in gold if free.get(place(entity))]


def mention_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Mentions of each label and of all, DATE values and ROLE codes on the mentions found.

    >>> e = Entity(0, 2, "DATE", "去年", "2024")
    >>> mention_tallies(Document("d", "去年", entities=(e,)), Document("d", "去年"))["mentions.DATE"]
    Tally(right=0, predicted=0, gold=1)
    """
    pairs = found_pairs(gold.entities, predicted.entities)
    right, given, wanted = (
        Counter(entity.label for entity in entities)
        for entities in ([pair[0] for pair in pairs], predicted.entities, gold.entities)
    )
    tallies = {f"mentions.{label}": Tally(right[label], given[label], wanted[label]) for label in LABELS}
    tallies["mentions"] = Tally(right.total(), given.total(), wanted.total())
    tallies["date_value"] = _values(pairs, "DATE")
    tallies["role_code"] = _values(pairs, "ROLE")
    return tallies


def _values(pairs: Sequence[tuple[Entity, Entity]], label: Label) -> Tally:
    return Tally.share([wanted.value == given.value for wanted, given in pairs if wanted.label == label])
