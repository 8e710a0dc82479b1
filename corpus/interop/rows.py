"""Where a row shows in the text: the mentions of its two institutions that lie closest to its evidence."""

from collections.abc import Iterator
from typing import Any

from mingdan.core.records import Document, Entity, Partnership

_FIELDS = ("discloser", "partner", "role", "status", "basis", "date", "policy")


def linked_rows(document: Document) -> Iterator[tuple[Partnership, int, int]]:
    """Each row with the indexes of a mention of its discloser and of its partner; rows without both are passed over.

    >>> document = Document("d", "甲行与乙司", entities=(Entity(0, 2, "INST", "甲行", "甲行"),
    ...     Entity(3, 5, "INST", "乙司", "乙司")), partnerships=(
    ...     Partnership("甲行", "乙司", "payment", "listed", "list", None, None, "甲行与乙司", 0, 5),))
    >>> [(discloser, partner) for _, discloser, partner in linked_rows(document)]
    [(0, 1)]
    """
    for row in document.partnerships:
        discloser = _closest(document.entities, row.discloser, row.start)
        partner = _closest(document.entities, row.partner, row.end)
        if discloser is not None and partner is not None:
            yield row, discloser, partner


def _closest(entities: tuple[Entity, ...], name: str, place: int) -> int | None:
    found = [i for i, e in enumerate(entities) if e.label == "INST" and name in (e.value, e.text)]
    return min(found, key=lambda i: min(abs(entities[i].start - place), abs(entities[i].end - place)), default=None)


def row_fact(row: Partnership) -> dict[str, Any]:
    """The row's own fields, nulls left out."""
    return {name: value for name in _FIELDS if (value := getattr(row, name)) is not None}
