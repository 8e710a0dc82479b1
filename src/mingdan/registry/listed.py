"""Who is on a lender's lists on a day: the last full version for each family of roles, and what came after it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mingdan.core.parts import parts
from mingdan.registry.lineage import UNSPECIFIED
from mingdan.registry.tables import documents, lender_names, observations, partner_names, stated
from mingdan.registry.validity import Version, by_list, held, scope, standing, versions_of


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list: lender, partner and where it stands."""

    id: int
    version: int
    lender: str
    partner_id: int
    partner: str
    partner_type: str | None
    role: str
    status: str
    date: str | None
    day: str | None
    document: str
    uri: str | None
    sha256: str | None
    start: int
    end: int
    page: int | None
    evidence: str
    confidence: float | None
    verdict: str | None


def rows_of(
    connection: Connection,
    versions: Collection[int],
    partners: Collection[int] | None = None,
    *,
    rejected: bool = False,
) -> list[ListRow]:
    """The rows of versions, of some ``partners`` where given, in the order in which they came in."""
    o, d = observations.c, documents.c
    columns = (
        *(
            o.id,
            o.version_id,
            lender_names.c.name,
            o.partner_id,
            partner_names.c.name,
            partner_names.c.type,
            o.role,
            o.status,
            o.date,
        ),
        *(o.day, d.name, d.uri, d.sha256, o.start, o.end, o.page, o.evidence, o.confidence, o.verdict),
    )
    found: list[ListRow] = []
    for wanted in parts(sorted(versions), 500):
        query = select(*columns).select_from(stated).where(o.version_id.in_(wanted)).order_by(o.id)
        if partners is not None:
            query = query.where(o.partner_id.in_(partners))
        found += [ListRow(*row) for row in connection.execute(query)]
    return [row for row in found if row.status != "denied" and (rejected or row.verdict != "reject")]


def listed_on(
    connection: Connection, lenders: Collection[int], on: str, *, rejected: bool = False
) -> list[tuple[ListRow, Version]]:
    """Every partner that a lender's lists name on a day, in each of its roles, with the version that says so."""
    found = versions_of(connection, lenders, on)
    rows: dict[int, list[ListRow]] = {}
    for row in rows_of(connection, [version.id for version in found], rejected=rejected):
        rows.setdefault(row.version, []).append(row)
    return [
        told
        for own in by_list(found)
        for wanted in sorted(scope(own) | {UNSPECIFIED})
        for told in standing(held(own, wanted), rows, wanted, on)
    ]
