"""Questions about lenders, partners and lists that are answered with tables."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, func, select

from mingdan.core.errors import UsageError, unknown_name
from mingdan.extract.knowledge import LENDER_TYPES
from mingdan.registry.differences import KINDS, changes_of
from mingdan.registry.listed import ListRow, listed_on
from mingdan.registry.matching import DIRECT, Match, matches, possible_companies
from mingdan.registry.tables import aliases, documents, names, observations, versions
from mingdan.registry.validity import Version, versions_of

Row = dict[str, Any]


def _dicts(connection: Connection, query: Executable) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def named(connection: Connection, asked: str) -> list[Match]:
    """Names of the registry that are ``asked``. Raises :class:`UsageError` where there is none, with near ones."""
    found = [match for match in matches(connection, asked) if match.how in DIRECT]
    if not found:
        known = [name for (name,) in connection.execute(select(names.c.name).limit(100_000))]
        if not known:
            raise UsageError("the registry is empty", hint="mingdan registry ingest OUT fills it")
        raise unknown_name("institution", asked, known, f"the registry knows {len(known)}, such as {known[0]}; try")
    return found


def show(connection: Connection, asked: str, on: str) -> Row:
    """What is known of an institution: names, type, lists, partners and lenders on a day."""
    found = named(connection, asked)
    ids = [match.id for match in found]
    n = names.c
    query = select(n.name, n.type, n.group_name, n.possible_companies).where(n.id.in_(ids)).order_by(n.id)
    about = _dicts(connection, query)
    for row in about:
        row["possible_companies"] = possible_companies(row["possible_companies"])
    query = select(aliases.c.alias, aliases.c.source).where(aliases.c.name_id.in_(ids)).order_by(aliases.c.alias)
    lists = versions_of(connection, ids)
    return {
        "names": about,
        "aliases": _dicts(connection, query),
        "lists": [version_row(version) for version in lists],
        "partners": partners(connection, asked, on) if lists else [],
        "lenders": lenders(connection, asked, on),
    }


def version_row(version: Version) -> Row:
    """A version as a row of a table."""
    return asdict(version) | {"roles": list(version.roles)}


def partners(connection: Connection, bank: str, on: str, *, rejected: bool = False) -> list[Row]:
    """Who is on a lender's lists on a day."""
    ids = [match.id for match in named(connection, bank)]
    return [_listed_row(*found) for found in listed_on(connection, ids, on, rejected=rejected)]


def _listed_row(row: ListRow, version: Version) -> Row:
    return asdict(row) | {"list_day": version.day, "list_title": version.title, "completeness": version.completeness}


def lenders(connection: Connection, partner: str, on: str, *, rejected: bool = False) -> list[Row]:
    """Whose lists name a partner on a day."""
    ids = {match.id for match in named(connection, partner)}
    o = observations.c
    query = select(o.discloser_id).where(o.partner_id.in_(ids), o.current, o.version_id.is_not(None)).distinct()
    disclosers = [id for (id,) in connection.execute(query)]
    found = listed_on(connection, disclosers, on, rejected=rejected) if disclosers else []
    return [_listed_row(row, version) for row, version in found if row.partner_id in ids]


def history(connection: Connection, lender: str, partner: str | None = None) -> list[Row]:
    """Versions of a lender's lists, or all that documents say of a pair; superseded readings are marked."""
    ids = [match.id for match in named(connection, lender)]
    if partner is None:
        return _versions_with_changes(connection, ids)
    others = [match.id for match in named(connection, partner)]
    o, d = observations.c, documents.c
    columns = (
        *(o.day, o.date, o.role, o.status, o.basis, o.evidence, o.start, o.end, o.page, o.confidence, o.verdict),
        *(o.current, o.version_id.label("version"), d.name.label("document"), d.uri, d.sha256, d.config),
    )
    query = (
        select(*columns)
        .join(documents, d.id == o.document_id)
        .where(o.discloser_id.in_(ids), o.partner_id.in_(others))
        .order_by(o.day, o.id)
    )
    return _dicts(connection, query)


def _versions_with_changes(connection: Connection, ids: Sequence[int]) -> list[Row]:
    v, d = versions.c, documents.c
    columns = (
        *(v.id, v.lineage_id.label("lineage"), v.title, v.kind, v.roles, v.as_of, v.published, v.effective, v.day),
        *(v.retrieved, v.completeness, v.rows, v.current, d.name.label("document"), d.uri, d.sha256, d.config),
    )
    query = select(*columns).join(documents, d.id == v.document_id).where(v.discloser_id.in_(ids)).order_by(v.day, v.id)
    found = _dicts(connection, query)
    for row in found:
        changes = changes_of(connection, row["id"]) if row["current"] and row["completeness"] == "full" else None
        row["changes"] = changes and {name: len(changes.rows(name)) for name in KINDS}
    return found


def stats(connection: Connection, on: str, days: int = 180, top: int = 20) -> Row:
    """Sums over the registry on a day; ``days`` is the age from which on a list counts as old."""
    v = versions.c
    with_lists = [id for (id,) in connection.execute(select(v.discloser_id).where(v.current, v.day <= on).distinct())]
    found = listed_on(connection, with_lists, on)
    roles: dict[str, set[tuple[str, int]]] = {}
    partners_: dict[str, set[str]] = {}
    for row, _ in found:
        roles.setdefault(row.role, set()).add((row.lender, row.partner_id))
        partners_.setdefault(row.partner, set()).add(row.lender)
    most = sorted(partners_.items(), key=lambda item: (-len(item[1]), item[0]))[:top]
    return {
        "on": on,
        "documents": connection.execute(
            select(func.count()).select_from(documents).where(documents.c.current)
        ).scalar(),
        "lenders_with_a_list": len(with_lists),
        "partnerships": len(found),
        "per_role": {role: len(pairs) for role, pairs in sorted(roles.items())},
        "most_listed": [{"partner": name, "lenders": len(own)} for name, own in most],
        "lenders_without_a_list": without_list(connection, on),
        "old_lists": _old(connection, with_lists, on, days),
    }


def without_list(connection: Connection, on: str) -> list[str]:
    """Lenders that documents speak of and of which no list is known on a day."""
    n, o, v = names.c, observations.c, versions.c
    query = (
        select(n.name)
        .where(
            n.type.in_(LENDER_TYPES),
            n.id.in_(select(o.discloser_id).where(o.current)),
            n.id.not_in(select(v.discloser_id).where(v.current, v.day <= on)),
        )
        .order_by(n.name)
    )
    return [name for (name,) in connection.execute(query)]


def _old(connection: Connection, lenders_: Sequence[int], on: str, days: int) -> list[Row]:
    last: dict[int, Version] = {}
    for version in versions_of(connection, lenders_, on) if lenders_ else ():
        last[version.lineage] = version
    limit = (date.fromisoformat(on) - timedelta(days=days)).isoformat()
    who = dict(
        tuple(row) for row in connection.execute(select(names.c.id, names.c.name).where(names.c.id.in_(lenders_)))
    )
    old = [one for one in last.values() if one.day < limit]
    return [
        {"lender": who[one.discloser], "title": one.title, "kind": one.kind, "day": one.day, "version": one.id}
        for one in sorted(old, key=lambda one: (one.day, one.id))
    ]
