"""What another reading of known documents would change: rows gained and rows lost, before anything is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select

from mingdan.core.parts import parts
from mingdan.registry.database import reading
from mingdan.registry.outputs import Output, document_rows
from mingdan.registry.tables import documents, lender_names, observations, partner_names, stated

Fact = tuple[str, str, str, str, str | None]
"""Lender, partner, role, status, date."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document whose rows would differ."""

    document: str
    gained: tuple[Fact, ...]
    lost: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an ingest would do. ``known`` documents stay as they are; ``changes`` are of those read anew."""

    new: int
    superseded: int
    known: int
    changes: tuple[Change, ...]

    @property
    def gained(self) -> int:
        """Rows gained in documents that are known already."""
        return sum(len(change.gained) for change in self.changes)

    @property
    def lost(self) -> int:
        """Rows lost in documents that are known already."""
        return sum(len(change.lost) for change in self.changes)


def preview(engine: Engine, output: Output) -> Preview:
    """Compare an output with the registry; nothing is written."""
    with reading(engine) as connection:
        fresh, again, known = _sorted(connection, output)
        before = _facts(connection, again)
    after: dict[str, set[Fact]] = {name: set() for name in again}
    for chunk in output.chunks("partnerships", ("document", "discloser", "partner", "role", "status", "date")):
        for name, *fact in chunk:
            if name in after:
                after[name].add(_fact(fact))
    return Preview(len(fresh), len(again), known, tuple(_changes(before, after)))


def _fact(row: Sequence[Any]) -> Fact:
    return (row[0], row[1], row[2], row[3], row[4])


def _sorted(connection: Connection, output: Output) -> tuple[list[str], list[str], int]:
    fresh: list[str] = []
    again: list[str] = []
    known = 0
    d = documents.c
    for row in document_rows(output):
        query = select(d.sha256, d.config).where(d.name == row[0])
        before = [(digest, config) for digest, config in connection.execute(query)]
        if (row[1], output.config) in before:
            known += 1
        else:
            (again if before else fresh).append(row[0])
    return fresh, again, known


def _facts(connection: Connection, wanted: Sequence[str]) -> dict[str, set[Fact]]:
    o, d = observations.c, documents.c
    found: dict[str, set[Fact]] = {name: set() for name in wanted}
    for some in parts(wanted, 500):
        query = (
            select(d.name, lender_names.c.name, partner_names.c.name, o.role, o.status, o.date)
            .select_from(stated)
            .where(o.current, d.name.in_(some))
        )
        for name, *fact in connection.execute(query):
            found[name].add(_fact(fact))
    return found


def _changes(before: Mapping[str, set[Fact]], after: Mapping[str, set[Fact]]) -> Iterator[Change]:
    for name in sorted(before):
        gained, lost = after[name] - before[name], before[name] - after[name]
        if gained or lost:
            yield Change(name, tuple(sorted(gained, key=repr)), tuple(sorted(lost, key=repr)))
