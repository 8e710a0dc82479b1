"""Whether mentions of institutions get the canonical name of the guidelines, and the right ones share a name.

A surface string given as the name is wrong where the guidelines (section 2) want another form: names are compared with
the gold canonical name itself, not with its aliases.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document, Entity
from mingdan.evaluation.matching import name_key
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.scores import Tally


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Sums behind B³: of each mention's precision and recall, and the numbers of mentions they are over."""

    precision: float = 0.0
    predicted: int = 0
    recall: float = 0.0
    gold: int = 0


def name_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Canonical names on the INST mentions found.

    ``inst_name``: all; ``inst_name_other``: where gold's name is not the text of the mention; ``inst_name_same``: where
    it is.
    """
    cases: dict[bool, list[bool]] = {True: [], False: []}
    for wanted, given in _found(gold, predicted):
        if wanted.value is not None:
            same_as_text = name_key(wanted.value) == name_key(wanted.text)
            cases[same_as_text].append(given.value is not None and name_key(given.value) == name_key(wanted.value))
    return {
        "inst_name": Tally.share(cases[True] + cases[False]),
        "inst_name_other": Tally.share(cases[False]),
        "inst_name_same": Tally.share(cases[True]),
    }


def cluster_sums(gold: Document, predicted: Document) -> ClusterSums:
    """B³ over the mentions of institutions in one document; a mention that only one side has counts 0 there.

    A cluster is the mentions with one canonical name; what the name is does not matter here.
    """
    pairs = _found(gold, predicted)
    together = Counter((_cluster(wanted), _cluster(given)) for wanted, given in pairs)
    wanted_sizes = _sizes(gold.entities)
    given_sizes = _sizes(predicted.entities)
    return ClusterSums(
        sum(n * n / given_sizes[given] for (_, given), n in together.items()),
        given_sizes.total(),
        sum(n * n / wanted_sizes[wanted] for (wanted, _), n in together.items()),
        wanted_sizes.total(),
    )


def found_cluster_sums(gold: Document, predicted: Document) -> ClusterSums:
    """The same over the mentions that both sides have, so that missed and invented mentions play no part."""
    pairs = _found(gold, predicted)
    wanted_sizes = Counter(_cluster(wanted) for wanted, _ in pairs)
    given_sizes = Counter(_cluster(given) for _, given in pairs)
    together = Counter((_cluster(wanted), _cluster(given)) for wanted, given in pairs)
    return ClusterSums(
        sum(n * n / given_sizes[given] for (_, given), n in together.items()),
        len(pairs),
        sum(n * n / wanted_sizes[wanted] for (wanted, _), n in together.items()),
        len(pairs),
    )


def _found(gold: Document, predicted: Document) -> list[tuple[Entity, Entity]]:
    return found_pairs(_institutions(gold.entities), _institutions(predicted.entities))


def _institutions(entities: Iterable[Entity]) -> list[Entity]:
    return [entity for entity in entities if entity.label == "INST"]


def _sizes(entities: Sequence[Entity]) -> Counter[Hashable]:
    return Counter(_cluster(entity) for entity in _institutions(entities))


def _cluster(entity: Entity) -> Hashable:
    """Key of the cluster; a mention without a name is alone."""
    return (entity.start, entity.end) if entity.value is None else name_key(entity.value)
