"""What is right and wrong about every mention of a document, for both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingdan.core.records import Document, Entity
from mingdan.evaluation.errors import differences
from mingdan.evaluation.mentions import found_pairs

STATES = {
    "right": "right",
    "value": "wrong name, code or date",
    "near": "wrong boundary or label",
    "missed": "missed",
    "invented": "invented",
}
"""State of a mention -> how it is called."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention and its state, a key of :data:`STATES`."""

    entity: Entity
    state: str


def judge(gold: Document, predicted: Document) -> tuple[list[Judged], list[Judged]]:
    """Gold's mentions and the predicted ones, each with its state.

    >>> bank = Entity(0, 4, "INST", "江州银行", "江州银行")
    >>> judge(Document("d", "江州银行", entities=(bank,)), Document("d", "江州银行"))[0][0].state
    'missed'
    """
    pairs = found_pairs(gold.entities, predicted.entities)
    wrong = {(d.start, d.end) for d in differences(gold, predicted) if d.kind in ("wrong_value", "wrong_name")}
    states = {id(e): "value" if (e.start, e.end) in wrong else "right" for pair in pairs for e in pair}
    wanted = _judged(gold.entities, states, predicted.entities, "missed")
    return wanted, _judged(predicted.entities, states, gold.entities, "invented")


def _judged(entities: Sequence[Entity], states: dict[int, str], others: Sequence[Entity], without: str) -> list[Judged]:
    apart = [other for other in others if id(other) not in states]
    return [Judged(e, states.get(id(e)) or ("near" if _meets(e, apart) else without)) for e in entities]


def _meets(entity: Entity, others: Sequence[Entity]) -> bool:
    return any(other.start < entity.end and entity.start < other.end for other in others)
