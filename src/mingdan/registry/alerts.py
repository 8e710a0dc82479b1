"""What somebody should look at: cooperation off the list, counts that disagree, removed partners, missing lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, and_, or_, select

from mingdan.core.fold import name_key
from mingdan.extract.knowledge import LENDER_TYPES, read_table
from mingdan.registry.check import check
from mingdan.registry.dates import last_day
from mingdan.registry.lineage import ends
from mingdan.registry.listed import listed_on
from mingdan.registry.matching import legal_forms, matches
from mingdan.registry.tables import (
    counts,
    documents,
    lender_names,
    names,
    observations,
    partner_names,
    policies,
    stated,
    versions,
)

KINDS = ("off_list", "count_disagrees", "removed_but_listed", "no_list", "future_date")


@dataclass(frozen=True, slots=True, order=True)
class Alert:
    """One thing to look at. ``key`` stays the same as long as the matter does; ``message`` is one line for people."""

    kind: str
    lender: str
    partner: str
    role: str
    key: str
    message: str
    document: str | None
    uri: str | None
    start: int | None
    end: int | None
    version: int | None = None


def alerts(connection: Connection, on: str, *, rejected: bool = False) -> list[Alert]:
    """All alerts on a day, in a fixed order."""
    found = [
        *_off_list(connection, on, rejected),
        *_counts(connection),
        *_removed(connection, on, rejected),
        *_no_list(connection, on),
        *_future(connection, on),
    ]
    unique = {alert.key: alert for alert in found}
    return sorted(unique.values(), key=lambda alert: (KINDS.index(alert.kind), alert.lender, alert.partner, alert.key))


def _off_list(connection: Connection, on: str, rejected: bool) -> Iterator[Alert]:
    """Cooperation that others report, where the lender's list of that day lacks the partner."""
    o, d = observations.c, documents.c
    with_lists = _of_lenders(connection, _disclosers(full=False))
    query = (
        select(
            *(lender_names.c.name.label("lender"), partner_names.c.name.label("partner"), o.role, o.day, o.evidence),
            *(o.start, o.end, o.verdict, d.name.label("document"), d.uri),
        )
        .select_from(stated)
        .where(o.current, o.version_id.is_(None), o.status.in_(("listed", "added")), o.discloser_id.in_(with_lists))
        .order_by(o.id)
    )
    for row in connection.execute(query):
        if (row.verdict == "reject" and not rejected) or (row.day or "") > on:
            continue
        role = None if row.role == "unspecified" else row.role
        answer = check(connection, row.lender, row.partner, role, row.day or on, rejected=rejected)
        if answer.status == "not_listed" and answer.version is not None:
            key = f"off_list|{row.lender}|{row.partner}|{row.role}|{row.document}"
            message = f"{row.document} reports {row.partner} as partner of {row.lender}; {answer.reason}"
            where = (row.document, row.uri, row.start, row.end)
            yield Alert("off_list", row.lender, row.partner, row.role, key, message, *where, answer.version.id)


def _counts(connection: Connection) -> Iterator[Alert]:
    c, d = counts.c, documents.c
    query = (
        select(
            *(names.c.name.label("lender"), c.role, c["count"].label("stated"), c.found, c.remark, c.start, c.end),
            *(d.name.label("document"), d.uri),
        )
        .join(documents, d.id == c.document_id)
        .join(names, names.c.id == c.discloser_id)
        .where(c.current, c.agrees.is_(False))
        .order_by(c.id)
    )
    for row in connection.execute(query):
        key = f"count_disagrees|{row.lender}|{row.role}|{row.document}|{row.start}"
        message = f"{row.document} states {row.stated} partners ({row.role}), {row.found} were found"
        message += f": {row.remark}" if row.remark else ""
        where = (row.document, row.uri, row.start, row.end)
        yield Alert("count_disagrees", row.lender, "", row.role, key, message, *where)


def _removed(connection: Connection, on: str, rejected: bool) -> Iterator[Alert]:
    """Partners that a paper removed and that a later version of a list still names."""
    o, d = observations.c, documents.c
    query = (
        select(o.discloser_id, o.partner_id, o.day, o.role, o.start, o.end, d.name.label("document"), d.uri, o.verdict)
        .join(documents, d.id == o.document_id)
        .where(o.current, o.status == "removed", or_(o.day.is_(None), o.day <= on))
        .order_by(o.id)
    )
    gone = [row for row in connection.execute(query) if rejected or row.verdict != "reject"]
    there: dict[tuple[int, int], list[tuple[str, str, str, int, str]]] = {}
    for lender in sorted({row.discloser_id for row in gone}):
        for one, version in listed_on(connection, [lender], on, rejected=rejected):
            told = (version.day, one.lender, one.partner, version.id, one.role)
            if one.status == "listed":
                there.setdefault((lender, one.partner_id), []).append(told)
    for row in gone:
        for day, lender, partner, version, role in there.get((row.discloser_id, row.partner_id), ()):
            if row.day and day > row.day and ends(row.role, role):
                key = f"removed_but_listed|{lender}|{partner}|{version}"
                message = f"{partner} was removed by {row.document} ({row.day}), the list of {day} names it again"
                where = (row.document, row.uri, row.start, row.end)
                yield Alert("removed_but_listed", lender, partner, row.role, key, message, *where, version)


_OTHER_KINDS = ("collection", "payment", "data")
"""Lists that no rule demands."""


def _disclosers(on: str | None = None, *, full: bool = True) -> Select[tuple[int]]:
    """Lenders with a list, of a day or before; with ``full`` with one that is, and that the rules ask for."""
    v = versions.c
    query = select(v.discloser_id).where(v.current)
    if full:
        query = query.where(v.completeness == "full", v.kind.not_in(_OTHER_KINDS))
    return query if on is None else query.where(v.day <= on)


def _of_lenders(connection: Connection, lenders: Select[tuple[int]]) -> list[int]:
    """Numbers of all names of lenders: a report may call one by a short name."""
    query = select(names.c.name).where(names.c.id.in_(lenders))
    called: list[str] = [row[0] for row in connection.execute(query)]
    return sorted({match.id for name in called for match in matches(connection, name, direct=True)})


def _no_list(connection: Connection, on: str) -> Iterator[Alert]:
    """Lenders without a full list though a rule that demands one is in force."""
    due = _demanded(on)
    if not due:
        return
    number, since = due
    n, o = names.c, observations.c
    full = _of_lenders(connection, _disclosers(on))
    speaks = select(o.discloser_id).where(o.current, o.status.in_(("listed", "added")))
    query = select(n.name).where(n.type.in_(LENDER_TYPES), and_(n.id.in_(speaks), n.id.not_in(full))).order_by(n.name)
    told: set[str] = set()
    for (lender,) in connection.execute(query):
        key = name_key(lender)
        if not told.isdisjoint(legal_forms(key)):
            continue  # the same lender in another form of its name
        told.add(key)
        message = f"no full list of {lender} is known; {number} is in force since {since}"
        yield Alert("no_list", lender, "", "", f"no_list|{lender}|{number}", message, None, None, None, None)
    yield from _stated(connection, on)


def _demanded(on: str) -> tuple[str, str] | None:
    """Number and day of the last rule that demands lists, where it is in force on a day."""
    rules = [row for row in read_table("policies.csv") if row.get("demands_list") == "yes" and row["effective"]]
    held = [(row["effective"], row["number"]) for row in rules if (last_day(row["effective"]) or "9") <= on]
    return (max(held)[1], max(held)[0]) if held else None


def _stated(connection: Connection, on: str) -> Iterator[Alert]:
    """Papers that name the day from which a list is due, passed without one."""
    p, d, n = policies.c, documents.c, names.c
    full = _of_lenders(connection, _disclosers())
    query = (
        select(n.name, p.policy, p.effective, p.start, p.end, d.name.label("document"), d.uri)
        .join(documents, d.id == p.document_id)
        .join(names, n.name == d.publisher)
        .where(p.current, p.effective.is_not(None), n.type.in_(LENDER_TYPES), n.id.not_in(full))
        .order_by(p.id)
    )
    for row in connection.execute(query):
        if (last_day(row.effective) or "9") <= on:
            key = f"no_list|{row.name}|{row.policy}"
            message = f"{row.document} says that {row.policy} takes effect on {row.effective}; no full list is known"
            where = (row.document, row.uri, row.start, row.end)
            yield Alert("no_list", row.name, "", "", key, message, *where)


def _future(connection: Connection, on: str) -> Iterator[Alert]:
    """Lists that are dated after the day on which somebody looks."""
    v, d = versions.c, documents.c
    query = (
        select(names.c.name, v.id, v.day, v.start, v.end, d.name.label("document"), d.uri)
        .join(documents, d.id == v.document_id)
        .join(names, names.c.id == v.discloser_id)
        .where(v.current, v.day > on)
        .order_by(v.id)
    )
    for row in connection.execute(query):
        key = f"future_date|{row.name}|{row.document}|{row.day}"
        message = f"the list in {row.document} is dated {row.day}, which is still to come"
        yield Alert("future_date", row.name, "", "", key, message, row.document, row.uri, row.start, row.end, row.id)


def new_ones(before: Sequence[Alert], after: Sequence[Alert]) -> list[Alert]:
    """Alerts that were not there before."""
    known = {alert.key for alert in before}
    return [alert for alert in after if alert.key not in known]
