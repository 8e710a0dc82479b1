"""Parts of a set of documents: by genre, layout, author and format, and institutions by their type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.codes import INSTITUTION_TYPES
from mingdan.core.records import Document
from mingdan.corpus.parts import writer_of
from mingdan.evaluation.bootstrap import Bootstrap
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.scorer import found_score
from mingdan.evaluation.scores import FoundScore, Tally

PART_MEASURES = ("mentions", "type", "mentions.INST", "mentions.ROLE", "mentions.DATE", "rows", "rows_with_role")

Pair = tuple[Document, Document]


@dataclass(frozen=True, slots=True)
class Part:
    """One part (``layout:table``) with its number of documents and the figures of a few measures."""

    name: str
    documents: int
    found: Mapping[str, FoundScore]


def part_names(gold: Document, predicted: Document) -> tuple[str, ...]:
    """The parts that a document belongs to; the author is the letters that the id begins with.

    >>> part_names(Document("b002", "", genre="news"), Document("b002", ""))
    ('genre:news', 'layout:unknown', 'author:b', 'format:unknown')
    """
    source = predicted.source or gold.source
    return (
        f"genre:{gold.genre or 'unknown'}",
        f"layout:{gold.layout or 'unknown'}",
        f"author:{writer_of(gold.id)}",
        f"format:{source.media_type if source else 'unknown'}",
    )


def score_parts(pairs: Sequence[Pair], tallies: Sequence[Mapping[str, Tally]], replicates: int) -> tuple[Part, ...]:
    """Every part that holds some but not all documents, in the order of their names."""
    members: dict[str, list[Mapping[str, Tally]]] = {}
    for (gold, predicted), counts in zip(pairs, tallies, strict=True):
        for name in part_names(gold, predicted):
            members.setdefault(name, []).append(counts)
    chosen = {name: part for name, part in sorted(members.items()) if len(part) < len(pairs)}
    return tuple(_part(name, part, replicates) for name, part in chosen.items())


def _part(name: str, tallies: Sequence[Mapping[str, Tally]], replicates: int) -> Part:
    bootstrap = Bootstrap(len(tallies), replicates)
    return Part(
        name,
        len(tallies),
        {measure: found_score([t[measure] for t in tallies], bootstrap) for measure in PART_MEASURES},
    )


def type_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """``inst_found.TYPE``: share of gold's INST mentions of each institution type that are found."""
    found = {id(wanted) for wanted, _ in found_pairs(gold.entities, predicted.entities)}
    cases: dict[str, list[bool]] = {kind: [] for kind in INSTITUTION_TYPES}
    for entity in gold.entities:
        institution = gold.institutions.get(entity.value or "") if entity.label == "INST" else None
        if institution is not None:
            cases[institution.type].append(id(entity) in found)
    return {f"inst_found.{kind}": Tally.share(shares) for kind, shares in cases.items()}
