"""What differs between two versions of lists, and what a version changed of what was in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.registry.lineage import UNSPECIFIED
from mingdan.registry.listed import ListRow, rows_of
from mingdan.registry.renaming import renamed_pairs
from mingdan.registry.tables import names, observations, versions
from mingdan.registry.validity import Version, held, scope, standing, versions_of

Row = dict[str, Any]
KINDS = ("added", "removed", "role_changed", "renamed")


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two versions of lists."""

    first: int
    second: int
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    role_changed: tuple[Row, ...]
    renamed: tuple[Row, ...]

    def rows(self, kind: str) -> tuple[Row, ...]:
        """Rows of one of :data:`KINDS`."""
        found: tuple[Row, ...] = getattr(self, kind)
        return found


@dataclass(frozen=True, slots=True)
class _Partner:
    id: int
    name: str
    roles: set[str]


def diff(connection: Connection, first: int, second: int) -> Diff:
    """From one version to another: partners that came, went, changed their roles, or go by another name.

    Raises :class:`UsageError` where there is no such version.
    """
    known = {id for (id,) in connection.execute(select(versions.c.id).where(versions.c.id.in_([first, second])))}
    for wanted in (first, second):
        if wanted not in known:
            hint = "mingdan registry history LENDER lists them"
            raise UsageError(f"no version {wanted}", hint=hint)
    before, after = (_partners_of(connection, one) for one in (first, second))

    def shown(version: int, partners: Sequence[int]) -> list[Row]:
        return [asdict(row) for row in rows_of(connection, [version], partners)] if partners else []

    return _compared(connection, (first, second), before, after, shown)


def _compared(
    connection: Connection,
    versions_: tuple[int, int],
    before: Mapping[str, _Partner],
    after: Mapping[str, _Partner],
    shown: Callable[[int, Sequence[int]], list[Row]],
) -> Diff:
    gone = {one.id: one.name for key, one in before.items() if key not in after}
    come = {one.id: one.name for key, one in after.items() if key not in before}
    renamed = renamed_pairs(connection, gone, come)
    changed = [
        {"partner": one.name, "before": sorted(before[key].roles), "after": sorted(one.roles)}
        for key, one in after.items()
        if key in before and before[key].roles != one.roles
    ]
    went = [id for id in gone if id not in {one for one, _ in renamed}]
    came = [id for id in come if id not in {other for _, other in renamed}]
    first, second = versions_
    added, removed = tuple(shown(second, came)), tuple(shown(first, went))
    names_ = tuple({"before": gone[one], "after": come[other]} for one, other in renamed)
    return Diff(first, second, added, removed, tuple(changed), names_)


def changes_of(connection: Connection, version: int) -> Diff | None:
    """What a version changed of what was in force: the full version before it with the updates since.

    ``None`` for the first version of a list. ``first`` is the last version before it.
    """
    own = _lineage_of(connection, version)
    place = next((at for at, one in enumerate(own) if one.id == version), 0)
    if place == 0:
        return None
    by_version: dict[int, list[ListRow]] = {}
    for row in rows_of(connection, [one.id for one in own[: place + 1]]):
        by_version.setdefault(row.version, []).append(row)
    (before, old), (after, new) = (_in_force(own[:stop], by_version, own[place].day) for stop in (place, place + 1))
    rows = {own[place - 1].id: old, version: new}

    def shown(side: int, partners: Sequence[int]) -> list[Row]:
        return [asdict(row) for row in rows[side] if row.partner_id in partners]

    return _compared(connection, (own[place - 1].id, version), before, after, shown)


def _lineage_of(connection: Connection, version: int) -> list[Version]:
    """The versions of a list, the oldest first, by one of them."""
    v = versions.c
    wanted = connection.execute(select(v.lineage_id).where(v.id == version)).scalar()
    disclosers = connection.execute(select(v.discloser_id).where(v.lineage_id == wanted).distinct()).scalars().all()
    return [one for one in versions_of(connection, disclosers) if one.lineage == wanted]


def _in_force(
    own: Sequence[Version], by_version: Mapping[int, Sequence[ListRow]], on: str
) -> tuple[dict[str, _Partner], list[ListRow]]:
    """Partners and rows that the versions of one list leave standing on a day."""
    found: dict[str, _Partner] = {}
    rows: list[ListRow] = []
    for wanted in sorted(scope(own) | {UNSPECIFIED}):
        for row, _ in standing(held(own, wanted), by_version, wanted, on):
            rows.append(row)
            found.setdefault(name_key(row.partner), _Partner(row.partner_id, row.partner, set())).roles.add(row.role)
    return found, rows


def _partners_of(connection: Connection, version: int) -> dict[str, _Partner]:
    """Each partner of a version, by the key under which the spellings of its name are one."""
    o = observations.c
    query = (
        select(names.c.key, o.partner_id, names.c.name, o.role)
        .join(names, names.c.id == o.partner_id)
        .where(
            o.version_id == version, o.status.in_(("listed", "added")), or_(o.verdict.is_(None), o.verdict != "reject")
        )
        .order_by(o.id)
    )
    found: dict[str, _Partner] = {}
    for key, id, name, role in connection.execute(query):
        found.setdefault(key, _Partner(id, name, set())).roles.add(role)
    return found
