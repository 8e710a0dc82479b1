"""Which versions of a lender's lists hold on a day, and what each of them speaks for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mingdan.registry.lineage import LENDING, family, roles_of, speaks_for
from mingdan.registry.tables import documents, versions


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a published list; ``day`` is the day from which it speaks."""

    id: int
    lineage: int
    discloser: int
    document: str
    uri: str | None
    sha256: str | None
    title: str | None
    kind: str
    roles: tuple[str, ...]
    as_of: str | None
    published: str | None
    effective: str | None
    retrieved: str
    day: str
    completeness: str
    rows: int

    @property
    def full(self) -> bool:
        """Whether it names everybody; one without rows names nobody and is an emptied list."""
        return self.completeness == "full"


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of one list on a day: the last full version for a question, and the partial ones after it."""

    base: Version | None
    later: tuple[Version, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """All of them, in their order."""
        return (self.base, *self.later) if self.base else self.later


def versions_of(connection: Connection, disclosers: Collection[int], on: str | None = None) -> list[Version]:
    """Versions of lenders up to a day, the oldest first."""
    v, d = versions.c, documents.c
    columns = (
        *(v.id, v.lineage_id, v.discloser_id, d.name, d.uri, d.sha256, v.title, v.kind, v.roles, v.as_of),
        *(v.published, v.effective, v.retrieved, v.day, v.completeness, v.rows),
    )
    query = (
        select(*columns)
        .join(documents, d.id == v.document_id)
        .where(v.discloser_id.in_(disclosers), v.current)
        .order_by(v.day, v.id)
    )
    if on is not None:
        query = query.where(v.day <= on)
    return [Version(*row[:8], roles_of(row[8]), *row[9:]) for row in connection.execute(query)]


def held(found: Sequence[Version], families: Collection[str]) -> list[Held]:
    """For each list, by its versions in their order, what holds for questions about these families of roles."""
    lists: dict[int, list[Version]] = {}
    for version in found:
        lists.setdefault(version.lineage, []).append(version)
    return [_held(own, families) for own in lists.values()]


def _held(own: Sequence[Version], families: Collection[str]) -> Held:
    ever = scope(own)
    full = [number for number, one in enumerate(own) if one.full and covered(one, families, ever)]
    first = full[-1] if full else -1
    later = tuple(one for one in own[first + 1 :] if not one.full)
    return Held(own[first] if full else None, later)


def scope(own: Iterable[Version]) -> frozenset[str]:
    """Families of roles that the versions of a list ever named; of one that was always empty those of lending."""
    found = {family(role) for one in own for role in one.roles}
    return frozenset(found or LENDING)


def covered(version: Version, families: Collection[str], ever: Collection[str]) -> frozenset[str]:
    """The families that a full version says everything of; an emptied one speaks for all that its list ever named."""
    if not version.roles:
        return frozenset(families) & (frozenset(ever) | (LENDING if "unspecified" in ever else frozenset()))
    return frozenset(one for one in families if speaks_for(version.roles, one))
