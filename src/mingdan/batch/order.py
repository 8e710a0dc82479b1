"""The documents to be published, in the order of the tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingdan.batch.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Current:
    """A document that is to be published, in the order of the tables."""

    part: int
    piece: int
    place: int
    item: int
    id: str
    month: str | None


def current(ledger: Ledger, config: str) -> Iterator[Current]:
    """Documents whose bytes still lie somewhere, part by part."""
    query = (
        "SELECT documents.part, documents.piece, documents.place, item, documents.id, month FROM documents "
        "JOIN items ON items.id = item "
        "WHERE config = ? AND EXISTS (SELECT 1 FROM sources WHERE sources.item = items.id) "
        "ORDER BY documents.part, documents.piece, documents.place"
    )
    return (Current(*row) for row in ledger.rows(query, (config,)))


def by_part(documents: Iterable[Current]) -> Iterator[tuple[tuple[int, int], list[Current]]]:
    """Documents with those of their part."""
    held: list[Current] = []
    for document in documents:
        if held and (held[0].part, held[0].piece) != (document.part, document.piece):
            yield (held[0].part, held[0].piece), held
            held = []
        held.append(document)
    if held:
        yield (held[0].part, held[0].piece), held
