"""Which versions of a lender's lists hold on a day, and what each of them speaks for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, bindparam, select

from mingdan.core.fold import name_key
from mingdan.registry.lineage import LENDING, UNSPECIFIED, ends, family, roles_of, speaks_for
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
    """What holds of one list on a day: the last full version, others of the same day, the partial ones after it."""

    base: Version | None
    beside: tuple[Version, ...]
    later: tuple[Version, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """All of them, in their order."""
        return (*self.beside, self.base, *self.later) if self.base else self.later


class Stands(Protocol):
    """A row of a version."""

    @property
    def partner(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def day(self) -> str | None: ...


R = TypeVar("R", bound=Stands)


def standing(found: Held, rows: Mapping[int, Sequence[R]], wanted: str, on: str) -> Iterator[tuple[R, Version]]:
    """The rows of a family of roles that hold on a day: of the full version, with what came and went after it.

    ``rows`` are by the number of their version.
    """
    state: dict[tuple[str, str], tuple[R, Version]] = {}
    for version in found.versions:
        for row in rows.get(version.id, ()):
            if (row.day or "") > on or row.status == "denied":
                continue
            partner = name_key(row.partner)
            if row.status == "removed":
                gone = [key for key in state if key[0] == partner and ends(row.role, key[1])]
                for key in gone:
                    del state[key]
            elif family(row.role) == wanted:
                state[partner, row.role] = (row, version)
    yield from state.values()


def versions_of(connection: Connection, disclosers: Collection[int], on: str | None = None) -> list[Version]:
    """Versions of lenders up to a day, the oldest first."""
    rows: Any = connection.execute(_known(), {"disclosers": list(disclosers)})
    known = [_version(row) for row in rows]
    return [one for one in known if on is None or one.day <= on]


def _version(row: Any) -> Version:
    values: tuple[Any, ...] = (*row[:8], roles_of(row[8]), *row[9:])
    return Version(*values)


@cache
def _known() -> Any:
    """Versions of ``disclosers``; made once, since making costs most."""
    v, d = versions.c, documents.c
    columns = (
        *(v.id, v.lineage_id, v.discloser_id, d.name, d.uri, d.sha256, v.title, v.kind, v.roles, v.as_of),
        *(v.published, v.effective, v.retrieved, v.day, v.completeness, v.rows),
    )
    where = (v.discloser_id.in_(bindparam("disclosers", expanding=True)), v.current)
    return select(*columns).join(documents, d.id == v.document_id).where(*where).order_by(v.day, v.id)


def by_list(found: Sequence[Version]) -> list[list[Version]]:
    """Versions with those of their list."""
    lists: dict[int, list[Version]] = {}
    for version in found:
        lists.setdefault(version.lineage, []).append(version)
    return list(lists.values())


def held(own: Sequence[Version], wanted: str) -> Held:
    """What holds of one list, by its versions in their order, for questions about a family of roles."""
    ever = scope(own)
    full = [one for one in own if one.full and covered(one, {wanted}, ever)]
    base = full[-1] if full else None
    beside = tuple(one for one in full[:-1] if base and one.day == base.day)
    later = tuple(one for one in own if not one.full and (base is None or one.day >= base.day))
    return Held(base, beside, later)


def scope(own: Iterable[Version]) -> frozenset[str]:
    """Families of roles that the versions of a list ever named; of one that was always empty those of lending."""
    found = {family(role) for one in own for role in one.roles}
    return frozenset(found or LENDING)


def covered(version: Version, families: Collection[str], ever: Collection[str]) -> frozenset[str]:
    """The families that a full version says everything of; an emptied one speaks for all that its list ever named."""
    if not version.roles:
        return frozenset(families) & (frozenset(ever) | (LENDING if UNSPECIFIED in ever else frozenset()))
    return frozenset(one for one in families if speaks_for(version.roles, one))
